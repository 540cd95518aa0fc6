/// Reads a square map that repeats itself at points of a region, linearly between its nodes.
///
/// Node (0, 0) lies in the region's north-western corner.
struct MapSampling: Sendable {
  private let side: Int
  private let rows: [(near: Int, far: Int, weight: Float)]
  private let columns: [(near: Int, far: Int, weight: Float)]

  /// Points at offsets in nodes from the corner, southwards and eastwards; none is negative.
  init(side: Int, rows: [Double], columns: [Double]) {
    self.side = side
    func place(_ offset: Double) -> (near: Int, far: Int, weight: Float) {
      let whole = offset.rounded(.down)
      let near = Int(whole) % side
      return (near, (near + 1) % side, Float(offset - whole))
    }
    self.rows = rows.map(place)
    self.columns = columns.map(place)
  }

  /// Adds `factor` times the map along one row of points to `values`, one a column.
  func add(_ map: [Float], row index: Int, times factor: Float, to values: inout [Float]) {
    add(map, row: rows[index], times: factor, to: &values)
  }

  private func add(
    _ map: [Float], row: (near: Int, far: Int, weight: Float), times factor: Float,
    to sum: inout [Float]
  ) {
    let (upper, lower) = (row.near * side, row.far * side)
    for (index, column) in columns.enumerated() {
      let north =
        map[upper + column.near] + column.weight * (map[upper + column.far] - map[upper + column.near])
      let south =
        map[lower + column.near] + column.weight * (map[lower + column.far] - map[lower + column.near])
      sum[index] += factor * (north + row.weight * (south - north))
    }
  }
}
