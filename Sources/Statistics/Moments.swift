import Numerics

/// The central moments of pairs, in two passes: the means first, then everything about them.
///
/// The means are corrected by the mean of the residuals, so that a long series loses no digits.
struct Moments {
  let count: Int
  let productMean: Double
  let referenceMean: Double
  /// Σ(e−ē)²/n, Σ(o−ō)²/n and Σ(e−ē)(o−ō)/n.
  let productVariance: Double
  let referenceVariance: Double
  let covariance: Double
  /// Σ(e−o)²/n, Σ|e−o|/n and Σ((e−ē)−(o−ō))²/n.
  let meanSquare: Double
  let meanAbsolute: Double
  let unbiasedMeanSquare: Double
  /// Whether each side spreads by more than the rounding of its largest value.
  let productVaries: Bool
  let referenceVaries: Bool

  /// The moments of at least one pair.
  ///
  /// - Precondition: equal lengths.
  init(product: [Double], reference: [Double]) {
    precondition(product.count == reference.count, "pairs have two sides of one length")
    count = product.count
    let n = Double(product.count)
    let levels = Moments.levels(product, reference)
    let (productStart, referenceStart) = (levels.product.mean, levels.reference.mean)
    productVaries = levels.product.varies
    referenceVaries = levels.reference.varies

    var productRest = 0.0
    var referenceRest = 0.0
    for i in 0..<product.count {
      productRest += product[i] - productStart
      referenceRest += reference[i] - referenceStart
    }
    let e0 = productStart + productRest / n
    let o0 = referenceStart + referenceRest / n

    var (ee, oo, eo, square, absolute, unbiased) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for i in 0..<product.count {
      let e = product[i] - e0
      let o = reference[i] - o0
      let difference = product[i] - reference[i]
      ee += e * e
      oo += o * o
      eo += e * o
      square += difference * difference
      absolute += difference.magnitude
      unbiased += (e - o) * (e - o)
    }
    productMean = e0
    referenceMean = o0
    productVariance = ee / n
    referenceVariance = oo / n
    covariance = eo / n
    meanSquare = square / n
    meanAbsolute = absolute / n
    unbiasedMeanSquare = unbiased / n
  }

  /// A first mean of each side, and whether its values spread by more than eight units in the last place of the
  /// largest.
  private static func levels(
    _ product: [Double], _ reference: [Double]
  ) -> (product: (mean: Double, varies: Bool), reference: (mean: Double, varies: Bool)) {
    // Both sides in one loop: neither sum waits for the other.
    var (productSum, referenceSum) = (0.0, 0.0)
    var (productLow, productHigh) = (Double.infinity, -Double.infinity)
    var (referenceLow, referenceHigh) = (Double.infinity, -Double.infinity)
    for i in 0..<product.count {
      let e = product[i]
      let o = reference[i]
      productSum += e
      referenceSum += o
      productLow = min(productLow, e)
      productHigh = max(productHigh, e)
      referenceLow = min(referenceLow, o)
      referenceHigh = max(referenceHigh, o)
    }
    func level(_ sum: Double, _ low: Double, _ high: Double) -> (mean: Double, varies: Bool) {
      let largest = max(low.magnitude, high.magnitude)
      return (sum / Double(product.count), high - low > 8 * largest.ulp)
    }
    return (level(productSum, productLow, productHigh), level(referenceSum, referenceLow, referenceHigh))
  }

  /// Pearson's R, kept in −1…1 against rounding, or why there is none; for at least three pairs.
  var correlation: MetricValue {
    guard productVaries && referenceVaries else {
      // NaN and infinite values do not compare as varying either; say which it was.
      return MetricValue(productMean.isFinite && referenceMean.isFinite ? .noVariance : .degenerate)
    }
    let r = covariance / (productVariance.squareRoot() * referenceVariance.squareRoot())
    return MetricValue(max(-1, min(1, r)))
  }
}
