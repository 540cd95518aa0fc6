/// Spreads shares of cells, such as of land covers, over the smaller cells within them.
///
/// In every smaller cell the shares add up to 1, and their means over a cell are the cell's. Among all that do so,
/// iterative proportional fitting finds what deviates least from given weights (Deming and Stephan 1940, Ann. Math.
/// Stat. 11, 427–444).
enum ShareRaking {
  private static let rounds = 40

  /// The shares of the smaller cells.
  ///
  /// - Parameters:
  ///   - weights: for every kind how much each smaller cell favours it, larger than 0.
  ///   - shares: for every kind one value a cell; they add up to 1.
  ///   - blocks: the cells.
  /// - Returns: for every kind one share a smaller cell, 0…1; 0 throughout a cell that has none of it.
  static func raked(_ weights: [[Float]], to shares: [[Float]], blocks: BlockRefinement) -> [[Float]] {
    let kinds = weights.count
    let factor = BlockRefinement.factor
    let size = factor * factor
    var result = weights.map { [Float](repeating: 0, count: $0.count) }
    var part = [Double](repeating: 0, count: kinds * size)
    var sums = [Double](repeating: 0, count: size)
    for block in 0..<blocks.rows * blocks.columns {
      let corner =
        block / blocks.columns * factor * blocks.fineColumns + block % blocks.columns * factor
      let cells = (0..<size).map { corner + $0 / factor * blocks.fineColumns + $0 % factor }
      for kind in 0..<kinds {
        let isThere = shares[kind][block] > 0
        for (index, cell) in cells.enumerated() {
          part[kind * size + index] = isThere ? Double(weights[kind][cell]) : 0
        }
      }
      for _ in 0..<rounds {
        for kind in 0..<kinds {
          let range = (kind * size)..<((kind + 1) * size)
          let sum = part[range].reduce(0, +)
          guard sum > 0 else { continue }
          let scale = Double(shares[kind][block]) * Double(size) / sum
          for index in range { part[index] *= scale }
        }
        for index in 0..<size {
          sums[index] = 0
          for kind in 0..<kinds { sums[index] += part[kind * size + index] }
          guard sums[index] > 0 else { continue }
          for kind in 0..<kinds { part[kind * size + index] /= sums[index] }
        }
      }
      for kind in 0..<kinds {
        for (index, cell) in cells.enumerated() { result[kind][cell] = Float(part[kind * size + index]) }
      }
    }
    return result
  }
}
