internal import Grids

/// The cells of a grid or list inside a box, by rows and columns where those have one latitude and longitude each.
///
/// So that a global grid of hundreds of millions of cells is thinned without looking at each.
struct CellCandidates {
  private enum Content {
    /// Rows and columns of a map of so many columns.
    case map(rows: [Int], columns: [Int], width: Int)
    /// Positions in a list, or on a map of so many columns whose cells lie anywhere.
    case list([Int], width: Int)
  }
  private var content: Content
  /// How many cells lie outside the box.
  let outside: Int

  /// - Parameters:
  ///   - geometry: where the cells of maps are; nil of a list of places.
  ///   - count: the number of all cells.
  ///   - box: what holds the cells' centres; nil = everything.
  ///   - point: the centre of the cell at a position; nil where it has none, which counts as inside.
  init(
    geometry: CellGeometry?, count: Int, box: Experiment.Region?, point: (Int) -> GeographicPoint?
  ) {
    func isInside(_ point: GeographicPoint?) -> Bool {
      guard let box, let point else { return true }
      return box.contains(point)
    }
    switch geometry {
    case .rectilinear, .ease2, .ease1, .regular:
      let (rows, width) = (geometry?.rows ?? 0, geometry?.columns ?? 0)
      guard rows > 0, width > 0 else { fallthrough }
      let inRows = (0..<rows).filter { row in
        guard let box, let point = point(row * width) else { return true }
        return box.latitudes.contains(point.latitude)
      }
      let inColumns = (0..<width).filter { column in
        guard let box, let point = point(column) else { return true }
        return box.contains(GeographicPoint(latitude: box.latitudes.lowerBound, longitude: point.longitude))
      }
      content = .map(rows: inRows, columns: inColumns, width: width)
      outside = count - inRows.count * inColumns.count
    case .curvilinear, .points, nil:
      let inside = (0..<count).filter { isInside(point($0)) }
      content = .list(inside, width: max(1, geometry?.rows == 1 ? 1 : geometry?.columns ?? 1))
      outside = count - inside.count
    }
  }

  /// How many cells are left.
  var count: Int {
    switch content {
    case .map(let rows, let columns, _): rows.count * columns.count
    case .list(let list, _): list.count
    }
  }

  /// The positions of the cells that are left, ascending.
  var indices: [Int] {
    switch content {
    case .map(let rows, let columns, let width): rows.flatMap { row in columns.map { row * width + $0 } }
    case .list(let list, _): list
    }
  }

  /// Keeps every nth row and column of a map, every nth place of a list: the middle one of each n.
  mutating func thin(by step: Int) {
    let first = (step - 1) / 2
    func fits(_ position: Int) -> Bool { position % step == first }
    switch content {
    case .map(let rows, let columns, let width):
      content = .map(rows: rows.filter(fits), columns: columns.filter(fits), width: width)
    case .list(let list, let width):
      let kept = list.filter { width == 1 ? fits($0) : fits($0 / width) && fits($0 % width) }
      content = .list(kept, width: width)
    }
  }

  /// Keeps every nth row and column with the smallest n that leaves at most so many cells.
  mutating func thin(toAtMost limit: Int) {
    let whole = self
    var step = 1
    while count > limit {
      step += 1
      self = whole
      // Counted from the first one inside, so that a small box keeps some.
      switch content {
      case .map(let rows, let columns, let width):
        content = .map(
          rows: CellCandidates.every(step, of: rows), columns: CellCandidates.every(step, of: columns),
          width: width)
      case .list(let list, let width):
        content = .list(CellCandidates.every(step, of: list), width: width)
      }
    }
  }

  private static func every(_ step: Int, of positions: [Int]) -> [Int] {
    stride(from: (step - 1) / 2, to: positions.count, by: step).map { positions[$0] }
  }
}
