import Files
import Foundation
import Grids
import NatureRun
import Products
import Statistics
import Testing

@testable import Lab

/// What the harness makes of the example against ismn and pytesmo: the same pairs and metrics, anywhere.
///
/// The example is written on the spot; the peers' numbers are those of Tests/Oracle/pytesmo_example.py.
@Suite("Agreement with pytesmo on the example")
struct ExampleAgreementTests {
  @Test("every pair and every metric agrees", arguments: ["2h", "12h"])
  func agrees(window: String) throws {
    let folder = try TemporaryFolder()
    try ExampleArchive.write(to: folder.path, seed: 1)
    let path = folder.path + "/experiment.yml"
    var experiment = try Experiment.read(path: path)
    experiment.matching.window = window == "2h" ? 2 * UTC.hour : 12 * UTC.hour
    experiment.scaling = RescalingMethod.allCases
    experiment.strata = [.all]
    experiment.metrics = Metric.allCases
    experiment.intervals.replicates = 100
    experiment.minimumPairs = 10
    experiment.period = nil

    let oracle = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Oracle/pytesmo_example.csv")
    let rows = TestTable(try String(contentsOf: oracle, encoding: .utf8)).rows.filter {
      $0["window"] == String(window.dropLast())
    }
    #expect(rows.count == 54)

    let plan = try Plan(experiment)
    let matcher = StationMatcher(plan: plan)
    let scorer = PairScorer(experiment: experiment)
    var compared = 0
    for station in plan.stations.indices {
      for match in try matcher.match(station) {
        let sensor = plan.sensors[match.sensor]
        let scores = scorer.scores(of: match, sensor: sensor)
        for (product, choice) in experiment.products.enumerated() {
          let row = try #require(
            rows.first {
              $0["network"] == sensor.network && $0["station"] == sensor.station
                && $0["sensor"] == sensor.sensor
                && Double($0["depth_to"] ?? "") == sensor.depthTo && $0["product"] == choice.name
            })
          let label = "\(sensor.station) \(sensor.label) \(choice.name)"
          let cell = try #require(plan.cells[match.sensor][product])
          let place = GeographicPoint(latitude: sensor.latitude, longitude: sensor.longitude)
          #expect(
            agree(
              cell.point.distance(to: place), try number(row, "distance_km"), relative: 1e-6, absolute: 1e-6))
          try compare(match.matchUps[product], with: row, label)
          compared += try compare(scores[product], with: row, label)
        }
      }
    }
    // 17 sensors with good samples, 3 products: 14 metrics unscaled, 7 and 7 scaled.
    #expect(compared == 17 * 3 * 28)
  }

  private func number(_ row: [String: String], _ key: String) throws -> Double {
    try #require(Double(row[key] ?? ""), "\(key)")
  }

  private func compare(_ pairs: MatchUps, with row: [String: String], _ label: String) throws {
    #expect(pairs.count == Int(try number(row, "n")), "\(label)")
    guard let first = pairs.times.first, let last = pairs.times.last else { return }
    #expect(UTC.instant(row["first"] ?? "") == first && UTC.instant(row["last"] ?? "") == last, "\(label)")
    let apart = zip(pairs.times, pairs.stationTimes).reduce(0) { $0 + abs($1.0 - $1.1) }
    for (key, value) in [
      ("sum_product", pairs.product.reduce(0, +)), ("sum_station", pairs.station.reduce(0, +)),
      ("sum_abs_dt", Double(apart) / Double(UTC.hour)),
    ] {
      #expect(agree(value, try number(row, key), relative: 1e-12, absolute: 1e-12), "\(label) \(key)")
    }
  }

  private func compare(_ scores: [Score], with row: [String: String], _ label: String) throws -> Int {
    let prefixes: [RescalingMethod: String] = [.none: "", .meanStd: "ms_", .cdf: "cdf_"]
    var compared = 0
    for score in scores {
      let key = (prefixes[score.scaling] ?? "") + score.metric.rawValue
      guard let theirs = Double(row[key] ?? "") else { continue }
      let ours = try #require(score.value, "\(label) \(key)")
      let isP = score.metric.rawValue.hasPrefix("p_")
      #expect(
        agree(ours, theirs, relative: isP ? 1e-6 : 1e-9, absolute: isP ? 1e-300 : 1e-12), "\(label) \(key)")
      compared += 1
    }
    return compared
  }
}
