/// The quantile of ascending values at probability p, linear between order statistics (type 7 of Hyndman
/// and Fan 1996, the default of R and NumPy).
///
/// - Precondition: there is at least one value and p lies in 0…1. The order is the caller's promise.
public func quantile(ofSorted values: [Double], _ p: Double) -> Double {
  precondition(!values.isEmpty, "a quantile needs at least one value")
  precondition(p >= 0 && p <= 1, "a probability lies in 0…1")
  let position = p * Double(values.count - 1)
  let below = min(Int(position), values.count - 1)
  let above = min(below + 1, values.count - 1)
  let share = position - Double(below)
  return values[below] + (values[above] - values[below]) * share
}
