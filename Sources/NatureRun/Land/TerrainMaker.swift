import Glibc

/// The heights of an invented land: a high plateau in the west, a lower one in the north, plains in the south-east,
/// and between them mountains whose spectrum falls as real terrain's.
enum TerrainMaker {
  /// Heights in metres, 50 m at least.
  static func elevation(grid: FineGrid, noise: LandNoise) -> [Float] {
    let (base, relief) = shape(grid: grid, noise: noise)
    return base.indices.map { Float(max(50, base[$0] + relief[$0] * Double(noise.relief[$0]))) }
  }

  /// How much heights vary with the noise of the relief, in metres.
  static func relief(grid: FineGrid, noise: LandNoise) -> [Float] {
    shape(grid: grid, noise: noise).relief.map { Float($0) }
  }

  /// The heights of plains and plateaus and the relief on them, in metres.
  private static func shape(grid: FineGrid, noise: LandNoise) -> (base: [Double], relief: [Double]) {
    var (base, relief) = (
      [Double](repeating: 0, count: grid.count), [Double](repeating: 0, count: grid.count)
    )
    for row in 0..<grid.rows {
      let northward = 1 - (Double(row) + 0.5) / Double(grid.rows)
      for column in 0..<grid.columns {
        let eastward = (Double(column) + 0.5) / Double(grid.columns)
        let index = row * grid.columns + column
        let bend = 0.1 * Double(noise.warp[index])
        let plateau = step((0.42 - eastward + bend - 0.25 * (northward - 0.5)) / 0.09)
        let upland = step((northward - 0.5 + bend) / 0.12)
        base[index] = 250 + 2600 * plateau + 1000 * upland * (1 - plateau)
        // Relief is strongest at the plateaus' edges and weak on the plains.
        let edge = 4 * (plateau * (1 - plateau) + 0.35 * upland * (1 - upland))
        relief[index] = 70 + 230 * plateau + 420 * edge + 90 * upland
      }
    }
    return (base, relief)
  }

  /// The SD of the heights in the 5 × 5 cells around, divided by 250 m and cut at 1.
  static func complexity(grid: FineGrid, elevation: [Float]) -> [Float] {
    (0..<grid.count).map { index in
      let (row, column) = (index / grid.columns, index % grid.columns)
      var (count, sum, squares) = (0.0, 0.0, 0.0)
      for y in max(0, row - 2)...min(grid.rows - 1, row + 2) {
        for x in max(0, column - 2)...min(grid.columns - 1, column + 2) {
          let height = Double(elevation[y * grid.columns + x] - elevation[index])
          count += 1
          sum += height
          squares += height * height
        }
      }
      let variance = max(0, squares / count - sum / count * (sum / count))
      return Float(min(1, variance.squareRoot() / 250))
    }
  }

  /// 0 far below zero, 1 far above.
  static func step(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
