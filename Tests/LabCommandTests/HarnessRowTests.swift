import Files
import Foundation
import Grids
import Lab
import Testing

/// FIELD §4 through the whole harness: what reaches the pairs, the scores and the ledger.
@Suite("Bad inputs through the harness")
struct HarnessRowTests {
  typealias Row = RunTables.Row

  /// An hourly station from two days before 2017 on: 0.2 at the year's first hour, 0.0005 more each hour.
  private func hourly(_ hour: Int) -> Double { Signal.fourDecimals(0.2 + 0.0005 * Double(hour)) }

  private func hourlySandbox(longitude: Double = 20) throws -> Sandbox {
    let sandbox = try Sandbox()
    try SmallStation(
      longitude: longitude, start: "2016-12-30T00:00:00Z", stepHours: 1, values: (-48..<336).map(hourly)
    ).write(to: sandbox.path + "/archive")
    return sandbox
  }

  private func experiment(_ description: String, window: String = "30min", extra: String = "") -> String {
    """
    stations: {archive: archive}
    products: [{name: P, files: p.nc, description: {\(description)}}]
    matching: {window: \(window)}
    strata: [all]
    metrics: [R, bias]
    minimum: {pairs: 3, stations: 1}
    intervals: {replicates: 100}
    \(extra)
    """
  }

  private func expectNothingWritten(_ sandbox: Sandbox) {
    let left = (try? FileManager.default.contentsOfDirectory(atPath: sandbox.path + "/e.yml-run")) ?? []
    #expect(left.isEmpty, "\(left)")
  }

  // MARK: - Row 20

  private func twoArchives(_ second: SmallStation) throws -> Sandbox {
    let sandbox = try Sandbox()
    let soil = Signal.soil(60, seed: 1)
    try SmallStation(values: soil, lastDay: "20180101").write(to: sandbox.path + "/old")
    try second.write(to: sandbox.path + "/new")
    try SmallProduct(daily: soil.map { $0 + 0.01 }).write(to: sandbox.path + "/p.nc")
    return sandbox
  }

  private func twoArchiveExperiment(_ archives: String, prefer: Bool = false) -> String {
    experiment("variable: sm").replacing(
      "{archive: archive}", with: "{archive: [\(archives)]\(prefer ? ", prefer: newest" : "")}")
  }

  @Test("FIELD row 20: one sensor in two archives is an error that names both, exit 3")
  func sameSensorTwice() throws {
    let sandbox = try twoArchives(SmallStation(values: Signal.soil(90, seed: 2), lastDay: "20190101"))
    for archives in ["old, new", "new, old"] {
      let failure = try #require(try sandbox.failure(of: twoArchiveExperiment(archives)))
      #expect(failure.exitCode == 3)
      let text = failure.description
      #expect(
        text.contains("/old/NET/Alpha/NET_NET_Alpha_sm") && text.contains("/new/NET/Alpha/NET_NET_Alpha_sm"))
      #expect(text.contains("prefer: newest"))
      expectNothingWritten(sandbox)
    }
  }

  @Test("FIELD row 20: prefer: newest takes the later download; the ledger names the copy that was dropped")
  func preferNewest() throws {
    let sandbox = try twoArchives(SmallStation(values: Signal.soil(90, seed: 2), lastDay: "20190101"))
    var bytes: [Data?] = []
    for archives in ["old, new", "new, old"] {
      let tables = try sandbox.run(twoArchiveExperiment(archives, prefer: true)).tables
      #expect(tables.ledger("sensors") == ["read": 2, "kept": 1, "older copy of the same sensor, in old": 1])
      #expect(tables.ledger("station samples")["read"] == 90)
      bytes.append(tables.bytes["scores.csv"])
    }
    #expect(bytes[0] == bytes[1], "the order of the archives has no meaning")
  }

  @Test("FIELD row 20: networks may share a station's name")
  func sharedStationName() throws {
    let sandbox = try twoArchives(SmallStation(network: "OTHER", values: Signal.soil(60, seed: 2)))
    let tables = try sandbox.run(twoArchiveExperiment("old, new")).tables
    #expect(
      tables.pairs.count == 2 && tables.pairs.allSatisfy { $0.station == "Alpha" && $0.times.count == 60 })
    #expect(Set(tables.scores.map { $0["network"] ?? "" }) == ["NET", "OTHER"])
    #expect(tables.ledger("sensors") == ["read": 2, "kept": 2])
  }

  // MARK: - Rows 27 and 31 to 36

  struct Reading: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var description = "variable: sm"
    var times: NetCDFArray = .double([1, 2, 3, 4])
    var timeAttributes: [String: NetCDFAttribute] = ["units": .text("days since 2017-01-01")]
    var values: NetCDFArray = .float([0.1, 0.2, 0.3, 0.4])
    var valueAttributes: [String: NetCDFAttribute] = ["units": .text("m3 m-3")]
    var longitude = 20.0
    /// The pairs by hand: time, product, hours of the station's sample since 2017.
    var pairs: [(String, Double, Int)]
    var excluded: [String: Int] = [:]
    var problems = 0
  }

  static let readings = [
    Reading(
      testDescription: "31: percent", values: .float([10, 20, 30, 40]),
      valueAttributes: ["units": .text("%")],
      pairs: [
        ("2017-01-02T00:00:00Z", 0.1, 24), ("2017-01-03T00:00:00Z", 0.2, 48),
        ("2017-01-04T00:00:00Z", 0.3, 72),
        ("2017-01-05T00:00:00Z", 0.4, 96),
      ], problems: 1),
    Reading(
      testDescription: "31: kg m-2 over 5 cm", description: "variable: sm, layer_depth: 0.05",
      values: .double([10, 11, 12, 60]), valueAttributes: ["units": .text("kg m-2")],
      pairs: [
        ("2017-01-02T00:00:00Z", 0.2, 24), ("2017-01-03T00:00:00Z", 0.22, 48),
        ("2017-01-04T00:00:00Z", 0.24, 72),
      ], excluded: ["outside physical range": 1], problems: 1),
    Reading(
      testDescription: "31: units of the description", description: "variable: sm, units: percent",
      values: .double([10, 20, 30, 40]), valueAttributes: [:],
      pairs: [
        ("2017-01-02T00:00:00Z", 0.1, 24), ("2017-01-03T00:00:00Z", 0.2, 48),
        ("2017-01-04T00:00:00Z", 0.3, 72),
        ("2017-01-05T00:00:00Z", 0.4, 96),
      ]),
    Reading(
      testDescription: "32: missing values without an attribute", values: .double([-9999, 0.2, 0.3, 0.4]),
      pairs: [
        ("2017-01-03T00:00:00Z", 0.2, 48), ("2017-01-04T00:00:00Z", 0.3, 72),
        ("2017-01-05T00:00:00Z", 0.4, 96),
      ], excluded: ["outside physical range": 1], problems: 1),
    Reading(
      testDescription: "32: _FillValue and another missing_value", values: .double([-9999, -1, 0.3, 0.4]),
      valueAttributes: [
        "units": .text("m3 m-3"), "_FillValue": .values(.double([-9999])),
        "missing_value": .values(.double([-1])),
      ],
      pairs: [("2017-01-04T00:00:00Z", 0.3, 72), ("2017-01-05T00:00:00Z", 0.4, 96)],
      excluded: ["fill value": 2]),
    Reading(
      testDescription: "33: packed, the valid range in stored numbers",
      values: .int16([1000, 2000, 3000, 5001]),
      valueAttributes: [
        "units": .text("m3 m-3"), "scale_factor": .numbers(1e-4), "add_offset": .numbers(0.05),
        "valid_range": .values(.int16([0, 5000])),
      ],
      pairs: [
        ("2017-01-02T00:00:00Z", 0.15, 24), ("2017-01-03T00:00:00Z", 0.25, 48),
        ("2017-01-04T00:00:00Z", 0.35, 72),
      ], excluded: ["outside valid range": 1]),
    Reading(
      testDescription: "33: unsigned numbers in signed storage", values: .int8([10, 100, -56, -1]),
      valueAttributes: [
        "units": .text("m3 m-3"), "_Unsigned": .text("true"), "scale_factor": .numbers(0.002),
        "_FillValue": .values(.int8([-1])),
      ],
      pairs: [
        ("2017-01-02T00:00:00Z", 0.02, 24), ("2017-01-03T00:00:00Z", 0.2, 48),
        ("2017-01-04T00:00:00Z", 0.4, 72),
      ], excluded: ["fill value": 1]),
    Reading(
      testDescription: "34: unsorted, one time twice with one value, one with two",
      times: .double([4, 2, 2, 1, 3, 3]), values: .double([0.4, 0.2, 0.2, 0.1, 0.3, 0.31]),
      pairs: [
        ("2017-01-02T00:00:00Z", 0.1, 24), ("2017-01-03T00:00:00Z", 0.2, 48),
        ("2017-01-05T00:00:00Z", 0.4, 96),
      ],
      excluded: ["duplicate time, values equal": 1, "duplicate time, values differ": 2], problems: 1),
    Reading(
      testDescription: "35: noleap, whose 2016 has 365 days", times: .double([365, 366, 367, 368]),
      timeAttributes: ["units": .text("days since 2016-01-01"), "calendar": .text("noleap")],
      pairs: [
        ("2017-01-01T00:00:00Z", 0.1, 0), ("2017-01-02T00:00:00Z", 0.2, 24),
        ("2017-01-03T00:00:00Z", 0.3, 48),
        ("2017-01-04T00:00:00Z", 0.4, 72),
      ]),
    Reading(
      testDescription: "35: 360_day, eleven months of thirty days",
      times: .double([59, 309, 330, 331]),
      timeAttributes: ["units": .text("days since 2016-02-01"), "calendar": .text("360_day")],
      values: .double([0.1, 0.2, 0.3, 0.4]),
      // 59 = 30 March, 309 = 10 December, 330 = 1 January, 331 = 2 January
      pairs: [("2017-01-01T00:00:00Z", 0.3, 0), ("2017-01-02T00:00:00Z", 0.4, 24)]),
    Reading(
      testDescription: "35: 360_day, a date that never was", times: .double([29, 30, 31, 330]),
      timeAttributes: ["units": .text("days since 2016-02-01"), "calendar": .text("360_day")],
      pairs: [("2017-01-01T00:00:00Z", 0.4, 0)], excluded: ["date not in the real calendar": 1]),
    Reading(
      testDescription: "35: julian, thirteen days behind", times: .double([-13, -12, -11, -10]),
      timeAttributes: ["units": .text("days since 2017-01-01"), "calendar": .text("julian")],
      pairs: [
        ("2017-01-01T00:00:00Z", 0.1, 0), ("2017-01-02T00:00:00Z", 0.2, 24),
        ("2017-01-03T00:00:00Z", 0.3, 48),
        ("2017-01-04T00:00:00Z", 0.4, 72),
      ]),
    Reading(
      testDescription: "36: an offset of two hours",
      timeAttributes: ["units": .text("days since 2017-01-01 00:00:00 +02:00")],
      pairs: [
        ("2017-01-01T22:00:00Z", 0.1, 22), ("2017-01-02T22:00:00Z", 0.2, 46),
        ("2017-01-03T22:00:00Z", 0.3, 70),
        ("2017-01-04T22:00:00Z", 0.4, 94),
      ]),
    Reading(
      testDescription: "36: 06:00 local solar time at 150° E",
      description: "variable: sm, time: {overpass: \"06:00\"}",
      longitude: 150,
      pairs: [
        ("2017-01-01T20:00:00Z", 0.1, 20), ("2017-01-02T20:00:00Z", 0.2, 44),
        ("2017-01-03T20:00:00Z", 0.3, 68),
        ("2017-01-04T20:00:00Z", 0.4, 92),
      ]),
    Reading(
      testDescription: "41: infinite values", values: .double([.infinity, 0.2, -.infinity, 0.4]),
      pairs: [("2017-01-03T00:00:00Z", 0.2, 48), ("2017-01-05T00:00:00Z", 0.4, 96)],
      excluded: ["not finite": 2]),
  ]

  @Test("FIELD rows 31–36, 41: the pairs by hand", arguments: HarnessRowTests.readings)
  func pairsByHand(reading: Reading) throws {
    let sandbox = try hourlySandbox(longitude: reading.longitude)
    var product = SmallProduct(times: reading.times, values: reading.values)
    product.longitudes = [reading.longitude]
    product.timeAttributes = reading.timeAttributes
    product.valueAttributes = reading.valueAttributes
    try product.write(to: sandbox.path + "/p.nc")
    let (tables, result) = try sandbox.run(experiment(reading.description))
    let pairs = try #require(tables.pairs.first)
    #expect(pairs.times == reading.pairs.map(\.0))
    #expect(pairs.stationTimes == reading.pairs.map(\.0))
    #expect(pairs.stationValues == reading.pairs.map { hourly($0.2) })
    #expect(pairs.values.count == reading.pairs.count)
    for (value, expected) in zip(pairs.values, reading.pairs) { #expect(abs(value - expected.1) < 1e-7) }
    var samples = tables.ledger("product samples", product: "P")
    #expect(samples["read"] == reading.values.count)
    samples["read"] = nil
    samples["kept"] = nil
    #expect(samples == reading.excluded)
    #expect(result.problems.count == reading.problems, "\(result.problems)")
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var words: [String]
    var change: @Sendable (inout SmallProduct) -> Void
  }

  @Test(
    "FIELD rows 27, 31, 35, 38: a file that does not say enough is refused by name, exit 3, nothing written",
    arguments: [
      Refusal(testDescription: "27: no latitude", words: ["no latitude"]) {
        $0.coordinateNames = ("a", "lon")
      },
      Refusal(testDescription: "27: no longitude", words: ["no longitude"]) {
        $0.coordinateNames = ("lat", "b")
      },
      Refusal(testDescription: "27: time without units", words: ["has no units"]) { $0.timeAttributes = [:] },
      Refusal(testDescription: "14: exchanged coordinates", words: ["look exchanged"]) {
        $0.latitudes = [120]
        $0.longitudes = [10]
      },
      Refusal(testDescription: "31: no units", words: ["units"]) { $0.valueAttributes = [:] },
      Refusal(testDescription: "31: units 1", words: ["units"]) {
        $0.valueAttributes = ["units": .text("1")]
      },
      Refusal(testDescription: "31: kelvin", words: ["units"]) { $0.valueAttributes = ["units": .text("K")] },
      Refusal(testDescription: "31: kg m-2 without a depth", words: ["layer_depth"]) {
        $0.valueAttributes = ["units": .text("kg m-2")]
      },
      Refusal(testDescription: "35: months since", words: ["months", "no fixed length"]) {
        $0.timeAttributes = ["units": .text("months since 2000-01-01")]
      },
      Refusal(testDescription: "35: units foo", words: ["foo"]) {
        $0.timeAttributes = ["units": .text("foo")]
      },
      Refusal(testDescription: "35: a calendar that is none", words: ["lunar"]) {
        $0.timeAttributes["calendar"] = .text("lunar")
      },
      Refusal(testDescription: "38: words for numbers", words: ["of type string"]) {
        $0.values = .string(["a", "b", "c", "d"])
      },
    ])
  func refusals(refusal: Refusal) throws {
    let sandbox = try hourlySandbox()
    var product = SmallProduct(times: .double([1, 2, 3, 4]), values: .float([0.1, 0.2, 0.3, 0.4]))
    refusal.change(&product)
    try product.write(to: sandbox.path + "/p.nc")
    let failure = try #require(try sandbox.failure(of: experiment("variable: sm")))
    #expect(failure.exitCode == 3)
    #expect(failure.path?.hasSuffix("/p.nc") == true, "\(failure)")
    for word in refusal.words { #expect(failure.description.contains(word), "\(failure)") }
    expectNothingWritten(sandbox)
  }

  // MARK: - Rows 39 and 40

  @Test("FIELD rows 39, 40: what cannot be scored is a row with a status and no number")
  func statuses() throws {
    let sandbox = try Sandbox()
    let soil = Signal.soil(60, seed: 1)
    try SmallStation(values: soil).write(to: sandbox.path + "/archive")
    try SmallStation(name: "Flat", latitude: 10.1, values: soil.map { _ in 0.2 }).write(
      to: sandbox.path + "/archive")
    let noisy = zip(soil, Signal.soil(60, seed: 9)).map { 0.7 * $0 + 0.3 * $1 }
    func some(_ count: Int) -> [Double] { noisy.prefix(count) + Array(repeating: .nan, count: 60 - count) }
    let products: [(name: String, file: SmallProduct)] = [
      ("EMPTY", SmallProduct(daily: soil.map { _ in .nan })),
      ("ELSEWHEN", SmallProduct(daily: noisy, from: 5000)),
      ("ONE", SmallProduct(daily: some(1))),
      ("TWO", SmallProduct(daily: some(2))),
      ("NINETEEN", SmallProduct(daily: some(19))),
      ("FLAT", SmallProduct(daily: soil.map { _ in 0.25 })),
      ("SAME", SmallProduct(daily: soil)),
      ("GOOD", SmallProduct(daily: noisy)),
    ]
    var text = """
      stations: {archive: archive}
      strata: [all]
      scaling: [none, mean-std]
      metrics: [R, rho, bias, RMSE, ubRMSE, KGE]
      intervals: {replicates: 100}
      minimum: {stations: 1}
      products:
        - {name: FAR, files: far.nc, description: {variable: sm}}

      """
    var far = SmallProduct(daily: noisy)
    far.latitudes = [40]
    try far.write(to: sandbox.path + "/far.nc")
    for (name, file) in products {
      try file.write(to: sandbox.path + "/\(name).nc")
      text += "  - {name: \(name), files: \(name).nc, description: {variable: sm}}\n"
    }
    let tables = try sandbox.run(text).tables

    // (product, metric) → status at the varying station; rows without a number have no interval either.
    let expected: [(product: String, statuses: [String: String], n: String)] = [
      ("FAR", ["R": "noData", "bias": "noData", "KGE": "noData"], "0"),
      ("EMPTY", ["R": "noData", "bias": "noData", "KGE": "noData"], "0"),
      ("ELSEWHEN", ["R": "noOverlap", "bias": "noOverlap"], "0"),
      ("ONE", ["R": "tooFew", "bias": "tooFew"], "1"),
      ("TWO", ["R": "tooFew", "bias": "tooFew"], "2"),
      ("NINETEEN", ["R": "tooFew", "bias": "tooFew", "RMSE": "tooFew"], "19"),
      ("FLAT", ["R": "noVariance", "rho": "noVariance", "KGE": "noVariance"], "60"),
    ]
    for (product, statuses, n) in expected {
      for (metric, status) in statuses {
        let row = try #require(tables.score(metric, product, station: "Alpha"))
        #expect(row["status"] == status && row["n"] == n, "\(product) \(metric): \(row)")
        #expect(
          row["value"] == "" && row["ci_lower"] == "" && row["ci_upper"] == "", "\(product) \(metric): \(row)"
        )
      }
    }
    #expect(tables.ledger("product cells", product: "FAR")["no cell within 50 km"] == 2)
    #expect(tables.ledger("product samples", product: "EMPTY", station: "Alpha")["not finite"] == 60)
    #expect(tables.ledger("product matching", product: "ELSEWHEN", station: "Alpha")["kept"] == 0)
    #expect(tables.ledger("pairs", product: "NINETEEN", station: "Alpha")["fewer than 20 pairs"] == 19)

    // A constant side still has a bias; a station that never moves has no correlation with anything.
    #expect(Double(tables.score("bias", "FLAT", station: "Alpha")?["value"] ?? "") != nil)
    let flat = try #require(tables.score("R", "GOOD", station: "Flat"))
    #expect(flat["status"] == "noVariance" && flat["value"] == "")
    let scaled = RunTables.select(
      tables.scores, ["product": "FLAT", "scaling": "mean-std", "station": "Alpha"])
    #expect(!scaled.isEmpty && scaled.allSatisfy { $0["status"] == "noVariance" && $0["value"] == "" })

    // Perfect correlation: the number stands, its interval does not pretend.
    let same = try #require(tables.score("R", "SAME", station: "Alpha"))
    #expect(same["value"] == "1" && same["status"] == "degenerate")
    #expect(same["ci_lower"] == "" && same["ci_upper"] == "")
    #expect(tables.score("RMSE", "SAME", station: "Alpha")?["value"] == "0")
    let good = try #require(tables.score("R", "GOOD", station: "Alpha"))
    #expect(Double(good["ci_lower"] ?? "") != nil && ["ok", "fewEffective"].contains(good["status"]))
    // No cell of any table says nan or inf.
    for row in tables.scores + tables.summary {
      #expect(!row.values.contains { ["nan", "inf", "-inf"].contains($0.lowercased()) }, "\(row)")
    }
  }

  @Test("FIELD row 41: infinite station values are skipped and counted")
  func infiniteStationValues() throws {
    let sandbox = try Sandbox()
    let soil = Signal.soil(60, seed: 1)
    let station = SmallStation(values: soil)
    var rows = station.rows
    for (index, word) in [(5, "inf"), (10, "-Infinity"), (15, "NaN")] {
      rows[index] = rows[index].replacing(String(format: "%.4f", soil[index]), with: word)
    }
    try station.write(
      to: sandbox.path + "/archive", text: ([station.header] + rows).joined(separator: "\n") + "\n")
    try SmallProduct(daily: soil.map { $0 + 0.05 }).write(to: sandbox.path + "/p.nc")
    let tables = try sandbox.run(experiment("variable: sm")).tables
    let ledger = tables.ledger("station samples")
    #expect(ledger["read"] == 60 && ledger["kept"] == 57, "\(ledger)")
    let bias = try #require(Double(tables.score("bias", "P")?["value"] ?? ""))
    #expect(abs(bias - 0.05) < 1e-9 && tables.score("bias", "P")?["n"] == "57")
  }
}
