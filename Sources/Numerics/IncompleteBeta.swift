import Glibc

/// The regularised incomplete beta function I_x(a, b).
///
/// ## Edge Cases
/// NaN where a ≤ 0, b ≤ 0, x outside 0…1 or an argument is NaN. I_0 = 0 and I_1 = 1.
///
/// - Source: the continued fraction (9) of A. R. DiDonato and A. H. Morris (1992), ACM TOMS 18, 360–373, which
///   uses the distance from the mean instead of x, so that nothing is lost near x = 1; the common factor after
///   Loader (2000), which keeps the relative accuracy in far tails and for large a and b.
public enum IncompleteBeta {
  /// I_x(a, b), the share of a beta distribution below x.
  ///
  /// - Parameters:
  ///   - x: where to cut, 0…1.
  ///   - a: the first shape, positive.
  ///   - b: the second shape, positive.
  ///   - complement: 1 − x where the caller knows it without rounding; it decides the accuracy near x = 1.
  public static func lower(
    _ x: Double, _ a: Double, _ b: Double, complement: Double? = nil
  ) -> Double {
    let y = complement ?? 1 - x
    guard a > 0, b > 0, x >= 0, y >= 0, a.isFinite, b.isFinite else { return .nan }
    if x == 0 { return 0 }
    if y == 0 { return 1 }
    // Each side converges fast on its own half; the other half is one minus it, where nothing is small.
    if a * y >= b * x { return tail(x, y, a, b) }
    return 1 - tail(y, x, b, a)
  }

  /// xᵃ yᵇ / (a B(a, b)) with y = 1 − x.
  private static func factor(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    let n = a + b
    let shift = b * x - a * y
    let exponent =
      SpecialFunctions.stirlingError(n) - SpecialFunctions.stirlingError(a)
      - SpecialFunctions.stirlingError(b)
      - SpecialFunctions.deviance(a, mean: n * x, excess: shift)
      - SpecialFunctions.deviance(b, mean: n * y, excess: -shift)
    return exp(exponent) * (b / (2 * Double.pi * a * n)).squareRoot()
  }

  /// I_x(a, b) for x below the mean a/(a+b).
  private static func tail(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    let distance = a * y - b * x
    let first = 1 + distance
    let ratio = b / a
    let lead = 1 + 1 / a
    var (top, nextTop) = (0.0, 1.0)
    var (bottom, nextBottom) = (1.0, first / lead)
    var value = lead / first
    var p = 1.0
    var s = a + 1
    var n = 0.0
    while n < 1e7 {
      n += 1
      let t = n / a
      let w = n * (b - n) * x
      let e = a / s
      let alpha = (p * (p + ratio) * e * e) * (w * x)
      let f = (1 + t) / (lead + t + t)
      let beta = n + w / s + f * (first + n * (1 + y))
      p = 1 + t
      s += 2
      (top, nextTop) = (nextTop, alpha * top + beta * nextTop)
      (bottom, nextBottom) = (nextBottom, alpha * bottom + beta * nextBottom)
      let last = value
      value = nextTop / nextBottom
      if abs(value - last) <= 1e-16 * value { break }
      // Rescaled so that neither recurrence overflows.
      top /= nextBottom
      bottom /= nextBottom
      nextTop = value
      nextBottom = 1
    }
    return min(1, a * factor(x, y, a, b) * value)
  }
}
