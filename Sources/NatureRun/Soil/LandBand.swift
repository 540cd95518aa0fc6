import Glibc
import Grids
import Numerics

/// Some rows of the land with their columns of soil, which advance together, a day at a time.
struct LandBand: Sendable {
  private let grid: FineGrid
  private let rows: Range<Int>
  private let climate: Climate
  private let traits: [ColumnTraits]
  private let rules: [[RainRule]]
  private let fronts: MapSampling
  private let showers: MapSampling
  /// The state of every column, row by row.
  private(set) var columns: [ColumnState]
  /// The share of its rain that falls on every column today; empty where it is 1.
  private var rainFactors: [Float] = []

  /// The rows of a land at an instant it is begun at.
  init(rows: Range<Int>, of land: Land, start: Int64) {
    grid = land.grid
    self.rows = rows
    climate = land.climate
    let cells = (rows.lowerBound * grid.columns)..<(rows.upperBound * grid.columns)
    traits = cells.map { ColumnTraits(land: land, cell: $0, hours: Double(WeatherModel.hours)) }
    rules = (0..<12).map { month in
      cells.map { cell in
        RainRule(climate: land.climate, month: month, cell: cell)
      }
    }
    fronts = WeatherModel.sampling(
      side: WeatherModel.frontSide(grid), spacing: WeatherModel.frontSpacing, rows: rows,
      columns: 0..<grid.columns)
    showers = WeatherModel.sampling(
      side: WeatherModel.showerSide(grid), spacing: WeatherModel.showerSpacing, rows: rows,
      columns: 0..<grid.columns)
    columns = zip(cells, traits).map {
      ColumnState(traits: $1, climate: land.climate, cell: $0, start: start)
    }
  }

  /// The rows of a window's land, under the weather of its region.
  ///
  /// - Parameter state: the traits of a column, which it may change, and with them the state it is begun with, by the
  ///   row and column of the window.
  init(
    rows: Range<Int>, of land: Land, within region: FineGrid,
    state: (Int, Int, inout ColumnTraits) -> ColumnState
  ) {
    grid = land.grid
    self.rows = rows
    climate = land.climate
    let cells = (rows.lowerBound * grid.columns)..<(rows.upperBound * grid.columns)
    var traits = cells.map { ColumnTraits(land: land, cell: $0, hours: Double(WeatherModel.hours)) }
    columns = zip(cells, traits.indices).map { cell, index in
      state(cell / land.grid.columns, cell % land.grid.columns, &traits[index])
    }
    self.traits = traits
    rules = (0..<12).map { month in
      cells.map { RainRule(climate: land.climate, month: month, cell: $0) }
    }
    fronts = WeatherModel.sampling(
      side: WeatherModel.frontSide(region), spacing: WeatherModel.frontSpacing, rows: rows,
      columns: 0..<grid.columns, of: grid, within: region)
    showers = WeatherModel.sampling(
      side: WeatherModel.showerSide(region), spacing: WeatherModel.showerSpacing, rows: rows,
      columns: 0..<grid.columns, of: grid, within: region)
  }

  /// Takes this band's part of factors of a day's rain, one a cell of the grid.
  mutating func takeRainFactors(of map: [Float]) {
    rainFactors = Array(map[(rows.lowerBound * grid.columns)..<(rows.upperBound * grid.columns)])
  }

  /// Drives the columns through the steps of one day.
  ///
  /// - Returns: for every step the values at its end, map after map of `LandState.maps`, this band's rows of each;
  ///   nothing where `isObserved` is false.
  mutating func advance(through day: DayWeather, isObserved: Bool) -> [[Float]] {
    for index in columns.indices {
      ColumnModel.beginDay(&columns[index], traits: traits[index], day: day.number)
    }
    return day.steps.map { step($0, of: day, isObserved: isObserved) }
  }

  private mutating func step(_ step: DayWeather.Step, of day: DayWeather, isObserved: Bool) -> [Float] {
    guard isObserved else {
      advance(step, of: day) { _, _, _ in }
      return []
    }
    let cells = columns.count
    let traits = traits
    return unsafe [Float](unsafeUninitializedCapacity: cells * LandState.maps.count) { values, count in
      advance(step, of: day) { index, forcing, outcome in
        unsafe LandBand.store(
          outcome.state, traits[index], forcing, outcome.fluxes, in: values, from: index, stride: cells)
      }
      count = cells * LandState.maps.count
    }
  }

  /// Drives every column through one step and shows what came out.
  @inline(__always)
  private mutating func advance(
    _ step: DayWeather.Step, of day: DayWeather,
    show: (Int, ColumnForcing, (state: ColumnState, fluxes: ColumnFluxes)) -> Void
  ) {
    let share = day.months
    let (frontPart, showerPart) = WeatherModel.parts
    let width = grid.columns
    var decider = [Float](repeating: 0, count: width)
    var airMass = decider
    var sines = decider
    // Looked up once a step, and traits and states read in place: they are larger than what is done with them.
    let (rulesBefore, rulesAfter) = (rules[share.before], rules[share.after])
    let (wetBefore, wetAfter) = (climate.wetDays[share.before], climate.wetDays[share.after])
    let (warmthBefore, warmthAfter) = (climate.temperature[share.before], climate.temperature[share.after])
    let (factors, courses, allTraits) = (rainFactors, step.courses, traits)
    let traits = allTraits.span
    var states: [ColumnState] = []
    swap(&states, &self.columns)
    defer { swap(&states, &self.columns) }
    var columns = states.mutableSpan
    for (offset, row) in rows.enumerated() {
      for column in 0..<width {
        decider[column] = 0
        airMass[column] = 0
      }
      fronts.add(step.maps.fronts, row: offset, times: frontPart, to: &decider)
      showers.add(step.maps.showers, row: offset, times: showerPart, to: &decider)
      fronts.add(step.maps.airMasses, row: offset, times: 1, to: &airMass)
      step.addSines(latitude: grid.latitude(row: row), sun: day.sun, to: &sines)
      for column in 0..<width {
        let index = offset * width + column
        let cell = row * width + column
        let threshold = share.mix(rulesBefore[index].threshold, rulesAfter[index].threshold)
        let factor = factors.isEmpty ? 1 : factors[index]
        let forcing = ColumnForcing(
          decider: decider[column], threshold: threshold,
          scale: factor * share.mix(rulesBefore[index].scale, rulesAfter[index].scale),
          wetDays: share.mix(wetBefore[cell], wetAfter[cell]),
          normal: share.mix(warmthBefore[cell], warmthAfter[cell]),
          airMass: airMass[column], course: courses[column], sine: sines[column],
          distance: day.sun.distance, transmission: traits[index].transmission)
        let fluxes = ColumnModel.step(&columns[index], traits: traits[index], forcing: forcing)
        show(index, forcing, (columns[index], fluxes))
      }
    }
  }

  /// Stores the state of one column in the order of `LandState.maps`.
  @inline(__always)
  private static func store(
    _ state: ColumnState, _ traits: ColumnTraits, _ forcing: ColumnForcing, _ fluxes: ColumnFluxes,
    in values: UnsafeMutableBufferPointer<Float>, from start: Int, stride: Int
  ) {
    let upper = ColumnState.liquid(state.surface, of: traits.surface, at: state.surfaceTemperature)
    let lower = ColumnState.liquid(state.shallow, of: traits.shallow, at: state.shallowTemperature)
    let deep = ColumnState.liquid(state.root, of: traits.root, at: state.rootTemperature)
    let depths = ColumnTraits.depths
    unsafe values[start] = Float(upper / depths.surface)
    unsafe values[start + stride] = Float((upper + lower) / (depths.surface + depths.shallow))
    unsafe values[start + 2 * stride] = Float(deep / depths.root)
    unsafe values[start + 3 * stride] = Float((state.surface - upper) / state.surface)
    unsafe values[start + 4 * stride] = Float(state.snow)
    unsafe values[start + 5 * stride] = Float(state.surfaceTemperature)
    unsafe values[start + 6 * stride] = Float(state.rootTemperature)
    unsafe values[start + 7 * stride] = Float(forcing.airTemperature)
    unsafe values[start + 8 * stride] = Float(fluxes.surfaceTemperature)
    unsafe values[start + 9 * stride] = Float(forcing.precipitation)
    unsafe values[start + 10 * stride] = Float(forcing.cloud)
    unsafe values[start + 11 * stride] = Float(state.leafArea)
    unsafe values[start + 12 * stride] = Float(state.ndvi)
    unsafe values[start + 13 * stride] = Float(state.plantWater)
    unsafe values[start + 14 * stride] = Float(fluxes.evaporation)
    unsafe values[start + 15 * stride] = Float(fluxes.irrigation)
    unsafe values[start + 16 * stride] = Float(state.wetness)
  }
}
