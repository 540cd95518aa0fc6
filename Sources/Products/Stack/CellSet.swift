import Files
import Grids
import Synchronization

/// The cells whose series are wanted, with their grouping by stored tiles.
///
/// Safe to share between threads; the grouping is made once for every shape of tiles.
final class CellSet: Sendable {
  /// A stored tile as far as it is wanted.
  struct Tile: Sendable {
    var rows: Range<Int>
    var columns: Range<Int>
    /// The wanted cells in it, as positions in the set.
    var members: [Int32]
  }

  let cells: [CellGeometry.Cell]
  /// The position of each cell on the map, `row × columns + column`.
  let flat: [Int]
  private let known = Mutex<[TileShape: [Tile]]>([:])

  init(_ cells: [CellGeometry.Cell], flat: [Int]) {
    self.cells = cells
    self.flat = flat
  }

  var count: Int { cells.count }

  /// The tiles that hold wanted cells, in storage order, each cut down to the rectangle around its cells.
  func tiles(_ shape: TileShape) -> [Tile] {
    if let known = known.withLock({ $0[shape] }) { return known }
    let order = CellSet.order(cells, by: shape)
    var tiles: [Tile] = []
    var last: (row: Int, column: Int)?
    for position in order {
      let cell = cells[position]
      let place = (row: cell.row / shape.rows, column: cell.column / shape.columns)
      if let last, last == place {
        tiles[tiles.count - 1].add(cell, Int32(position))
      } else {
        tiles.append(
          Tile(
            rows: cell.row..<cell.row + 1, columns: cell.column..<cell.column + 1, members: [Int32(position)])
        )
      }
      last = place
    }
    let made = tiles
    known.withLock { $0[shape] = made }
    return made
  }

  /// The positions of cells, tile by tile, and by row and column within a tile.
  static func order(_ cells: [CellGeometry.Cell], by shape: TileShape) -> [Int] {
    cells.indices.sorted {
      let (a, b) = (cells[$0], cells[$1])
      return (a.row / shape.rows, a.column / shape.columns, a.row, a.column)
        < (b.row / shape.rows, b.column / shape.columns, b.row, b.column)
    }
  }
}

extension CellSet.Tile {
  /// Widens the rectangle to hold a cell.
  mutating func add(_ cell: CellGeometry.Cell, _ position: Int32) {
    rows = min(rows.lowerBound, cell.row)..<max(rows.upperBound, cell.row + 1)
    columns = min(columns.lowerBound, cell.column)..<max(columns.upperBound, cell.column + 1)
    members.append(position)
  }

  /// The tile cut in two along its longer side; nil where it is a single cell.
  func halves(_ cells: [CellGeometry.Cell]) -> [CellSet.Tile]? {
    guard rows.count > 1 || columns.count > 1 else { return nil }
    let byRow = rows.count >= columns.count
    let middle =
      byRow ? (rows.lowerBound + rows.upperBound) / 2 : (columns.lowerBound + columns.upperBound) / 2
    var parts: [CellSet.Tile?] = [nil, nil]
    for member in members {
      let cell = cells[Int(member)]
      let side = (byRow ? cell.row : cell.column) < middle ? 0 : 1
      if parts[side] == nil {
        parts[side] = CellSet.Tile(
          rows: cell.row..<cell.row + 1, columns: cell.column..<cell.column + 1, members: [member])
      } else {
        parts[side]?.add(cell, member)
      }
    }
    return parts.compactMap { $0 }
  }
}
