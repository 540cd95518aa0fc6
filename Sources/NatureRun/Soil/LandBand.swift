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

  /// The rows of a land at the first day of a month, its soil half wet and as warm as the month.
  init(rows: Range<Int>, of land: Land, weather: WeatherModel, month: Int) {
    grid = land.grid
    self.rows = rows
    climate = land.climate
    let cells = (rows.lowerBound * grid.columns)..<(rows.upperBound * grid.columns)
    traits = cells.map { ColumnTraits(land: land, cell: $0, hours: Double(WeatherModel.hours)) }
    rules = (0..<12).map { month in
      cells.map { cell in
        RainRule(
          wetDays: Double(land.climate.wetDays[month][cell]),
          mean: Double(land.climate.precipitation[month][cell]) * 12
            / (365.25 * Double(WeatherModel.stepsPerDay)))
      }
    }
    func sampling(side: Int, spacing: Double) -> MapSampling {
      let nodes = FineGrid.degrees / spacing
      return MapSampling(
        side: side, rows: rows.map { (Double($0) + 0.5) * nodes },
        columns: (0..<land.grid.columns).map { (Double($0) + 0.5) * nodes })
    }
    fronts = sampling(side: weather.frontSide, spacing: WeatherModel.frontSpacing)
    showers = sampling(side: weather.showerSide, spacing: WeatherModel.showerSpacing)
    let traits = traits
    columns = zip(cells, traits).map { cell, traits in
      let year = land.climate.temperature.reduce(0) { $0 + Double($1[cell]) } / 12
      var state = ColumnState(
        traits: traits, wetness: 0.5, temperature: Double(land.climate.temperature[month][cell]))
      state.rootTemperature = year
      return state
    }
  }

  /// Drives the columns through the steps of one day and returns the states at their ends, this band's rows only.
  mutating func advance(through day: [WeatherMaps]) -> [LandState] {
    guard let first = day.first else { return [] }
    let midnight = UTC.startOfDay(first.time - 1)
    let number = CivilDay.number(of: midnight)
    for index in columns.indices { ColumnModel.beginDay(&columns[index], traits: traits[index], day: number) }
    let share = MonthShare(day: midnight + UTC.day / 2)
    let sun = Sun(day: midnight)
    return day.map { maps in step(maps, share: share, sun: sun) }
  }

  private mutating func step(_ maps: WeatherMaps, share: MonthShare, sun: Sun) -> LandState {
    let hours = WeatherModel.hours
    var result = LandState(time: maps.time, hours: Double(hours))
    result.reserve(rows.count * grid.columns)
    // The sun and the course of the day in the middle of every hour of the step, by column.
    let middles = (0..<hours).map { maps.time - Int64(hours - $0) * UTC.hour + UTC.hour / 2 }
    let longitudes = (0..<grid.columns).map { grid.longitude(column: $0) }
    let hourCosines = middles.map { time in longitudes.map { Sun.hourCosine(longitude: $0, time: time) } }
    let courses = longitudes.map { longitude in
      AirTemperature.course(
        localHour: Sun.localHour(longitude: longitude, time: maps.time - Int64(hours) * UTC.hour / 2),
        hours: Double(hours))
    }
    let (frontPart, showerPart) = (
      Float(WeatherModel.frontShare.squareRoot()), Float((1 - WeatherModel.frontShare).squareRoot())
    )
    var decider = [Float](repeating: 0, count: grid.columns)
    var airMass = decider
    for (offset, row) in rows.enumerated() {
      for column in 0..<grid.columns {
        decider[column] = 0
        airMass[column] = 0
      }
      fronts.add(maps.fronts, row: offset, times: frontPart, to: &decider)
      showers.add(maps.showers, row: offset, times: showerPart, to: &decider)
      fronts.add(maps.airMasses, row: offset, times: 1, to: &airMass)
      let height = sun.factors(latitude: grid.latitude(row: row))
      for column in 0..<grid.columns {
        let index = offset * grid.columns + column
        let cell = row * grid.columns + column
        let (before, after) = (rules[share.before][index], rules[share.after][index])
        let threshold = share.mix(before.threshold, after.threshold)
        let rain = RainRule.rain(
          decider[column], threshold: threshold, scale: share.mix(before.scale, after.scale))
        let cloud = RainRule.cloud(decider[column], threshold: threshold)
        let wetDays = share.mix(climate.wetDays[share.before][cell], climate.wetDays[share.after][cell])
        let normal = share.mix(
          climate.temperature[share.before][cell], climate.temperature[share.after][cell])
        let air =
          AirTemperature.dayMean(normal: normal, airMass: airMass[column], cloud: cloud)
          + AirTemperature.swing(wetDays: wetDays, cloud: cloud) * courses[column]
        let elevationSines = hourCosines.reduce(Float(0)) {
          $0 + max(0, height.constant + height.varying * $1[column])
        }
        let forcing = ColumnForcing(
          precipitation: Double(rain), airTemperature: Double(air),
          radiation: SurfaceEnergy.radiation(
            sine: Double(elevationSines) / Double(hours), distance: sun.distance, cloud: Double(cloud),
            transmission: traits[index].transmission),
          cloud: Double(cloud))
        let fluxes = ColumnModel.step(&columns[index], traits: traits[index], forcing: forcing)
        result.append(columns[index], traits[index], forcing, fluxes)
      }
    }
    return result
  }
}

extension LandState {
  /// Makes room for the values of so many cells.
  fileprivate mutating func reserve(_ count: Int) {
    for map in LandState.maps { self[keyPath: map].reserveCapacity(count) }
  }

  /// Appends the state of the next cell.
  fileprivate mutating func append(
    _ state: ColumnState, _ traits: ColumnTraits, _ forcing: ColumnForcing, _ fluxes: ColumnFluxes
  ) {
    let upper = ColumnState.liquid(state.surface, of: traits.surface, at: state.surfaceTemperature)
    let lower = ColumnState.liquid(state.shallow, of: traits.shallow, at: state.shallowTemperature)
    let deep = ColumnState.liquid(state.root, of: traits.root, at: state.rootTemperature)
    let depths = ColumnTraits.depths
    surface.append(Float(upper / depths.surface))
    shallow.append(Float((upper + lower) / (depths.surface + depths.shallow)))
    root.append(Float(deep / depths.root))
    frozen.append(Float((state.surface - upper) / state.surface))
    snow.append(Float(state.snow))
    soilTemperature.append(Float(state.surfaceTemperature))
    deepTemperature.append(Float(state.rootTemperature))
    airTemperature.append(Float(forcing.airTemperature))
    landSurfaceTemperature.append(Float(fluxes.surfaceTemperature))
    precipitation.append(Float(forcing.precipitation))
    cloud.append(Float(forcing.cloud))
    leafArea.append(Float(state.leafArea))
    ndvi.append(Float(state.ndvi))
    vegetationWater.append(Float(state.plantWater))
    evaporation.append(Float(fluxes.evaporation))
    irrigation.append(Float(fluxes.irrigation))
    evaporativeShare.append(Float(state.wetness))
  }
}
