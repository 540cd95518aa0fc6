public import Files

/// A global grid of square cells in degrees; row 0 ends at 90° N, column 0 begins at 180° W.
public struct RegularGrid: Hashable, Sendable {
  /// The side of a cell in degrees.
  public let degrees: Double
  /// The longitude of the first column's western edge, −180…180.
  public let west: Double
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int

  /// The grid with cells of so many degrees, whose first column begins at a longitude.
  /// - Throws: `Failure` (usage) where 180 is no whole multiple of them, there were more than 10⁹ cells, or the
  ///   longitude lies outside −180…180.
  public init(degrees: Double, west: Double = -180) throws(Failure) {
    guard abs(west) <= 180 else {
      throw Failure(.usage, "the first column of a grid cannot begin at \(west) degrees east")
    }
    self.west = west
    let count = (180 / degrees).rounded()
    guard degrees > 0, count >= 1, count <= 20_000, abs(count * degrees - 180) < 1e-6 else {
      throw Failure(
        .usage, "cells of \(degrees) degrees do not divide the globe evenly",
        advice: "Give a size that 180 is a multiple of, such as 0.25")
    }
    self.degrees = degrees
    rows = Int(count)
    columns = 2 * Int(count)
  }

  /// The cell that holds a point, its southern and western edge included; the north pole is in row 0.
  public func cell(containing point: GeographicPoint) -> (row: Int, column: Int)? {
    guard point.isValid else { return nil }
    var turn = point.longitude - west
    while turn >= 360 { turn -= 360 }
    while turn < 0 { turn += 360 }
    let east = RegularGrid.whole(turn * Double(columns) / 360)
    let north = RegularGrid.whole((point.latitude + 90) * Double(rows) / 180)
    return (max(0, rows - 1 - north), min(east, columns - 1))
  }

  /// The centre of a cell; the row and the column are on the grid (checked).
  public func centre(row: Int, column: Int) -> GeographicPoint {
    precondition((0..<rows).contains(row) && (0..<columns).contains(column), "the cell is on the grid")
    let longitude = (Double(column) + 0.5) * 360 / Double(columns) + west
    return GeographicPoint(
      latitude: 90 - (Double(row) + 0.5) * 180 / Double(rows),
      longitude: longitude >= 180 ? longitude - 360 : longitude)
  }

  /// Rounded down, but a number that is whole but for rounding is that whole number: 0.3 lies on an edge of 0.1.
  private static func whole(_ position: Double) -> Int {
    let nearest = position.rounded()
    return Int(abs(position - nearest) < 1e-9 ? nearest : position.rounded(.down))
  }
}
