#if canImport(Glibc)
  import Glibc
#endif

/// A place on the sphere in degrees north and east.
public struct GeographicPoint: Hashable, Sendable {
  /// Degrees north, −90…90.
  public var latitude: Double
  /// Degrees east; any turn of the circle is accepted.
  public var longitude: Double

  /// The sphere's radius in kilometres, as the reference pairs were made (FORMATS §3).
  public static let earthRadius = 6371.0

  /// Creates a point from named degrees, so that the two cannot be exchanged.
  public init(latitude: Double, longitude: Double) {
    self.latitude = latitude
    self.longitude = longitude
  }

  /// Whether the latitude lies in −90…90 and the longitude is finite and in −360…360.
  public var isValid: Bool {
    latitude.isFinite && longitude.isFinite && abs(latitude) <= 90 && abs(longitude) <= 360
  }

  /// The great-circle distance in kilometres by the haversine formula, R = 6371 km.
  public func distance(to other: GeographicPoint) -> Double {
    let radians = Double.pi / 180
    let halfLatitude = sin((other.latitude - latitude) * radians / 2)
    let halfLongitude = sin((other.longitude - longitude) * radians / 2)
    let chord =
      halfLatitude * halfLatitude
      + cos(latitude * radians) * cos(other.latitude * radians) * halfLongitude * halfLongitude
    return 2 * GeographicPoint.earthRadius * asin(min(1, chord.squareRoot()))
  }

  /// How many degrees of longitude an arc of so many degrees can span between two latitudes; 180 where it may
  /// reach round a pole.
  static func widestLongitude(of degrees: Double, at first: Double, and second: Double) -> Double {
    let radians = Double.pi / 180
    let cosines = cos(first * radians) * cos(second * radians)
    let half = sin(degrees * radians / 2)
    // From the haversine formula with the difference in latitude left out.
    guard cosines > 0, half * half < cosines, degrees < 90 else { return 180 }
    return 2 * asin((half * half / cosines).squareRoot()) / radians + 1e-6
  }
}
