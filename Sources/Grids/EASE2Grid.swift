public import Files

#if canImport(Glibc)
  import Glibc
#endif

/// The global cylindrical EASE-Grid 2.0 at one of its resolutions, on the WGS 84 ellipsoid.
///
/// Row 0 is the northernmost, column 0 begins at 180° W. Source: Brodzik et al. 2012 (doi:10.3390/ijgi1010032),
/// true scale at 30°; forward and inverse as Snyder 1987 (USGS PP 1395), eqs. 3-12, 3-16, 10-14 to 10-16.
public struct EASE2Grid: Hashable, Sendable {
  /// The nominal size of a cell in kilometres: 36, 25, 9, 3 or 1.
  public let kilometres: Int
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The side of a cell in metres on the map.
  public let cellSize: Double

  private static let radius = 6_378_137.0
  private static let flattening = 1 / 298.257223563
  private static let e2 = flattening * (2 - flattening)
  private static let e = e2.squareRoot()
  /// The scale along parallels at the equator, for true scale at 30° (sin² 30° = ¼).
  private static let scale = (0.75 / (1 - e2 / 4)).squareRoot()
  private static let poleQ = authalicQ(1)

  /// The resolutions with their numbers of rows and columns, the coarsest first.
  public static let known: [(kilometres: Int, rows: Int, columns: Int)] = [
    (36, 406, 964), (25, 584, 1388), (9, 1624, 3856), (3, 4872, 11_568), (1, 14_616, 34_704),
  ]

  /// The grid of one resolution.
  /// - Throws: `Failure` (usage) for a resolution that has no global grid.
  public init(kilometres: Int) throws(Failure) {
    guard let found = EASE2Grid.known.first(where: { $0.kilometres == kilometres }) else {
      throw Failure(
        .usage, "there is no global EASE-Grid 2.0 of \(kilometres) km", advice: "There are 36, 25, 9, 3 and 1"
      )
    }
    self.kilometres = kilometres
    rows = found.rows
    columns = found.columns
    cellSize = 2 * Double.pi * EASE2Grid.radius * EASE2Grid.scale / Double(found.columns)
  }

  /// The cell that holds a point, its southern and western edge included; nil beyond the grid (about ±85.04°).
  public func cell(containing point: GeographicPoint) -> (row: Int, column: Int)? {
    guard point.isValid else { return nil }
    let map = EASE2Grid.forward(point)
    // Counted from the middle, so that the equator and the prime meridian are edges exactly.
    let column = (map.x / cellSize + Double(columns) / 2).rounded(.down)
    let fromSouth = (map.y / cellSize + Double(rows) / 2).rounded(.down)
    guard fromSouth >= 0, fromSouth < Double(rows) else { return nil }
    return (rows - 1 - Int(fromSouth), min(max(Int(column), 0), columns - 1))
  }

  /// The centre of a cell; the row and the column are on the grid (checked).
  public func centre(row: Int, column: Int) -> GeographicPoint {
    precondition((0..<rows).contains(row) && (0..<columns).contains(column), "the cell is on the grid")
    let x = (Double(column) + 0.5 - Double(columns) / 2) * cellSize
    let y = (Double(rows) / 2 - Double(row) - 0.5) * cellSize
    return EASE2Grid.inverse(x: x, y: y)
  }

  /// Map metres east and north of a place; the longitude is taken into −180…180 (180 itself is −180).
  public static func forward(_ point: GeographicPoint) -> (x: Double, y: Double) {
    var longitude = point.longitude
    if longitude >= 180 { longitude -= 360 }
    if longitude < -180 { longitude += 360 }
    let x = radius * scale * longitude * .pi / 180
    return (x, radius * authalicQ(sin(point.latitude * .pi / 180)) / (2 * scale))
  }

  /// The place at map metres; beyond a pole it is the pole.
  public static func inverse(x: Double, y: Double) -> GeographicPoint {
    let q = 2 * y * scale / radius
    let beta = asin(min(1, max(-1, q / poleQ)))
    // The series is good to 1e-9; one Newton step on q(φ) brings it to rounding.
    var phi =
      beta + (e2 / 3 + 31 * e2 * e2 / 180 + 517 * e2 * e2 * e2 / 5040) * sin(2 * beta)
      + (23 * e2 * e2 / 360 + 251 * e2 * e2 * e2 / 3780) * sin(4 * beta)
      + 761 * e2 * e2 * e2 / 45_360 * sin(6 * beta)
    let sine = sin(phi)
    let slope = 2 * (1 - e2) * cos(phi) / ((1 - e2 * sine * sine) * (1 - e2 * sine * sine))
    if slope > 1e-6 { phi += (q - authalicQ(sine)) / slope }
    return GeographicPoint(latitude: phi * 180 / .pi, longitude: x / (radius * scale) * 180 / .pi)
  }

  /// The quantity q of Snyder's equation 3-12 for the sine of a latitude.
  private static func authalicQ(_ sine: Double) -> Double {
    let logarithm = log((1 - e * sine) / (1 + e * sine))
    return (1 - e2) * (sine / (1 - e2 * sine * sine) - logarithm / (2 * e))
  }
}
