import Glibc

/// Student's t distribution with any positive, not necessarily whole, number of degrees of freedom.
///
/// Tails keep a relative accuracy of about 1e-12 down to 1e-300. Infinite degrees of freedom give the normal
/// distribution.
///
/// ## Edge Cases
/// NaN where the degrees of freedom are not positive, an argument is NaN, or a probability leaves 0…1.
public enum StudentT {
  /// P(T ≤ t).
  public static func cumulative(_ t: Double, degreesOfFreedom: Double) -> Double {
    upperTail(-t, degreesOfFreedom: degreesOfFreedom)
  }

  /// P(T > t), accurate where it is tiny.
  public static func upperTail(_ t: Double, degreesOfFreedom: Double) -> Double {
    if t.isNaN { return .nan }
    if degreesOfFreedom == .infinity { return Normal.upperTail(t) }
    let tail = twoSided(t, degreesOfFreedom: degreesOfFreedom) / 2
    return t >= 0 ? tail : 1 - tail
  }

  /// P(|T| > |t|): the two-sided p-value of a t statistic.
  public static func twoSided(_ t: Double, degreesOfFreedom: Double) -> Double {
    guard degreesOfFreedom > 0, !t.isNaN else { return .nan }
    if degreesOfFreedom == .infinity { return 2 * Normal.upperTail(abs(t)) }
    let w = abs(t) / degreesOfFreedom.squareRoot()
    if w > 1e100 {
      // The leading term is all there is, and t² would overflow.
      let a = degreesOfFreedom / 2
      let shape = SpecialFunctions.logGamma(a + 0.5) - SpecialFunctions.logGamma(a + 1)
      let logW = log(abs(t)) - 0.5 * log(degreesOfFreedom)
      return exp(shape - degreesOfFreedom * logW) / Double.pi.squareRoot()
    }
    let (x, y) = parts(t, degreesOfFreedom)
    return IncompleteBeta.lower(x, degreesOfFreedom / 2, 0.5, complement: y)
  }

  /// The t below which a share p of the distribution lies.
  public static func quantile(_ p: Double, degreesOfFreedom: Double) -> Double {
    guard p >= 0, p <= 1, degreesOfFreedom > 0 else { return .nan }
    if degreesOfFreedom == .infinity { return Normal.quantile(p) }
    if p == 0.5 { return 0 }
    if p == 0 { return -.infinity }
    if p == 1 { return .infinity }
    let size = p < 0.5 ? magnitude(tail: p, degreesOfFreedom) : magnitude(tail: 1 - p, degreesOfFreedom)
    return p < 0.5 ? -size : size
  }

  /// ν/(ν+t²) and t²/(ν+t²), neither from the other by subtraction.
  private static func parts(_ t: Double, _ degreesOfFreedom: Double) -> (Double, Double) {
    let w = abs(t) / degreesOfFreedom.squareRoot()
    if w > 1 {
      let inverse = 1 / w
      let square = inverse * inverse
      return (square / (1 + square), 1 / (1 + square))
    }
    return (1 / (1 + w * w), w * w / (1 + w * w))
  }

  /// The density, by way of the logarithm.
  private static func density(_ t: Double, _ nu: Double) -> Double {
    let shape =
      SpecialFunctions.logGamma((nu + 1) / 2) - SpecialFunctions.logGamma(nu / 2)
      - 0.5 * log(nu * Double.pi)
    let w = t / nu.squareRoot()
    return exp(shape - (nu + 1) / 2 * (w > 1e100 ? 2 * log(w) : log1p(w * w)))
  }

  /// The positive t with P(T > t) = tail, tail in 0…½, on a log-log scale.
  private static func magnitude(tail: Double, _ nu: Double) -> Double {
    let normal = max(1e-12, Normal.upperQuantile(tail))
    let start = log(normal * (1 + normal * normal / (4 * nu)))
    // Near the middle the tail hardly moves with log t; the central share does.
    if tail > 0.25 {
      let wanted = log(1 - 2 * tail)
      let u = MonotoneRoot.solve(from: start, low: -745, high: 709, rising: true) { u in
        let t = exp(u)
        let (x, y) = parts(t, nu)
        let central = IncompleteBeta.lower(y, 0.5, nu / 2, complement: x)
        return (log(central) - wanted, 2 * t * density(t, nu) / central)
      }
      return exp(u)
    }
    let wanted = log(tail)
    if upperTail(.greatestFiniteMagnitude, degreesOfFreedom: nu) > tail { return .infinity }
    let u = MonotoneRoot.solve(from: start, low: -745, high: 709.78, rising: false) { u in
      let t = exp(u)
      let value = upperTail(t, degreesOfFreedom: nu)
      return (log(value) - wanted, -t * density(t, nu) / value)
    }
    return exp(u)
  }
}
