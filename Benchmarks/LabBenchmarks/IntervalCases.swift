import Grids
import Numerics
import Statistics

/// What intervals cost: by formula, and by block bootstrap with 1,000 replicates.
enum IntervalCases {
  static func run(into results: inout Results) {
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

  /// Daily pairs with a memory of ten days, seeded.
  private static func daily(_ count: Int) -> (times: [Int64], product: [Double], reference: [Double]) {
    var random = RandomStream(seed: 1, stream: "pairs")
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
