public import Files

#if canImport(Glibc)
  import Glibc
#endif

/// Maps brought from one grid of rows and columns to another by the area of the overlap.
///
/// A cell of the new grid is the mean of the old cells weighted by the area on the sphere that they share with it. Cells
/// of both grids reach to the middle between neighbouring centres. Old cells without a value are left out of the mean;
/// where less than `leastShare` of the new cell's area lies on old cells with a value there is none. So the sum of value
/// times area is kept wherever the old map has values everywhere.
///
/// Both edges of a cell are parallels and meridians: weights are products of a row's and a column's share.
public struct AreaOverlap: Sendable {
  /// The rows and columns of the new grid.
  public let rows: Int
  /// The columns of the new grid.
  public let columns: Int
  /// The least share of a cell's area with values, 0…1.
  public let leastShare: Double

  private let oldColumns: Int
  private let oldCells: Int
  private let rowParts: [[Part]]
  private let columnParts: [[Part]]
  /// The areas of the new rows and columns, in the measure of the parts.
  private let heights: [Double]
  private let widths: [Double]

  /// An old row or column with the measure of what it shares with a new one.
  private struct Part: Sendable {
    let index: Int
    let share: Double
  }

  /// Prepares the weights.
  ///
  /// - Parameters:
  ///   - from: the centres of the old grid's rows and columns, degrees, in storage order.
  ///   - to: the centres of the new grid's.
  ///   - leastShare: the least share of a cell's area with values: 0.5 keeps what is at least half known.
  ///   - Throws: `Failure` (data) where centres are not strictly monotonic or not on the globe, (usage) where a share is
  ///     not within 0…1.
  public init(
    from old: (latitudes: [Double], longitudes: [Double]),
    to new: (latitudes: [Double], longitudes: [Double]),
    leastShare: Double = 0.5
  ) throws(Failure) {
    guard (0...1).contains(leastShare) else {
      throw Failure(.usage, "\(leastShare) is no share of a cell's area, 0 to 1")
    }
    func sides(_ grid: (latitudes: [Double], longitudes: [Double])) throws(Failure) -> (GridAxis, GridAxis) {
      // A single row or column is as wide as the cells are the other way.
      func spacing(_ values: [Double]) -> Double? { values.count > 1 ? abs(values[1] - values[0]) : nil }
      return (
        try GridAxis(latitudes: grid.latitudes, spacing: spacing(grid.longitudes)),
        try GridAxis(longitudes: grid.longitudes, spacing: spacing(grid.latitudes))
      )
    }
    let (north, east) = try sides(old)
    let (newNorth, newEast) = try sides(new)
    self.leastShare = leastShare
    rows = newNorth.count
    columns = newEast.count
    oldColumns = east.count
    oldCells = north.count * east.count
    func height(_ south: Double, _ north: Double) -> Double {
      sin(north * .pi / 180) - sin(south * .pi / 180)
    }
    func width(_ west: Double, _ east: Double) -> Double { east - west }
    rowParts = AreaOverlap.parts(of: newNorth, over: north, turn: nil, measure: height)
    columnParts = AreaOverlap.parts(of: newEast, over: east, turn: 360, measure: width)
    heights = (0..<rows).map { newNorth.interval($0) }.map { height($0.low, $0.high) }
    widths = (0..<columns).map { newEast.interval($0) }.map { width($0.low, $0.high) }
  }

  /// A map on the new grid, row after row; NaN where too little of a cell is known.
  /// - Precondition: a value for each cell of the old grid (checked).
  public func mean(_ values: some RandomAccessCollection<Float>) -> [Float] {
    precondition(values.count == oldCells, "a value for each cell of the old grid")
    let values = Array(values)
    var result: [Float] = []
    result.reserveCapacity(rows * columns)
    for (row, height) in zip(rowParts, heights) {
      for (column, width) in zip(columnParts, widths) {
        var (sum, known) = (0.0, 0.0)
        for y in row {
          for x in column {
            let value = Double(values[y.index * oldColumns + x.index])
            guard !value.isNaN else { continue }
            sum += y.share * x.share * value
            known += y.share * x.share
          }
        }
        // A hair less than the share is rounding, not want of data.
        let isKnown = known > 0 && known >= leastShare * height * width * (1 - 1e-9)
        result.append(isKnown ? Float(sum / known) : .nan)
      }
    }
    return result
  }

  /// All maps of a stack on the new grid.
  /// - Precondition: the stack is on the old grid (checked by its number of cells).
  public func mean(_ stack: FieldStack, latitudes: [Double], longitudes: [Double]) -> FieldStack {
    precondition(latitudes.count == rows && longitudes.count == columns, "the centres are the new grid's")
    var values: [Float] = []
    values.reserveCapacity(stack.days.count * rows * columns)
    for day in stack.days.indices { values += mean(stack.values[stack.range(ofDay: day)]) }
    return FieldStack(
      latitudes: latitudes, longitudes: longitudes, start: stack.days.first ?? 0, values: values)
  }

  /// For each new cell of an axis the old ones that overlap it; longitudes are looked for at any turn of the circle.
  private static func parts(
    of new: GridAxis, over old: GridAxis, turn: Double?, measure: (Double, Double) -> Double
  ) -> [[Part]] {
    let olds = (0..<old.count).map { old.interval($0) }
    let order = olds.indices.sorted { olds[$0].low < olds[$1].low }
    guard let first = order.first, let last = order.last else { return [] }
    return (0..<new.count).map { position in
      let cell = new.interval(position)
      var parts: [Part] = []
      var shift = 0.0
      if let turn { shift = ((olds[first].low - cell.high) / turn).rounded(.up) * turn }
      while cell.low + shift < olds[last].high {
        let (low, high) = (cell.low + shift, cell.high + shift)
        // The first old cell that ends after the new one begins, by halving.
        var (start, end) = (0, order.count)
        while start < end {
          let middle = (start + end) / 2
          if olds[order[middle]].high <= low { start = middle + 1 } else { end = middle }
        }
        while start < order.count, olds[order[start]].low < high {
          let piece = olds[order[start]]
          let share = measure(max(low, piece.low), min(high, piece.high))
          if share > 0 { parts.append(Part(index: order[start], share: share)) }
          start += 1
        }
        guard let turn else { break }
        shift += turn
      }
      return parts
    }
  }
}
