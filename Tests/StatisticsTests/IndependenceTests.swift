import Foundation
import Numerics
import Testing

@testable import Statistics

/// What intervals cover that take pairs for independent: the reason for ours, stated in README and docs/intervals.md.
///
/// Student's t with n − 1 for the bias, Fisher's z with n for R, as pytesmo and QA4SM compute them.
@Suite struct IndependenceTests {
  @Test(arguments: [(0.9, 200), (0.95, 1000)])
  func coverageFallsFarBelowTheNominal(phi: Double, count: Int) {
    let process = PairProcess.sameDecay(phi)
    let cell = CoverageCell(
      process: process, sampling: .every, days: Array(0..<count), span: count, effective: (0, 0, 0))
    let covered = Coverage.run(cell, trials: 600, truths: [0.8, 0]) { _, product, reference, _ in
      let n = Double(product.count)
      let difference = zip(product, reference).map { $0 - $1 }
      let bias = difference.reduce(0, +) / n
      let variance = difference.reduce(0) { $0 + ($1 - bias) * ($1 - bias) } / (n - 1)
      let half = StudentT.quantile(0.975, degreesOfFreedom: n - 1) * (variance / n).squareRoot()
      let z = atanh(value(of: .r, product: product, reference: reference).value ?? 0)
      let reach = Normal.quantile(0.975) / (n - 3).squareRoot()
      return [
        Interval(lower: tanh(z - reach), upper: tanh(z + reach), nEffective: n),
        Interval(lower: bias - half, upper: bias + half, nEffective: n),
      ]
    }.map(\.covered)
    if printsCoverage {
      print("| independent pairs assumed, φ = \(phi), n = \(count) | R \(covered[0]) | bias \(covered[1]) |")
    }
    // By theory 2Φ(1.96/√τ) − 1 with τ of the process: R 48 and 34 %, bias 35 and 25 %.
    let expected = phi == 0.9 ? [0.48, 0.35] : [0.34, 0.25]
    for (measured, theory) in zip(covered, expected) { #expect(abs(measured - theory) < 0.07) }
  }
}
