/// A number that means something, or the reason why there is none; never both, never neither.
public struct MetricValue: Hashable, Sendable {
  /// The value, finite; nil unless the status is `ok`.
  public let value: Double?
  /// `ok`, or why there is no value.
  public let status: Status

  /// A computed value; one that is not finite becomes the status `degenerate`.
  public init(_ value: Double) {
    self.value = value.isFinite ? value : nil
    status = value.isFinite ? .ok : .degenerate
  }

  /// No value, and why.
  ///
  /// - Precondition: the status is not `ok`.
  public init(_ status: Status) {
    precondition(status != .ok, "a value that is missing has a reason")
    value = nil
    self.status = status
  }
}
