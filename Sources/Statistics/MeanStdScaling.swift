/// The straight line that gives a source the reference's mean and population standard deviation.
///
/// y = (x − x̄)/σₓ · σ_y + ȳ.
/// - Source: pytesmo 0.18.1, `scaling.mean_std`.
public struct MeanStdScaling: Rescaling, Hashable {
  /// x̄ and σₓ of the source.
  public let sourceMean: Double
  /// The source's population standard deviation, positive.
  public let sourceDeviation: Double
  /// ȳ of the reference.
  public let referenceMean: Double
  /// The reference's population standard deviation, positive.
  public let referenceDeviation: Double

  /// Fits the line to pairs; fewer than 3 are `tooFew`, a side that does not vary is `noVariance`.
  ///
  /// - Precondition: equal lengths; finite values by the caller's promise.
  public static func fit(source: [Double], reference: [Double]) -> Result<MeanStdScaling, Status> {
    precondition(source.count == reference.count, "pairs have two sides of one length")
    if source.isEmpty { return .failure(.noData) }
    if source.count < 3 { return .failure(.tooFew) }
    let moments = Moments(product: source, reference: reference)
    guard moments.correlation.value != nil else { return .failure(moments.correlation.status) }
    return .success(
      MeanStdScaling(
        sourceMean: moments.productMean, sourceDeviation: moments.productVariance.squareRoot(),
        referenceMean: moments.referenceMean,
        referenceDeviation: moments.referenceVariance.squareRoot()))
  }

  /// The values on the reference's scale.
  public func apply(_ values: [Double]) -> [Double] {
    values.map { ($0 - sourceMean) / sourceDeviation * referenceDeviation + referenceMean }
  }
}
