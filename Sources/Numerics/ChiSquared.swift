import Glibc

/// The χ² distribution with any positive, not necessarily whole, number of degrees of freedom.
///
/// ## Edge Cases
/// NaN where the degrees of freedom are not positive and finite, an argument is NaN, or a probability leaves
/// 0…1. Below zero the cumulative probability is 0.
public enum ChiSquared {
  /// P(X ≤ x), accurate where it is tiny.
  public static func cumulative(_ x: Double, degreesOfFreedom: Double) -> Double {
    IncompleteGamma.lower(degreesOfFreedom / 2, x < 0 ? 0 : x / 2)
  }

  /// P(X > x), accurate where it is tiny.
  public static func upperTail(_ x: Double, degreesOfFreedom: Double) -> Double {
    IncompleteGamma.upper(degreesOfFreedom / 2, x < 0 ? 0 : x / 2)
  }

  /// The x below which a share p of the distribution lies.
  public static func quantile(_ p: Double, degreesOfFreedom: Double) -> Double {
    guard p >= 0, p <= 1, degreesOfFreedom > 0, degreesOfFreedom.isFinite else { return .nan }
    if p == 0 { return 0 }
    if p == 1 { return .infinity }
    let a = degreesOfFreedom / 2
    let below = p < 0.5
    let wanted = log(below ? p : 1 - p)
    let u = MonotoneRoot.solve(from: start(p, a), low: -745, high: 709, rising: below) { u in
      let x = exp(u)
      let value = below ? IncompleteGamma.lower(a, x) : IncompleteGamma.upper(a, x)
      // d/du of the share below e^u is e^u times the density, which is a·x^a e^-x / Γ(a+1).
      let slope = a * IncompleteGamma.factor(a, x) / value
      return (log(value) - wanted, below ? slope : -slope)
    }
    return 2 * exp(u)
  }

  /// Where to start looking, as log(x/2): Wilson and Hilferty (1931), or the leading term of a small tail.
  private static func start(_ p: Double, _ a: Double) -> Double {
    let spread = 1 / (9 * a)
    let root = 1 - spread + Normal.quantile(p) * spread.squareRoot()
    if root > 0.2 { return log(a) + 3 * log(root) }
    return (log(p) + SpecialFunctions.logGamma(a + 1)) / a
  }
}
