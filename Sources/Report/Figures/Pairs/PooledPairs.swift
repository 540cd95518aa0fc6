/// The moments of all pairs of a product, added up series by series: what is printed beside a density.
///
/// The same numbers as the metrics of the pooled pairs in one array, within rounding.
struct PooledPairs: Sendable {
  /// Sums are about this value, in the middle of soil moisture, so that none cancels.
  private static let origin = 0.25

  /// The number of pairs.
  private(set) var count = 0
  private var (productSum, stationSum, productSquares, stationSquares, products) = (0.0, 0.0, 0.0, 0.0, 0.0)

  /// Adds a pair.
  mutating func add(_ product: Double, _ station: Double) {
    let (e, o) = (product - PooledPairs.origin, station - PooledPairs.origin)
    count += 1
    productSum += e
    stationSum += o
    productSquares += e * e
    stationSquares += o * o
    products += e * o
  }

  private var size: Double { Double(count) }
  private var productVariance: Double { productSquares / size - (productSum / size) * (productSum / size) }
  private var stationVariance: Double { stationSquares / size - (stationSum / size) * (stationSum / size) }
  private var covariance: Double { products / size - productSum / size * (stationSum / size) }

  /// Product minus station; `nil` without pairs.
  var bias: Double? { count > 0 ? (productSum - stationSum) / size : nil }

  /// The root mean square difference; `nil` without pairs.
  var rmse: Double? {
    count > 0 ? (max(0, productSquares + stationSquares - 2 * products) / size).squareRoot() : nil
  }

  /// The root mean square difference about the bias; `nil` with fewer than two pairs.
  var ubRMSE: Double? {
    count > 1 ? max(0, productVariance + stationVariance - 2 * covariance).squareRoot() : nil
  }

  /// Pearson's correlation; `nil` with fewer than three pairs or where a side does not vary.
  var r: Double? {
    let spread = (productVariance * stationVariance).squareRoot()
    return count > 2 && spread > 1e-12 ? max(-1, min(1, covariance / spread)) : nil
  }

  /// The product's standard deviation over the station's; `nil` where the station does not vary.
  var spreadRatio: Double? {
    count > 2 && stationVariance > 1e-12 ? (max(0, productVariance) / stationVariance).squareRoot() : nil
  }
}
