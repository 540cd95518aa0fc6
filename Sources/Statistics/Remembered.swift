import Glibc
import Numerics

/// A fitted decay together with what it means for means and variances over the sampled times.
struct Remembered: Sendable {
  /// The autocorrelation.
  let decay: SerialDecay
  /// Memories of the times (see `SampledTimes.memory`) at φ and at φ².
  let memory: Double
  let squareMemory: Double

  /// τ of a mean: n/τ independent samples would give a mean the same spread.
  var time: Double { 1 + decay.persistence * memory }
  /// τ of a variance of normal samples.
  var squareTime: Double { 1 + decay.persistence * decay.persistence * squareMemory }

  /// The ends of a variance that is part white, part slow, from its 1/n sample value.
  ///
  /// With c the remembering `share`, θ = c·s² its variance and ν = n/(1 + memory(φ²)) − 1 its degrees of freedom,
  /// the ends of θ are χ² ends (Wilson–Hilferty) with two allowances: ν falls as θ grows, because a larger
  /// slow variance goes with a longer memory (ν·(s²/θ)^g, g = 1 − 1/τ², τ = 1 + memory(φ²)), and the normal
  /// deviate is Student's with ν/3 degrees of freedom, at least 4, because ν is estimated. The white part has
  /// the variance 2s⁴(1 − c²)/n; the distances of the two parts from the estimate add in squares (method of
  /// variance estimates recovery). s² is first freed of what the mean absorbed. No end leaves s²/20 … 10 s².
  ///
  /// - Source: Wilson and Hilferty (1931), PNAS 17, 684–688; Zou and Donner (2008), Stat. Med. 27, 1693–1702.
  func interval(
    of variance: Double, share: Double, count: Int, level: Double
  ) -> (lower: Double, unbiased: Double, upper: Double) {
    let n = Double(count)
    let c = share
    let unbiased = variance / max(0.3, 1 - time / n)
    let tau = 1 + squareMemory
    let freedom = max(2, n / tau - 1)
    let probability = (1 + level) / 2
    let z = Normal.quantile(probability)
    let t = StudentT.quantile(probability, degreesOfFreedom: max(4, freedom / 3))
    let slow = c * unbiased
    let white = z * z * 2 * unbiased * unbiased * (1 - c * c) / n
    let down = slow - slow * Self.ratio(freedom, tau, t)
    let up = slow * Self.ratio(freedom, tau, -t) - slow
    return (
      max(unbiased / 20, unbiased - (down * down + white).squareRoot()), unbiased,
      unbiased + (up * up + white).squareRoot()
    )
  }

  /// The end θ over its estimate, by four steps of the fixed point in ν; at most 10.
  private static func ratio(_ freedom: Double, _ tau: Double, _ deviate: Double) -> Double {
    let falling = 1 - 1 / (tau * tau)
    var ratio = 1.0
    for _ in 0..<4 {
      let nu = max(2, freedom * min(2.5, max(0.4, pow(1 / ratio, falling))))
      let cube = 1 - 2 / (9 * nu) + deviate * (2 / (9 * nu)).squareRoot()
      ratio = min(10, 1 / pow(max(cube, 0.1), 3))
    }
    return ratio
  }
}
