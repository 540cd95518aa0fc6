/// The common samples of two products a and b at one station: what a fair comparison rests on.
///
/// One entry per instant at which all three have a value. For `A.R` the three are anomalies.
public struct PairedSamples: Sendable {
  /// The instants, µs since 1970 UTC, strictly increasing.
  public let times: [Int64]
  /// The values of product a, in the station's unit.
  public let a: [Double]
  /// The values of product b, in the station's unit.
  public let b: [Double]
  /// The values of the station that product a is held against.
  public let station: [Double]
  /// The values of the station that product b is held against: the same, unless b was matched at another hour.
  public let stationB: [Double]

  /// Gathers common samples.
  ///
  /// - Parameter stationB: the station's values for product b, where the products were matched with different ones.
  /// - Precondition: one length for all; times strictly increasing. Values are finite by the caller's promise.
  public init(times: [Int64], a: [Double], b: [Double], station: [Double], stationB: [Double]? = nil) {
    let stationB = stationB ?? station
    precondition(
      [a, b, station, stationB].allSatisfy { $0.count == times.count }, "every common sample has its values")
    self.stationB = stationB
    precondition(zip(times, times.dropFirst()).allSatisfy { $0 < $1 }, "instants increase")
    self.times = times
    self.a = a
    self.b = b
    self.station = station
  }

  /// The number of common samples.
  public var count: Int { times.count }

  /// The same samples with the products exchanged: every difference changes its sign and nothing else.
  public var swapped: PairedSamples {
    PairedSamples(times: times, a: b, b: a, station: stationB, stationB: station)
  }
}
