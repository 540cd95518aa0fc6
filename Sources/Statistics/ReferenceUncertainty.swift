/// The standard error σ of a reference, and what it leaves of an error that was measured against it.
///
/// Where the reference's error is independent of the product's, the variances add: the measured ubRMSE² is the
/// product's own plus σ². A station stands for a whole cell with such an error even where its sensor is perfect.
/// What is left is a bound, not a measurement: σ is the user's number and is taken as exact.
///
/// - Source: Miralles et al. (2010), J. Hydrometeorol. 11, 1404–1410, take the sampling error of sparse stations
///   off in this way.
public struct ReferenceUncertainty: Hashable, Sendable {
  /// σ in the unit of the data, m³ m⁻³ for soil moisture.
  public let standardError: Double

  /// Creates an uncertainty.
  /// - Precondition: finite and not negative.
  public init(_ standardError: Double) {
    precondition(standardError >= 0 && standardError.isFinite, "a standard error is a length")
    self.standardError = standardError
  }

  /// √(ubRMSE² − σ²); `belowUncertainty` where ubRMSE does not exceed σ, otherwise the status ubRMSE has.
  public func corrected(_ ubRMSE: MetricValue) -> MetricValue {
    guard let value = ubRMSE.value else { return ubRMSE }
    // Without an uncertainty nothing is taken off, and an error of zero stays one.
    if standardError == 0 { return ubRMSE }
    guard value > standardError else { return MetricValue(.belowUncertainty) }
    return MetricValue(less(value))
  }

  /// The interval whose ends are those of ubRMSE's, corrected; an end that σ exceeds is 0.
  ///
  /// The map is increasing, so coverage and effective sample size are ubRMSE's own.
  public func corrected(_ ubRMSE: Interval) -> Interval {
    guard let lower = ubRMSE.lower, let upper = ubRMSE.upper else { return ubRMSE }
    return Interval(
      lower: lower > standardError ? less(lower) : 0, upper: upper > standardError ? less(upper) : 0,
      nEffective: ubRMSE.nEffective)
  }

  /// √(x² − σ²) for x > σ, without cancellation where the two are close.
  private func less(_ value: Double) -> Double {
    ((value - standardError) * (value + standardError)).squareRoot()
  }
}
