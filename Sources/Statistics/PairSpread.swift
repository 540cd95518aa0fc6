/// The spread of pairs about their means, and which of the sides varies at all.
struct PairSpread: Sendable {
  let product: [Double]
  let reference: [Double]
  let meanDifference: Double
  let productVariance: Double
  let referenceVariance: Double
  let covariance: Double
  let differenceVariance: Double

  /// Centres both sides (1/n moments, two passes).
  init(product: [Double], reference: [Double]) {
    let n = Double(product.count)
    let productMean = product.reduce(0, +) / n
    let referenceMean = reference.reduce(0, +) / n
    let e = product.map { $0 - productMean }
    let o = reference.map { $0 - referenceMean }
    var ee = 0.0
    var oo = 0.0
    var eo = 0.0
    var dd = 0.0
    for i in e.indices {
      let d = e[i] - o[i]
      ee += e[i] * e[i]
      oo += o[i] * o[i]
      eo += e[i] * o[i]
      dd += d * d
    }
    self.product = e
    self.reference = o
    meanDifference = productMean - referenceMean
    // As for the metrics: a range of eight units in the last place of the largest value is rounding.
    let rounding = (Self.range(product).largest, Self.range(reference).largest)
    productVariance = Self.range(e).width > 8 * rounding.0.ulp ? ee / n : 0
    referenceVariance = Self.range(o).width > 8 * rounding.1.ulp ? oo / n : 0
    let difference = Self.range(zip(e, o).map { $0 - $1 })
    differenceVariance = difference.width > 8 * max(rounding.0, rounding.1).ulp ? dd / n : 0
    covariance = eo / n
  }

  /// Pearson's correlation; nil where a side does not vary.
  var correlation: Double? {
    guard productVariance > 0, referenceVariance > 0 else { return nil }
    return min(1, max(-1, covariance / (productVariance.squareRoot() * referenceVariance.squareRoot())))
  }

  private static func range(_ values: [Double]) -> (width: Double, largest: Double) {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values {
      low = min(low, value)
      high = max(high, value)
    }
    return (high - low, max(abs(low), abs(high)))
  }
}
