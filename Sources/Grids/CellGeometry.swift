/// Where the cells of a product's maps lie: which cell holds a point, where its centre is, which are near.
public enum CellGeometry: Sendable {
  /// Rows of equal latitude and columns of equal longitude.
  case rectilinear(latitudes: GridAxis, longitudes: GridAxis)
  /// A latitude and a longitude for every cell of a map of so many columns.
  case curvilinear(GridPoints, columns: Int)
  /// A list of places.
  case points(GridPoints)
  /// An EASE-Grid 2.0 by row and column.
  case ease2(EASE2Grid)
  /// A first EASE-Grid by row and column.
  case ease1(EASE1Grid)
  /// A global grid in degrees by row and column.
  case regular(RegularGrid)

  /// A cell by row and column in storage order, counted from 0.
  public struct Cell: Hashable, Sendable {
    /// The row; 0 for lists of places.
    public var row: Int
    /// The column; the position in a list of places.
    public var column: Int
    /// The centre, the longitude in −180…180.
    public var centre: GeographicPoint

    /// Creates a cell.
    public init(row: Int, column: Int, centre: GeographicPoint) {
      self.row = row
      self.column = column
      self.centre = centre
    }
  }

  /// The number of rows; 1 for lists of places.
  public var rows: Int {
    switch self {
    case .rectilinear(let latitudes, _): latitudes.count
    case .curvilinear(let points, let columns): columns == 0 ? 0 : points.count / columns
    case .points: 1
    case .ease2(let grid): grid.rows
    case .ease1(let grid): grid.rows
    case .regular(let grid): grid.rows
    }
  }

  /// The number of columns.
  public var columns: Int {
    switch self {
    case .rectilinear(_, let longitudes): longitudes.count
    case .curvilinear(_, let columns): columns
    case .points(let points): points.count
    case .ease2(let grid): grid.columns
    case .ease1(let grid): grid.columns
    case .regular(let grid): grid.columns
    }
  }

  /// The cell that holds a point, where its centre is at most `km` away (great circle, R = 6371 km).
  ///
  /// A cell owns its southern and western edge, whatever the storage order. Where cells have no edges
  /// (curvilinear grids and lists of places) it is the nearest one.
  public func cell(at point: GeographicPoint, within km: Double) -> Cell? {
    switch self {
    case .curvilinear(let points, _), .points(let points):
      return points.index.nearest(to: point, within: km).map(listed)
    case .rectilinear, .ease2, .ease1, .regular:
      guard let flat = flatCell(containing: point) else { return nil }
      let cell = self.cell(flat)
      return point.distance(to: cell.centre) <= km ? cell : nil
    }
  }

  /// The position `row × columns + column` of the cell that holds a point; nil outside, and for cells without edges.
  public func flatCell(containing point: GeographicPoint) -> Int? {
    guard point.isValid else { return nil }
    let found: (row: Int, column: Int)?
    switch self {
    case .rectilinear(let latitudes, let longitudes):
      guard let row = latitudes.position(of: point.latitude, isLongitude: false),
        let column = longitudes.position(of: point.longitude, isLongitude: true)
      else { return nil }
      found = (row, column)
    case .ease2(let grid): found = grid.cell(containing: point)
    case .ease1(let grid): found = grid.cell(containing: point)
    case .regular(let grid): found = grid.cell(containing: point)
    case .curvilinear, .points: found = nil
    }
    return found.map { $0.row * columns + $0.column }
  }

  /// The cells at most `km` from a point, at most `limit` of them: the one that holds it first, then by distance.
  ///
  /// Cells at equal distance come from south to north, then from west to east, whatever the storage order.
  public func cells(near point: GeographicPoint, within km: Double, limit: Int) -> [Cell] {
    guard point.isValid, km >= 0, limit > 0 else { return [] }
    let candidates: [Cell]
    switch self {
    case .curvilinear(let points, _), .points(let points):
      return points.index.all(near: point, within: km).prefix(limit).map(listed)
    case .rectilinear, .ease2, .ease1, .regular: candidates = box(around: point, km: km)
    }
    let first = cell(at: point, within: km)
    let others = candidates.filter { $0 != first }
      .map { (cell: $0, distance: point.distance(to: $0.centre)) }.filter { $0.distance <= km }
      .sorted {
        ($0.distance, $0.cell.centre.latitude, $0.cell.centre.longitude)
          < ($1.distance, $1.cell.centre.latitude, $1.cell.centre.longitude)
      }
    return Array(((first.map { [$0] } ?? []) + others.map(\.cell)).prefix(limit))
  }

  /// The cell at a position `row × columns + column`, which is on the grid (checked).
  public func cell(_ flat: Int) -> Cell {
    let (row, column) = (flat / columns, flat % columns)
    switch self {
    case .rectilinear(let latitudes, let longitudes):
      return Cell(
        row: row, column: column,
        centre: GeographicPoint(latitude: latitudes.centres[row], longitude: longitudes.centres[column]))
    case .ease2(let grid):
      return Cell(row: row, column: column, centre: grid.centre(row: row, column: column))
    case .ease1(let grid):
      return Cell(row: row, column: column, centre: grid.centre(row: row, column: column))
    case .regular(let grid):
      return Cell(row: row, column: column, centre: grid.centre(row: row, column: column))
    case .curvilinear(let points, _), .points(let points):
      return Cell(row: row, column: column, centre: points.places[flat])
    }
  }

  private func listed(_ position: Int) -> Cell {
    guard case .curvilinear(let points, _) = self else {
      guard case .points(let points) = self else {
        preconditionFailure("only listed cells are found by index")
      }
      return cell(points.positions[position])
    }
    return cell(points.positions[position])
  }

  /// The cells whose centres may lie within `km`: some rows, cut by longitude where that is safe.
  private func box(around point: GeographicPoint, km: Double) -> [Cell] {
    let degrees = km / GeographicPoint.earthRadius * 180 / .pi + 1e-6
    let near = rows(from: point.latitude - degrees, to: point.latitude + degrees)
    let reach =
      [near.first, near.last].compactMap { $0 }.map {
        GeographicPoint.widestLongitude(of: degrees, at: centreLatitude($0), and: point.latitude)
      }.max() ?? 0
    let within = (0..<columns).filter { column in
      if reach >= 180 { return true }
      let turn = abs(centreLongitude(column) - point.longitude).truncatingRemainder(dividingBy: 360)
      return min(turn, 360 - turn) <= reach
    }
    return near.flatMap { row in within.map { cell(row * columns + $0) } }
  }

  /// The rows whose centres lie between two latitudes; rows run one way, so their ends are found by halving.
  private func rows(from south: Double, to north: Double) -> Range<Int> {
    let count = rows
    func first(where isBeyond: (Double) -> Bool) -> Int {
      var (low, high) = (0, count)
      while low < high {
        let middle = (low + high) / 2
        if isBeyond(centreLatitude(middle)) { high = middle } else { low = middle + 1 }
      }
      return low
    }
    if count > 0, centreLatitude(0) > centreLatitude(count - 1) {
      let start = first { $0 <= north }
      return start..<max(start, first { $0 < south })
    }
    let start = first { $0 >= south }
    return start..<max(start, first { $0 > north })
  }

  private func centreLatitude(_ row: Int) -> Double {
    switch self {
    case .rectilinear(let latitudes, _): latitudes.centres[row]
    case .ease2(let grid): grid.centre(row: row, column: 0).latitude
    case .ease1(let grid): grid.centre(row: row, column: 0).latitude
    case .regular(let grid): grid.centre(row: row, column: 0).latitude
    case .curvilinear, .points: .nan
    }
  }

  private func centreLongitude(_ column: Int) -> Double {
    switch self {
    case .rectilinear(_, let longitudes): longitudes.centres[column]
    case .ease1(let grid): grid.centre(row: 0, column: column).longitude
    case .regular(let grid): grid.centre(row: 0, column: column).longitude
    default: (Double(column) + 0.5) * 360 / Double(columns) - 180
    }
  }
}

/// Places of cells in storage order, with those missing that have no coordinates.
public struct GridPoints: Sendable {
  /// The places in storage order; NaN where there is none.
  public let places: [GeographicPoint]
  /// The storage positions of those that are there.
  let positions: [Int]
  let index: NearestIndex

  /// Prepares the search among places; those that are not valid are no cells.
  public init(_ places: [GeographicPoint]) {
    self.places = places
    positions = places.indices.filter { places[$0].isValid }
    let places = places
    index = NearestIndex(positions.map { places[$0] })
  }

  /// The number of places, missing ones included.
  public var count: Int { places.count }
  /// Whether no place is missing.
  public var isComplete: Bool { positions.count == places.count }
}
