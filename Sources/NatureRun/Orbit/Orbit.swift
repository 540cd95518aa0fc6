import Grids

/// The circular orbit of a satellite over a turning Earth: where it is below the satellite, and when.
///
/// With u the angle since the ascending node, i the inclination and N revolutions a day (METHODS §8):
/// sin φ = sin i · sin u and λ = λ_node + atan2(cos i · sin u, cos u) − u/N; from node to node λ steps back by 360°/N.
/// A satellite in step with the sun crosses the equator at one local solar time for ever; others drift.
public struct Orbit: Sendable, Hashable {
  /// The inclination in degrees, above 90 for orbits in step with the sun.
  public let inclination: Double
  /// Revolutions in 24 hours, from ascending node to ascending node.
  public let perDay: Double
  /// The local solar time of the ascending node at `epoch`, in hours.
  public let ascendingHour: Double
  /// How far that time moves in a day, in hours; 0 in step with the sun.
  public let hoursPerDay: Double
  /// The longitude of ascending node number 0 at `epoch`, in degrees east.
  public let longitude: Double

  /// The instant the nodes are counted from: 2002-01-01 00:00 UTC.
  public static let epoch: Int64 = 11_688 * UTC.day

  /// Creates an orbit; see the properties.
  public init(
    inclination: Double, perDay: Double, ascendingHour: Double, hoursPerDay: Double = 0, longitude: Double
  ) {
    precondition(perDay > 0 && inclination > 0 && inclination < 180, "a satellite goes round the Earth")
    self.inclination = inclination
    self.perDay = perDay
    self.ascendingHour = ascendingHour
    self.hoursPerDay = hoursPerDay
    self.longitude = longitude
  }

  /// The half of a revolution a place is seen from.
  public enum Node: String, Sendable, Hashable, CaseIterable {
    /// Northwards, u from −90° to 90°.
    case ascending
    /// Southwards, u from 90° to 270°.
    case descending

    /// The angle since the ascending node at which the half crosses the equator, in radians.
    var equator: Double { self == .ascending ? 0 : .pi }
  }

  /// Hours from node to node.
  public var period: Double { 24 / perDay }

  /// How far the Earth turns below the orbit's plane while the satellite moves by one radian, in radians.
  var turn: Double { (1 - hoursPerDay / 24) / perDay }

  /// Hours from `epoch` to the ascending node number `number`.
  func ascendingNode(_ number: Int) -> Double {
    ascendingHour - longitude / 15 + Double(number) * period
  }

  /// The longitude of an ascending node in degrees, any turn of the circle.
  func longitude(ofNode number: Int) -> Double {
    let hours = ascendingNode(number)
    return 15 * (ascendingHour + hoursPerDay * hours / 24 - hours)
  }

  /// The number of the last ascending node before an instant.
  func node(before instant: Int64) -> Int {
    let hours = Double(instant - Orbit.epoch) / Double(UTC.hour)
    return Int(((hours - ascendingNode(0)) / period).rounded(.down))
  }

  /// The instant at which the satellite has turned by `angle` (radians) since an ascending node.
  func instant(node: Int, angle: Double) -> Int64 {
    Orbit.epoch + Int64(((ascendingNode(node) + angle / (2 * .pi) * period) * Double(UTC.hour)).rounded())
  }

  /// One crossing of the equator.
  public struct Crossing: Sendable, Hashable {
    /// The instant in microseconds since 1970 UTC.
    public var time: Int64
    /// The longitude in degrees east, −180 ≤ λ < 180.
    public var longitude: Double
    /// The local solar time in hours, 0 ≤ h < 24.
    public var localSolarHour: Double
  }

  /// All crossings of the equator in a span of time, by half of the revolution, in the order of time.
  public func crossings(_ node: Node, in span: Range<Int64>) -> [Crossing] {
    guard !span.isEmpty else { return [] }
    return (self.node(before: span.lowerBound) - 1...self.node(before: span.upperBound) + 1).compactMap {
      number in
      let time = instant(node: number, angle: node.equator)
      guard span.contains(time) else { return nil }
      let turned = longitude(ofNode: number) + (node == .descending ? 180 - 180 * turn : 0)
      let east = turned - 360 * ((turned + 180) / 360).rounded(.down)
      let hours = Double(time - UTC.startOfDay(time)) / Double(UTC.hour) + east / 15
      return Crossing(
        time: time, longitude: east, localSolarHour: hours - 24 * (hours / 24).rounded(.down))
    }
  }
}
