import Glibc

/// Inverts a monotone function on a logarithmic scale: the quantiles' common solver.
enum MonotoneRoot {
  /// The u at which `evaluate(u).value` is zero, for a function that is monotone in u.
  ///
  /// Newton's steps, kept inside a bracket that every evaluation narrows; a step that leaves it is replaced
  /// by bisection, so the search always ends. `rising` says which way the function goes.
  static func solve(
    from start: Double, low: Double, high: Double, rising: Bool,
    _ evaluate: (Double) -> (value: Double, slope: Double)
  ) -> Double {
    var low = low
    var high = high
    var u = min(max(start, low), high)
    for _ in 0..<400 {
      let (value, slope) = evaluate(u)
      if value == 0 { return u }
      if (value > 0) == rising { high = u } else { low = u }
      var next = u - value / slope
      if !(next > low && next < high) { next = low + (high - low) / 2 }
      if abs(next - u) <= 1e-15 * max(1, abs(u)) || next == low && next == high { return next }
      u = next
    }
    return u
  }
}
