import Numerics
import Testing

@testable import Statistics

/// Triple collocation where the truth is known.
@Suite struct TripleCollocationTests {
  /// Triplets of a truth of variance 1 with these slopes and error deviations, memories of truth and errors φ.
  static func triplets(
    _ n: Int, slopes: [Double] = [1, 2, 0.5], noise: [Double] = [0.5, 0.8, 0.5], phi: Double = 0,
    seed: UInt64 = 1, trial: Int = 0
  ) -> [[Double]] {
    var stream = RandomStream(seed: seed, stream: "triplets", "\(phi)", "\(trial)")
    let fresh = (1 - phi * phi).squareRoot()
    var states = (0..<4).map { _ in stream.normal() }
    var series = [[Double]](repeating: [], count: 3)
    for _ in 0..<n {
      for k in 0..<4 { states[k] = phi * states[k] + fresh * stream.normal() }
      for k in 0..<3 { series[k].append(0.3 + slopes[k] * states[3] + noise[k] * states[k]) }
    }
    return series
  }

  @Test func findsTheTruth() {
    let series = Self.triplets(200_000)
    let found = TripleCollocation(series[0], series[1], series[2], reference: 1)
    #expect(found.status == .ok && found.count == 200_000)
    for (i, (slope, noise)) in [(1.0, 0.5), (2, 0.8), (0.5, 0.5)].enumerated() {
      let side = found.sides[i]
      let share = slope * slope / (slope * slope + noise * noise)
      #expect(abs(side.scaling - 2 / slope) < 0.03 * 2 / slope)
      #expect(abs(side.errorVariance - noise * noise) < 0.02)
      #expect(close(side.scaledErrorVariance, side.errorVariance * side.scaling * side.scaling))
      #expect(abs((side.correlation.value ?? 9) - share.squareRoot()) < 0.01)
      #expect(abs((side.signalToNoise.value ?? 99) - decibels(ofShare: share)) < 0.15)
      #expect(abs(side.noiseShare - (1 - share)) < 0.02)
    }
  }

  /// Hand-computed: x = (1, 2, 3, 4), y = (1, 3, 2, 4), z = (1, 2, 4, 3), covariances 1.25 (own), 1, 1 and 0.5.
  @Test func byHand() {
    let found = TripleCollocation([1, 2, 3, 4], [1, 3, 2, 4], [1, 2, 4, 3])
    // σxy = 1, σxz = 1, σyz = 0.5: signals 2, 0.5, 0.5; the first exceeds its variance.
    #expect(found.status == .negativeVariance)
    #expect(close(found.sides[0].errorVariance, -0.75) && found.sides[0].status == .negativeVariance)
    #expect(found.sides[0].correlation.status == .negativeVariance)
    #expect(close(found.sides[0].noiseShare, -0.6))
    #expect(close(found.sides[1].errorVariance, 0.75) && found.sides[1].status == .ok)
    #expect(close(found.sides[1].scaling, 2) && close(found.sides[1].scaledErrorVariance, 3))
    #expect(close(found.sides[1].correlation.value, 0.4.squareRoot()))
    #expect(close(found.sides[2].errorDeviation.value, 3.squareRoot()))
  }

  /// Units of a series are no matter, and neither is what is added.
  @Test func affineMapsScale() {
    let series = Self.triplets(500)
    let one = TripleCollocation(series[0], series[1], series[2])
    let other = TripleCollocation(series[0], series[1].map { 10 * $0 + 3 }, series[2].map { -$0 })
    for i in 0..<3 {
      #expect(close(one.sides[i].noiseShare, other.sides[i].noiseShare))
      #expect(close(one.sides[i].scaledErrorVariance, other.sides[i].scaledErrorVariance))
    }
    #expect(close(other.sides[1].scaling, one.sides[1].scaling / 10))
    #expect(close(other.sides[2].correlation.value, one.sides[2].correlation.value.map { -$0 }))
  }

  /// The order of the series is no matter.
  @Test func permutationsPermute() {
    let series = Self.triplets(500)
    let one = TripleCollocation(series[0], series[1], series[2], reference: 0)
    let other = TripleCollocation(series[2], series[0], series[1], reference: 1)
    for (i, j) in [(0, 1), (1, 2), (2, 0)] {
      #expect(close(one.sides[i].scaling, other.sides[j].scaling))
      #expect(close(one.sides[i].scaledErrorVariance, other.sides[j].scaledErrorVariance))
    }
  }

  @Test func reasonsForNoEstimate() {
    #expect(TripleCollocation([], [], []).status == .noData)
    #expect(TripleCollocation([1, 2], [1, 2], [1, 2]).status == .tooFew)
    #expect(TripleCollocation([1, 1, 1], [1, 2, 3], [1, 2, 4]).status == .noVariance)
    #expect(TripleCollocation([1, .nan, 1], [1, 2, 3], [1, 2, 4]).status == .degenerate)
    // x and y do not correlate at all.
    let none = TripleCollocation([-1, 0, 1, 0], [0, 1, 0, -1], [-1, 1, 1, -1])
    #expect(none.status == .degenerate && none.sides.isEmpty)
    let bootstrap = TripleBootstrap(times: [], [], [], [], seed: 1, labels: [])
    #expect(bootstrap.interval(of: .scaling, side: 0).status == .noData)
  }

  @Test func intervalsHoldTheirEstimates() throws {
    let series = Self.triplets(600, phi: 0.6)
    let times = (0..<600).map { Int64($0) * Coverage.day }
    let bootstrap = TripleBootstrap(
      times: times, series[0], series[1], series[2], seed: 1, labels: ["t"], replicates: 200)
    for i in 0..<3 {
      let side = bootstrap.estimates.sides[i]
      let values: [(TripleBootstrap.Quantity, Double?)] = [
        (.scaling, side.scaling), (.scaledErrorVariance, side.scaledErrorVariance),
        (.errorDeviation, side.errorDeviation.value), (.correlation, side.correlation.value),
        (.signalToNoise, side.signalToNoise.value), (.noiseShare, side.noiseShare),
      ]
      for (quantity, value) in values {
        let interval = bootstrap.interval(of: quantity, side: i)
        if i == 0 && quantity == .scaling {
          #expect(interval.status == .degenerate)
          continue
        }
        let lower = try #require(interval.lower)
        let upper = try #require(interval.upper)
        #expect(lower < (value ?? .nan) && (value ?? .nan) < upper, "\(quantity), side \(i)")
        #expect(interval == bootstrap.interval(of: quantity, side: i))
      }
    }
  }

  /// An error that is hardly there: an interval of its variance about zero, none of its logarithm.
  @Test func negativeVariancesHaveIntervals() {
    let series = Self.triplets(300, noise: [0.5, 0.01, 0.5])
    let swapped = (0..<40).lazy.map { Self.triplets(300, noise: [0.5, 0.01, 0.5], trial: $0) }
    let negative = swapped.first { TripleCollocation($0[0], $0[1], $0[2]).sides[1].status != .ok } ?? series
    let bootstrap = TripleBootstrap(
      times: (0..<300).map { Int64($0) * Coverage.day }, negative[0], negative[1], negative[2], seed: 1,
      labels: [])
    #expect(bootstrap.estimates.status == .negativeVariance)
    let variance = bootstrap.interval(of: .scaledErrorVariance, side: 1)
    #expect((variance.lower ?? 1) < 0 && (variance.upper ?? -1) > 0)
    #expect(bootstrap.interval(of: .signalToNoise, side: 1).status == .negativeVariance)
    #expect(bootstrap.interval(of: .errorDeviation, side: 1).lower == 0)
    #expect(bootstrap.interval(of: .signalToNoise, side: 0).status == .ok)
  }

  /// Weakly correlated triplets with memory: a divisor near zero makes some replicates wild.
  ///
  /// That must not narrow the interval: it is at least about as wide as first-order theory says, or there is none.
  @Test func wildReplicatesDoNotNarrow() throws {
    let n = 150
    let times = (0..<n).map { Int64($0) * Coverage.day }
    var given = 0
    var refused = 0
    for trial in 0..<25 {
      let series = Self.triplets(n, slopes: [1, 1, 1], noise: [1, 2, 1.5], phi: 0.5, seed: 3, trial: trial)
      let bootstrap = TripleBootstrap(
        times: times, series[0], series[1], series[2], seed: 1, labels: ["\(trial)"], replicates: 200)
      try #require(bootstrap.estimates.sides.count == 3)
      let interval = bootstrap.interval(of: .scaledErrorVariance, side: 1)
      guard let lower = interval.lower, let upper = interval.upper else {
        #expect(interval.status == .degenerate)
        refused += 1
        continue
      }
      given += 1
      let sums = TripleSums(series[0], series[1], series[2])
      let influence = try #require(
        firstOrderInfluence(sums.terms, mean: sums.mean, lanes: 9) {
          TripleCollocation.side(1, reference: 0, $0)?.scaledErrorVariance
        })
      let memory = try #require(BlockBootstrap.Memory(influence, at: SampledTimes(times: times)))
      #expect(upper - lower > 3 * memory.standardError, "trial \(trial)")
    }
    #expect(given >= 5 && refused >= 5, "\(given) given, \(refused) refused")
  }

  /// Series that have nothing in common determine nothing, whatever the estimates say.
  @Test func unrelatedSeriesHaveNoInterval() {
    let times = (0..<200).map { Int64($0) * Coverage.day }
    var refused = 0
    for trial in 0..<20 {
      let series = Self.triplets(200, slopes: [0, 0, 0], noise: [1, 1, 1], trial: trial)
      let bootstrap = TripleBootstrap(
        times: times, series[0], series[1], series[2], seed: 1, labels: [], replicates: 50)
      if bootstrap.interval(of: .errorDeviation, side: 1).status == .degenerate { refused += 1 }
    }
    #expect(refused >= 17)
  }

  /// A variance that is negative beyond doubt, as errors in common make it, has a deviation neither of zero nor other.
  @Test func impossibleRootsHaveNoInterval() {
    let n = 400
    let series = Self.triplets(n, slopes: [1, 1, 1], noise: [0.6, 0.1, 0.6])
    // The first series errs as the second and the third do, which do not err alike.
    let first = (0..<n).map { series[1][$0] + series[2][$0] + 0.02 * series[0][$0] }
    let bootstrap = TripleBootstrap(
      times: (0..<n).map { Int64($0) * Coverage.day }, first, series[1], series[2], seed: 1, labels: [])
    let variance = bootstrap.interval(of: .scaledErrorVariance, side: 0)
    #expect((variance.upper ?? 1) < 0)
    #expect(bootstrap.interval(of: .errorDeviation, side: 0).status == .negativeVariance)
    #expect(bootstrap.interval(of: .errorDeviation, side: 0).upper == nil)
  }
}
