/// The minimum of a function of one number within bounds, by parabolas and golden sections.
///
/// - Source: R. P. Brent (1973), Algorithms for Minimization without Derivatives, ch. 5; the steps are those of
///   `fmin` (Forsythe, Malcolm and Moler 1976), which SciPy's `fminbound` follows.
public enum BoundedMinimum {
  /// Where `function` is least in `range`, to within about `tolerance`; a minimum at a bound is never quite reached.
  public static func find(
    in range: ClosedRange<Double>, tolerance: Double, _ function: (Double) -> Double
  ) -> Double {
    let golden = (3 - 5.0.squareRoot()) / 2
    let precision = 2.2e-16.squareRoot()
    var (low, high) = (range.lowerBound, range.upperBound)
    var best = (x: low + golden * (high - low), value: 0.0)
    best.value = function(best.x)
    var (second, third) = (best, best)
    var (step, last) = (0.0, 0.0)
    for _ in 0..<500 {
      let middle = (low + high) / 2
      let small = precision * abs(best.x) + tolerance / 3
      guard abs(best.x - middle) > 2 * small - (high - low) / 2 else { break }
      var isParabola = false
      if abs(last) > small {
        let r = (best.x - second.x) * (best.value - third.value)
        var q = (best.x - third.x) * (best.value - second.value)
        var p = (best.x - third.x) * q - (best.x - second.x) * r
        q = 2 * (q - r)
        if q > 0 { p = -p }
        q = abs(q)
        let before = last
        last = step
        if abs(p) < abs(q * before / 2), p > q * (low - best.x), p < q * (high - best.x) {
          isParabola = true
          step = p / q
          let x = best.x + step
          if x - low < 2 * small || high - x < 2 * small { step = middle >= best.x ? small : -small }
        }
      }
      if !isParabola {
        last = best.x >= middle ? low - best.x : high - best.x
        step = golden * last
      }
      let x = best.x + (step >= 0 ? 1 : -1) * max(abs(step), small)
      let new = (x: x, value: function(x))
      if new.value <= best.value {
        if x >= best.x { low = best.x } else { high = best.x }
        (third, second, best) = (second, best, new)
      } else {
        if x < best.x { low = x } else { high = x }
        if new.value <= second.value || second.x == best.x {
          (third, second) = (second, new)
        } else if new.value <= third.value || third.x == best.x || third.x == second.x {
          third = new
        }
      }
    }
    return best.x
  }
}
