import Grids

/// The climate of some cells as the run itself has it: monthly means over its whole years, the class that follows.
///
/// As for the maps of `ancillary/`: where the run is shorter than a year, the land's normals.
struct StationClimate {
  private let land: Land
  private let cells: [Int]
  private let start, end: Int64
  private var temperature, precipitation: [[Double]]
  private var steps = [Int](repeating: 0, count: 12)

  init(cells: [Int], of land: Land, settings: NatureRunSettings) {
    self.land = land
    self.cells = cells
    temperature = Array(repeating: [Double](repeating: 0, count: cells.count), count: 12)
    precipitation = temperature
    start = settings.start
    let first = UTC.components(settings.start)
    let years = settings.days / 365
    var end = settings.end
    if years > 0,
      let whole = UTC.instant(year: first.year + years, month: first.month, day: min(first.day, 28))
    {
      end = min(end, whole)
    }
    self.end = end
  }

  mutating func observe(_ state: LandState) {
    guard state.time <= end else { return }
    let month = UTC.components(state.time - 1).month - 1
    steps[month] += 1
    for (index, cell) in cells.enumerated() {
      temperature[month][index] += Double(state.airTemperature[cell])
      precipitation[month][index] += Double(state.precipitation[cell])
    }
  }

  /// The class of each cell.
  var classes: [KoppenClass] {
    let isWhole = steps.allSatisfy { $0 > 0 } && end - start >= 365 * UTC.day
    guard isWhole else { return cells.map { land.koppen[$0] } }
    return cells.enumerated().map { index, cell in
      // Through `Float`, as the maps are.
      KoppenRules.koppenClass(
        temperature: (0..<12).map { Double(Float(temperature[$0][index] / Double(steps[$0]))) - 273.15 },
        precipitation: (0..<12).map { month in
          let years = Double(steps[month]) / (Double(WeatherModel.stepsPerDay) * MonthShare.days[month])
          return Double(Float(precipitation[month][index] / years))
        },
        isSouthern: land.grid.latitude(row: cell / land.grid.columns) < 0)
    }
  }
}
