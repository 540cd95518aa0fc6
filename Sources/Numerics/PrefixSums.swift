/// Sums of any stretch of an array in constant time, each as good as adding the stretch directly.
///
/// The running totals are kept as pairs of doubles (about 32 digits), so that the difference of two large
/// totals still has all the digits of the small sum between them.
/// - Source: T. J. Dekker (1971), error-free addition.
public struct PrefixSums: Sendable {
  private var high: [Double]
  private var low: [Double]

  /// The running totals of finite values.
  public init(_ values: [Double]) {
    high = [0]
    low = [0]
    high.reserveCapacity(values.count + 1)
    low.reserveCapacity(values.count + 1)
    var (sum, rest) = (0.0, 0.0)
    for value in values {
      let (total, error) = PrefixSums.twoSum(sum, value)
      (sum, rest) = PrefixSums.twoSum(total, error + rest)
      high.append(sum)
      low.append(rest)
    }
  }

  /// The sum of the values at positions `range`.
  public func sum(_ range: Range<Int>) -> Double {
    let (difference, error) = PrefixSums.twoSum(high[range.upperBound], -high[range.lowerBound])
    return difference + (error + (low[range.upperBound] - low[range.lowerBound]))
  }

  /// a + b and the part that rounding lost.
  private static func twoSum(_ a: Double, _ b: Double) -> (Double, Double) {
    let sum = a + b
    let part = sum - a
    return (sum, (a - (sum - part)) + (b - part))
  }
}
