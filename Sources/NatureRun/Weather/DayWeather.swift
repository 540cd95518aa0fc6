import Grids
import Numerics

/// One day's weather over a region, and where the sun stands: the same for all rows.
struct DayWeather: Sendable {
  /// One step of the day.
  struct Step: Sendable {
    /// The moving maps.
    let maps: WeatherMaps
    /// The cosine of the hour angle in the middle of every hour of the step, by column.
    let hourCosines: [[Float]]
    /// The course of the air's temperature (`AirTemperature.course`), by column.
    let courses: [Float]

    /// Sets `sines` to the mean sine of the sun's elevation over the step along a parallel, nights as 0.
    func addSines(latitude: Double, sun: Sun, to sines: inout [Float]) {
      let (constant, varying) = sun.factors(latitude: latitude)
      let share = 1 / Float(hourCosines.count)
      for column in sines.indices { sines[column] = 0 }
      for cosines in hourCosines {
        for column in sines.indices { sines[column] += share * max(0, constant + varying * cosines[column]) }
      }
    }
  }

  /// The day's number since 1970.
  let number: Int
  /// Where the day lies in the year's normals.
  let months: MonthShare
  /// The sun of the day.
  let sun: Sun
  /// Its steps.
  let steps: [Step]
  private let maps: [WeatherMaps]

  /// The weather of a day from its maps.
  /// - Precondition: the maps are those of one whole day.
  init(_ maps: [WeatherMaps], grid: FineGrid) {
    precondition(maps.count == WeatherModel.stepsPerDay, "a day has all its steps")
    let midnight = UTC.startOfDay(maps[0].time - 1)
    number = CivilDay.number(of: midnight)
    months = MonthShare(day: midnight + UTC.day / 2)
    sun = Sun(day: midnight)
    self.maps = maps
    let longitudes = (0..<grid.columns).map { grid.longitude(column: $0) }
    let hours = WeatherModel.hours
    steps = maps.map { maps in
      let middles = (0..<hours).map { maps.time - Int64(hours - $0) * UTC.hour + UTC.hour / 2 }
      return Step(
        maps: maps,
        hourCosines: middles.map { time in longitudes.map { Sun.hourCosine(longitude: $0, time: time) } },
        courses: longitudes.map { longitude in
          AirTemperature.course(
            localHour: Sun.localHour(longitude: longitude, time: maps.time - Int64(hours) * UTC.hour / 2),
            hours: Double(hours))
        })
    }
  }

  /// The same weather with the sun over another part of the region.
  func over(_ grid: FineGrid) -> DayWeather { DayWeather(maps, grid: grid) }
}
