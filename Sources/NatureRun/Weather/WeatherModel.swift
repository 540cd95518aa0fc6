import Glibc
import Grids
import Numerics

/// The moving maps of one step, each of mean 0 and SD 1; what they mean at a place is up to its climate.
struct WeatherMaps: Sendable {
  /// The end of the step in microseconds since 1970 UTC.
  let time: Int64
  /// Fronts and troughs: where it may rain.
  let fronts: [Float]
  /// Warm and cold air.
  let airMasses: [Float]
  /// Showers: where it rains within the fronts.
  let showers: [Float]
}

/// The weather over a region, a step of three hours at a time.
///
/// Two scales of Gaussian maps travel with a wind that itself wanders about the westerlies: fronts that live for
/// more than a day and showers that live for hours. Waymire et al. (1984, Water Resour. Res. 20, 1453–1465) describe
/// rain that way, Bell (1987, J. Geophys. Res. 92, 9631–9643) the spectral form with a threshold.
struct WeatherModel: Sendable {
  /// Hours in a step.
  static let hours = 3
  /// Steps in a day.
  static let stepsPerDay = 24 / hours
  /// The share of the variance of what decides on rain that fronts hold; showers hold the rest.
  static let frontShare = 0.66
  /// The factors of fronts and of showers in what decides on rain, so that it has an SD of 1.
  static var parts: (fronts: Float, showers: Float) {
    (Float(frontShare.squareRoot()), Float((1 - frontShare).squareRoot()))
  }
  /// Hours over which waves of fronts and of showers forget all but 1/e.
  private static let frontMemory = 32.0
  private static let showerMemory = 7.0
  /// Hours over which the wind wanders, and its SD in m s⁻¹.
  private static let windMemory = 48.0
  private static let windDeviation = 2.8

  /// The side of a map of fronts in cells, and of a map of showers.
  let frontSide: Int
  let showerSide: Int
  /// The distance of nodes in degrees.
  static let frontSpacing = 0.25
  static let showerSpacing = 0.1

  /// The wind of the last step in m s⁻¹, eastwards and northwards.
  private(set) var wind: (east: Double, north: Double)
  private var fronts: SpectralField
  private var showers: SpectralField
  private var random: RandomStream
  private var frontRandom: RandomStream
  private var showerRandom: RandomStream
  private var time: Int64
  private let middle: Double

  /// Weather over a region that begins at an instant.
  init(grid: FineGrid, seed: UInt64, start: Int64) {
    frontSide = WeatherModel.frontSide(grid)
    showerSide = WeatherModel.showerSide(grid)
    random = RandomStream(seed: seed, stream: "weather", "wind")
    frontRandom = RandomStream(seed: seed, stream: "weather", "fronts")
    showerRandom = RandomStream(seed: seed, stream: "weather", "showers")
    fronts = SpectralField(
      side: frontSide, extent: Double(frontSide) * WeatherModel.frontSpacing, outerScale: 11, slope: 2,
      random: &frontRandom)
    showers = SpectralField(
      side: showerSide, extent: Double(showerSide) * WeatherModel.showerSpacing, outerScale: 2.2, slope: 1.7,
      random: &showerRandom)
    time = start
    middle = grid.north - Double(grid.rows) * FineGrid.degrees / 2
    wind = (0, 0)
    wind = (
      WeatherModel.windDeviation * random.normal(), WeatherModel.windDeviation * random.normal()
    )
  }

  /// The side of a map of fronts for a region: maps repeat themselves, farther away than its storms reach.
  static func frontSide(_ grid: FineGrid) -> Int { max(128, side(grid, spacing: frontSpacing, factor: 1.9)) }

  /// The side of a map of showers for a region.
  static func showerSide(_ grid: FineGrid) -> Int { side(grid, spacing: showerSpacing, factor: 1.5) }

  private static func side(_ grid: FineGrid, spacing: Double, factor: Double) -> Int {
    let widest = Double(max(grid.rows, grid.columns)) * FineGrid.degrees
    var side = 32
    while Double(side) * spacing < factor * widest { side *= 2 }
    return side
  }

  /// How a map is read at the middles of cells of the fine grid.
  static func sampling(
    side: Int, spacing: Double, rows: some Sequence<Int>, columns: some Sequence<Int>
  ) -> MapSampling {
    let nodes = FineGrid.degrees / spacing
    return MapSampling(
      side: side, rows: rows.map { (Double($0) + 0.5) * nodes },
      columns: columns.map { (Double($0) + 0.5) * nodes })
  }

  /// How a map of a region is read at the middles of a window's cells.
  static func sampling(
    side: Int, spacing: Double, rows: some Sequence<Int>, columns: some Sequence<Int>, of window: FineGrid,
    within region: FineGrid
  ) -> MapSampling {
    let nodes = 1 / (Double(window.cellsPerDegree) * spacing)
    let (south, east) = ((region.north - window.north) / spacing, (window.west - region.west) / spacing)
    return MapSampling(
      side: side, rows: rows.map { south + (Double($0) + 0.5) * nodes },
      columns: columns.map { east + (Double($0) + 0.5) * nodes })
  }

  /// Moves on by one step.
  mutating func next() -> WeatherMaps {
    let hours = Double(WeatherModel.hours)
    time += Int64(WeatherModel.hours) * UTC.hour
    let kept = exp(-hours / WeatherModel.windMemory)
    let renewed = WeatherModel.windDeviation * (1 - kept * kept).squareRoot()
    wind.east = kept * wind.east + renewed * random.normal()
    wind.north = kept * wind.north + renewed * random.normal()
    let moved = drift(hours: hours)
    fronts.advance(
      east: moved.east, north: moved.north, kept: exp(-hours / WeatherModel.frontMemory), random: &frontRandom
    )
    showers.advance(
      east: moved.east, north: moved.north, kept: exp(-hours / WeatherModel.showerMemory),
      random: &showerRandom)
    let (front, airMass) = fronts.maps()
    return WeatherMaps(time: time, fronts: front, airMasses: airMass, showers: showers.maps().first)
  }

  /// Degrees that maps move in some hours: with the wandering wind and the mean westerlies, 4.5 m s⁻¹ at 40°.
  func drift(hours: Double) -> (east: Double, north: Double) {
    let westerlies = 4.5 * sin(min(abs(middle), 60) * .pi / 80)
    let degrees = 3.6 * hours / 111.2
    return (
      (wind.east + westerlies) * degrees / cos(middle * .pi / 180), wind.north * degrees
    )
  }
}
