/// A series of values at instants: what stations and products become before they are matched.
///
/// Times are microseconds since 1970-01-01 00:00 UTC, strictly increasing; values are finite, in m³ m⁻³ for
/// soil moisture. `times.count == values.count`.
public struct TimeSeries: Hashable, Sendable {
  /// Microseconds since 1970-01-01 00:00 UTC, strictly increasing.
  public var times: [Int64]
  /// One finite value per instant.
  public var values: [Double]

  /// Creates a series; both arrays have the same length (checked).
  public init(times: [Int64] = [], values: [Double] = []) {
    precondition(times.count == values.count, "a series has as many values as times")
    self.times = times
    self.values = values
  }

  /// The number of samples.
  public var count: Int { times.count }
  /// Whether there are no samples.
  public var isEmpty: Bool { times.isEmpty }
}
