import Numerics

/// What a box plot draws: quartiles, whiskers that end at data, and what lies beyond them.
///
/// Quartiles are linear between order statistics (type 7). A whisker ends at the outermost value within 1.5
/// box heights of the box (Tukey 1977); values beyond are outliers. A value nearer to the box than its edge (only
/// possible with few values) leaves the whisker at the edge.
public struct BoxSummary: Hashable, Sendable {
  /// The number of values.
  public let count: Int
  /// The arithmetic mean.
  public let mean: Double
  /// The quartile below which a quarter of the values lies.
  public let lowerQuartile: Double
  /// The median.
  public let median: Double
  /// The quartile above which a quarter of the values lies.
  public let upperQuartile: Double
  /// The smallest value within 1.5 box heights below the box, at most the lower quartile.
  public let lowerWhisker: Double
  /// The largest value within 1.5 box heights above the box, at least the upper quartile.
  public let upperWhisker: Double
  /// The values beyond the whiskers, ascending.
  public let outliers: [Double]

  /// Summarises finite values in any order; nil where there are none.
  public init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    count = sorted.count
    mean = PrefixSums(sorted).sum(0..<sorted.count) / Double(sorted.count)
    let lower = quantile(ofSorted: sorted, 0.25)
    let upper = quantile(ofSorted: sorted, 0.75)
    let reach = 1.5 * (upper - lower)
    let within = sorted.filter { $0 >= lower - reach && $0 <= upper + reach }
    lowerQuartile = lower
    median = quantile(ofSorted: sorted, 0.5)
    upperQuartile = upper
    lowerWhisker = min(within.first ?? lower, lower)
    upperWhisker = max(within.last ?? upper, upper)
    outliers = sorted.filter { $0 < lower - reach || $0 > upper + reach }
  }
}
