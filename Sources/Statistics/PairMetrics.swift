/// Every metric of one set of pairs: a value, or the reason why there is none.
public struct PairMetrics: Hashable, Sendable {
  /// The number of pairs.
  public let count: Int
  private var values: [Metric: MetricValue]

  /// The value or status of a metric.
  ///
  /// `noData` for A.R until anomalies have been given, and for `ubRMSE_corr` until an uncertainty has.
  public subscript(metric: Metric) -> MetricValue { values[metric] ?? MetricValue(.noData) }

  /// The same metrics with A.R and p_A.R taken from the correlation of the pairs' anomalies.
  ///
  /// Make it with ``Correlation/pearsonIgnoringMissing(_:_:)``.
  public func with(anomalies: Correlation) -> PairMetrics {
    var copy = self
    copy.values[.anomalyR] = anomalies.value
    copy.values[.pAnomalyR] = anomalies.p
    return copy
  }

  /// The same metrics with `ubRMSE_corr` taken from ubRMSE and what is known of the reference's own error.
  public func with(uncertainty: ReferenceUncertainty) -> PairMetrics {
    var copy = self
    copy.values[.ubRMSECorrected] = uncertainty.corrected(self[.ubRMSE])
    return copy
  }

  /// Computes the metrics; see ``metrics(product:reference:)``.
  init(product: [Double], reference: [Double]) {
    precondition(product.count == reference.count, "pairs have two sides of one length")
    count = product.count
    values = [:]
    guard !product.isEmpty else { return }
    let moments = Moments(product: product, reference: reference)
    for metric in Metric.allCases where metric != .rho && metric != .pRho {
      values[metric] = PairMetrics.value(of: metric, moments)
    }
    let spearman = Correlation.spearman(product, reference)
    values[.rho] = spearman.value
    values[.pRho] = spearman.p
  }

  /// A metric that follows from the moments alone.
  static func value(of metric: Metric, _ moments: Moments) -> MetricValue {
    if moments.count < metric.minimumPairs { return MetricValue(.tooFew) }
    let bias = moments.productMean - moments.referenceMean
    let productDeviation = moments.productVariance.squareRoot()
    let referenceDeviation = moments.referenceVariance.squareRoot()
    switch metric {
    case .bias: return MetricValue(bias)
    case .rmse: return MetricValue(moments.meanSquare.squareRoot())
    case .ubRMSE: return MetricValue(moments.unbiasedMeanSquare.squareRoot())
    case .mae: return MetricValue(moments.meanAbsolute)
    case .mse: return MetricValue(moments.meanSquare)
    case .mseBias: return MetricValue(bias * bias)
    case .mseVar:
      let difference = productDeviation - referenceDeviation
      return MetricValue(difference * difference)
    case .r: return moments.correlation
    case .pR: return Correlation(of: moments).p
    case .mseCorr, .kge:
      let correlation = moments.correlation
      guard let r = correlation.value else { return correlation }
      if metric == .mseCorr { return MetricValue(2 * productDeviation * referenceDeviation * (1 - r)) }
      guard moments.referenceMean != 0 else { return MetricValue(.degenerate) }
      let spread = productDeviation / referenceDeviation - 1
      let level = moments.productMean / moments.referenceMean - 1
      return MetricValue(1 - ((r - 1) * (r - 1) + spread * spread + level * level).squareRoot())
    case .rho, .pRho, .anomalyR, .pAnomalyR, .ubRMSECorrected: return MetricValue(.noData)
    }
  }
}

/// Scores pairs of a product and a reference.
///
/// Population moments (ddof 0); bias is product − reference. `MSE_corr`, `MSE_bias` and `MSE_var` sum to `MSE`
/// (Gupta et al. 2009, Eq. 4; the same split as pytesmo's `mse_corr`, `mse_bias`, `mse_var`). `KGE` is the form
/// of Gupta et al. (2009), Eq. 9–10, with the ratio of the means; it has no meaning for anomalies, and where
/// the reference's mean is zero it is `degenerate`. MAE is the mean absolute deviation (pytesmo's `aad`).
///
/// No pairs: every metric is `noData`. Too few: `tooFew` (3 for correlations, `MSE_corr` and `KGE`; 2 for
/// `ubRMSE` and `MSE_var`). A side whose values spread by no more than their own rounding: `noVariance` for
/// `R`, `rho`, their p-values, `MSE_corr` and `KGE`. A.R needs anomalies: see ``PairMetrics/with(anomalies:)``;
/// `ubRMSE_corr` needs the reference's uncertainty: see ``PairMetrics/with(uncertainty:)``.
/// - Parameters:
///   - product: the product's values, finite.
///   - reference: the reference's values at the same times, finite.
/// - Precondition: equal lengths.
public func metrics(product: [Double], reference: [Double]) -> PairMetrics {
  PairMetrics(product: product, reference: reference)
}

/// One metric of pairs, by the rules of ``metrics(product:reference:)`` and with no work for the others.
///
/// For `A.R` and `p_A.R` the two sides are the anomalies (NaN = absent). `ubRMSE_corr` is `noData`: it is made of
/// ubRMSE by ``ReferenceUncertainty``.
/// - Precondition: equal lengths.
public func value(of metric: Metric, product: [Double], reference: [Double]) -> MetricValue {
  precondition(product.count == reference.count, "pairs have two sides of one length")
  if product.isEmpty { return MetricValue(.noData) }
  switch metric {
  case .rho: return Correlation.spearman(product, reference).value
  case .pRho: return Correlation.spearman(product, reference).p
  case .anomalyR: return Correlation.pearsonIgnoringMissing(product, reference).value
  case .pAnomalyR: return Correlation.pearsonIgnoringMissing(product, reference).p
  default: return PairMetrics.value(of: metric, Moments(product: product, reference: reference))
  }
}
