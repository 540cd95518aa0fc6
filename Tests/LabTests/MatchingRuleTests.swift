import Files
import Grids
import NatureRun
import Products
import Statistics
import Testing

@testable import Lab

/// The rules on the example's files, from plan to ledger.
@Suite("Matching the example by every rule")
struct MatchingRuleTests {
  @Test("each rule's pairs are those of the rule word for word, and every ledger adds up")
  func rules() throws {
    let folder = try TemporaryFolder()
    try ExampleArchive.write(to: folder.path, seed: 1)
    func text(_ matching: String) -> String {
      """
      stations: {archive: archive, networks: [ALPHA-NET]}
      period: {from: 2015-02-01, to: 2017-12-31}
      products:
        - name: EX-DAILY
          files: products/daily/*.nc
          description: {variable: sm, fill: -9999, flag: {variable: flag, rule: equals, value: 0}}
        - {name: EX-MODEL, files: products/model/*.nc, description: {variable: sm}}
      matching: \(matching)
      """
    }
    // 02:33 at AmberRidge: at one product's cell the very time of a sample, at the other's half a minute before it.
    let rules: [String] = [
      "{time: nearest}", "{time: bracket, window: 3h}", "{time: daily}", "{time: three-daily}",
      "{time: dekad}", "{time: month}",
      "{time: month, crossing: [\"02:33\", \"13:30\"], window: 6h}",
    ]
    for rule in rules {
      var scored = 0
      let experiment = try Experiment.read(path: try folder.write(text(rule), to: "e.yml"))
      let plan = try Plan(experiment)
      let matcher = StationMatcher(plan: plan)
      for station in plan.stations.indices {
        for match in try matcher.match(station) {
          try match.ledger.verify()
          var scratch = SensorMatch(sensor: match.sensor)
          let samples = try matcher.readStation(match.sensor, into: &scratch)
          for (product, source) in plan.products.enumerated() {
            let cell = try #require(plan.cells[match.sensor][product])
            let pairs = match.matchUps[product]
            let label = "\(rule) \(plan.sensors[match.sensor].station) \(source.name)"
            let expected = slow(
              experiment.matching, product: try source.series(at: cell).series, station: samples,
              longitude: cell.point.longitude)
            let inside = expected.filter { experiment.period?.contains($0.time) == true }
            let isEqual = pairs.times == inside.map(\.time)
            #expect(isEqual, "\(label): \(pairs.count) and \(inside.count)")
            #expect(zip(pairs.product, inside).allSatisfy { abs($0 - $1.product) < 1e-12 }, "\(label)")
            #expect(zip(pairs.station, inside).allSatisfy { abs($0 - $1.station) < 1e-12 }, "\(label)")
            #expect(
              pairs.productAnomalies.count == pairs.count && pairs.stationAnomalies.count == pairs.count)
            #expect(
              match.statuses[product] == (samples.isEmpty ? .noData : pairs.count > 0 ? .ok : .noOverlap))
            if pairs.count >= 12 { scored += 1 }
          }
        }
      }
      #expect(scored >= 2, "\(rule)")
    }
  }

  private struct Pair {
    var time: Int64
    var product: Double
    var station: Double
  }

  /// The rules by date and look-up, without sweeping.
  private func slow(
    _ matching: Experiment.Matching, product: TimeSeries, station: TimeSeries, longitude: Double
  ) -> [Pair] {
    let values = Dictionary(uniqueKeysWithValues: zip(station.times, station.values))
    /// The mean of the last sample until an instant and the first from it on, both within the window.
    func bracket(_ time: Int64) -> Double? {
      var (low, high) = (0, station.count)
      while low < high {
        let middle = (low + high) / 2
        if station.times[middle] < time { low = middle + 1 } else { high = middle }
      }
      if let value = values[time] { return value }
      guard low > 0, low < station.count, time - station.times[low - 1] <= matching.window,
        station.times[low] - time <= matching.window
      else { return nil }
      return (station.values[low - 1] + station.values[low]) / 2
    }
    func window(_ time: Int64) -> String {
      let date = UTC.components(time)
      switch matching.rule {
      case .daily: return UTC.dateText(time)
      case .threeDaily: return "\((time / UTC.day - 16_436 + 3_000_000) / 3)"
      case .dekad: return "\(date.year)-\(date.month)-\(date.day > 20 ? 3 : date.day > 10 ? 2 : 1)"
      default: return "\(date.year)-\(date.month)"
      }
    }
    switch matching.rule {
    case .nearest:
      return zip(product.times, product.values).compactMap { time, value in
        // The example's stations report on whole minutes; the later of two equally near comes first.
        for minutes in stride(from: 0, through: matching.window / 60_000_000, by: 1) {
          if let found = values[time + minutes * 60_000_000] ?? values[time - minutes * 60_000_000] {
            return Pair(time: time, product: value, station: found)
          }
        }
        return nil
      }
    case .bracket:
      return zip(product.times, product.values).compactMap { time, value in
        bracket(time).map { Pair(time: time, product: value, station: $0) }
      }
    default: break
    }
    // Most steps are the sensor's own.
    var steps: [Int64: Int] = [:]
    for (left, right) in zip(station.times, station.times.dropFirst()) {
      steps[right - left, default: 0] += 1
    }
    let step = steps.max { $0.value < $1.value }?.key ?? 0
    // What of the station enters, by day: its samples, or the day's mean at the crossings.
    var stationWindows: [String: (sum: Double, count: Int, days: Set<Int64>)] = [:]
    if matching.crossings.isEmpty {
      for (time, value) in zip(station.times, station.values) {
        stationWindows[window(time), default: (0, 0, [])].sum += value
        stationWindows[window(time)]?.count += 1
        stationWindows[window(time)]?.days.insert(time / UTC.day)
      }
    } else if let first = station.times.first, let last = station.times.last {
      for day in first / UTC.day - 1...last / UTC.day + 1 {
        let found = matching.crossings.compactMap { minutes in
          bracket(
            day * UTC.day + Int64(minutes) * 60_000_000 - Int64((longitude * 240_000_000).rounded()))
        }
        guard found.count == matching.crossings.count else { continue }
        let key = window(day * UTC.day)
        stationWindows[key, default: (0, 0, [])].sum += found.reduce(0, +) / Double(found.count)
        stationWindows[key]?.count += 1
        stationWindows[key]?.days.insert(day)
      }
    }
    var productWindows: [String: (days: [Int64], sum: Double, count: Int)] = [:]
    // A crossing's day is a local date, and so is a model's hour then.
    let isDaily = Set(product.times.map { $0 % UTC.day }).count < 2
    let ahead = matching.crossings.isEmpty || isDaily ? 0 : Int64((longitude * 240_000_000).rounded())
    for (time, value) in zip(product.times, product.values) {
      productWindows[window(time + ahead), default: ([], 0, 0)].sum += value
      productWindows[window(time + ahead)]?.count += 1
    }
    // Every day of the record, for the windows' lengths and centres.
    for day in (product.times.first ?? 0) / UTC.day - 31...(product.times.last ?? 0) / UTC.day + 31 {
      productWindows[window(day * UTC.day)]?.days.append(day)
    }
    return productWindows.compactMap { key, sums -> Pair? in
      guard let found = stationWindows[key], let first = sums.days.first else { return nil }
      let length = sums.days.count
      guard found.days.count >= min(matching.completeness.days, length) else { return nil }
      guard !matching.crossings.isEmpty || Int64(found.count) * 2 * step >= Int64(length) * UTC.day else {
        return nil
      }
      return Pair(
        time: first * UTC.day + Int64(length) * UTC.day / 2, product: sums.sum / Double(sums.count),
        station: found.sum / Double(found.count))
    }.sorted { $0.time < $1.time }
  }
}
