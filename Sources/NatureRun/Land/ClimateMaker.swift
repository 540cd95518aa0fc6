import Glibc
import Grids

/// Monthly normals of an invented land: a monsoon that brings rain from the south-east, less of it the farther it
/// goes, and temperature by latitude, height and season.
enum ClimateMaker {
  /// How temperature falls with height in K m⁻¹ on the mean over the year.
  static let lapseRate = 0.0052

  /// The normals of the region.
  static func climate(grid: FineGrid, elevation: [Float], noise: LandNoise) -> Climate {
    var climate = Climate(
      temperature: Array(repeating: [Float](repeating: 0, count: grid.count), count: 12),
      precipitation: Array(repeating: [Float](repeating: 0, count: grid.count), count: 12),
      wetDays: Array(repeating: [Float](repeating: 0, count: grid.count), count: 12))
    for row in 0..<grid.rows {
      let latitude = grid.latitude(row: row)
      let northward = 1 - (Double(row) + 0.5) / Double(grid.rows)
      // The far side of the equator has its summer half a year later.
      let warmest = latitude >= 0 ? 6.55 : 0.55
      let sea = 28.5 - 0.0093 * abs(latitude) * abs(latitude)
      let swing = 1.5 + 0.33 * abs(latitude)
      for column in 0..<grid.columns {
        let eastward = (Double(column) + 0.5) / Double(grid.columns)
        let index = row * grid.columns + column
        let height = Double(elevation[index])
        let dryness = min(1, max(0, 0.52 * northward + 0.48 * (1 - eastward) - 0.04))
        let relief = min(1, max(-1, (height - 1500) / 2500)) * 0.25
        let year = exp(
          log(1500) - 3.6 * pow(dryness, 1.45) + relief * dryness * 2 + 0.22 * Double(noise.wetness[index]))
        let contrast = min(1.35, max(0.15, 0.5 + 0.75 * dryness + 0.15 * Double(noise.season[index])))
        // Dry air warms and cools more, thin air less.
        let amplitude = swing * (0.92 + 0.25 * dryness) * (1 - 0.00006 * height)
        let weights = (0..<12).map { exp(contrast * 1.25 * cos(2 * Double.pi * (Double($0) - warmest) / 12)) }
        let sum = weights.reduce(0, +)
        for month in 0..<12 {
          let phase = cos(2 * Double.pi * (Double(month) - warmest) / 12)
          let celsius = sea + amplitude * phase - lapseRate * height * (1 + 0.12 * phase)
          let rain = year * weights[month] / sum
          climate.temperature[month][index] = Float(celsius + 273.15)
          climate.precipitation[month][index] = Float(rain)
          climate.wetDays[month][index] = Float(0.02 + 0.55 * (1 - exp(-rain / 70)))
        }
      }
    }
    return climate
  }
}

extension Climate {
  /// The Köppen–Geiger classes of the normals.
  func koppen(grid: FineGrid) -> [KoppenClass] {
    (0..<grid.count).map { index in
      KoppenRules.koppenClass(
        temperature: temperature.map { Double($0[index]) - 273.15 },
        precipitation: precipitation.map { Double($0[index]) },
        isSouthern: grid.latitude(row: index / grid.columns) < 0)
    }
  }
}
