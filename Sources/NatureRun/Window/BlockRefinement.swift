/// Turns maps of cells into maps of the 5 × 5 smaller cells within each, and keeps the cells' means.
struct BlockRefinement: Sendable {
  /// Smaller cells along a cell's side.
  static let factor = 5
  /// The number of rows and columns of cells.
  let rows, columns: Int
  /// Corrections handed down before the rest is spread evenly over a cell.
  private static let rounds = 8

  /// The number of rows and columns of smaller cells.
  var fineRows: Int { rows * BlockRefinement.factor }
  var fineColumns: Int { columns * BlockRefinement.factor }

  /// A smooth map with given details, whose means over the cells are those of the values.
  ///
  /// What the details' means lack is added as a surface without edges (linear between the cells' middles), again and
  /// again, as each round leaves at most three quarters of what was missing; what then is left is spread evenly.
  /// - Parameters:
  ///   - values: one a cell, rows × columns.
  ///   - detail: one a smaller cell; without it the map is smooth.
  func refined(_ values: [Float], detail: [Float]? = nil) -> [Float] {
    var fine = detail ?? [Float](repeating: 0, count: fineRows * fineColumns)
    for _ in 0..<BlockRefinement.rounds {
      let correction = interpolated(lack(of: fine, to: values))
      for index in fine.indices { fine[index] += correction[index] }
    }
    let rest = lack(of: fine, to: values)
    for row in 0..<fineRows {
      for column in 0..<fineColumns { fine[row * fineColumns + column] += rest[cell(row, column)] }
    }
    return fine
  }

  /// The cell a smaller cell lies in.
  func cell(_ row: Int, _ column: Int) -> Int {
    row / BlockRefinement.factor * columns + column / BlockRefinement.factor
  }

  /// The means over the cells.
  func mean(_ fine: [Float]) -> [Float] {
    var sums = [Double](repeating: 0, count: rows * columns)
    for row in 0..<fineRows {
      for column in 0..<fineColumns { sums[cell(row, column)] += Double(fine[row * fineColumns + column]) }
    }
    let share = 1 / Double(BlockRefinement.factor * BlockRefinement.factor)
    return sums.map { Float($0 * share) }
  }

  /// Values linear between the middles of cells, constant beyond the outermost.
  func interpolated(_ values: [Float]) -> [Float] {
    let (north, west) = (BlockRefinement.places(rows), BlockRefinement.places(columns))
    var fine: [Float] = []
    fine.reserveCapacity(fineRows * fineColumns)
    for y in north {
      for x in west {
        let (a, b) = (values[y.near * columns + x.near], values[y.near * columns + x.far])
        let (c, d) = (values[y.far * columns + x.near], values[y.far * columns + x.far])
        let (upper, lower) = (a + x.weight * (b - a), c + x.weight * (d - c))
        fine.append(upper + y.weight * (lower - upper))
      }
    }
    return fine
  }

  private func lack(of fine: [Float], to values: [Float]) -> [Float] {
    zip(values, mean(fine)).map { $0 - $1 }
  }

  /// The cells whose middles lie before and after the middle of each smaller cell.
  private static func places(_ count: Int) -> [(near: Int, far: Int, weight: Float)] {
    (0..<count * factor).map { index in
      let position = (Double(index) + 0.5) / Double(factor) - 0.5
      let near = Int(position.rounded(.down))
      return (max(0, near), min(count - 1, near + 1), Float(position - Double(near)))
    }
  }
}
