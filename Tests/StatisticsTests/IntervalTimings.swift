import Foundation
import Numerics
import Testing

@testable import Statistics

/// What intervals cost; printed with LAB_PRINT_COVERAGE=1, in release builds only.
@Suite(.serialized) struct IntervalTimings {
  static func best(_ repeats: Int, _ work: () -> Void) -> Double {
    let clock = ContinuousClock()
    var best = Double.infinity
    for _ in 0..<repeats {
      let spent = clock.measure(work) / .microseconds(1)
      best = min(best, spent)
    }
    return best
  }

  @Test(.enabled(if: printsCoverage)) func cost() {
    for (span, sampling) in [(726, Sampling.every), (1000, .winters), (2000, .every), (20_000, .every)] {
      let days = sampling.days(of: span, seed: 1)
      var stream = RandomStream(seed: 1, stream: "timing")
      let drawn = PairProcess.sameDecay(0.9).draw(days: span, from: &stream)
      let times = days.map { Int64($0) * Coverage.day }
      let product = days.map { drawn.product[$0] + 2.3 }
      let reference = days.map { drawn.reference[$0] + 2 }
      var kept = 0.0
      func keep(_ interval: Interval) { kept += interval.upper ?? 0 }
      let make = Self.best(30) {
        keep(Intervals(times: times, product: product, reference: reference).bias())
      }
      let intervals = Intervals(times: times, product: product, reference: reference)
      let bootstrap = BlockBootstrap(
        times: times, product: product, reference: reference, seed: 1, labels: [])
      let line = [
        ("fit + bias", make), ("bias", Self.best(30) { keep(intervals.bias()) }),
        ("R", Self.best(30) { keep(intervals.r()) }), ("rho", Self.best(30) { keep(intervals.rho()) }),
        ("ubRMSE", Self.best(30) { keep(intervals.ubRMSE()) }),
        ("bootstrap R", Self.best(20) { keep(bootstrap.interval(of: .r)) }),
        ("bootstrap RMSE", Self.best(20) { keep(bootstrap.interval(of: .rmse)) }),
        ("bootstrap KGE", Self.best(20) { keep(bootstrap.interval(of: .kge)) }),
      ].map { String(format: "%@ %.0f µs", $0.0 as NSString, $0.1) }
      print("timing, \(days.count) pairs: \(line.joined(separator: ", "))")
      #expect(kept.isFinite)
    }
  }
}
