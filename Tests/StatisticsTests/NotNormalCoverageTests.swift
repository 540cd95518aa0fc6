import Foundation
import Numerics
import Testing

@testable import Statistics

#if !DEBUG
  /// What the intervals are worth on values that are bounded and skewed, as soil moisture is: no promise, a floor.
  @Suite(.serialized) struct NotNormalCoverageTests {
    /// Between 0.05 and 0.45, most of it dry; errors grow with wetness.
    static func wetness(_ x: Double) -> Double { 0.05 + 0.4 / (1 + exp(2 - 1.3 * x)) }

    @Test func logisticPairs() {
      let scores: [Metric] = [.r, .rho, .bias, .ubRMSE]
      for (phi, n) in [(0.0, 100), (0.5, 100), (0.8, 200), (0.9, 500), (0.95, 1000)] {
        let process = PairProcess.sameDecay(phi)
        var stream = RandomStream(seed: 5, stream: "population")
        let drawn = PairProcess.sameDecay(0).draw(days: 1_000_000, from: &stream)
        let population = metrics(
          product: drawn.product.map(Self.wetness), reference: drawn.reference.map(Self.wetness))
        let cell = CoverageCell(
          process: process, sampling: .every, days: Array(0..<n), span: n, effective: (0, 0, 0))
        let tallies = Coverage.run(
          cell, trials: 1000, truths: scores.map { population[$0].value ?? .nan }
        ) { times, product, reference, _ in
          let intervals = Intervals(
            times: times, product: product.map(Self.wetness), reference: reference.map(Self.wetness))
          return scores.map { intervals.interval(of: $0) }
        }
        if printsCoverage {
          let columns = tallies.map { String(format: "%.1f", 100 * $0.covered) }.joined(separator: " | ")
          print("|~ logistic of AR(\(phi)) | \(n) | \(columns) |")
        }
        for (score, tally) in zip(scores, tallies) {
          #expect(tally.covered >= 0.85, "\(score), φ = \(phi), n = \(n)")
        }
      }
    }
  }
#endif
