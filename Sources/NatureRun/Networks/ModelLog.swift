import Grids

/// What a coarse land model would say at stations, for the rules that ask one (ISMN takes GLDAS): soil temperature and
/// rain of the cells of 0.25° around them, every three hours.
struct ModelLog: Sendable {
  private let cells: [[Int]]
  /// By station: °C and mm, in hundredths.
  private var temperature, rain: [[Int16]]

  init(cells: [Int], grid: FineGrid) {
    self.cells = cells.map { cell in
      let (row, column) = (cell / grid.columns / 5 * 5, cell % grid.columns / 5 * 5)
      return (0..<25).map { (row + $0 / 5) * grid.columns + column + $0 % 5 }
    }
    temperature = Array(repeating: [], count: cells.count)
    rain = temperature
  }

  mutating func observe(_ state: LandState) {
    for (station, cells) in cells.enumerated() {
      func mean(_ map: [Float]) -> Double { cells.reduce(0) { $0 + Double(map[$1]) } / Double(cells.count) }
      func packed(_ value: Double) -> Int16 { Int16(clamping: Int((value * 100).rounded())) }
      temperature[station].append(packed(mean(state.soilTemperature) - 273.15))
      rain[station].append(packed(mean(state.precipitation)))
    }
  }

  /// A station's soil temperature in °C by hour.
  func temperature(_ station: Int, hours: Int) -> [Double] {
    (0..<hours).map { hour in
      let step = hour / WeatherModel.hours
      return step < temperature[station].count ? Double(temperature[station][step]) / 100 : .nan
    }
  }

  /// A station's rain in mm by hour.
  func rain(_ station: Int, hours: Int) -> [Double] {
    (0..<hours).map { hour in
      let step = hour / WeatherModel.hours
      return step < rain[station].count
        ? Double(rain[station][step]) / 100 / Double(WeatherModel.hours) : .nan
    }
  }
}
