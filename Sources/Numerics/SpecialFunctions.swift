import Glibc

/// The pieces the incomplete gamma and beta functions are made of, each written so that nothing cancels.
enum SpecialFunctions {
  /// `log(1 + d) − d` without cancellation near zero, for d > −1.
  ///
  /// With r = d/(2+d): log(1+d) = 2 artanh r and 2r − d = −d·r, so the difference is
  /// −d·r + 2(r³/3 + r⁵/5 + …), two terms of unlike size.
  static func logOnePlusMinus(_ d: Double) -> Double {
    guard abs(d) < 0.5 else { return log1p(d) - d }
    let r = d / (2 + d)
    let square = r * r
    var sum = 0.0
    var power = 1.0
    var denominator = 3.0
    while true {
      let term = power / denominator
      let next = sum + term
      if next == sum { break }
      sum = next
      power *= square
      denominator += 2
    }
    return -d * r + 2 * r * square * sum
  }

  /// The error of Stirling's formula: log Γ(z+1) − [½ log 2πz + z log z − z], for z > 0.
  ///
  /// - Source: C. Loader (2000), "Fast and accurate computation of binomial probabilities"; the series is
  ///   Abramowitz & Stegun 6.1.41, whose first omitted term is below 1e-17 for z ≥ 15.
  static func stirlingError(_ z: Double) -> Double {
    if z < 15 {
      return logGamma(z + 1) - ((z + 0.5) * log(z) - z + 0.5 * log(2 * Double.pi))
    }
    let inverse = 1 / z
    let square = inverse * inverse
    var sum = 0.0
    for divisor in stirlingDivisors { sum = sum * square + 1 / divisor }
    return sum * inverse
  }

  /// The reciprocals of the series' coefficients B₂ₖ/(2k(2k−1)), the highest order first.
  private static let stirlingDivisors: [Double] = [
    -122400.0 / 3617, 156, -360360.0 / 691, 1188, -1680, 1260, -360, 12,
  ]

  /// The deviance term z·log(z/m) + m − z, given m and the difference m − z free of rounding.
  ///
  /// - Source: Loader (2000), `bd0`.
  static func deviance(_ z: Double, mean: Double, excess: Double) -> Double {
    let d = excess / z
    if abs(d) < 0.5 { return -z * logOnePlusMinus(d) }
    return z * log(z / mean) + excess
  }

  /// log Γ(z) for z > 0 (the C library's, in its thread-safe form).
  static func logGamma(_ z: Double) -> Double {
    var sign: Int32 = 0
    return unsafe lgamma_r(z, &sign)
  }
}
