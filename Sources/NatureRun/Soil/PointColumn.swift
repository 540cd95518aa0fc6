import Glibc
import Grids

/// A column of soil at one place, such as under a station, in steps of one hour.
///
/// It has the weather and the physics of the maps; only its step is shorter, and its traits may be its own.
public struct PointColumn: Sendable {
  /// One hour at a point.
  public struct Hour: Sendable {
    /// The end of the hour in microseconds since 1970 UTC.
    public let time: Int64
    /// Liquid moisture at 0–5, 5–10 and 10–100 cm in m³ m⁻³.
    public let surface, shallow, root: Double
    /// The temperatures of these layers in K.
    public let surfaceTemperature, shallowTemperature, rootTemperature: Double
    /// The temperature of the air in K.
    public let airTemperature: Double
    /// Rain and snow in mm.
    public let precipitation: Double
    /// The water of the snow on the ground in mm.
    public let snow: Double
    /// What crossed the column's borders.
    public let fluxes: ColumnFluxes
  }

  /// The cell of the fine grid, row by row, that the place lies in.
  public let cell: Int
  private let latitude, longitude: Double
  private let traits: ColumnTraits
  private let rules: [RainRule]
  private let wetDays: [Float]
  private let temperature: [Float]
  private let fronts: MapSampling
  private let showers: MapSampling
  private let rainFactor: Double
  /// The state at the end of the last hour.
  public private(set) var state: ColumnState

  /// A column in the middle of a cell.
  ///
  /// - Parameters:
  ///   - cell: the cell, row by row.
  ///   - land: the land with the column's soil and climate; a changed copy gives the column traits of its own.
  ///   - rainFactor: the share of the cell's rain that falls on the point.
  ///   - settings: the run's settings.
  public init(cell: Int, of land: Land, rainFactor: Double = 1, settings: NatureRunSettings) {
    let grid = land.grid
    self.cell = cell
    self.rainFactor = rainFactor
    let (row, column) = (cell / grid.columns, cell % grid.columns)
    latitude = grid.latitude(row: row)
    longitude = grid.longitude(column: column)
    traits = ColumnTraits(land: land, cell: cell, hours: 1)
    rules = (0..<12).map { RainRule(climate: land.climate, month: $0, cell: cell) }
    wetDays = land.climate.wetDays.map { $0[cell] }
    temperature = land.climate.temperature.map { $0[cell] }
    let start = settings.start - Int64(settings.spinUpDays) * UTC.day
    fronts = WeatherModel.sampling(
      side: WeatherModel.frontSide(grid), spacing: WeatherModel.frontSpacing, rows: [row], columns: [column])
    showers = WeatherModel.sampling(
      side: WeatherModel.showerSide(grid), spacing: WeatherModel.showerSpacing, rows: [row], columns: [column]
    )
    state = ColumnState(traits: traits, climate: land.climate, cell: cell, start: start)
  }

  /// Drives the column through a day, hour by hour.
  mutating func advance(through day: DayWeather) -> [Hour] {
    ColumnModel.beginDay(&state, traits: traits, day: day.number)
    let share = day.months
    let (frontPart, showerPart) = WeatherModel.parts
    let (before, after) = (rules[share.before], rules[share.after])
    let height = day.sun.factors(latitude: latitude)
    return day.steps.flatMap { step in
      var decider: [Float] = [0]
      var airMass: [Float] = [0]
      fronts.add(step.maps.fronts, row: 0, times: frontPart, to: &decider)
      showers.add(step.maps.showers, row: 0, times: showerPart, to: &decider)
      fronts.add(step.maps.airMasses, row: 0, times: 1, to: &airMass)
      return (1...WeatherModel.hours).map { hour in
        let time = step.maps.time - Int64(WeatherModel.hours - hour) * UTC.hour
        let middle = time - UTC.hour / 2
        let cosine = Sun.hourCosine(longitude: longitude, time: middle)
        var forcing = ColumnForcing(
          decider: decider[0], threshold: share.mix(before.threshold, after.threshold),
          scale: share.mix(before.scale, after.scale) / Float(WeatherModel.hours),
          wetDays: share.mix(wetDays[share.before], wetDays[share.after]),
          normal: share.mix(temperature[share.before], temperature[share.after]), airMass: airMass[0],
          course: AirTemperature.course(
            localHour: Sun.localHour(longitude: longitude, time: middle), hours: 1),
          sine: max(0, height.constant + height.varying * cosine), distance: day.sun.distance,
          transmission: traits.transmission)
        forcing.precipitation *= rainFactor
        let fluxes = ColumnModel.step(&state, traits: traits, forcing: forcing)
        return record(time, forcing, fluxes)
      }
    }
  }

  private func record(_ time: Int64, _ forcing: ColumnForcing, _ fluxes: ColumnFluxes) -> Hour {
    func moisture(_ water: Double, _ layer: ColumnTraits.Layer, _ temperature: Double, _ depth: Double)
      -> Double
    {
      ColumnState.liquid(water, of: layer, at: temperature) / depth
    }
    let depths = ColumnTraits.depths
    return Hour(
      time: time,
      surface: moisture(state.surface, traits.surface, state.surfaceTemperature, depths.surface),
      shallow: moisture(state.shallow, traits.shallow, state.shallowTemperature, depths.shallow),
      root: moisture(state.root, traits.root, state.rootTemperature, depths.root),
      surfaceTemperature: state.surfaceTemperature, shallowTemperature: state.shallowTemperature,
      rootTemperature: state.rootTemperature, airTemperature: forcing.airTemperature,
      precipitation: forcing.precipitation, snow: state.snow, fluxes: fluxes)
  }
}
