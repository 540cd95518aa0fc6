import Foundation
import Numerics
import Testing

@testable import Statistics

/// Differences of two products at one station: what must hold whatever the data.
@Suite struct PairedDifferenceTests {
  static let metrics: [Metric] = [
    .r, .rho, .bias, .rmse, .ubRMSE, .mae, .mse, .mseCorr, .mseBias, .mseVar, .kge, .anomalyR,
  ]

  /// Two products of a common station, errors AR(φ), b's larger.
  static func samples(_ n: Int = 300, phi: Double = 0.7, seed: UInt64 = 1, level: Double = 0.2)
    -> PairedSamples
  {
    var stream = RandomStream(seed: seed, stream: "paired")
    var (truth, errorA, errorB) = (0.0, 0.0, 0.0)
    let fresh = (1 - phi * phi).squareRoot()
    var (a, b, station): ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<n {
      truth = 0.9 * truth + 0.44 * stream.normal()
      errorA = phi * errorA + fresh * stream.normal()
      errorB = phi * errorB + fresh * stream.normal()
      station.append(level + 0.05 * truth)
      a.append(level + 0.01 + 0.05 * truth + 0.02 * errorA)
      b.append(level + 0.02 + 0.04 * truth + 0.03 * errorB)
    }
    return PairedSamples(times: (0..<n).map { Int64($0) * Coverage.day }, a: a, b: b, station: station)
  }

  @Test(arguments: metrics) func isTheDifferenceOfTheScores(metric: Metric) throws {
    let samples = Self.samples()
    let found = PairedComparison(samples).difference(of: metric)
    let a = try #require(value(of: metric, product: samples.a, reference: samples.station).value)
    let b = try #require(value(of: metric, product: samples.b, reference: samples.station).value)
    #expect(found.estimate == a - b)
    #expect(found.status == .ok && found.pairs == 300)
    let interval = found.interval()
    #expect((interval.lower ?? .nan) < a - b && a - b < (interval.upper ?? .nan))
  }

  @Test(arguments: metrics) func swappingMirrors(metric: Metric) {
    let samples = Self.samples()
    let there = PairedComparison(samples).difference(of: metric)
    let back = PairedComparison(samples.swapped).difference(of: metric)
    #expect(there.estimate == back.estimate.map { -$0 })
    #expect(close(there.interval().lower, back.interval().upper.map { -$0 }))
    #expect(close(there.interval().upper, back.interval().lower.map { -$0 }))
    #expect(close(there.p, back.p))
    let together = PairedComparison.together(
      [PairedComparison(samples)], metric: metric, seed: 3, labels: ["x"], replicates: 50)[0]
    let mirrored = PairedComparison.together(
      [PairedComparison(samples.swapped)], metric: metric, seed: 3, labels: ["x"], replicates: 50)[0]
    #expect(together.replicates.count == 50)
    #expect(zip(together.replicates, mirrored.replicates).allSatisfy { close($0, -$1) })
  }

  /// Adding a constant to both products leaves every metric but those of the level as it is.
  @Test(arguments: [Metric.r, .rho, .ubRMSE, .mseCorr, .mseVar]) func shiftingBothChangesNothing(
    metric: Metric
  ) {
    let samples = Self.samples()
    let shifted = PairedSamples(
      times: samples.times, a: samples.a.map { $0 + 0.25 }, b: samples.b.map { $0 + 0.25 },
      station: samples.station)
    let one = PairedComparison(samples).difference(of: metric)
    let other = PairedComparison(shifted).difference(of: metric)
    #expect(close(one.estimate, other.estimate) && close(one.standardError, other.standardError, 1e-6))
    #expect(close(one.p, other.p, 1e-5))
  }

  /// The bias difference is the mean of a − b whatever the station, and so is its standard error.
  @Test func biasDifferenceIsFreeOfTheStation() {
    let samples = Self.samples()
    let other = PairedSamples(
      times: samples.times, a: samples.a, b: samples.b, station: samples.station.map { $0 * $0 })
    let one = PairedComparison(samples).difference(of: .bias)
    let two = PairedComparison(other).difference(of: .bias)
    #expect(close(one.estimate, two.estimate) && close(one.standardError, two.standardError, 1e-6))
    let interval = Intervals(times: samples.times, product: samples.a, reference: samples.b).bias()
    #expect(close(one.interval().lower, interval.lower, 0.01))
  }

  @Test func productsThatErrAlikeHaveNoSpread() {
    let samples = Self.samples()
    let same = PairedSamples(times: samples.times, a: samples.a, b: samples.a, station: samples.station)
    let shifted = PairedSamples(
      times: samples.times, a: samples.a.map { $0 + 0.1 }, b: samples.a, station: samples.station)
    for metric in Self.metrics {
      let none = PairedComparison(same).difference(of: metric)
      #expect(none.status == .noVariance && none.estimate == 0 && none.p == nil)
    }
    let moved = PairedComparison(shifted).difference(of: .bias)
    #expect(moved.status == .noVariance && close(moved.estimate, 0.1))
    #expect(PairedComparison(shifted).difference(of: .ubRMSE).status == .noVariance)
  }

  @Test func missingValuesSayWhy() {
    let flat = PairedSamples(
      times: [1, 2, 3, 4], a: [1, 2, 3, 5], b: [1, 1, 1, 1], station: [1, 2, 2, 4])
    let r = PairedComparison(flat).difference(of: .r)
    #expect(r.status == .noVariance && r.estimate == nil && r.valueA != nil)
    #expect(r.interval().status == .noVariance)
    let none = PairedComparison(PairedSamples(times: [], a: [], b: [], station: []))
    #expect(none.difference(of: .bias).status == .noData)
    let two = PairedComparison(PairedSamples(times: [1, 2], a: [1, 2], b: [2, 1], station: [1, 1]))
    #expect(two.difference(of: .bias).status == .tooFew && two.difference(of: .bias).estimate == 0)
    #expect(two.difference(of: .pR).status == .noData)
  }

  /// Replicates keep what stations share: the same series at two stations has the same replicates.
  @Test func stationsOfANetworkShareTheirBlocks() {
    let one = PairedComparison(Self.samples())
    let other = PairedComparison(Self.samples(seed: 2))
    let together = PairedComparison.together(
      [one, other, one], metric: .ubRMSE, seed: 1, labels: ["n"], replicates: 200)
    #expect(together[0] == together[2])
    #expect(together[0].replicates != together[1].replicates)
    for each in together {
      let mean = each.replicates.reduce(0, +) / 200
      let variance = each.replicates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 200
      #expect(close(mean, each.estimate) && close(variance.squareRoot(), each.standardError))
    }
    // Order does not matter, the seed does.
    let turned = PairedComparison.together(
      [other, one], metric: .ubRMSE, seed: 1, labels: ["n"], replicates: 200)
    #expect(turned[1] == together[0] && turned[0] == together[1])
    let reseeded = PairedComparison.together(
      [one], metric: .ubRMSE, seed: 2, labels: ["n"], replicates: 200)
    #expect(reseeded[0].replicates != together[0].replicates)
  }

  /// Samples of any gaps and lengths share a calendar; a record far from the others is no trouble.
  @Test func calendarsOfUnequalRecords() {
    let long = Self.samples(900)
    let late = Self.samples(60, seed: 5)
    let moved = PairedSamples(
      times: late.times.map { $0 + 700 * Coverage.day }, a: late.a, b: late.b, station: late.station)
    let found = PairedComparison.together(
      [PairedComparison(long), PairedComparison(moved)], metric: .rmse, seed: 1, labels: [], replicates: 100)
    #expect(found.allSatisfy { $0.replicates.count == 100 && $0.replicates.allSatisfy(\.isFinite) })
    let empty = PairedComparison(PairedSamples(times: [], a: [], b: [], station: []))
    #expect(
      PairedComparison.together([empty], metric: .rmse, seed: 1, labels: [])[0].status == .noData)
  }
}

/// Whether two numbers that may be missing agree, relative to the larger or absolutely.
func close(_ x: Double?, _ y: Double?, _ tolerance: Double = 1e-9) -> Bool {
  guard let x, let y else { return x == nil && y == nil }
  return abs(x - y) <= tolerance * max(1e-3, abs(x), abs(y))
}
