import Glibc
import Numerics

/// The interval of an error variance that is part white, part slow.
///
/// With c the remembering share, θ = c·s² its variance and ν = n/(1 + memory(φ²)) its degrees of freedom, the
/// ends of θ are χ² ends (Wilson–Hilferty) with two allowances: ν falls as θ grows, because a larger slow
/// variance goes with a longer memory (ν·(s²/θ)^g, g = 1 − 1/τ₂²), and the normal deviate is Student's with
/// ν/2 degrees of freedom, at least 4, because ν is estimated. The white part adds z²·2s⁴(1 − c²)/n, and the
/// distances of the two parts from the estimate add in squares (method of variance estimates recovery).
///
/// - Source: Wilson and Hilferty (1931), PNAS 17, 684–688; Zou and Donner (2008), Stat. Med. 27, 1693–1702.
struct VarianceInterval: Sendable {
  /// The lower end, not negative.
  let lower: Double
  /// The upper end.
  let upper: Double

  init(
    variance: Double, decay: SerialDecay, memory: Double, squareMemory: Double, count: Int, level: Double
  ) {
    let n = Double(count)
    let c = decay.rawPersistence
    // A sample variance misses what its mean absorbed.
    let unbiased = variance / max(0.3, 1 - (1 + decay.persistence * memory) / n)
    let tau = 1 + squareMemory
    let freedom = max(2, n / tau)
    let probability = (1 + level) / 2
    let z = Normal.quantile(probability)
    let t = StudentT.quantile(probability, degreesOfFreedom: max(4, freedom / 2))
    let slow = c * unbiased
    let white = z * z * 2 * unbiased * unbiased * (1 - c * c) / n
    let down = slow - slow * Self.ratio(freedom, tau, t)
    let up = slow * Self.ratio(freedom, tau, -t) - slow
    lower = max(0, unbiased - (down * down + white).squareRoot())
    upper = unbiased + (up * up + white).squareRoot()
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
