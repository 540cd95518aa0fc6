import Foundation
import Numerics
import Testing

@testable import Statistics

/// Intervals on cases worked by hand, their invariances, and what they do where there is nothing to say.
@Suite struct IntervalTests {
  static let analytic: [Metric] = [.r, .rho, .bias, .ubRMSE]
  static let resampled: [Metric] = [.rmse, .mae, .mse, .mseCorr, .mseBias, .mseVar, .anomalyR, .kge]

  /// AR(1) pairs over the sampled days of a span.
  static func pairs(
    _ phi: Double, _ span: Int, _ sampling: Sampling = .every, seed: UInt64 = 3
  ) -> (times: [Int64], product: [Double], reference: [Double]) {
    let days = sampling.days(of: span, seed: seed)
    var stream = RandomStream(seed: seed, stream: "interval tests", "\(phi)", "\(span)")
    let drawn = PairProcess.sameDecay(phi).draw(days: span, from: &stream)
    return (
      days.map { Int64($0) * Coverage.day }, days.map { 0.25 + 0.05 * drawn.product[$0] },
      days.map { 0.2 + 0.05 * drawn.reference[$0] }
    )
  }

  func intervals(_ pairs: (times: [Int64], product: [Double], reference: [Double])) -> Intervals {
    Intervals(
      times: pairs.times, product: pairs.product, reference: pairs.reference, seed: 7, labels: ["p", "s"],
      replicates: 200)
  }

  func close(_ a: Double?, _ b: Double?, _ relative: Double = 1e-9) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) <= relative * max(abs(a), abs(b), 1e-6)
  }

  func same(_ a: Interval, _ b: Interval) -> Bool {
    close(a.lower, b.lower) && close(a.upper, b.upper) && close(a.nEffective, b.nEffective)
      && a.status == b.status
  }

  // MARK: By hand

  /// Times 0, 1, 3: Σ over ordered pairs of φ^|lag| = 2(φ + φ² + φ³), over n = 3.
  @Test func memoryOfThreeUnevenTimes() {
    let times = SampledTimes(times: [0, 1, 3].map { $0 * Coverage.day })
    let phi = 0.5
    let memory = times.memory(of: SIMD8(phi, 0.9, 0, 1, 0, 0, 0, 0))
    let half = 2 * 0.875 / 3
    let slow = 2 * 2.439 / 3
    #expect(abs(memory[0] - half) < 1e-14)
    #expect(abs(memory[1] - slow) < 1e-14)
    #expect(memory[2] == 0)
    #expect(abs(memory[3] - 2) < 1e-14)
  }

  /// On even times τ = 1 + 2φ/(1−φ)·(1 − (1−φⁿ)/(n(1−φ))), the variance of an AR(1) mean.
  @Test func memoryOfEvenTimesIsTheTextbookSum() {
    let n = 200
    let phi = 0.9
    let times = SampledTimes(times: (0..<n).map { Int64($0) * Coverage.day })
    let size = Double(n)
    let expected = 2 * phi / (1 - phi) * (1 - (1 - pow(phi, size)) / (size * (1 - phi)))
    #expect(abs(times.memory(of: SIMD8(repeating: phi))[0] - expected) < 1e-10)
  }

  /// Given the autocorrelation 0.6·0.8^k, less what removing a mean takes, the fit returns both numbers.
  @Test func fitReturnsAnExactDecay() {
    let times = SampledTimes(times: (0..<400).map { Int64($0) * Coverage.day })
    let phi = times.decays[15]
    let tau = 1 + 0.6 * times.memories[15]
    let correlations = times.lags.map { lag in
      (0.6 * pow(phi, Double(lag)) - tau / 400) / (1 - tau / 400)
    }
    let fit = SerialDecay(correlations: correlations, at: times)
    #expect(fit.decay == phi)
    #expect(abs(fit.rawPersistence - 0.6) < 1e-9)
    #expect(fit.persistence < 0.6 && fit.persistence > 0.55)
  }

  /// Two samples of each of 40 seasons, far apart: only the lag inside a season can be seen, and counts.
  @Test func gapsAreNotNeighbours() {
    let days = (0..<40).flatMap { [$0 * 365, $0 * 365 + 1] }
    let times = SampledTimes(times: days.map { Int64($0) * Coverage.day })
    #expect(times.lags.first == 1)
    #expect(times.lagCounts.first == 40)
    // Neighbours in a pair remember each other, pairs do not: Σ = 2·40·φ over n = 80.
    let memory = times.memory(of: SIMD8(repeating: 0.9))[0]
    #expect(abs(memory - 0.9) < 1e-12)
  }

  /// A persistent error sampled every tenth day is nearly independent; every day it is not.
  @Test func thinningRaisesTheShareOfIndependentPairs() {
    let dense = Self.pairs(0.9, 2000)
    let kept = Array(stride(from: 0, to: 2000, by: 10))
    let thin = (
      kept.map { dense.times[$0] }, kept.map { dense.product[$0] }, kept.map { dense.reference[$0] }
    )
    let all = intervals(dense).bias().nEffective / 2000
    let some = intervals(thin).bias().nEffective / 200
    #expect(all < 0.1)
    #expect(some > 0.3)
  }

  /// Without memory the classical intervals come back: ubRMSE against χ² with n − 1, R against Fisher's z.
  ///
  /// In the median of 31 draws: where chance shows a memory, the interval is wider.
  @Test func whiteNoiseGivesTheClassicalIntervals() {
    let freedom = 499.0
    let low = (freedom / ChiSquared.quantile(0.975, degreesOfFreedom: freedom)).squareRoot()
    let high = (freedom / ChiSquared.quantile(0.025, degreesOfFreedom: freedom)).squareRoot()
    let half = 1.96 / 497.0.squareRoot()
    var ratios: [[Double]] = [[], [], [], []]
    for seed in 1...31 {
      let pairs = Self.pairs(0, 500, seed: UInt64(seed))
      let all = intervals(pairs)
      let scores = metrics(product: pairs.product, reference: pairs.reference)
      let ub = scores[.ubRMSE].value ?? .nan
      let z = atanh(scores[.r].value ?? .nan)
      ratios[0].append((all.ubRMSE().lower ?? .nan) / (ub * low))
      ratios[1].append((all.ubRMSE().upper ?? .nan) / (ub * high))
      ratios[2].append((z - atanh(all.r().lower ?? .nan)) / half)
      ratios[3].append((atanh(all.r().upper ?? .nan) - z) / half)
    }
    for ends in ratios.prefix(2) { #expect(abs(quantile(ofSorted: ends.sorted(), 0.5) - 1) < 0.02) }
    for ends in ratios.suffix(2) { #expect(abs(quantile(ofSorted: ends.sorted(), 0.5) - 1) < 0.1) }
  }

  @Test func effectiveSizesOfPersistentPairs() {
    let pairs = Self.pairs(0.9, 4000)
    let all = intervals(pairs)
    // n(1−φ)/(1+φ) = 211 and n(1−φ²)/(1+φ²) = 420.
    #expect(abs(all.bias().nEffective / 211 - 1) < 0.3)
    #expect(abs(all.ubRMSE().nEffective / 420 - 1) < 0.3)
    #expect(abs(all.r().nEffective / 420 - 1) < 0.3)
    #expect(Self.analytic.allSatisfy { all.interval(of: $0).status == .ok })
  }

  @Test func fewEffectiveIsSaidAndTheIntervalStillGiven() {
    let all = intervals(Self.pairs(0.95, 100))
    let bias = all.bias()
    #expect(bias.status == .fewEffective && bias.nEffective < 15)
    #expect(bias.lower != nil && bias.upper != nil)
  }

  // MARK: Invariances

  @Test(arguments: [Sampling.every, .random, .winters, .summers])
  func shiftsAndScalesOfTheDataMoveTheEndsAlong(sampling: Sampling) {
    let pairs = Self.pairs(0.8, 500, sampling)
    let plain = intervals(pairs)
    let moved = intervals(
      (pairs.times, pairs.product.map { 3 * $0 + 5 }, pairs.reference.map { 3 * $0 + 5 }))
    #expect(same(plain.r(), moved.r()))
    #expect(same(plain.rho(), moved.rho()))
    for metric in [Metric.bias, .ubRMSE, .rmse, .mae] {
      let a = plain.interval(of: metric)
      let b = moved.interval(of: metric)
      #expect(close(a.lower.map { 3 * $0 }, b.lower, 1e-6) && close(a.upper.map { 3 * $0 }, b.upper, 1e-6))
      #expect(close(a.nEffective, b.nEffective, 1e-6))
    }
  }

  @Test func unitsOfOneSideDoNotTouchR() {
    let pairs = Self.pairs(0.8, 500)
    let percent = intervals((pairs.times, pairs.product.map { 100 * $0 }, pairs.reference))
    #expect(same(intervals(pairs).r(), percent.r()))
  }

  @Test func swappingTheSidesMirrorsTheBias() {
    let pairs = Self.pairs(0.8, 300, .random)
    let plain = intervals(pairs)
    let swapped = intervals((pairs.times, pairs.reference, pairs.product))
    #expect(close(plain.bias().lower, swapped.bias().upper.map { -$0 }))
    #expect(same(plain.r(), swapped.r()))
    #expect(same(plain.ubRMSE(), swapped.ubRMSE()))
  }

  @Test func timeShiftAndTimeUnitDoNotMatter() {
    let pairs = Self.pairs(0.8, 400, .winters)
    let plain = intervals(pairs)
    let later = intervals((pairs.times.map { $0 + 123_456_789_012_345 }, pairs.product, pairs.reference))
    let slower = intervals((pairs.times.map { $0 * 7 }, pairs.product, pairs.reference))
    for metric in Self.analytic + Self.resampled {
      #expect(same(plain.interval(of: metric), later.interval(of: metric)))
      #expect(same(plain.interval(of: metric), slower.interval(of: metric)))
    }
  }

  @Test func jitterWithinTheStepHardlyMatters() {
    let pairs = Self.pairs(0.8, 400)
    var stream = RandomStream(seed: 1, stream: "jitter")
    let jittered = pairs.times.map { $0 + Int64(stream.index(below: 7_200_000_000)) }
    let a = intervals(pairs).bias()
    let b = intervals((jittered, pairs.product, pairs.reference)).bias()
    #expect(close(a.nEffective, b.nEffective, 0.1))
  }

  // MARK: Nothing to say

  @Test func degenerateCasesAreAStatus() {
    let times = (0..<50).map { Int64($0) * Coverage.day }
    let flat = [Double](repeating: 0.25, count: 50)
    let pairs = Self.pairs(0.5, 50)
    func statuses(_ product: [Double], _ reference: [Double], _ count: Int = 50) -> [Metric: Status] {
      let all = intervals(
        (Array(times.prefix(count)), Array(product.prefix(count)), Array(reference.prefix(count))))
      return Dictionary(
        uniqueKeysWithValues: Metric.allCases.map { metric in
          let interval = all.interval(of: metric)
          #expect((interval.lower == nil) == (interval.upper == nil))
          #expect(interval.lower?.isNaN != true && interval.upper?.isNaN != true)
          #expect(interval.nEffective.isFinite)
          if interval.lower == nil { #expect(interval.status != .ok && interval.status != .fewEffective) }
          return (metric, interval.status)
        })
    }
    #expect(Set(statuses([], [], 0).values) == [.noData])
    for count in 1...2 {
      let found = statuses(pairs.product, pairs.reference, count)
      #expect(found[.r] == .tooFew && found[.bias] == .tooFew && found[.rmse] == .tooFew)
    }
    let constant = statuses(flat, pairs.reference)
    #expect(constant[.r] == .noVariance && constant[.rho] == .noVariance && constant[.kge] == .noVariance)
    #expect(constant[.bias] != .noVariance && constant[.rmse] != .noVariance)
    let both = statuses(flat, flat)
    #expect(both[.bias] == .noVariance && both[.ubRMSE] == .noVariance && both[.rmse] == .noVariance)
    let equal = statuses(pairs.reference, pairs.reference)
    #expect(equal[.r] == .degenerate && equal[.bias] == .noVariance && equal[.mae] == .noVariance)
    let opposite = statuses(pairs.reference.map { -$0 }, pairs.reference)
    #expect(opposite[.r] == .degenerate)
    let shifted = statuses(pairs.reference.map { $0 + 0.1 }, pairs.reference)
    #expect(shifted[.bias] == .noVariance && shifted[.rmse] == .noVariance)
    #expect(statuses(pairs.product, pairs.reference)[.pR] == .noData)
  }

  @Test(arguments: 3...30) func smallSeriesGiveFiniteEndsOrAStatus(count: Int) {
    for phi in [0, 0.9] {
      let pairs = Self.pairs(phi, 60, .random, seed: UInt64(count))
      let all = intervals(
        (
          Array(pairs.times.prefix(count)), Array(pairs.product.prefix(count)),
          Array(pairs.reference.prefix(count))
        ))
      for metric in Self.analytic + Self.resampled {
        let interval = all.interval(of: metric)
        if let lower = interval.lower, let upper = interval.upper {
          #expect(lower.isFinite && upper.isFinite && lower <= upper)
          #expect(interval.nEffective > 0 && interval.nEffective <= Double(min(count, pairs.times.count)))
        } else {
          #expect(interval.status == .degenerate)
        }
      }
      let r = all.r()
      #expect((r.lower ?? -1) >= -1 && (r.upper ?? 1) <= 1)
      #expect((all.ubRMSE().lower ?? 0) >= 0)
    }
  }

  @Test func widerLevelsNest() {
    let all = intervals(Self.pairs(0.7, 300))
    for metric in Self.analytic + Self.resampled {
      let inner = all.interval(of: metric, level: 0.8)
      let outer = all.interval(of: metric, level: 0.95)
      #expect((outer.lower ?? .nan) <= (inner.lower ?? .nan), "\(metric)")
      #expect((inner.upper ?? .nan) <= (outer.upper ?? .nan), "\(metric)")
    }
  }

  @Test func endsHoldTheEstimate() {
    let pairs = Self.pairs(0.7, 300)
    let all = intervals(pairs)
    let scores = metrics(product: pairs.product, reference: pairs.reference)
    for metric in Self.analytic + Self.resampled where metric != .anomalyR {
      let interval = all.interval(of: metric)
      let value = scores[metric].value ?? .nan
      #expect((interval.lower ?? .nan) <= value && value <= (interval.upper ?? .nan), "\(metric)")
    }
  }

  @Test func unequalLengthsAreABrokenContract() async {
    await #expect(processExitsWith: .failure) {
      _ = Intervals(times: [0, 1, 2], product: [1, 2, 3], reference: [1, 2])
    }
  }
}
