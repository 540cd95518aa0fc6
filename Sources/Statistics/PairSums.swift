import Glibc

/// The moments of pairs, resampled: what every metric but the ranks can be computed from.
///
/// Sides are centred on the means of the original pairs. Lanes: e, o, e², o², e·o, |product − reference|, all
/// means over the pairs, and two spare.
struct PairSums: Sendable {
  /// The mean of the original product and reference.
  let productMean: Double
  let referenceMean: Double
  /// One vector per pair.
  let terms: [SIMD8<Double>]
  /// Their mean.
  let mean: SIMD8<Double>

  /// Sums of pairs already centred.
  init(_ spread: PairSpread, product: [Double], reference: [Double]) {
    let n = Double(product.count)
    productMean = product.reduce(0, +) / n
    referenceMean = reference.reduce(0, +) / n
    let terms = product.indices.map { i in
      let e = spread.product[i]
      let o = spread.reference[i]
      return SIMD8(e, o, e * e, o * o, e * o, abs(product[i] - reference[i]), 0, 0)
    }
    self.terms = terms
    mean = terms.reduce(SIMD8(repeating: 0), +) / n
  }

  /// The metric on the scale on which its interval is taken; nil where it is undefined there.
  ///
  /// atanh for correlations, logarithm for errors that are positive, logarithm of 1 − KGE, the signed root for
  /// the squares `MSE_bias` and `MSE_var`.
  func pivot(of metric: Metric, _ m: SIMD8<Double>) -> Double? {
    let productVariance = m[2] - m[0] * m[0]
    let referenceVariance = m[3] - m[1] * m[1]
    let covariance = m[4] - m[0] * m[1]
    let bias = productMean + m[0] - (referenceMean + m[1])
    let unbiased = productVariance + referenceVariance - 2 * covariance
    func logarithm(_ x: Double) -> Double? { x > 0 ? log(x) : nil }
    switch metric {
    case .bias, .mseBias: return bias
    case .rmse, .mse: return logarithm(unbiased + bias * bias)
    case .ubRMSE: return logarithm(unbiased)
    case .mae: return logarithm(m[5])
    case .rho, .r, .anomalyR, .mseVar, .mseCorr, .kge: break
    case .pR, .pRho, .pAnomalyR, .ubRMSECorrected: return nil
    }
    guard productVariance > 0, referenceVariance > 0 else { return nil }
    let productDeviation = productVariance.squareRoot()
    let referenceDeviation = referenceVariance.squareRoot()
    if metric == .mseVar { return productDeviation - referenceDeviation }
    let r = covariance / (productDeviation * referenceDeviation)
    if metric == .mseCorr { return logarithm(2 * (productDeviation * referenceDeviation - covariance)) }
    if metric == .kge {
      let spread = productDeviation / referenceDeviation - 1
      let level = (productMean + m[0]) / (referenceMean + m[1]) - 1
      return logarithm((r - 1) * (r - 1) + spread * spread + level * level)
    }
    return abs(r) < 1 - 1e-12 ? atanh(r) : nil
  }

  /// Ends on the pivot's scale brought back to the metric, in order.
  static func ends(of metric: Metric, _ lower: Double, _ upper: Double) -> (lower: Double, upper: Double) {
    switch metric {
    case .bias: return (lower, upper)
    case .r, .rho, .anomalyR: return (tanh(lower), tanh(upper))
    case .rmse, .ubRMSE: return (exp(lower / 2), exp(upper / 2))
    case .kge: return (1 - exp(upper / 2), 1 - exp(lower / 2))
    case .mseBias, .mseVar:
      let squares = (lower * lower, upper * upper)
      let least = lower <= 0 && upper >= 0 ? 0 : min(squares.0, squares.1)
      return (least, max(squares.0, squares.1))
    default: return (exp(lower), exp(upper))
    }
  }

  /// The metric itself from moments; nil where it is undefined.
  func value(of metric: Metric, _ m: SIMD8<Double>) -> Double? {
    pivot(of: metric, m).map { Self.ends(of: metric, $0, $0).upper }
  }

  /// How much each pair moves the pivot: its first-order influence, from central differences.
  func influence(on metric: Metric) -> [Double]? {
    influence { pivot(of: metric, $0) }
  }

  /// How much each pair moves a number made of the moments; nil where that is undefined near them.
  func influence(on number: (SIMD8<Double>) -> Double?) -> [Double]? {
    firstOrderInfluence(terms, mean: mean, lanes: 6, on: number)
  }
}
