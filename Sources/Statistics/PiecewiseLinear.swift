/// A piecewise linear curve through points, extended linearly beyond its ends.
///
/// The arithmetic is that of FITPACK's interpolating spline of degree 1 (`fpcurf` and `splev` with s = 0), bit
/// for bit: at a point the curve may differ from the given value by one unit in the last place. CDF matching
/// counts the samples at or below such a value, and with quantised data the last bit decides about many.
struct PiecewiseLinear: Hashable, Sendable {
  private let points: [Double]
  private let coefficients: [Double]
  private let inverseSteps: [Double]

  /// The curve through (x, y); nil unless there are two points or more and x rises strictly.
  init?(x: [Double], y: [Double]) {
    guard x.count >= 2, x.count == y.count else { return nil }
    for i in 1..<x.count where !(x[i] > x[i - 1]) { return nil }
    points = x
    inverseSteps = (1..<x.count).map { 1 / (x[$0] - x[$0 - 1]) }
    coefficients = y.indices.map { i in
      let d = i + 1 < x.count ? x[i + 1] - x[i] : x[i] - x[i - 1]
      return y[i] / ((1 / d) * d)
    }
  }

  /// The height of the curve at a value.
  func callAsFunction(_ value: Double) -> Double {
    // The last piece that starts at or below the value, or the first; halved without a branch on the value.
    var low = 0
    var pieces = points.count - 1
    while pieces > 1 {
      let half = pieces / 2
      low += points[low + half] <= value ? half : 0
      pieces -= half
    }
    let f = inverseSteps[low]
    return coefficients[low] * (f * (points[low + 1] - value))
      + coefficients[low + 1] * (f * (value - points[low]))
  }
}
