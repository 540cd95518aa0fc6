public import Files

/// The cells of the nature run: squares of 0.05°, row 0 the northernmost, every 5 × 5 of them one cell of 0.25°.
///
/// A window of the region has smaller ones (`refined(rows:columns:)`).
public struct FineGrid: Sendable, Hashable {
  /// The longitude of the western edge, in degrees east.
  public let west: Double
  /// The latitude of the northern edge, in degrees north.
  public let north: Double
  /// The number of rows, a multiple of 5.
  public let rows: Int
  /// The number of columns, a multiple of 5.
  public let columns: Int

  /// The number of these cells in a degree: `perDegree`, in a window five times that.
  public let cellsPerDegree: Int

  /// Cells of a region in a degree.
  public static let perDegree = 20
  /// The side of a region's cell in degrees.
  public static let degrees = 1 / Double(perDegree)

  /// The grid between four edges in degrees.
  /// - Throws: `Failure` (usage) where an edge is no multiple of 0.25°, the region is empty, larger than 60° in one
  ///   direction or leaves 180° W…180° E, 66° S…66° N (where the sun rises every day).
  public init(west: Double, east: Double, south: Double, north: Double) throws(Failure) {
    for edge in [west, east, south, north] where edge * 4 != (edge * 4).rounded() {
      throw Failure(.usage, "the edge \(edge) of the region is no multiple of 0.25 degrees")
    }
    guard west >= -180, east <= 180, south >= -66, north <= 66 else {
      throw Failure(.usage, "the region must lie within 180 W…180 E and 66 S…66 N")
    }
    guard east > west, north > south, east - west <= 60, north - south <= 60 else {
      throw Failure(.usage, "the region must be larger than nothing and at most 60 degrees wide and high")
    }
    self.west = west
    self.north = north
    rows = Int((north - south) * Double(FineGrid.perDegree))
    columns = Int((east - west) * Double(FineGrid.perDegree))
    cellsPerDegree = FineGrid.perDegree
  }

  private init(west: Double, north: Double, rows: Int, columns: Int, cellsPerDegree: Int) {
    self.west = west
    self.north = north
    self.rows = rows
    self.columns = columns
    self.cellsPerDegree = cellsPerDegree
  }

  /// The cells of a fifth of the side within some rows and columns.
  /// - Precondition: the rows and columns are the grid's.
  func refined(rows: Range<Int>, columns: Range<Int>) -> FineGrid {
    precondition(rows.upperBound <= self.rows && columns.upperBound <= self.columns, "a part of the grid")
    let factor = BlockRefinement.factor
    return FineGrid(
      west: west + Double(columns.lowerBound) / Double(cellsPerDegree),
      north: north - Double(rows.lowerBound) / Double(cellsPerDegree), rows: rows.count * factor,
      columns: columns.count * factor, cellsPerDegree: cellsPerDegree * factor)
  }

  /// The row and column of this grid's cell in the north-western corner of a window.
  func origin(of window: FineGrid) -> (row: Int, column: Int) {
    (
      Int(((north - window.north) * Double(cellsPerDegree)).rounded()),
      Int(((window.west - west) * Double(cellsPerDegree)).rounded())
    )
  }

  /// The number of cells.
  public var count: Int { rows * columns }

  /// The latitude of a row's centres in degrees north.
  public func latitude(row: Int) -> Double { north - (Double(row) + 0.5) / Double(cellsPerDegree) }

  /// The longitude of a column's centres in degrees east.
  public func longitude(column: Int) -> Double { west + (Double(column) + 0.5) / Double(cellsPerDegree) }

  /// The row and column of the cell that holds a point, its southern and western edge included; nil outside.
  public func cell(latitude: Double, longitude: Double) -> (row: Int, column: Int)? {
    let row = rows - 1 - Int(((latitude - south) * Double(cellsPerDegree)).rounded(.down))
    let column = Int(((longitude - west) * Double(cellsPerDegree)).rounded(.down))
    return (0..<rows).contains(row) && (0..<columns).contains(column) ? (row, column) : nil
  }

  /// The longitude of the eastern edge, in degrees east.
  public var east: Double { west + Double(columns) / Double(cellsPerDegree) }
  /// The latitude of the southern edge, in degrees north.
  public var south: Double { north - Double(rows) / Double(cellsPerDegree) }
}
