public import Statistics

/// One metric of one product at one sensor in one group of pairs: a row of `scores.csv` without its names.
public struct Score: Hashable, Sendable {
  /// The grouping of the pairs: `all`, `season`, `flag`, `season*year`.
  public var stratification: Stratification
  /// The group in it: `all`, `JJA`, `JJA*2017`, `filled`.
  public var group: String
  /// How the product was rescaled.
  public var scaling: RescalingMethod
  /// Which metric.
  public var metric: Metric
  /// The value; `nil` unless the status allows one.
  public var value: Double?
  /// The interval's lower end.
  public var lower: Double?
  /// The interval's upper end.
  public var upper: Double?
  /// The number of pairs (for A.R: of anomaly pairs).
  public var count: Int
  /// The effective number of pairs of this metric.
  public var effectiveCount: Double?
  /// Whether the value may be used, and why not.
  public var status: Status
}
