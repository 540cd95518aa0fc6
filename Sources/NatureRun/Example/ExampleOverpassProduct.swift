import Files
import Grids
import Numerics

/// A product of single overpasses in the indexed ragged layout: rows of all locations interleaved and not in order
/// of time, seconds since 2000-01-01 12:00, −9999 as `_FillValue`, a quality flag of bits, and some values beyond
/// the valid range of 0.02…0.5.
enum ExampleOverpassProduct {
  private struct Row {
    var location: Int64
    var seconds: Double
    var moisture: Float
    var quality: UInt16
  }

  static func write(_ locations: [ExampleProducts.Location], seed: UInt64, to path: String) throws(Failure) {
    let rows = interleaved(locations, seed: seed)
    let file = try NetCDFWriter(writing: path)
    let places = try file.dimension("locations", length: locations.count)
    let steps = try file.dimension("time", length: nil)
    let storage = NetCDFWriter.Storage(chunks: [max(1, rows.count)])
    let index = try file.variable("locationIndex", .int64, [steps], storage: storage)
    try file.attribute("long_name", "which location this observation is for", of: index)
    try file.attribute("instance_dimension", "locations", of: index)
    try ExampleCellFile.describe(locations, in: file, along: places)
    let time = try ExampleCellFile.time(
      "seconds since 2000-01-01 12:00:00", in: file, along: steps, chunk: max(1, rows.count))
    let sm = try file.variable("soil_moisture", .float, [steps], fill: .float([-9999]), storage: storage)
    try file.attribute("units", "cm**3/cm**3", of: sm)
    try file.attribute("valid_min", .values(.float([0.02])), of: sm)
    try file.attribute("valid_max", .values(.float([0.5])), of: sm)
    let quality = try file.variable(
      "retrieval_qual_flag", .uint16, [steps], fill: .uint16([65534]), storage: storage)
    try file.attribute("flag_masks", .values(.uint16([1, 2, 4])), of: quality)
    try file.attribute("flag_meanings", "not_recommended not_attempted not_successful", of: quality)
    let part = NetCDFSlab(start: [0], count: [rows.count])
    try file.write(.int64(rows.map(\.location)), to: index, at: part)
    try file.write(.double(rows.map(\.seconds)), to: time, at: part)
    try file.write(.float(rows.map(\.moisture)), to: sm, at: part)
    try file.write(.uint16(rows.map(\.quality)), to: quality, at: part)
    try file.finish()
  }

  /// Day by day the evening's rows before the morning's, all locations in turn.
  private static func interleaved(_ locations: [ExampleProducts.Location], seed: UInt64) -> [Row] {
    let series = locations.enumerated().map { retrievals(at: $1, index: Int64($0), seed: seed) }
    var rows: [Row] = []
    for day in 0..<ExamplePeriod.days {
      for half in [1, 0] { for each in series { if let row = each[2 * day + half] { rows.append(row) } } }
    }
    return rows
  }

  /// Two chances a day, at 6:00 and 18:00 local time; nil where the swath missed the place.
  private static func retrievals(
    at location: ExampleProducts.Location, index: Int64, seed: UInt64
  ) -> [Row?] {
    var random = RandomStream(seed: seed, stream: "overpass", String(location.id))
    let climate = location.place.climate
    var slow = ExampleProducts.Memory(days: 3, deviation: 0.012 + 0.02 * climate.canopy)
    let epoch = (UTC.instant(year: 2000, month: 1, day: 1) ?? 0) + 12 * UTC.hour
    return (0..<2 * ExamplePeriod.days).map { pass in
      let day = pass / 2
      var localHours = (pass % 2 == 0 ? 6 : 18) - Double(location.longitude) / 15
      if localHours >= 24 { localHours -= 24 }
      let swath = (day * 3 + Int(location.id % 8) + pass % 2 * 5) % 8
      let minutes = Double((day * 5) % 8 * 6 - 20)
      let hours = Double(day * 24) + localHours + minutes / 60
      let error =
        slow.next(atDay: hours / 24, &random) + (0.018 + 0.03 * climate.canopy) * random.normal()
      let chance = random.uniform()
      guard swath < (abs(location.latitude) > 50 ? 5 : 3), hours >= 0, Int(hours) < ExamplePeriod.hours else {
        return nil
      }
      let instant = ExamplePeriod.start + Int64((hours * 3600).rounded()) * UTC.second
      var row = Row(
        location: index, seconds: Double((instant - epoch) / UTC.second), moisture: -9999, quality: 7)
      if location.column.temperature[Int(hours)] < 0 || chance < 0.02 { return row }
      let value = location.column.moisture[Int(hours)] - 0.015 + 0.04 * climate.canopy + error
      row.moisture = Float(max(0, ExampleProducts.rounded(value, 0.0001)))
      row.quality = climate.canopy > 0.5 && chance < 0.3 ? 1 : 0
      return row
    }
  }
}
