/// Which values of a metric are the better ones, and what an interval of a difference says of two products.
public enum Preference: Hashable, Sendable {
  /// Correlations and KGE.
  case higher
  /// Errors and their parts.
  case lower
  /// Bias: the smaller |bias|.
  case nearerZero
}

/// What a difference a − b says of product a against product b.
public enum Verdict: String, CaseIterable, Hashable, Sendable {
  /// a is better.
  case better
  /// a is worse.
  case worse
  /// These samples cannot tell.
  case undecided
}

extension Metric {
  /// Which values are better; nil for p-values.
  public var preference: Preference? {
    switch self {
    case .r, .rho, .anomalyR, .kge: .higher
    case .rmse, .ubRMSE, .ubRMSECorrected, .mae, .mse, .mseCorr, .mseBias, .mseVar: .lower
    case .bias: .nearerZero
    case .pR, .pRho, .pAnomalyR: nil
    }
  }

  /// What the interval of the difference a − b says.
  ///
  /// Decided only where the interval leaves out zero. For bias that is not enough: biases of +0.02 and −0.02
  /// differ and are equally good. With b its bias, a is better where all of the interval leads to |a| < |b|, that
  /// is lies between 0 and −2b; worse where, with a its bias, all of it lies between 0 and 2a.
  ///
  /// - Parameters:
  ///   - a: the metric of product a, as averaged; used for bias alone.
  ///   - b: that of product b.
  ///   - lower: the lower end of the interval of a − b; nil: undecided.
  ///   - upper: the upper end.
  public func verdict(a: Double?, b: Double?, lower: Double?, upper: Double?) -> Verdict {
    guard let preference, let lower, let upper, lower > 0 || upper < 0 else { return .undecided }
    switch preference {
    case .higher: return lower > 0 ? .better : .worse
    case .lower: return lower > 0 ? .worse : .better
    case .nearerZero:
      guard let a, let b else { return .undecided }
      if min(0, -2 * b) < lower, upper < max(0, -2 * b) { return .better }
      if min(0, 2 * a) < lower, upper < max(0, 2 * a) { return .worse }
      return .undecided
    }
  }
}
