import Files
import Foundation
import Grids
import Statistics
import Testing

@testable import Lab

/// Products as functions of time at made-up stations.
struct MadeUpProducts {
  /// Station number to network name.
  var networks: [String]
  var samples = 120
  var metrics = "[R, bias, RMSE, ubRMSE, MAE, A.R]"
  var more = ""
  var strata = "[koppen]"
  var pairs = "pairwise"
  /// Product p lacks the samples i with i % gaps = p; 0 = none.
  var gaps = 0
  /// Product name, and its value at sample i of station s where the station says o.
  var products: [(name: String, value: @Sendable (_ i: Int, _ s: Int, _ o: Double) -> Double)]

  static let plain: @Sendable (Int, Int, Double) -> Double = { i, s, o in
    o + 0.05 * (MadeUpPairs.noise(i, s, 7) - 0.5)
  }
  static let noisy: @Sendable (Int, Int, Double) -> Double = { i, s, o in
    o + 0.15 * (MadeUpPairs.noise(i, s, 8) - 0.5)
  }

  func compared(jobs: Int = 1) throws -> [ComparisonRow] {
    var experiment = try MadeUpPairs.experiment(
      "metrics: \(metrics)\ncompare: {pairs: \(pairs), common: exact}\nstrata: \(strata)\n\(more)",
      products: products.map { _ in [:] })
    // Fewer than a user may ask for: debug builds are slow.
    experiment.intervals.replicates = 40
    for (index, product) in products.enumerated() { experiment.products[index].name = product.name }
    let sensors = networks.enumerated().map { index, network in
      var sensor = MadeUpPairs.sensor(index, koppen: index % 2 == 0 ? "BSk" : "Cfa")
      sensor.network = network
      return sensor
    }
    let made = self
    let compared = ComparedProducts(
      names: products.map(\.name), sensors: sensors, experiment: experiment
    ) { product, sensor in
      var series = PairSeries()
      for i in 0..<made.samples where made.gaps == 0 || i % made.gaps != product {
        let time = 1_483_228_800_000_000 + Int64(i) * 3 * UTC.day
        series.times.append(time)
        series.stationTimes.append(time)
        let o = 0.25 + 0.08 * sin(Double(i) / 20) + 0.05 * (MadeUpPairs.noise(i, sensor, 1) - 0.5)
        series.station.append(o)
        series.product.append(made.products[product].value(i, sensor, o))
        series.stationAnomalies.append(o - 0.25)
        series.productAnomalies.append((series.product.last ?? 0) - 0.25)
      }
      return series
    }
    let rows = try Comparisons.rows(of: compared, jobs: jobs) { _, _, _ in }
    return ComparisonRow.judged(rows, level: experiment.intervals.level)
  }

  func row(_ metric: Metric, _ stratum: String = "all", group: String = "all") throws -> ComparisonRow {
    try #require(
      try compared().first {
        $0.metric == metric && $0.stratification.name == stratum && $0.group == group
      })
  }
}

private let sixNetworks = (0..<12).map { "N\($0 / 2)" }

@Suite("Products side by side")
struct ComparisonTests {
  @Test("by hand: a shift of 0.01 and one of −0.03 at stations of six networks")
  func byHand() throws {
    // Biases are 0.01 and −0.03 + 0.002·s exactly; differences 0.04 − 0.002·s for s = 0…11.
    let made = MadeUpProducts(
      networks: sixNetworks, metrics: "[bias, MAE]",
      products: [
        ("A", { _, _, o in o + 0.01 }), ("B", { _, s, o in o - 0.03 + 0.002 * Double(s) }),
      ])
    let row = try made.row(.bias)
    #expect(abs((row.difference ?? 0) - 0.029) < 1e-12)
    #expect(abs((row.productMean ?? 0) - 0.01) < 1e-12 && abs((row.referenceMean ?? 0) + 0.019) < 1e-12)
    #expect(row.stations == 12 && row.networks == 6 && row.pairs == 12 * 120 && row.status == .ok)
    // Network means 0.039, 0.035, … 0.019: sd 0.004·√3.5, standard error sd/√6, t(5) = 2.570582 (equal networks).
    let half = 2.570_581_836 * 0.004 * 3.5.squareRoot() / 6.0.squareRoot()
    #expect(abs((row.lower ?? 0) - (0.029 - half)) < 1e-9 && abs((row.upper ?? 0) - (0.029 + half)) < 1e-9)
    // |0.01| against |−0.019|: all of the interval lies between 0 and 2·0.019.
    #expect(row.verdict == .better && (row.adjustedP ?? 1) < 0.001)
    #expect(try made.row(.mae).difference.map { abs($0 - (0.01 - 0.019)) < 1e-12 } == true)
    #expect(try made.row(.bias, "koppen", group: "BSk").stations == 6)
  }

  @Test("a product against itself: no difference, undecided, no test")
  func identical() throws {
    for networks in [sixNetworks, (0..<4).map { "N\($0 / 2)" }] {
      let made = MadeUpProducts(
        networks: networks, products: [("A", MadeUpProducts.plain), ("B", MadeUpProducts.plain)])
      let rows = try made.compared()
      #expect(
        rows.count { $0.difference == 0 } == rows.count { $0.status != .tooFew && $0.status != .noData })
      #expect(rows.allSatisfy { $0.verdict == .undecided && $0.p == nil && $0.lower == nil })
      #expect(rows.contains { $0.status == .noVariance && $0.difference == 0 })
    }
  }

  @Test("exchanged products mirror every row", arguments: [6, 2])
  func exchanged(count: Int) throws {
    let networks = (0..<2 * count).map { "N\($0 % count)" }
    let one = MadeUpProducts(
      networks: networks, products: [("A", MadeUpProducts.plain), ("B", MadeUpProducts.noisy)])
    let other = MadeUpProducts(
      networks: networks, products: [("B", MadeUpProducts.noisy), ("A", MadeUpProducts.plain)])
    let rows = try one.compared()
    let mirrored = try other.compared()
    #expect(rows.count == mirrored.count && rows.contains { $0.verdict == .better })
    for (row, mirror) in zip(rows, mirrored) {
      #expect(row.product == mirror.referenceProduct && row.metric == mirror.metric)
      #expect(row.difference == mirror.difference.map { 0 - $0 })
      #expect(row.productMean == mirror.referenceMean && row.status == mirror.status)
      // Resampled rows draw from streams of their own names.
      guard row.status == .ok else { continue }
      func near(_ a: Double?, _ b: Double?) -> Bool { abs((a ?? 0) - (b ?? 0)) < 1e-12 }
      #expect(near(row.lower, mirror.upper.map { 0 - $0 }) && near(row.p, mirror.p))
      let opposite: [Verdict: Verdict] = [.better: .worse, .worse: .better, .undecided: .undecided]
      #expect(mirror.verdict == opposite[row.verdict])
    }
  }

  @Test("few networks: the interval is of these stations, and says so")
  func theseStations() throws {
    let made = MadeUpProducts(
      networks: ["N0", "N0", "N1", "N1"], samples: 300,
      products: [("A", MadeUpProducts.plain), ("B", MadeUpProducts.noisy)])
    let rows = try made.compared().filter { $0.stratification == .all }
    #expect(
      rows.count == 6 && rows.allSatisfy { $0.status == .theseStations && $0.lower != nil && $0.p != nil })
    let verdicts = Dictionary(uniqueKeysWithValues: rows.map { ($0.metric, $0.verdict) })
    #expect(verdicts[.ubRMSE] == .better && verdicts[.r] == .better && verdicts[.mae] == .better)
    #expect(verdicts[.bias] == .undecided)
    // Uniform errors of width 0.05 and 0.15: standard deviations width/√12.
    let row = try #require(rows.first { $0.metric == .ubRMSE })
    #expect(abs((row.difference ?? 0) + 0.1 / 12.0.squareRoot()) < 0.002)
    #expect((row.lower ?? 0) < -0.0289 + 0.002 && (row.upper ?? 0) > -0.0289 - 0.002)
  }

  @Test("a shift of one product changes what measures the mean, and nothing else")
  func shifted() throws {
    func rows(_ shift: Double) throws -> [ComparisonRow] {
      try MadeUpProducts(
        networks: sixNetworks, more: "scaling: [none, mean-std]",
        products: [
          ("A", { i, s, o in MadeUpProducts.plain(i, s, o) + shift }), ("B", MadeUpProducts.noisy),
        ]
      ).compared()
    }
    let before = try rows(0)
    let after = try rows(0.25)
    #expect(before.count == after.count)
    for (one, other) in zip(before, after) {
      #expect(one.metric == other.metric && one.pairs == other.pairs)
      let change = abs((one.difference ?? 0) - (other.difference ?? 0))
      let measuresMean = [.bias, .rmse, .mae].contains(one.metric) && one.scaling == .none
      #expect(one.difference == nil || (measuresMean ? change > 0.05 : change < 1e-9), "\(one.metric)")
    }
    let bias = try #require(after.first { $0.metric == .bias && $0.stratification == .all })
    let was = try #require(before.first { $0.metric == .bias && $0.stratification == .all })
    #expect(abs((bias.difference ?? 0) - (was.difference ?? 0) - 0.25) < 1e-12)
    // Farther from zero on the other side of it is worse.
    #expect(bias.verdict == .worse)
  }

  @Test("the same rows for any number of jobs", arguments: [2, 6])
  func jobs(count: Int) throws {
    let made = MadeUpProducts(
      networks: (0..<8).map { "N\($0 % count)" },
      products: [
        ("A", MadeUpProducts.plain), ("B", MadeUpProducts.noisy), ("C", { _, _, o in 0.9 * o + 0.02 }),
      ])
    #expect(try made.compared(jobs: 1) == (try made.compared(jobs: 4)))
  }

  @Test("a family is a metric's rows over pairs and groups; p-values are adjusted in it")
  func families() throws {
    let made = MadeUpProducts(
      networks: sixNetworks, strata: "[season, koppen]",
      products: [("A", MadeUpProducts.plain), ("B", MadeUpProducts.noisy)])
    let rows = try made.compared()
    for metric in [Metric.r, .bias, .ubRMSE] {
      let family = rows.filter { $0.metric == metric }
      #expect(family.map(\.adjustedP) == FalseDiscovery.adjusted(family.map(\.p)))
      #expect(Set(family.map(\.stratification.name)) == ["all", "season", "koppen"])
    }
    // Asking for fewer metrics changes no verdict.
    var fewer = made
    fewer.metrics = "[bias]"
    #expect(try fewer.compared() == rows.filter { $0.metric == .bias })
  }

  @Test("all: every pair of products on the samples common to all of them")
  func all() throws {
    var made = MadeUpProducts(
      networks: sixNetworks, metrics: "[bias]",
      products: [
        ("A", MadeUpProducts.plain), ("B", MadeUpProducts.noisy), ("C", { _, _, o in 0.9 * o }),
      ])
    made.gaps = 3
    let pairwise = try made.compared().filter { $0.stratification == .all }
    #expect(pairwise.map { [$0.product, $0.referenceProduct] } == [["A", "B"], ["A", "C"], ["B", "C"]])
    // Of 120 samples A lacks those with i % 3 = 0, B those with 1, C those with 2.
    #expect(pairwise.map(\.pairs) == [12 * 40, 12 * 40, 12 * 40])
    made.pairs = "all"
    #expect(try made.compared().allSatisfy { $0.pairs == 0 && $0.status == .noData })
    made.gaps = 4
    let common = try made.compared().filter { $0.stratification == .all }
    #expect(common.map(\.pairs) == [12 * 30, 12 * 30, 12 * 30])
    // On the same samples differences add up: (A − B) + (B − C) = A − C.
    let differences = common.compactMap(\.difference)
    #expect(abs(differences[0] + differences[2] - differences[1]) < 1e-12)
  }
}
