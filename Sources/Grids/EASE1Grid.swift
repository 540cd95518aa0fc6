#if canImport(Glibc)
  import Glibc
#endif

/// The first, "original" global EASE-Grid: cylindrical equal-area on a sphere of 6371.228 km, true scale at 30°.
///
/// Row 0 is the northernmost, column 0 the westernmost. Source: Brodzik and Knowles 2002 (EASE-Grid: a versatile set
/// of equal-area projections and grids), NSIDC's grid parameter definitions `Ml` and `Mh`: column r and row s of the
/// low-resolution grid are r = 691 + (R/C) λ cos 30° and s = 292.5 − (R/C) sin φ / cos 30°, whole numbers at centres.
public struct EASE1Grid: Hashable, Sendable {
  /// The grids with their nominal size of a cell in kilometres.
  public enum Resolution: String, CaseIterable, Hashable, Sendable {
    /// `Ml`, 586 rows of 1383 columns.
    case low = "25"
    /// `Mh`, 1171 rows of 2766 columns; its centres include those of `Ml`.
    case high = "12.5"
  }

  /// Which of the grids.
  public let resolution: Resolution
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The side of a cell in metres on the map.
  public let cellSize: Double
  /// The column and the row, counted from 0, whose centre would lie at 0° E and 0° N.
  private let origin: (column: Double, row: Double)

  private static let radius = 6_371_228.0
  /// cos 30°, the scale along parallels at the equator.
  private static let scale = 0.75.squareRoot()

  /// One of the two grids.
  public init(_ resolution: Resolution) {
    self.resolution = resolution
    switch resolution {
    case .low: (rows, columns, cellSize, origin) = (586, 1383, 25_067.525, (691, 292.5))
    case .high: (rows, columns, cellSize, origin) = (1171, 2766, 12_533.7625, (1382, 585))
    }
  }

  /// The cell that holds a point, its southern and western edge included; nil beyond the grid (about ±86.72°).
  public func cell(containing point: GeographicPoint) -> (row: Int, column: Int)? {
    guard point.isValid else { return nil }
    let map = EASE1Grid.forward(point)
    let turn = 2 * Double.pi * EASE1Grid.radius * EASE1Grid.scale / cellSize
    // Counted from the edges, so that the equator and the prime meridian fall on them exactly where they are edges.
    var east = map.x / cellSize + origin.column + 0.5
    // The last column of `Mh` is centred on 180°; the columns miss a whole turn by less than a metre.
    if east < -1e-3 { east += turn }
    let fromSouth = (map.y / cellSize + Double(rows - 1) - origin.row + 0.5).rounded(.down)
    guard fromSouth >= 0, fromSouth < Double(rows) else { return nil }
    return (rows - 1 - Int(fromSouth), min(max(Int(east.rounded(.down)), 0), columns - 1))
  }

  /// The centre of a cell; the row and the column are on the grid (checked).
  public func centre(row: Int, column: Int) -> GeographicPoint {
    precondition((0..<rows).contains(row) && (0..<columns).contains(column), "the cell is on the grid")
    return EASE1Grid.inverse(
      x: (Double(column) - origin.column) * cellSize, y: (origin.row - Double(row)) * cellSize)
  }

  /// Map metres east and north of a place; the longitude is taken into −180…180 (180 itself is −180).
  public static func forward(_ point: GeographicPoint) -> (x: Double, y: Double) {
    var longitude = point.longitude
    if longitude >= 180 { longitude -= 360 }
    if longitude < -180 { longitude += 360 }
    return (
      radius * scale * longitude * .pi / 180, radius * sin(point.latitude * .pi / 180) / scale
    )
  }

  /// The place at map metres; beyond a pole it is the pole.
  public static func inverse(x: Double, y: Double) -> GeographicPoint {
    GeographicPoint(
      latitude: asin(min(1, max(-1, y * scale / radius))) * 180 / .pi,
      longitude: x / (radius * scale) * 180 / .pi)
  }

  /// Grids are told apart by their resolution alone.
  public static func == (left: EASE1Grid, right: EASE1Grid) -> Bool { left.resolution == right.resolution }

  /// Grids are told apart by their resolution alone.
  public func hash(into hasher: inout Hasher) { hasher.combine(resolution) }
}
