public import Grids

/// The pairs of one product at one sensor.
///
/// All arrays have one element a pair, in product time. Anomalies are NaN where none could be made.
public struct MatchUps: Hashable, Sendable {
  /// The product's time, microseconds UTC.
  public var times: [Int64] = []
  /// The station sample's time, microseconds UTC.
  public var stationTimes: [Int64] = []
  /// The product's value, m³ m⁻³.
  public var product: [Double] = []
  /// The station's value, m³ m⁻³.
  public var station: [Double] = []
  /// The product's anomaly, m³ m⁻³.
  public var productAnomalies: [Double] = []
  /// The station's anomaly, m³ m⁻³.
  public var stationAnomalies: [Double] = []
  /// For each aspect the product tells apart, the code of every pair's product value (`SampleGroups.code`).
  public var groups: [SampleAspect: [UInt8]] = [:]

  /// No pairs.
  public init() {}

  /// The calendar years (UTC) from the first pair to the last; `nil` without pairs.
  var years: ClosedRange<Int>? {
    guard let first = times.first, let last = times.last else { return nil }
    return UTC.components(first).year...UTC.components(last).year
  }

  /// The number of pairs.
  public var count: Int { times.count }

  /// The pairs at the given positions, in their order.
  public func picking(_ positions: [Int]) -> MatchUps {
    var picked = MatchUps()
    picked.times = positions.map { times[$0] }
    picked.stationTimes = positions.map { stationTimes[$0] }
    picked.product = positions.map { product[$0] }
    picked.station = positions.map { station[$0] }
    picked.productAnomalies = positions.map { productAnomalies[$0] }
    picked.stationAnomalies = positions.map { stationAnomalies[$0] }
    picked.groups = groups.mapValues { codes in positions.map { codes[$0] } }
    return picked
  }
}
