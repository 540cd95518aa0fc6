/// A map fitted on pairs that brings one side to the statistics of the other; it can be kept and applied to
/// other values.
public protocol Rescaling: Sendable {
  /// The rescaled values, one for each.
  func apply(_ values: [Double]) -> [Double]
}

/// How the product is brought to the reference's scale before scoring; the raw values are the experiment's.
public enum RescalingMethod: String, CaseIterable, Hashable, Sendable {
  /// Not at all.
  case none = "none"
  /// To the reference's mean and standard deviation.
  case meanStd = "mean-std"
  /// To the reference's cumulative distribution.
  case cdf = "cdf"

  /// The fitted map, or why it cannot be fitted; nil for `none`.
  ///
  /// - Precondition: equal lengths.
  public func fit(source: [Double], reference: [Double]) -> Result<any Rescaling, Status>? {
    switch self {
    case .none: nil
    case .meanStd: MeanStdScaling.fit(source: source, reference: reference).map { $0 }
    case .cdf: CDFMatching.fit(source: source, reference: reference).map { $0 }
    }
  }
}

extension Status: Error {}
