import Numerics

/// Fractal maps that a land is shaped by, each of mean 0 and SD 1 over far more than the region.
struct LandNoise {
  /// Hills and mountains, ridges at all scales: power falls with about k⁻³·⁴ over the map, k⁻²·⁴ along a line, as terrain's does.
  let relief: [Float]
  /// Where the large-scale edges of plateaus wander.
  let warp: [Float]
  /// Deviations of sand and of clay, rough down to the single cell.
  let sand: [Float]
  let clay: [Float]
  /// Where trees and where fields are favoured.
  let trees: [Float]
  let fields: [Float]
  /// Wetter and drier, and more or less seasonal, than the place would suggest.
  let wetness: [Float]
  let season: [Float]
  /// Lakes, and districts that irrigate.
  let lakes: [Float]
  let districts: [Float]

  /// How the power of a pair of maps falls with the wave number, as in `SpectralField`.
  struct Spectrum {
    let name: String
    let outerScale, slope: Double

    static let relief = Spectrum(name: "relief", outerScale: 4, slope: 1.72)
    static let texture = Spectrum(name: "texture", outerScale: 3, slope: 1.1)
    static let cover = Spectrum(name: "cover", outerScale: 2, slope: 1.25)
    static let climate = Spectrum(name: "climate", outerScale: 8, slope: 2)
    static let water = Spectrum(name: "water", outerScale: 1, slope: 1.4)
  }

  /// The side of the maps in cells: they repeat themselves beyond the region.
  static func side(_ grid: FineGrid) -> Int {
    var side = 64
    while Double(side) < 1.25 * Double(max(grid.rows, grid.columns)) { side *= 2 }
    return side
  }

  /// Draws the maps of a region.
  init(grid: FineGrid, seed: UInt64) {
    let side = LandNoise.side(grid)
    func pair(_ spectrum: Spectrum) -> (first: [Float], second: [Float]) {
      var random = RandomStream(seed: seed, stream: "land", spectrum.name)
      let field = SpectralField(
        side: side, extent: Double(side) * FineGrid.degrees, outerScale: spectrum.outerScale,
        slope: spectrum.slope, random: &random)
      let maps = field.maps()
      func cut(_ map: [Float]) -> [Float] {
        (0..<grid.rows).flatMap { map[($0 * side)..<($0 * side + grid.columns)] }
      }
      return (cut(maps.first), cut(maps.second))
    }
    (relief, warp) = pair(.relief)
    (sand, clay) = pair(.texture)
    (trees, fields) = pair(.cover)
    (wetness, season) = pair(.climate)
    (lakes, districts) = pair(.water)
  }
}
