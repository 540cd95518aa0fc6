/// The cells of a file of maps: those of a fine grid or of a window, or blocks of 5 × 5 of them.
struct MapGrid: Sendable {
  let fine: FineGrid
  /// The number of fine cells along a block's side: 1 or 5.
  let block: Int

  var rows: Int { fine.rows / block }
  var columns: Int { fine.columns / block }
  /// The resolution as file names have it.
  var name: String { "\(Double(block) / Double(fine.cellsPerDegree))" }

  /// The means over blocks, added up in one fixed order.
  func mean(_ values: [Float]) -> [Float] {
    if block == 1 { return values }
    var result = [Float](repeating: 0, count: rows * columns)
    for row in 0..<fine.rows {
      for column in 0..<fine.columns {
        result[row / block * columns + column / block] += values[row * fine.columns + column]
      }
    }
    let share = 1 / Float(block * block)
    return result.map { $0 * share }
  }
}
