/// The whiskers and outliers of a box whose quartiles are known (Tukey; METHODS §11 row 20).
///
/// A whisker ends at the farthest value within 1.5 interquartile ranges of its quartile, and never inside the box.
struct BoxStatistics: Hashable {
  /// The lower whisker's end.
  var lowerWhisker: Double
  /// The upper whisker's end.
  var upperWhisker: Double
  /// The values beyond the whiskers, ascending.
  var outliers: [Double]

  /// Finds the whiskers of finite values; `nil` where there are none.
  init?(values: [Double], lowerQuartile: Double, upperQuartile: Double) {
    let reach = 1.5 * (upperQuartile - lowerQuartile)
    let sorted = values.sorted()
    let inside = sorted.filter { $0 >= lowerQuartile - reach && $0 <= upperQuartile + reach }
    guard let first = inside.first, let last = inside.last else { return nil }
    // Interpolated quartiles can lie beyond the last value that is not an outlier.
    lowerWhisker = min(first, lowerQuartile)
    upperWhisker = max(last, upperQuartile)
    outliers = sorted.filter { $0 < lowerQuartile - reach || $0 > upperQuartile + reach }
  }
}
