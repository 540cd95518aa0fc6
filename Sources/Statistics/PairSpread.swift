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
    var largest = 0.0
    for i in e.indices {
      let d = e[i] - o[i]
      ee += e[i] * e[i]
      oo += o[i] * o[i]
      eo += e[i] * o[i]
      dd += d * d
      largest = max(largest, abs(product[i]), abs(reference[i]))
    }
    self.product = e
    self.reference = o
    meanDifference = productMean - referenceMean
    // Rounding alone leaves about 1e-16 of the values' size.
    let floor = n * (1e-13 * largest) * (1e-13 * largest)
    productVariance = ee > floor ? ee / n : 0
    referenceVariance = oo > floor ? oo / n : 0
    differenceVariance = dd > floor ? dd / n : 0
    covariance = eo / n
  }

  /// Pearson's correlation; nil where a side does not vary.
  var correlation: Double? {
    guard productVariance > 0, referenceVariance > 0 else { return nil }
    return min(1, max(-1, covariance / (productVariance.squareRoot() * referenceVariance.squareRoot())))
  }
}
