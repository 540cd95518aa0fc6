import Glibc

extension Land {
  /// The land of a part of a region in cells of a fifth of its side: its own heights, soils and covers, whose spectra
  /// are those of the region continued to smaller scales and whose means over the region's cells are the region's.
  ///
  /// Water numbers of the soil follow from each cell's own texture; they are not linear in it, so that their means are
  /// near the region's, not equal to them.
  /// - Precondition: the window's edges are those of cells of the region.
  init(refining region: Land, window: FineGrid, seed: UInt64) {
    let factor = BlockRefinement.factor
    let blocks = BlockRefinement(rows: window.rows / factor, columns: window.columns / factor)
    let origin = region.grid.origin(of: window)
    func cut(_ map: [Float]) -> [Float] {
      (0..<blocks.rows).flatMap { row in
        let start = (origin.row + row) * region.grid.columns + origin.column
        return map[start..<(start + blocks.columns)]
      }
    }
    let noise = WindowNoise(window: window, region: region.grid, seed: seed)
    let relief = TerrainMaker.relief(
      grid: region.grid, noise: LandNoise(grid: region.grid, seed: seed))
    let elevation = blocks.refined(
      cut(region.elevation), detail: zip(blocks.interpolated(cut(relief)), noise.relief).map { $0 * $1 })
    let covers = Land.covers(region.covers.map(cut), noise, blocks)
    let texture = Land.texture(sand: cut(region.sand), clay: cut(region.clay), noise, blocks)
    let organic = blocks.refined(
      cut(region.organicMatter), detail: covers[LandCover.forest.rawValue].map { 1.2 * $0 }
    ).map { max(0.2, $0) }
    let soils = (0..<window.count).map { index in
      // Within the range of the equations.
      SoilHydraulics(
        sand: min(0.95, Double(texture.sand[index])), clay: min(0.58, Double(texture.clay[index])),
        organicMatter: Double(organic[index]))
    }
    let climate = Land.climate(region.climate, elevation: elevation, blocks, cut: cut)
    self.init(
      grid: window, elevation: elevation,
      topographicComplexity: blocks.interpolated(cut(region.topographicComplexity)), sand: texture.sand,
      clay: texture.clay, organicMatter: organic, porosity: soils.map { Float($0.porosity) },
      fieldCapacity: soils.map { Float($0.fieldCapacity) },
      wiltingPoint: soils.map { Float($0.wiltingPoint) },
      residual: soils.map { Float($0.residual) }, conductivity: soils.map { Float($0.conductivity) },
      bulkDensity: soils.map { Float($0.bulkDensity) },
      // The odds of open water and of irrigation change as steeply with their noises as in the region.
      waterFraction: Land.share(cut(region.waterFraction), noise.lakes, steepness: 2, blocks),
      irrigatedFraction: Land.share(cut(region.irrigatedFraction), noise.districts, steepness: 5.5, blocks),
      covers: covers, climate: climate, koppen: climate.koppen(grid: window))
  }

  /// Covers by how much trees and fields are favoured, as steeply as in the region.
  private static func covers(
    _ shares: [[Float]], _ noise: WindowNoise, _ blocks: BlockRefinement
  ) -> [[Float]] {
    let weights = LandCover.allCases.map { cover in
      let smooth = blocks.interpolated(shares[cover.rawValue])
      return smooth.indices.map { index -> Float in
        let favour: Float =
          switch cover {
          case .forest: 1.1 * noise.trees[index]
          case .crop: 1.2 * noise.fields[index]
          case .shrub: 0.5 * noise.trees[index]
          case .grass, .barren: 0
          }
        return max(1e-6, smooth[index]) * exp(favour)
      }
    }
    return ShareRaking.raked(weights, to: shares, blocks: blocks)
  }

  /// Sand and clay with the deviations of the region's; with silt they add up to 1.
  private static func texture(
    sand: [Float], clay: [Float], _ noise: WindowNoise, _ blocks: BlockRefinement
  ) -> (sand: [Float], clay: [Float]) {
    let silt = zip(sand, clay).map { max(0, 1 - $0 - $1) }
    func weights(_ share: [Float], _ deviation: Float, _ map: [Float]) -> [Float] {
      zip(blocks.interpolated(share), map).map { smooth, noise in
        let least = max(0.02, smooth)
        return least * exp(max(-1, min(1, deviation * noise / least)))
      }
    }
    let zeros = noise.sand.map { _ in Float(0) }
    let raked = ShareRaking.raked(
      [weights(sand, 0.12, noise.sand), weights(clay, 0.07, noise.clay), weights(silt, 0, zeros)],
      to: [sand, clay, silt], blocks: blocks)
    return (raked[0], raked[1])
  }

  /// A share that favours some smaller cells.
  private static func share(
    _ share: [Float], _ noise: [Float], steepness: Float, _ blocks: BlockRefinement
  ) -> [Float] {
    let weights = zip(blocks.interpolated(share), noise).map { smooth, noise in
      max(1e-4, smooth) * exp(steepness * noise)
    }
    let rest = blocks.interpolated(share).map { max(1e-4, 1 - $0) }
    return ShareRaking.raked([weights, rest], to: [share, share.map { 1 - $0 }], blocks: blocks)[0]
  }

  /// Normals: rain is smooth, air is cooler on what stands higher within a cell.
  private static func climate(
    _ climate: Climate, elevation: [Float], _ blocks: BlockRefinement, cut: ([Float]) -> [Float]
  ) -> Climate {
    let cooling = elevation.map { -Float(ClimateMaker.lapseRate) * $0 }
    return Climate(
      temperature: climate.temperature.map { blocks.refined(cut($0), detail: cooling) },
      precipitation: climate.precipitation.map { blocks.refined(cut($0)).map { max(0, $0) } },
      wetDays: climate.wetDays.map { blocks.refined(cut($0)).map { max(0.01, $0) } })
  }
}
