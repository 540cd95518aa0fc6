import Files
import Grids
import Products
import Statistics
import Testing

@testable import Lab

/// What the rules make of small series, from the experiment's text to pairs and ledger, by hand.
@Suite("Matching by every rule")
struct MatchingSidesTests {
  private let subject = LedgerSubject(product: "P", network: "N", station: "S", sensor: "I", depth: 0...0.05)

  private struct Outcome {
    var pairs: MatchUps
    var ledger: Ledger

    /// The lines of a stage, as `exclusions.csv` has them.
    func lines(_ stage: LedgerStage) -> [String: Int] {
      Dictionary(
        uniqueKeysWithValues: ledger.lines.filter { $0.stage == stage }.map { ($0.reason, $0.count) })
    }
    var texts: [String] { pairs.times.map(UTC.text) }
    var stationTexts: [String] { pairs.stationTimes.map(UTC.text) }
  }

  private func experiment(_ text: String) throws -> Experiment {
    let folder = try TemporaryFolder()
    let head = "stations: {archive: a}\nproducts: [{name: P, description: {variable: sm}, files: x.nc}]\n"
    return try Experiment.read(path: try folder.write(head + text + "\n", to: "e.yml"))
  }

  private func match(
    _ text: String, product: TimeSeries, station: TimeSeries, longitude: Double = 0,
    groups: [SampleAspect: [UInt8]] = [:]
  ) throws -> Outcome {
    let sides = MatchingSides(experiment: try experiment("minimum: {pairs: 1}\n" + text))
    let cell = GeographicPoint(latitude: 40, longitude: longitude)
    let record = ProductRecord(
      series: product, stepsRead: product.count, excluded: Tally(), problems: [], groups: groups)
    let productSide = try sides.product(record, named: "P", at: cell)
    let stationSide = sides.station(station, at: cell)
    let link = sides.link(productSide, stationSide)
    let pairs = MatchUps(link, product: productSide, station: stationSide, by: sides)
    var ledger = Ledger()
    var sensor = subject
    sensor.product = ""
    ledger.enter(.stationSamples, sensor, read: station.count, kept: station.count, excluded: Tally())
    let inside = sides.account(
      for: link, record: record, product: productSide, station: stationSide, subject: subject, into: &ledger)
    try ledger.verify()
    #expect(pairs.groups.values.allSatisfy { $0.count == pairs.count })
    return Outcome(pairs: pairs.picking(inside), ledger: ledger)
  }

  private func series(_ samples: [(String, Double)]) throws -> TimeSeries {
    TimeSeries(times: try samples.map { try #require(UTC.instant($0.0)) }, values: samples.map(\.1))
  }

  /// Hourly samples whose value is the UTC hour in hundredths.
  private func hours(_ from: String, _ count: Int) throws -> TimeSeries {
    let start = try #require(UTC.instant(from))
    return TimeSeries(
      times: (0..<count).map { start + Int64($0) * UTC.hour },
      values: (0..<count).map { Double($0 % 24) / 100 })
  }

  @Test("METHODS §2.11, §11 row 16: 01:30 at 116.4° E is the mean of 17:00 and 18:00 UTC of the day before")
  func bracketAtCrossing() throws {
    let product = try series([("2010-06-15", 0.2), ("2010-06-16", 0.3), ("2010-06-17", 0.4)])
    let station = try hours("2010-06-14", 43)  // to the 15th, 18:00: the third crossing has no sample
    let outcome = try match(
      "matching: {time: bracket, crossing: \"01:30\"}", product: product, station: station, longitude: 116.4,
      groups: [.orbit: [1, 0, 1]])
    #expect(outcome.texts == ["2010-06-14T17:44:24Z", "2010-06-15T17:44:24Z"])
    #expect(outcome.stationTexts == ["2010-06-14T17:30:00Z", "2010-06-15T17:30:00Z"])
    #expect(outcome.pairs.product == [0.2, 0.3])
    #expect(outcome.pairs.station == [0.175, 0.175])
    #expect(outcome.pairs.groups == [.orbit: [1, 0]])
    #expect(
      outcome.lines(.productMatching) == ["read": 3, "kept": 2, "no station sample within the window": 1])
    #expect(outcome.lines(.stationMatching) == ["read": 43, "kept": 4, "not next to any product value": 39])
    // One more sample, at 17:00 of the 16th alone, is one side only.
    let oneSided = try match(
      "matching: {time: bracket, crossing: \"01:30\"}", product: product,
      station: TimeSeries(
        times: station.times + [station.times[17] + 2 * UTC.day], values: station.values + [0]),
      longitude: 116.4)
    #expect(oneSided.pairs.count == 2)
    #expect(
      oneSided.lines(.productMatching)
        == ["read": 3, "kept": 2, "only one of the two bracketing station samples": 1])
  }

  @Test("bracket without crossing takes the product's own times; anomalies are those of the two samples")
  func bracket() throws {
    let product = try series([
      ("2017-01-01T00:20", 0.2), ("2017-01-01T00:40", 0.3), ("2017-01-01T03:00", 0.4), ("2017-01-05", 0.1),
    ])
    let station = try hours("2017-01-01", 5)
    let outcome = try match(
      "matching: {time: bracket}\nperiod: {from: 2017-01-01, to: 2017-01-01}", product: product,
      station: station)
    #expect(outcome.pairs.station == [0.005, 0.005, 0.03])
    #expect(outcome.stationTexts[2] == "2017-01-01T03:00:00Z")
    // The samples' mean is 0.02, so that of 0.00 and 0.01 departs by −0.015.
    #expect(outcome.pairs.stationAnomalies.map { ($0 * 1e12).rounded() / 1e12 } == [-0.015, -0.015, 0.01])
    #expect(
      outcome.lines(.note) == [
        "station sample used by more than one product value": 2,
        "station sample at the product's very time, taken alone": 1,
      ])
    #expect(outcome.lines(.stationMatching) == ["read": 5, "kept": 3, "not next to any product value": 2])
    #expect(outcome.lines(.productMatching) == ["read": 4, "kept": 3, "outside the period": 1])
  }

  @Test("what lies outside the period is one reason only, and no tie or reuse there is noted")
  func outside() throws {
    // Inside: 1 January. Ties at 00:30 on both days; from 02:00 on the station has samples on one side only.
    let product = try series([
      ("2017-01-01T00:30", 0.1), ("2017-01-01T01:40", 0.2), ("2017-01-02T00:30", 0.3),
      ("2017-01-02T01:40", 0.4),
    ])
    let station = try series([
      ("2017-01-01T00:00", 0.1), ("2017-01-01T01:00", 0.2), ("2017-01-02T00:00", 0.3),
      ("2017-01-02T01:00", 0.5),
    ])
    let period = "\nperiod: {from: 2017-01-01, to: 2017-01-01}"
    let bracket = try match("matching: {time: bracket}" + period, product: product, station: station)
    #expect(
      bracket.lines(.productMatching) == [
        "read": 4, "kept": 1, "outside the period": 2, "only one of the two bracketing station samples": 1,
      ])
    #expect(
      bracket.lines(.stationMatching) == [
        "read": 4, "kept": 2, "next to product values outside the period only": 2,
      ])
    let nearest = try match("matching: {time: nearest}" + period, product: product, station: station)
    #expect(nearest.pairs.station == [0.2, 0.2])
    #expect(nearest.lines(.productMatching) == ["read": 4, "kept": 2, "outside the period": 2])
    #expect(
      nearest.lines(.stationMatching) == [
        "read": 4, "kept": 1, "nearest to product values outside the period only": 1,
        "not the nearest to any product value": 2,
      ])
    #expect(
      nearest.lines(.note) == [
        "station sample used by more than one product value": 1,
        "two station samples equally near, later taken": 1,
      ])
  }

  @Test("overpass: the sample nearest to the crossing on the label's day, whatever the label's time of day")
  func overpass() throws {
    let station = try hours("2010-06-14", 72)
    for label in ["2010-06-15", "2010-06-15T12:00"] {
      let east = try match(
        "matching: {time: overpass, crossing: \"01:30\"}", product: try series([(label, 0.2)]),
        station: station,
        longitude: 116.4)
      #expect(east.texts == ["2010-06-14T17:44:24Z"] && east.stationTexts == ["2010-06-14T18:00:00Z"])
      let west = try match(
        "matching: {time: overpass, crossing: \"01:30\"}", product: try series([(label, 0.2)]),
        station: station,
        longitude: -100)
      #expect(west.texts == ["2010-06-15T08:10:00Z"] && west.stationTexts == ["2010-06-15T08:00:00Z"])
      let day = try match(
        "matching: {time: overpass, crossing: \"13:30\"}", product: try series([(label, 0.2)]),
        station: station,
        longitude: 91.9)
      #expect(day.texts == ["2010-06-15T07:22:24Z"] && day.stationTexts == ["2010-06-15T07:00:00Z"])
    }
  }

  @Test("times that are no days cannot be moved to a crossing", arguments: ["overpass", "bracket"])
  func instantsAreNoDays(rule: String) throws {
    let product = try series([("2010-06-15T17:44", 0.2), ("2010-06-16T17:12", 0.2)])
    let failure = try #require(throws: Failure.self) {
      _ = try match(
        "matching: {time: \(rule), crossing: \"01:30\"}", product: product, station: TimeSeries())
    }
    #expect(failure.exitCode == 3)
    #expect(failure.reason.contains("2010-06-15T17:44:00Z, 2010-06-16T17:12:00Z"))
  }

  @Test("METHODS §4.13: dekad means of a daily product and an hourly station, each sample accounted for")
  func dekad() throws {
    // The product on 1, 3, 12 and 25 January; the station from 1 January for 15 days: its second dekad is short.
    let product = try series([
      ("2017-01-01", 0.1), ("2017-01-03", 0.3), ("2017-01-12", 0.2), ("2017-01-25", 0.4),
    ])
    let station = try hours("2017-01-01", 14 * 24)
    let outcome = try match(
      "matching: {time: dekad}", product: product, station: station, groups: [.flag: [0, 1, 0, 0]])
    #expect(outcome.texts == ["2017-01-06T00:00:00Z"] && outcome.stationTexts == outcome.texts)
    #expect(outcome.pairs.product == [0.2])
    #expect(abs(outcome.pairs.station[0] - 0.115) < 1e-15)  // (0 + … + 23) / 24 hundredths
    #expect(outcome.pairs.groups == [.flag: [SampleGroups.unknown]])
    #expect(outcome.lines(.productMeans) == ["read": 4, "kept": 4])
    #expect(
      outcome.lines(.stationMeans) == ["read": 336, "kept": 240, "fewer than 50 % of the hours": 96])
    #expect(
      outcome.lines(.productMatching) == ["read": 3, "kept": 1, "no station mean of that window": 2])
    #expect(outcome.lines(.stationMatching) == ["read": 1, "kept": 1])
    #expect(outcome.lines(.note) == ["window with a product mean": 3, "window with a station mean": 1])
    // With days alone the second dekad counts: four of them.
    let days = try match(
      "matching: {time: dekad, completeness: {hours: 0, days: 4}}", product: product, station: station,
      groups: [.flag: [0, 1, 0, 0]])
    #expect(days.pairs.product == [0.2, 0.2] && days.pairs.groups == [.flag: [SampleGroups.unknown, 0]])
  }

  @Test("METHODS §1.10: three-day means; a window belongs to the period its centre lies in")
  func threeDaily() throws {
    let product = try series((1...9).map { ("2015-01-0\($0)", Double($0) / 10) })
    let station = try hours("2015-01-01", 9 * 24)
    let text = "matching: {time: three-daily}\nperiod: {from: 2015-01-05, to: 2015-01-06}"
    let outcome = try match(text, product: product, station: station)
    #expect(outcome.texts == ["2015-01-05T12:00:00Z"])
    #expect(outcome.pairs.product.map { ($0 * 1e12).rounded() / 1e12 } == [0.5])
    #expect(outcome.lines(.productMatching) == ["read": 3, "kept": 1, "outside the period": 2])
    #expect(outcome.lines(.stationMatching) == ["read": 3, "kept": 1, "outside the period": 2])
    // Counted from another day the windows are others.
    let shifted = try match(
      "matching: {time: three-daily, origin: 2015-01-02}", product: product, station: station)
    // The 1st is the last day of the window before, the 8th and 9th are two days of three.
    #expect(
      shifted.texts == ["2015-01-03T12:00:00Z", "2015-01-06T12:00:00Z", "2015-01-09T12:00:00Z"])
    #expect(
      shifted.lines(.stationMeans) == ["read": 216, "kept": 192, "fewer than 50 % of the hours": 24])
  }

  @Test("METHODS §5.8: a monthly product against the station's days at 01:30 and 13:30")
  func monthAtCrossings() throws {
    let product = try series([("2017-01-01", 0.31), ("2017-02-01", 0.32)])
    let outcome = try match(
      "matching: {time: month, crossing: [\"01:30\", \"13:30\"]}", product: product,
      station: try hours("2017-01-01", 40 * 24), longitude: 120)
    // 17:30 and 05:30 UTC: (0.175 + 0.055) / 2. The local 1 January lacks its night, 31 December its day:
    // 30 dates in January; 1–9 February are fewer than 12.
    #expect(outcome.texts == ["2017-01-16T12:00:00Z"] && outcome.stationTexts == outcome.texts)
    #expect(outcome.pairs.product == [0.31])
    #expect(abs(outcome.pairs.station[0] - 0.115) < 1e-15)
    #expect(
      outcome.lines(.stationMeans) == [
        "read": 960, "kept": 120, "fewer than 12 days": 36,
        "next to one overpass of a day, without the other": 4, "not next to an overpass": 800,
      ])
  }

  @Test("with crossings a stamp that varies over the day goes to its local date, a daily one to its label")
  func localDates() throws {
    let station = try hours("2017-06-01", 20 * 24)
    let text = "matching: {time: daily, crossing: \"01:30\"}"
    // 17:44 and 17:12 UTC on the 4th and 5th are past midnight of the 5th and 6th at 116.4° E.
    let instants = try match(
      text, product: try series([("2017-06-04T17:44", 0.1), ("2017-06-05T17:12", 0.2)]), station: station,
      longitude: 116.4)
    #expect(instants.texts == ["2017-06-05T12:00:00Z", "2017-06-06T12:00:00Z"])
    let labels = try match(
      text, product: try series([("2017-06-05", 0.1), ("2017-06-06", 0.2)]), station: station,
      longitude: 116.4)
    #expect(labels.texts == instants.texts && labels.pairs.station == [0.175, 0.175])
    // 01:30 at 100° W on the 5th is 08:10 UTC, between 08:00 and 09:00.
    let west = try match(
      text, product: try series([("2017-06-05", 0.1), ("2017-06-06", 0.2)]), station: station, longitude: -100
    )
    #expect(west.texts == labels.texts && west.pairs.station.allSatisfy { abs($0 - 0.085) < 1e-15 })
  }

  @Test("daily means are those of UTC days, over the turn of the clocks too")
  func daily() throws {
    let product = try series([
      ("2017-03-25T06:00", 0.1), ("2017-03-26T00:00", 0.2), ("2017-03-26T18:00", 0.3),
    ])
    let station = try hours("2017-03-25", 60)
    let outcome = try match("matching: {time: daily}", product: product, station: station)
    #expect(outcome.texts == ["2017-03-25T12:00:00Z", "2017-03-26T12:00:00Z"])
    #expect(outcome.pairs.product == [0.1, 0.25])
    #expect(outcome.pairs.station.allSatisfy { abs($0 - 0.115) < 1e-15 })
    // Twelve of a day's hours are half of it.
    #expect(outcome.lines(.stationMeans) == ["read": 60, "kept": 60])
    #expect(outcome.lines(.stationMatching) == ["read": 3, "kept": 2, "no product mean of that window": 1])
  }

  @Test("climatologies of means use the window's own slot, moving means the whole record of means")
  func anomalies() throws {
    // Five Januaries and Februaries; the product is the year's last digit in tenths plus 1 in February.
    var samples: [(String, Double)] = []
    for year in 2013...2017 {
      samples.append(("\(year)-01-10", Double(year - 2013) / 10))
      samples.append(("\(year)-02-10", Double(year - 2013) / 10 + 1))
    }
    let product = try series(samples)
    let text = "matching: {time: month, completeness: {hours: 0, days: 1}}\n"
    let climatology = try match(
      text + "anomalies: {method: climatology, years: 5}", product: product, station: product)
    let expected = (0..<5).flatMap { [Double($0) / 10 - 0.2, Double($0) / 10 - 0.2] }
    for (found, anomaly) in zip(climatology.pairs.productAnomalies, expected) {
      #expect(abs(found - anomaly) < 1e-12)
    }
    #expect(climatology.pairs.stationAnomalies == climatology.pairs.productAnomalies)
    let six = try match(
      text + "anomalies: {method: climatology, years: 6}", product: product, station: product)
    #expect(six.pairs.count == 10 && six.pairs.productAnomalies.allSatisfy(\.isNaN))
    // A window of 70 days holds a January and its February: half of their difference.
    let window = try match(text + "anomalies: {method: window, days: 70}", product: product, station: product)
    for (index, anomaly) in window.pairs.productAnomalies.enumerated() {
      #expect(abs(anomaly - (index.isMultiple(of: 2) ? -0.5 : 0.5)) < 1e-12)
    }
    let slots: [(String, Anomaly.Slot)] = [
      ("nearest", .day(halfWidth: 17)), ("bracket", .day(halfWidth: 17)), ("daily", .day(halfWidth: 17)),
      ("three-daily", .day(halfWidth: 17)), ("dekad", .dekad), ("month", .month),
    ]
    for (rule, slot) in slots {
      #expect(
        MatchingSides(experiment: try experiment("matching: {time: \(rule)}")).climatologySlot == slot)
    }
  }

  @Test("nothing on either side leaves balanced accounts and no pairs", arguments: MatchingRule.allCases)
  func empty(rule: MatchingRule) throws {
    let crossing = rule == .overpass ? ", crossing: \"01:30\"" : ""
    let text = "matching: {time: \(rule.rawValue)\(crossing)}"
    let some = try series([("2017-01-01", 0.1)])
    for (product, station) in [(TimeSeries(), some), (some, TimeSeries()), (TimeSeries(), TimeSeries())] {
      #expect(try match(text, product: product, station: station).pairs.count == 0)
    }
    if rule.isAveraging {
      #expect(
        try match(
          "matching: {time: \(rule.rawValue), crossing: \"01:30\"}", product: some, station: TimeSeries()
        ).pairs.count == 0)
    }
  }
}
