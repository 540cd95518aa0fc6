import Glibc

extension Land {
  /// Makes the land of a region: the same seed gives the same land.
  public init(grid: FineGrid, seed: UInt64) {
    let noise = LandNoise(grid: grid, seed: seed)
    let elevation = TerrainMaker.elevation(grid: grid, noise: noise)
    let complexity = TerrainMaker.complexity(grid: grid, elevation: elevation)
    let climate = ClimateMaker.climate(grid: grid, elevation: elevation, noise: noise)
    let empty = [Float](repeating: 0, count: grid.count)
    self.init(
      grid: grid, elevation: elevation, topographicComplexity: complexity, sand: empty, clay: empty,
      organicMatter: empty, porosity: empty, fieldCapacity: empty, wiltingPoint: empty, residual: empty,
      conductivity: empty, bulkDensity: empty, waterFraction: empty, irrigatedFraction: empty,
      covers: LandCover.allCases.map { _ in empty }, climate: climate, koppen: climate.koppen(grid: grid))
    for index in 0..<grid.count {
      let rain = climate.precipitation.reduce(0) { $0 + Double($1[index]) }
      let warmest = climate.temperature.reduce(0) { max($0, Double($1[index]) - 273.15) }
      let place = Place(
        rain: rain, warmest: warmest, height: Double(elevation[index]), slope: Double(complexity[index]),
        sand: Double(noise.sand[index]), clay: Double(noise.clay[index]), trees: Double(noise.trees[index]),
        fields: Double(noise.fields[index]), lakes: Double(noise.lakes[index]),
        districts: Double(noise.districts[index]))
      cover(index, place)
      fill(index, place)
    }
  }

  /// What decides the soil and the cover of one cell; noises have mean 0 and SD 1.
  private struct Place {
    let rain, warmest, height, slope: Double
    let sand, clay, trees, fields, lakes, districts: Double

    /// 1 where it hardly rains … 0 where rain is plenty.
    var dryness: Double { 1 / (1 + pow(rain / 330, 2)) }
  }

  private mutating func cover(_ index: Int, _ place: Place) {
    let flat = TerrainMaker.step((0.28 - place.slope) / 0.06)
    let low = TerrainMaker.step((2400 - place.height) / 250)
    let isWarm = TerrainMaker.step((place.warmest - 14) / 2)
    // Oases: rivers from the mountains water some flat districts of the dry land, and some fields elsewhere.
    let district = TerrainMaker.step((place.districts - 0.7 - 0.4 * (1 - place.dryness)) / 0.18)
    let irrigated = 0.75 * flat * low * isWarm * district * (0.25 + 0.75 * place.dryness)
    let grown = TerrainMaker.step((place.warmest - 8) / 1.5)
    let forest =
      grown * TerrainMaker.step((place.rain - 560) / 110 + 1.1 * place.trees + 1.5 * (place.slope - 0.25))
      * 0.9
    let crop =
      flat * low * isWarm * TerrainMaker.step((place.rain - 330) / 80 + 1.2 * place.fields - 0.5)
      * (1 - 0.7 * forest)
    let barren = max(TerrainMaker.step((130 - place.rain) / 30), 0.9 * (1 - grown))
    let shrub = TerrainMaker.step((290 - place.rain) / 60 + 0.5 * place.trees)
    let shares = shares(
      of: [.crop: max(crop, irrigated), .forest: forest, .barren: barren, .shrub: shrub, .grass: 1])
    for cover in LandCover.allCases { covers[cover.rawValue][index] = Float(shares[cover] ?? 0) }
    irrigatedFraction[index] = irrigated < 0.02 ? 0 : Float(irrigated)
    let lake = 0.5 * (place.lakes - 1.6) * TerrainMaker.step((0.4 - place.slope) / 0.08)
    waterFraction[index] = Float(min(0.9, max(0, lake)))
  }

  /// Covers take what those before them left.
  private func shares(of wanted: KeyValuePairs<LandCover, Double>) -> [LandCover: Double] {
    var left = 1.0
    var shares: [LandCover: Double] = [:]
    for (cover, share) in wanted {
      shares[cover] = left * min(1, share)
      left -= left * min(1, share)
    }
    return shares
  }

  private mutating func fill(_ index: Int, _ place: Place) {
    let clay = min(0.5, max(0.04, 0.25 - 0.11 * place.dryness + 0.07 * place.clay - 0.03 * place.slope))
    let sand = min(
      0.92 - clay, max(0.06, 0.36 + 0.26 * place.dryness + 0.12 * place.sand - 0.04 * place.clay))
    let organic = min(
      6, 0.6 + 2.6 * (1 - place.dryness) + 1.2 * Double(covers[LandCover.forest.rawValue][index]))
    let soil = SoilHydraulics(sand: sand, clay: clay, organicMatter: organic)
    self.sand[index] = Float(sand)
    self.clay[index] = Float(clay)
    organicMatter[index] = Float(organic)
    porosity[index] = Float(soil.porosity)
    fieldCapacity[index] = Float(soil.fieldCapacity)
    wiltingPoint[index] = Float(soil.wiltingPoint)
    residual[index] = Float(soil.residual)
    conductivity[index] = Float(soil.conductivity)
    bulkDensity[index] = Float(soil.bulkDensity)
  }
}
