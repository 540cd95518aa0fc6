import Glibc
import Numerics

/// The noises of a land continued to waves shorter than its cells: for each wave number as much variance as the land's
/// own spectrum has there.
///
/// Long waves are in these maps too, with phases of their own: whoever uses them replaces the means over the land's
/// cells by the land's (`BlockRefinement`, `ShareRaking`).
struct WindowNoise {
  /// Deviations in units of the SD of `LandNoise`'s maps; one value a cell of the window.
  let relief, sand, clay, trees, fields, lakes, districts: [Float]

  /// Draws the maps of a window of a region.
  init(window: FineGrid, region: FineGrid, seed: UInt64) {
    func pair(_ spectrum: LandNoise.Spectrum) -> (first: [Float], second: [Float]) {
      var random = RandomStream(seed: seed, stream: "window", spectrum.name)
      var side = 64
      while side < max(window.rows, window.columns) { side *= 2 }
      let extent = Double(side) / Double(window.cellsPerDegree)
      let field = SpectralField(
        side: side, extent: extent, outerScale: spectrum.outerScale, slope: spectrum.slope, random: &random)
      // Both fields have an SD of 1 over all their waves; what counts is the variance of a wave number.
      let landSide = LandNoise.side(region)
      let own = SpectralField.variance(
        side: side, extent: extent, outerScale: spectrum.outerScale, slope: spectrum.slope)
      let land = SpectralField.variance(
        side: landSide, extent: Double(landSide) * FineGrid.degrees, outerScale: spectrum.outerScale,
        slope: spectrum.slope)
      let scale = Float((own / land).squareRoot())
      let maps = field.maps()
      func cut(_ map: [Float]) -> [Float] {
        (0..<window.rows).flatMap { row in
          map[(row * side)..<(row * side + window.columns)].map { scale * $0 }
        }
      }
      return (cut(maps.first), cut(maps.second))
    }
    (relief, _) = pair(.relief)
    (sand, clay) = pair(.texture)
    (trees, fields) = pair(.cover)
    (lakes, districts) = pair(.water)
  }
}
