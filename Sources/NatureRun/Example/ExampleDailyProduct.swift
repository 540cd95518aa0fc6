import Files
import Grids
import Numerics

/// A daily product in the orthogonal layout: one nominal time a day for all locations, the overpass's own time in
/// `t0`, −9999 for missing values that no attribute names, and a flag (0 good, 1 frozen, 2 dense vegetation, 127
/// no data).
enum ExampleDailyProduct {
  static func write(_ locations: [ExampleProducts.Location], seed: UInt64, to path: String) throws(Failure) {
    let days = ExamplePeriod.days
    let file = try NetCDFWriter(writing: path)
    let places = try file.dimension("locations", length: locations.count)
    let steps = try file.dimension("time", length: nil)
    try ExampleCellFile.describe(locations, in: file, along: places)
    let time = try ExampleCellFile.time("days since 1970-01-01 00:00:00", in: file, along: steps, chunk: days)
    let storage = NetCDFWriter.Storage(chunks: [1, days])
    let sm = try file.variable("sm", .float, [places, steps], storage: storage)
    try file.attribute("long_name", "soil moisture", of: sm)
    try file.attribute("units", "m3 m-3", of: sm)
    let flag = try file.variable("flag", .int8, [places, steps], storage: storage)
    try file.attribute("flag_values", .values(.int8([0, 1, 2, 127])), of: flag)
    try file.attribute("flag_meanings", "good frozen dense_vegetation no_data", of: flag)
    let t0 = try file.variable("t0", .double, [places, steps], storage: storage)
    try file.attribute("long_name", "time of the overpass", of: t0)
    try file.attribute("units", "days since 1970-01-01 00:00:00 UTC", of: t0)

    let firstDay = Double(ExamplePeriod.start / UTC.day)
    let nominal = (0..<days).map { firstDay + Double($0) }
    try file.write(.double(nominal), to: time, at: NetCDFSlab(start: [0], count: [days]))
    for (index, location) in locations.enumerated() {
      let part = NetCDFSlab(start: [index, 0], count: [1, days])
      let series = retrievals(at: location, seed: seed)
      try file.write(.float(series.map(\.moisture)), to: sm, at: part)
      try file.write(.int8(series.map(\.flag)), to: flag, at: part)
      try file.write(.double(series.map(\.time)), to: t0, at: part)
    }
    try file.finish()
  }

  /// One value a day: an overpass at 1:30 local time within half a day of the nominal midnight.
  private static func retrievals(
    at location: ExampleProducts.Location, seed: UInt64
  ) -> [(moisture: Float, flag: Int8, time: Double)] {
    var random = RandomStream(seed: seed, stream: "daily", String(location.id))
    let climate = location.place.climate
    var slow = ExampleProducts.Memory(days: 6, deviation: 0.02 + 0.02 * climate.canopy)
    var localHours = 1.5 - Double(location.longitude) / 15
    if localHours >= 12 { localHours -= 24 }
    return (0..<ExamplePeriod.days).map { day in
      let missing = (moisture: Float(-9999), flag: Int8(127), time: -9999.0)
      // The swath returns after sixteen days and sees a place on about two days of three, more often near the pole.
      let swath = (day * 7 + Int(location.id % 16)) % 16
      let minutes = Double((day * 13) % 9 * 5 - 20)
      let hour = day * 24 + Int((localHours + minutes / 60).rounded())
      let error =
        slow.next(atDay: Double(day), &random)
        + (0.015 + 0.02 * climate.canopy) * random.normal()
      guard swath < (abs(location.latitude) > 55 ? 14 : 10), hour >= 0, hour < ExamplePeriod.hours else {
        return missing
      }
      let stamp = Double(ExamplePeriod.start / UTC.day + Int64(day)) + (localHours * 60 + minutes) / 1440
      // Rounded to the second.
      let time = (stamp * 86_400).rounded() / 86_400
      if location.column.temperature[hour] < 0 {
        return (moisture: Float(-9999), flag: Int8(1), time: time)
      }
      let season = ExampleClimate.season(
        dayOfYear: ExamplePeriod.dayOfYear[day], isSouthern: location.place.isSouthern)
      let bias = 0.02 + 0.05 * climate.canopy - (climate.canopy == 0 ? 0.03 : 0)
      let gain = 1 - 0.45 * climate.canopy
      let mean = (climate.driest + climate.wettest) / 2
      let value = mean + gain * (location.column.moisture[hour] - mean) + bias + error + 0.01 * season
      let moisture = Float(max(0.01, min(0.9, ExampleProducts.rounded(value, 0.0001))))
      let isDense = climate.canopy > 0.5 && season > 0.6
      return (moisture: moisture, flag: isDense ? 2 : 0, time: time)
    }
  }
}
