/// A box of the map between two parallels and two meridians, all four ends included.
public struct GeographicBox: Hashable, Sendable {
  /// Degrees north.
  public var latitudes: ClosedRange<Double>
  /// Degrees east of the western edge.
  public var west: Double
  /// Degrees east of the eastern edge; where it is less than `west` the box passes the date line.
  public var east: Double

  /// A box; the whole circle where `east` is `west` + 360 or more.
  public init(latitudes: ClosedRange<Double>, west: Double, east: Double) {
    self.latitudes = latitudes
    self.west = west
    self.east = east
  }

  /// How far east of the western edge a longitude lies, 0..<360.
  public func offset(of longitude: Double) -> Double {
    let offset = (longitude - west).truncatingRemainder(dividingBy: 360)
    return offset < 0 ? offset + 360 : offset
  }

  /// How wide the box is in degrees, at most 360.
  public var width: Double {
    if east - west >= 360 { return 360 }
    let span = offset(of: east)
    return span == 0 && east != west ? 360 : span
  }

  /// Whether a place lies in the box.
  public func contains(_ point: GeographicPoint) -> Bool {
    latitudes.contains(point.latitude) && offset(of: point.longitude) <= width
  }
}
