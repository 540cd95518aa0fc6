public import Grids

/// The pairs of one product at one sensor, as `matchups.nc` holds them.
///
/// All arrays have one element a pair, in product time; times are microseconds since 1970 UTC, values m³ m⁻³.
public struct PairSeries: Hashable, Sendable {
  /// The product's times.
  public var times: [Int64] = []
  /// The station samples' times.
  public var stationTimes: [Int64] = []
  /// The product's values.
  public var product: [Double] = []
  /// The station's values.
  public var station: [Double] = []
  /// The product's anomalies, NaN where none could be made.
  public var productAnomalies: [Double] = []
  /// The station's anomalies, NaN where none could be made.
  public var stationAnomalies: [Double] = []
  /// For each aspect that some product of the run tells, the name of each pair's group; nil = unknown.
  public var groups: [SampleAspect: [String?]] = [:]

  /// No pairs.
  public init() {}

  /// The number of pairs.
  public var count: Int { times.count }
}
