import Glibc

/// The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 − P(a, x).
///
/// Relative accuracy is about 1e-13 wherever the value itself is representable, in both tails.
///
/// ## Edge Cases
/// NaN where a ≤ 0, x < 0 or an argument is NaN. P(a, 0) = 0, P(a, ∞) = 1. Beyond a = 1e12 the sums stop short.
///
/// - Source: Abramowitz & Stegun 6.5.29 (series), Lentz's form of 6.5.31 (continued fraction); the common
///   factor after Loader (2000).
public enum IncompleteGamma {
  /// The lower function P(a, x): the share of a gamma distribution of shape a below x.
  public static func lower(_ a: Double, _ x: Double) -> Double {
    guard a > 0, x >= 0, a.isFinite else { return .nan }
    if x == 0 { return 0 }
    if x == .infinity { return 1 }
    return x < a + 1 ? series(a, x) : 1 - fraction(a, x)
  }

  /// The upper function Q(a, x): the share above x, accurate where it is tiny.
  public static func upper(_ a: Double, _ x: Double) -> Double {
    guard a > 0, x >= 0, a.isFinite else { return .nan }
    if x == 0 { return 1 }
    if x == .infinity { return 0 }
    return x < a + 1 ? 1 - series(a, x) : fraction(a, x)
  }

  /// xᵃ e⁻ˣ / Γ(a+1), the Poisson probability of a at mean x.
  static func factor(_ a: Double, _ x: Double) -> Double {
    let exponent =
      -SpecialFunctions.stirlingError(a) - SpecialFunctions.deviance(a, mean: x, excess: x - a)
    return exp(exponent) / (2 * Double.pi * a).squareRoot()
  }

  /// P by its power series, good for x < a + 1.
  private static func series(_ a: Double, _ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var n = a
    while n < a + 1e7 {
      n += 1
      term *= x / n
      sum += term
      if term < sum * 1e-17 { break }
    }
    return min(1, factor(a, x) * sum)
  }

  /// Q by its continued fraction, good for x ≥ a + 1.
  private static func fraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var h = d
    var n = 0.0
    while n < 1e7 {
      n += 1
      let an = -n * (n - a)
      b += 2
      d = an * d + b
      if abs(d) < tiny { d = tiny }
      c = b + an / c
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      let step = d * c
      h *= step
      if abs(step - 1) < 2e-16 { break }
    }
    return min(1, factor(a, x) * a * h)
  }
}
