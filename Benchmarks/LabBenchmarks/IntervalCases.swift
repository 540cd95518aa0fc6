import Foundation
import Grids
import Numerics
import Statistics

/// What intervals cost: by formula, and by block bootstrap with 1,000 replicates; and paired differences.
enum IntervalCases {
  /// Times the cases; the pairs that a peer resamples too are left in `folder`.
  static func run(into results: inout Results, folder: String) throws {
    try peerCase(into: &results, folder: folder)
    differences(into: &results)
    for count in [700, 3000] {
      let pairs = daily(count)
      let fit = {
        Intervals(
          times: pairs.times, product: pairs.product, reference: pairs.reference, seed: 1, replicates: 1000)
      }
      var kept = 0.0
      results.measure(
        "intervals-\(count)", "intervals of R, ρ, bias and ubRMSE by formula, \(count) pairs", count: 20
      ) {
        let intervals = fit()
        for metric in [Metric.r, .rho, .bias, .ubRMSE] { kept += intervals.interval(of: metric).upper ?? 0 }
      }
      for (metric, repeats) in [(Metric.rmse, 5), (.mae, 2), (.kge, 5)] {
        results.measure(
          "bootstrap-\(metric.rawValue)-\(count)",
          "interval of \(metric.rawValue) by bootstrap, 1,000 replicates, \(count) pairs", count: repeats
        ) {
          kept += fit().interval(of: metric).upper ?? 0
        }
      }
      precondition(kept.isFinite, "intervals of such pairs exist")
    }
  }

  /// R by bootstrap on 726 pairs, as a peer does it; its pairs and their R in `bootstrap-pairs.tsv`.
  private static func peerCase(into results: inout Results, folder: String) throws {
    let pairs = daily(726)
    let r = Statistics.value(of: .r, product: pairs.product, reference: pairs.reference).value ?? .nan
    let lines = zip(pairs.product, pairs.reference).map { "\($0)\t\($1)\n" }
    try ("R\t\(r)\n" + lines.joined()).write(
      toFile: folder + "/bootstrap-pairs.tsv", atomically: true, encoding: .utf8)
    var kept = 0.0
    results.measure(
      "bootstrap-R-726", "interval of R by bootstrap, 1,000 replicates, 726 pairs", count: 10
    ) {
      let bootstrap = BlockBootstrap(
        times: pairs.times, product: pairs.product, reference: pairs.reference, seed: 1, labels: [])
      kept += bootstrap.interval(of: .r).upper ?? 0
    }
    precondition(kept.isFinite, "intervals of such pairs exist")
  }

  /// Two products at one station, and at ten of one network that share 1,000 draws of time blocks.
  private static func differences(into results: inout Results) {
    let stations = (0..<10).map { station in
      let (a, b) = (daily(726), daily(726, stream: "pairs \(station)"))
      return PairedSamples(
        times: a.times, a: a.product, b: zip(a.reference, b.reference).map { 0.7 * $0 + 0.3 * $1 },
        station: a.reference)
    }
    var kept = 0.0
    results.measure("difference-R-726", "difference of R with its interval, 726 common samples", count: 20) {
      kept += PairedComparison(stations[0]).difference(of: .r).interval().upper ?? 0
    }
    results.measure(
      "together-R-726", "difference of R at 10 stations, 1,000 shared replicates, 726 common samples"
    ) {
      let found = PairedComparison.together(
        stations.map { PairedComparison($0) }, metric: .r, seed: 1, labels: [])
      kept += found.reduce(0) { $0 + ($1.replicates.last ?? 0) }
    }
    precondition(kept.isFinite, "differences of such products exist")
  }

  /// Daily pairs with a memory of ten days, seeded.
  private static func daily(
    _ count: Int, stream: String = "pairs"
  ) -> (times: [Int64], product: [Double], reference: [Double]) {
    var random = RandomStream(seed: 1, stream: stream)
    var slow = 0.0
    var product: [Double] = []
    var reference: [Double] = []
    for _ in 0..<count {
      slow = 0.9 * slow + 0.44 * random.normal()
      reference.append(0.25 + 0.05 * slow)
      product.append(0.27 + 0.05 * slow + 0.02 * random.normal())
    }
    return ((0..<count).map { Int64($0) * UTC.day }, product, reference)
  }
}
