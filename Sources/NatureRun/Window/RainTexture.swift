import Glibc
import Numerics

/// How rain varies within cells of 0.05°: a factor a cell of 0.01°, drawn anew every day, of mean 1 over each cell of
/// 0.05°.
struct RainTexture: Sendable {
  /// The SD of the factor's logarithm: of the order of what gauges within a few kilometres of each other show by day.
  static let deviation: Float = 0.35

  private let blocks: BlockRefinement
  private var field: SpectralField
  private var random: RandomStream
  private let side: Int
  private var spare: [Float]?

  /// The texture over a window of so many cells of the region.
  init(blocks: BlockRefinement, degreesPerCell: Double, seed: UInt64) {
    self.blocks = blocks
    var side = 64
    while side < max(blocks.fineRows, blocks.fineColumns) { side *= 2 }
    self.side = side
    random = RandomStream(seed: seed, stream: "window", "rain")
    field = SpectralField(
      side: side, extent: Double(side) * degreesPerCell, outerScale: 0.12, slope: 1.4, random: &random)
  }

  /// The factors of the next day.
  mutating func next() -> [Float] {
    let map: [Float]
    if let spare {
      map = spare
      self.spare = nil
    } else {
      field.advance(east: 0, north: 0, kept: 0, random: &random)
      (map, spare) = field.maps()
    }
    var factors: [Float] = []
    factors.reserveCapacity(blocks.fineRows * blocks.fineColumns)
    for row in 0..<blocks.fineRows {
      for column in 0..<blocks.fineColumns {
        factors.append(exp(RainTexture.deviation * map[row * side + column]))
      }
    }
    let means = blocks.mean(factors)
    for row in 0..<blocks.fineRows {
      for column in 0..<blocks.fineColumns {
        factors[row * blocks.fineColumns + column] /= means[blocks.cell(row, column)]
      }
    }
    return factors
  }
}
