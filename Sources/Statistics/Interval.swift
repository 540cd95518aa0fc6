/// A confidence interval of a metric, with the number of independent pairs it rests on.
public struct Interval: Hashable, Sendable {
  /// The lower end; nil where the metric or its interval does not exist.
  public let lower: Double?
  /// The upper end; nil where the metric or its interval does not exist.
  public let upper: Double?
  /// How many independent pairs carry as much information on this metric as these; at most their number.
  ///
  /// Zero where nothing could be estimated.
  public let nEffective: Double
  /// `ok`; `fewEffective` when `nEffective` is below 15, the ends still being given; otherwise why there are
  /// no ends.
  public let status: Status

  /// Below this effective sample size an interval is marked `fewEffective`.
  public static let fewestEffective = 15.0

  /// An interval that exists; its status follows from the effective sample size.
  ///
  /// Ends that are not finite make it `degenerate`.
  init(lower: Double, upper: Double, nEffective: Double) {
    guard lower.isFinite, upper.isFinite, lower <= upper, nEffective.isFinite else {
      self.init(missing: .degenerate)
      return
    }
    self.init(
      lower, upper, nEffective, nEffective < Self.fewestEffective ? .fewEffective : .ok)
  }

  /// An interval that does not exist, and why.
  init(missing status: Status, nEffective: Double = 0) {
    self.init(nil, nil, nEffective, status)
  }

  private init(_ lower: Double?, _ upper: Double?, _ nEffective: Double, _ status: Status) {
    self.lower = lower
    self.upper = upper
    self.nEffective = nEffective
    self.status = status
  }
}
