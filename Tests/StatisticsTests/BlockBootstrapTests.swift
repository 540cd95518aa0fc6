import Dispatch
import Foundation
import Numerics
import Testing

@testable import Statistics

/// A bootstrap whose draws belong to the seed and the labels, and whose shortcuts change nothing.
@Suite struct BlockBootstrapTests {
  func bootstrap(_ seed: UInt64 = 7, _ labels: [String] = ["p", "s"], replicates: Int = 300) -> BlockBootstrap
  {
    let pairs = IntervalTests.pairs(0.8, 300, .winters)
    return BlockBootstrap(
      times: pairs.times, product: pairs.product, reference: pairs.reference, seed: seed, labels: labels,
      replicates: replicates)
  }

  @Test func sameSeedSameInterval() {
    for metric in Metric.allCases {
      #expect(bootstrap().interval(of: metric) == bootstrap().interval(of: metric))
    }
  }

  @Test func seedLabelsAndMetricSelectTheStream() {
    let ends = [
      bootstrap().interval(of: .mse).lower, bootstrap(8).interval(of: .mse).lower,
      bootstrap(7, ["p", "t"]).interval(of: .mse).lower, bootstrap(7, ["ps"]).interval(of: .mse).lower,
      bootstrap().interval(of: .rmse).lower.map { $0 * $0 },
    ]
    #expect(Set(ends).count == ends.count)
  }

  @Test func threadsDoNotChangeAnInterval() {
    let metrics: [Metric] = [.rmse, .mae, .mse, .mseCorr, .mseBias, .mseVar, .kge, .anomalyR, .rho]
    let serial = metrics.map { bootstrap().interval(of: $0) }
    let shared = bootstrap()
    nonisolated(unsafe) let results = UnsafeMutablePointer<Interval>.allocate(capacity: metrics.count)
    results.initialize(repeating: Interval(missing: .noData), count: metrics.count)
    DispatchQueue.concurrentPerform(iterations: metrics.count) { k in
      let index = metrics.count - 1 - k
      results[index] = shared.interval(of: metrics[index])
    }
    #expect((0..<metrics.count).map { results[$0] } == serial)
    results.deallocate()
  }

  @Test func coverageTrialsDoNotDependOnThreads() {
    let cell = CoverageCell(
      process: .sameDecay(0.7), sampling: .every, days: Array(0..<100), span: 100, effective: (1, 1, 1))
    let one = Coverage.analytic(cell, trials: 60, threads: false)
    let many = Coverage.analytic(cell, trials: 60)
    #expect(one.map(\.covered) == many.map(\.covered))
    #expect(one.map(\.medianWidth) == many.map(\.medianWidth))
  }

  /// Block sums against sums over the indices they stand for, drawn from the same stream.
  @Test(arguments: [1, 2, 7, 33, 100]) func blockSumsAreSumsOfTheirPairs(length: Int) {
    var source = RandomStream(seed: 1, stream: "terms")
    let terms = (0..<100).map { _ in SIMD8<Double>(repeating: source.normal()) }
    let blocks = BlockBootstrap.BlockSums(terms, length: length)
    var stream = RandomStream(seed: 2, stream: "draws")
    var copy = stream
    let mean = blocks.mean(from: &stream)
    let whole = (100 - 1) / length
    var sum = 0.0
    let last = copy.index(below: 100)
    for i in 0..<(100 - whole * length) { sum += terms[(last + i) % 100][0] }
    for _ in 0..<whole {
      let start = copy.index(below: 100)
      for i in 0..<length { sum += terms[(start + i) % 100][0] }
    }
    #expect(abs(mean[0] - sum / 100) < 1e-12)
  }

  /// Every pivot, brought back, is the metric itself.
  @Test func pivotsAgreeWithTheMetrics() {
    let pairs = IntervalTests.pairs(0.8, 300, .random)
    let scores = metrics(product: pairs.product, reference: pairs.reference)
    let sums = PairSums(
      PairSpread(product: pairs.product, reference: pairs.reference), product: pairs.product,
      reference: pairs.reference)
    for metric: Metric in [.r, .bias, .rmse, .ubRMSE, .mae, .mse, .mseCorr, .mseBias, .mseVar, .kge] {
      let pivot = sums.pivot(of: metric, sums.mean) ?? .nan
      let back = PairSums.ends(of: metric, pivot, pivot).upper
      #expect(abs(back - (scores[metric].value ?? .nan)) < 1e-9, "\(metric)")
    }
  }

  /// The influence of a pair on the bias is its own deviation, on ln MSE its square over the MSE, less one.
  @Test func influenceIsTheFirstOrderChange() {
    let pairs = IntervalTests.pairs(0.5, 60)
    let sums = PairSums(
      PairSpread(product: pairs.product, reference: pairs.reference), product: pairs.product,
      reference: pairs.reference)
    let difference = zip(pairs.product, pairs.reference).map { $0 - $1 }
    let mean = difference.reduce(0, +) / 60
    let square = difference.reduce(0) { $0 + $1 * $1 } / 60
    for (influence, d) in zip(sums.influence(on: .bias) ?? [], difference) {
      #expect(abs(influence - (d - mean)) < 1e-9)
    }
    for (influence, d) in zip(sums.influence(on: .mse) ?? [], difference) {
      #expect(abs(influence - (d * d / square - 1)) < 1e-5)
    }
  }

  @Test func persistenceLengthensBlocksAndGapsShortenThem() {
    func length(_ phi: Double, every step: Int64) -> Int? {
      let pairs = IntervalTests.pairs(phi, 1000)
      let times = SampledTimes(times: pairs.times.map { $0 * step })
      let d = zip(pairs.product, pairs.reference).map { $0 - $1 - 0.05 }
      return BlockBootstrap.Memory(d, at: times)?.blockLength
    }
    let white = length(0, every: 1) ?? 0
    let slow = length(0.95, every: 1) ?? 0
    #expect(white <= 5)
    #expect(slow >= 20)
    // The unit of time does not matter, only how far neighbours are apart relative to the memory.
    #expect(length(0.95, every: 5) == slow)
  }

  /// Any statistic by indices: the mean difference so resampled agrees with the bias from sums.
  @Test func anyStatisticOfResampledPairs() {
    let pairs = IntervalTests.pairs(0.6, 200)
    let difference = zip(pairs.product, pairs.reference).map { $0 - $1 }
    let bootstrap = BlockBootstrap(
      times: pairs.times, product: pairs.product, reference: pairs.reference, seed: 1, labels: [])
    let byIndex = bootstrap.interval(named: "bias by indices", contributions: difference) { indices in
      indices.reduce(0) { $0 + difference[$1] } / Double(indices.count)
    }
    let bySums = bootstrap.interval(of: .bias)
    let width = (bySums.upper ?? .nan) - (bySums.lower ?? .nan)
    #expect(abs((byIndex.lower ?? .nan) - (bySums.lower ?? .nan)) < 0.15 * width)
    #expect(abs((byIndex.upper ?? .nan) - (bySums.upper ?? .nan)) < 0.15 * width)
    #expect(abs(byIndex.nEffective - bySums.nEffective) < 1e-6 * bySums.nEffective)
    let undefined = bootstrap.interval(named: "never", contributions: difference) { _ in nil }
    #expect(undefined.status == .degenerate && undefined.lower == nil)
  }

  @Test func levelsAndSquaresStayInRange() {
    let unbiased = IntervalTests.pairs(0.5, 400)
    let even = BlockBootstrap(
      times: unbiased.times, product: unbiased.product.map { $0 - 0.05 }, reference: unbiased.reference,
      seed: 1,
      labels: [])
    let square = even.interval(of: .mseBias)
    #expect((square.lower ?? .nan) >= 0)
    let r = even.interval(of: .r)
    #expect((r.lower ?? .nan) > -1 && (r.upper ?? .nan) < 1)
    #expect((even.interval(of: .kge).upper ?? .nan) < 1)
  }
}
