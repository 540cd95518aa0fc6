import Files
import Foundation
import Grids
import Products
import Statistics
import Testing

@testable import Lab

/// The same pairs, times, values and metrics as pytesmo 0.18.1 on real stations and products (FORMATS §3).
@Suite(
  "Agreement with pytesmo on the Hawaii archive",
  .enabled(if: isRelease && SharedData.folder != nil, "needs the shared data and a release build"))
struct HawaiiAgreementTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var window: String
    var isExact: Bool
    var testDescription: String { "\(window), \(isExact ? "exact" : "nominal") times" }
  }

  private static let products = [
    "C3S_V202012": "c3s-combined-v202012", "ESA_CCI_SM_C_V07_1": "esa-cci-combined-v07",
    "ERA5_LAND_V20190904": "era5-land", "SMAP_V8_AM": "smap-l3-v8-am", "SMAP_V9_AM_PM": "smap-l3-v9",
  ]

  private func experiment(_ test: Case, in folder: TemporaryFolder, data: String) throws -> Experiment {
    let names = HawaiiAgreementTests.products.keys.sorted().filter {
      !test.isExact || ["C3S_V202012", "ESA_CCI_SM_C_V07_1"].contains($0)
    }
    var text = """
      stations: {archive: \(data)/ismn/hawaii_ceop.zip}
      matching: {window: \(test.window), distance: 200}
      scaling: [none, mean-std, cdf]
      strata: [all]
      metrics: [R, p_R, rho, p_rho, bias, RMSE, ubRMSE, MAE, A.R, p_A.R]
      minimum: {pairs: 10}
      products:

      """
    for name in names {
      let entry = HawaiiAgreementTests.products[name] ?? ""
      text += "  - name: \(name)\n    files: \(data)/cells/\(name)/*.nc\n"
      text += "    description: {catalogue: \(entry), time: \(test.isExact ? "exact" : "file")}\n"
    }
    return try Experiment.read(path: try folder.write(text, to: "e.yml"))
  }

  @Test(arguments: [
    Case(window: "1h", isExact: false), Case(window: "12h", isExact: false),
    Case(window: "1h", isExact: true),
    Case(window: "12h", isExact: true),
  ])
  func agrees(test: Case) throws {
    let data = try #require(SharedData.folder)
    let suffix = test.isExact ? "_exact_time" : ""
    let reference = TestTable(
      try String(contentsOfFile: "\(data)/reference/pytesmo_hawaii_metrics\(suffix).csv", encoding: .utf8)
    ).rows.filter { $0["window"] == test.window }
    #expect(reference.count == 9 * (test.isExact ? 2 : 5))

    let folder = try TemporaryFolder()
    let plan = try Plan(try experiment(test, in: folder, data: data))
    let matcher = StationMatcher(plan: plan)
    let scorer = PairScorer(experiment: plan.experiment)
    var compared = 0
    for station in plan.stations.indices {
      for match in try matcher.match(station) {
        let sensor = plan.sensors[match.sensor]
        let scores = scorer.scores(of: match, sensor: sensor)
        for (product, choice) in plan.experiment.products.enumerated() {
          let row = try #require(
            reference.first {
              $0["station"] == sensor.station && $0["instrument"] == sensor.sensor
                && $0["product"] == choice.name
            })
          let pairs = match.matchUps[product]
          #expect(String(pairs.count) == row["n"], "\(sensor.station) \(choice.name)")
          try comparePairs(
            pairs, with: "\(data)/reference/pytesmo_hawaii_pairs\(suffix)/\(row["pairs_file"] ?? "")",
            isExact: test.isExact)
          compare(scores[product], with: row, what: "\(sensor.station) \(sensor.sensor) \(choice.name)")
          compared += 1
        }
      }
    }
    #expect(compared == reference.count)
  }

  private func comparePairs(_ pairs: MatchUps, with path: String, isExact: Bool) throws {
    let rows = TestTable(try gunzip(path)).rows
    #expect(rows.count == pairs.count, "\(path)")
    guard rows.count == pairs.count else { return }
    for (index, row) in rows.enumerated() {
      // cftime rounds the stamps of CCI (days in a double) to whole seconds; the stored numbers lie up to 0.9 µs beside
      // them, and we keep what is stored. Nominal times are whole days and agree exactly.
      let theirs = try #require(UTC.instant(row["time"] ?? ""))
      #expect(abs(theirs - pairs.times[index]) <= (isExact ? 1 : 0))
      #expect(UTC.instant(row["station_time"] ?? "") == pairs.stationTimes[index])
      let columns = [
        ("product", pairs.product), ("station", pairs.station), ("product_anom", pairs.productAnomalies),
        ("station_anom", pairs.stationAnomalies),
      ]
      for (name, values) in columns {
        guard let theirs = Double(row[name] ?? "") else { continue }
        #expect(agree(values[index], theirs, relative: 1e-9, absolute: 1e-12), "\(path) \(index) \(name)")
      }
    }
  }

  private func compare(_ scores: [Score], with row: [String: String], what: String) {
    let names: [Metric: String] = [
      .r: "R", .pR: "p_R", .rho: "rho", .pRho: "p_rho", .bias: "bias", .rmse: "RMSE", .ubRMSE: "ubRMSE",
      .mae: "MAE", .anomalyR: "AR", .pAnomalyR: "p_AR",
    ]
    let prefixes: [RescalingMethod: String] = [.none: "", .meanStd: "ms_", .cdf: "cdf_"]
    for score in scores {
      let column = (prefixes[score.scaling] ?? "") + (names[score.metric] ?? "")
      guard let theirs = Double(row[column] ?? "") else {
        #expect(score.value == nil, "\(what) \(column): they have no value")
        continue
      }
      let isLoose = [.pR, .pRho, .pAnomalyR].contains(score.metric) || score.scaling == .cdf
      let tolerance = isLoose ? (1e-6, 1e-12) : (1e-9, 1e-12)
      guard let ours = score.value else {
        Issue.record("\(what) \(column): we have \(score.status), they \(theirs)")
        continue
      }
      #expect(
        agree(ours, theirs, relative: tolerance.0, absolute: tolerance.1),
        "\(what) \(column): \(ours) \(theirs)")
    }
  }
}
