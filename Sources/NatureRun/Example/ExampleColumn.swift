import Glibc
import Grids
import Numerics

/// The hours the example covers: 2015-01-01 00:00 up to, not including, 2018-03-01 00:00 UTC.
enum ExamplePeriod {
  static let start: Int64 = 1_420_070_400_000_000
  static let days = 365 + 366 + 365 + 31 + 28
  static let hours = days * 24

  /// The instant of an hour.
  static func time(hour: Int) -> Int64 { start + Int64(hour) * UTC.hour }

  /// The day of the year, 0…365, of each day.
  static let dayOfYear: [Double] = (0..<days).map { day in
    let date = UTC.components(start + Int64(day) * UTC.day)
    let newYear = UTC.instant(year: date.year, month: 1, day: 1) ?? start
    return Double((start + Int64(day) * UTC.day - newYear) / UTC.day)
  }
}

/// A simulated column of soil, hour by hour.
struct ExampleColumn {
  /// Liquid water in the uppermost 5 cm, m³ m⁻³.
  var moisture: [Double]
  /// The temperature at 5 cm, °C.
  var temperature: [Double]

  /// Rain of a region in millimetres an hour.
  static func rain(_ climate: ExampleClimate, isSouthern: Bool, _ random: inout RandomStream) -> [Double] {
    var rain = [Double](repeating: 0, count: ExamplePeriod.hours)
    for day in 0..<ExamplePeriod.days {
      let rate = climate.eventRate(dayOfYear: ExamplePeriod.dayOfYear[day], isSouthern: isSouthern) / 24
      for hour in 0..<24 where random.uniform() < rate {
        let depth = -climate.eventDepth * log(1 - random.uniform())
        for part in 0..<3 where day * 24 + hour + part < rain.count {
          rain[day * 24 + hour + part] += depth / 3
        }
      }
    }
    return rain
  }

  /// Wets and dries a column: rain fills what is empty, the rest drains fast above field capacity and dries
  /// slowly below it; frozen water is not seen and does not dry.
  init(
    _ climate: ExampleClimate, rain: [Double], patchiness: Double, isSouthern: Bool, longitude: Double,
    _ random: inout RandomStream
  ) {
    var moisture: [Double] = []
    var temperature: [Double] = []
    moisture.reserveCapacity(rain.count)
    temperature.reserveCapacity(rain.count)
    let span = climate.wettest - climate.driest
    let fieldCapacity = climate.driest + 0.6 * span
    let drainage = exp(-1 / (24 * 1.2))
    var water = climate.driest + 0.35 * span
    var weather = 0.0
    var share = 1.0
    for day in 0..<ExamplePeriod.days {
      let season = ExampleClimate.season(
        dayOfYear: ExamplePeriod.dayOfYear[day], isSouthern: isSouthern)
      weather = 0.8 * weather + 1.5 * random.normal()
      let days = climate.winterDrying + (climate.summerDrying - climate.winterDrying) * (1 + season) / 2
      let drying = exp(-1 / (24 * days))
      for hour in 0..<24 {
        let sun = cos((Double(hour) + longitude / 15 - 15) / 24 * 2 * Double.pi)
        let celsius =
          climate.meanTemperature + climate.temperatureRange * season + weather + 2.5 * sun
        temperature.append(celsius)
        let fallen = rain[day * 24 + hour]
        if fallen > 0, celsius > 0 {
          if day * 24 + hour == 0 || rain[day * 24 + hour - 1] == 0 {
            share = max(0, 1 + patchiness * random.normal())
          }
          water += fallen * share / 90 * (climate.wettest - water) / span
        }
        if celsius > 0 {
          water = climate.driest + (water - climate.driest) * drying
          if water > fieldCapacity { water = fieldCapacity + (water - fieldCapacity) * drainage }
        }
        let liquid = celsius >= 0 ? 1 : max(0.25, 1 + celsius / 8)
        moisture.append(climate.driest + (water - climate.driest) * liquid)
      }
    }
    self.moisture = moisture
    self.temperature = temperature
  }

  /// The moisture deeper down: the surface's, delayed and smoothed over some days.
  func deep(days: Double) -> [Double] {
    let gain = 1 - exp(-1 / (24 * days))
    var level = moisture.prefix(24 * 30).reduce(0, +) / (24 * 30)
    return moisture.map { value in
      level += gain * (value - level)
      return level
    }
  }
}
