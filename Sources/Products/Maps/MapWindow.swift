import Files
import Grids

/// The rows and columns of a product's grid that are read as maps, with their centres.
public struct MapWindow: Hashable, Sendable {
  /// The rows of the product's grid, in storage order.
  public let rows: Range<Int>
  /// The columns of the product's grid in the order of the map: from west to east where a box was asked for, so that
  /// it may pass the grid's seam; storage order otherwise.
  public let columns: [Int]
  /// The latitudes of the rows' centres, degrees north.
  public let latitudes: [Double]
  /// The longitudes of the columns' centres, degrees east in −180…180.
  public let longitudes: [Double]

  /// The number of cells.
  public var cells: Int { rows.count * columns.count }

  /// The whole of a grid, or the cells whose centres lie in a box.
  /// - Throws: `Failure` (data) for a grid without rows and columns of their own, (usage) for a box that holds no
  ///   centre of a cell.
  init(of geometry: CellGeometry, within box: GeographicBox?, path: String?) throws(Failure) {
    switch geometry {
    case .rectilinear, .ease2, .ease1, .regular: break
    case .curvilinear, .points:
      throw Failure(
        .data, "the cells have no common latitudes and longitudes: they cannot be read as maps", path: path,
        advice: "Give the `grid:` of the product, such as `grid: ease2-36km`, where it is one that is known")
    }
    let (height, width) = (geometry.rows, geometry.columns)
    let north = (0..<height).map { geometry.cell($0 * width).centre.latitude }
    let east = (0..<width).map { geometry.cell($0).centre.longitude }
    guard let box else {
      (rows, columns, latitudes, longitudes) = (0..<height, Array(0..<width), north, east)
      return
    }
    let inside = north.indices.filter { box.latitudes.contains(north[$0]) }
    let columns = east.indices.filter { box.offset(of: east[$0]) <= box.width }
      .sorted { (box.offset(of: east[$0]), $0) < (box.offset(of: east[$1]), $1) }
    guard let first = inside.first, let last = inside.last, !columns.isEmpty else {
      throw Failure(
        .usage,
        "no cell of the product has its centre in \(box.latitudes.lowerBound)–\(box.latitudes.upperBound)° N, "
          + "\(box.west)–\(box.east)° E", path: path)
    }
    rows = first..<last + 1
    self.columns = columns
    latitudes = Array(north[first...last])
    longitudes = columns.map { east[$0] }
  }
}
