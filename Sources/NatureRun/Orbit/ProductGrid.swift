public import Files
import Grids

/// The cells of a product's maps over a region: rows of one latitude from north to south, columns of one longitude
/// from west to east, cut out of a global grid.
public struct ProductGrid: Sendable, Hashable {
  /// The global grid.
  public enum Lattice: Sendable, Hashable {
    /// Squares of so many degrees, from 90° N and 180° W.
    case degrees(Double)
    /// The cylindrical EASE-Grid 2.0 of so many kilometres.
    case ease2(kilometres: Int)
  }

  /// The global grid the cells are of.
  public let lattice: Lattice
  /// The latitudes of the rows' centres.
  public let latitudes: [Double]
  /// The longitudes of the columns' centres.
  public let longitudes: [Double]
  /// The global row of the first row, and the global column of the first column.
  public let first: (row: Int, column: Int)
  /// The rows and columns of the global grid.
  public let whole: (rows: Int, columns: Int)

  /// The cells of a global grid whose centres lie in a region.
  /// - Throws: `Failure` (usage) where the global grid does not exist or none of its centres lies there.
  public init(_ lattice: Lattice, within region: FineGrid) throws(Failure) {
    self.lattice = lattice
    let place: (Int, Int) -> GeographicPoint
    switch lattice {
    case .degrees(let degrees):
      let grid = try RegularGrid(degrees: degrees)
      whole = (grid.rows, grid.columns)
      place = { grid.centre(row: $0, column: $1) }
    case .ease2(let kilometres):
      let grid = try EASE2Grid(kilometres: kilometres)
      whole = (grid.rows, grid.columns)
      place = { grid.centre(row: $0, column: $1) }
    }
    let rows = (0..<whole.rows).filter {
      let latitude = place($0, 0).latitude
      return latitude < region.north && latitude > region.south
    }
    let columns = (0..<whole.columns).filter {
      let longitude = place(0, $0).longitude
      return longitude < region.east && longitude > region.west
    }
    guard let row = rows.first, let column = columns.first else {
      throw Failure(.usage, "the region is smaller than a cell of the product's grid")
    }
    first = (row, column)
    latitudes = rows.map { place($0, 0).latitude }
    longitudes = columns.map { place(0, $0).longitude }
  }

  /// The number of rows.
  public var rows: Int { latitudes.count }
  /// The number of columns.
  public var columns: Int { longitudes.count }
  /// The number of cells.
  public var count: Int { rows * columns }

  /// Whether both are the same cells of the same global grid.
  public static func == (a: ProductGrid, b: ProductGrid) -> Bool {
    a.lattice == b.lattice && a.first == b.first && a.rows == b.rows && a.columns == b.columns
  }

  /// Feeds the global grid and the cut into a hash.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(lattice)
    hasher.combine(first.row)
    hasher.combine(first.column)
    hasher.combine(rows)
    hasher.combine(columns)
  }
}
