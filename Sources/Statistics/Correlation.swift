import Numerics

/// A correlation with its two-sided p-value under independence.
public struct Correlation: Hashable, Sendable {
  /// The number of pairs that entered.
  public let count: Int
  /// The correlation, −1…1.
  public let value: MetricValue
  /// The p-value of no correlation; it takes the pairs as independent, which daily soil moisture is not.
  public let p: MetricValue

  /// Pearson's correlation of two equally long arrays.
  ///
  /// Fewer than 3 pairs: `tooFew` (none: `noData`); a side that does not vary: `noVariance`. The p-value is
  /// that of t = R·√((n−2)/(1−R²)) with n − 2 degrees of freedom, by way of the incomplete beta function so
  /// that it is right down to 1e-300; a perfect correlation has p = 0.
  /// - Precondition: equal lengths. Values are finite by the caller's promise; where that is broken the
  ///   status is `degenerate`.
  public static func pearson(_ product: [Double], _ reference: [Double]) -> Correlation {
    precondition(product.count == reference.count, "pairs have two sides of one length")
    guard product.count >= 3 else {
      return Correlation(count: product.count, missing: product.isEmpty ? .noData : .tooFew)
    }
    return Correlation(of: Moments(product: product, reference: reference))
  }

  /// Spearman's correlation: Pearson's of average ranks, with the same rules and the same t for its p-value.
  ///
  /// - Precondition: equal lengths.
  public static func spearman(_ product: [Double], _ reference: [Double]) -> Correlation {
    precondition(product.count == reference.count, "pairs have two sides of one length")
    guard product.count >= 3 else { return pearson(product, reference) }
    return pearson(averageRanks(product), averageRanks(reference))
  }

  /// Pearson's correlation where both sides have a value: pairs with a NaN on either side are left out.
  ///
  /// Anomalies are absent where their climatology is; this is how A.R is computed from them.
  /// - Precondition: equal lengths.
  public static func pearsonIgnoringMissing(_ product: [Double], _ reference: [Double]) -> Correlation {
    precondition(product.count == reference.count, "pairs have two sides of one length")
    var left: [Double] = []
    var right: [Double] = []
    left.reserveCapacity(product.count)
    right.reserveCapacity(product.count)
    for i in 0..<product.count where !product[i].isNaN && !reference[i].isNaN {
      left.append(product[i])
      right.append(reference[i])
    }
    return pearson(left, right)
  }

  /// The correlation of at least three pairs' moments.
  init(of moments: Moments) {
    count = moments.count
    value = moments.correlation
    guard let r = value.value else {
      p = value
      return
    }
    p = MetricValue(
      IncompleteBeta.lower((1 - r) * (1 + r), Double(count - 2) / 2, 0.5, complement: r * r))
  }

  private init(count: Int, missing: Status) {
    self.count = count
    value = MetricValue(missing)
    p = MetricValue(missing)
  }
}
