#if canImport(Glibc)
  import Glibc
#endif

/// An axis with round ends and tics.
struct AxisScale: Hashable {
  /// The lower end.
  var lower: Double
  /// The upper end.
  var upper: Double
  /// The distance of two tics: 1, 2 or 5 times a power of ten.
  var step: Double
  /// The decimals that tell two tics apart.
  var decimals: Int

  /// An axis that holds all of `lowest...highest`.
  init(lowest: Double, highest: Double, tics: Double = 5) {
    var low = lowest
    var high = highest
    // Less than a millionth is rounding: the errors of a product that equals its stations.
    if !(high - low > 1e-6 * max(abs(high), abs(low), 1)) {
      let room = max(abs(high) * 0.1, 0.005)
      low -= room
      high += room
    }
    let raw = (high - low) / tics
    let exponent = floor(log10(raw))
    let power = pow(10, exponent)
    let fraction = raw / power
    let factor: Double = fraction <= 1 ? 1 : fraction <= 2 ? 2 : fraction <= 5 ? 5 : 10
    step = factor * power
    decimals = max(0, Int(-floor(log10(step) + 1e-9)))
    // A tenth of a step of room keeps marks off the frame.
    lower = floor((low - step * 0.1) / step) * step
    upper = ceil((high + step * 0.1) / step) * step
  }

  /// The tics from end to end.
  var tics: [Double] {
    let first = (lower / step).rounded(.up)
    let last = (upper / step).rounded(.down)
    guard last - first < 1000 else { return [] }
    return stride(from: first, through: last, by: 1).map { $0 * step }
  }
}
