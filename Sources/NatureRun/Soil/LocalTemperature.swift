import Glibc
import Grids

/// The temperature of the land's surface at an hour of the local solar day, such as a satellite's crossing time.
///
/// States hold means over their steps; here the energy balance is solved for the instant, with the sun where it then
/// stands and the air as warm as it then is, and with the state's soil, plants and clouds.
public struct LocalTemperature: Sendable {
  private let land: Land
  private let traits: [ColumnTraits]

  /// Prepares the temperatures of a land.
  public init(land: Land) {
    self.land = land
    traits = (0..<land.grid.count).map { ColumnTraits(land: land, cell: $0, hours: 1) }
  }

  /// The instant, in microseconds since 1970 UTC, at which a column sees a local solar hour (0…24) within a step; nil
  /// where it does not: the other columns see it in the step before or after.
  public func instant(localHour: Double, column: Int, in state: LandState) -> Int64? {
    let end = Sun.localHour(longitude: land.grid.longitude(column: column), time: state.time)
    var back = end - localHour
    if back < 0 { back += 24 }
    return back < state.hours ? state.time - Int64((back * Double(UTC.hour)).rounded()) : nil
  }

  /// The temperature in K of every cell at a local solar hour, under the clouds where there are any; NaN where the
  /// hour lies in another step.
  public func temperature(localHour: Double, in state: LandState) -> [Float] {
    let grid = land.grid
    let sun = Sun(day: UTC.startOfDay(state.time - 1))
    let share = MonthShare(day: state.time)
    let step = Int64(state.hours * Double(UTC.hour))
    var result = [Float](repeating: .nan, count: grid.count)
    for column in 0..<grid.columns {
      guard let time = instant(localHour: localHour, column: column, in: state) else { continue }
      let longitude = grid.longitude(column: column)
      let cosine = Sun.hourCosine(longitude: longitude, time: time)
      let course =
        AirTemperature.course(localHour: localHour, hours: 0)
        - AirTemperature.course(
          localHour: Sun.localHour(longitude: longitude, time: state.time - step / 2), hours: state.hours)
      for row in 0..<grid.rows {
        let cell = row * grid.columns + column
        let cloud = state.cloud[cell]
        let wetDays = share.mix(
          land.climate.wetDays[share.before][cell], land.climate.wetDays[share.after][cell])
        let height = sun.factors(latitude: grid.latitude(row: row))
        let forcing = ColumnForcing(
          precipitation: 0,
          airTemperature: Double(
            state.airTemperature[cell] + AirTemperature.swing(wetDays: wetDays, cloud: cloud) * course),
          radiation: SurfaceEnergy.radiation(
            sine: Double(max(0, height.constant + height.varying * cosine)), distance: sun.distance,
            cloud: Double(cloud), transmission: traits[cell].transmission),
          cloud: Double(cloud))
        let snow = Double(state.snow[cell])
        let energy = SurfaceEnergy(
          shade: 1 - exp(-0.5 * Double(state.leafArea[cell])), snowCover: snow / (snow + 10),
          albedo: traits[cell].albedo, psychrometric: traits[cell].psychrometric, forcing: forcing)
        result[cell] = Float(energy.surfaceTemperature(wetness: Double(state.evaporativeShare[cell])))
      }
    }
    return result
  }
}
