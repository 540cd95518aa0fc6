import Files
import Grids
import Numerics

/// A model's product in the contiguous ragged layout: location after location, twice a day without gaps, packed in
/// 16 bits with `scale_factor`, `add_offset` and `missing_value`, days since 1900.
enum ExampleModelProduct {
  private static let scale = 0.0001
  private static let offset = 0.3
  private static let missing: Int16 = -32768

  static func write(_ locations: [ExampleProducts.Location], seed: UInt64, to path: String) throws(Failure) {
    let series = locations.map { steps(at: $0, seed: seed) }
    let count = series.map(\.count).reduce(0, +)
    let file = try NetCDFWriter(writing: path)
    let places = try file.dimension("locations", length: locations.count)
    let samples = try file.dimension("obs", length: nil)
    let sizes = try file.variable("row_size", .int64, [places])
    try file.attribute("long_name", "number of observations at this location", of: sizes)
    try file.attribute("sample_dimension", "obs", of: sizes)
    try ExampleCellFile.describe(locations, in: file, along: places)
    let time = try ExampleCellFile.time(
      "days since 1900-01-01 00:00:00", in: file, along: samples, chunk: count)
    let sm = try file.variable("sm", .int16, [samples], storage: .init(chunks: [count]))
    try file.attribute("long_name", "water in the uppermost layer", of: sm)
    try file.attribute("units", "m3 m-3", of: sm)
    try file.attribute("missing_value", .values(.int16([missing])), of: sm)
    try file.attribute("scale_factor", .numbers(scale), of: sm)
    try file.attribute("add_offset", .numbers(offset), of: sm)
    try file.write(.int64(series.map { Int64($0.count) }), to: sizes)
    let part = NetCDFSlab(start: [0], count: [count])
    try file.write(.double(series.flatMap { $0.map(\.day) }), to: time, at: part)
    try file.write(.int16(series.flatMap { $0.map(\.packed) }), to: sm, at: part)
    try file.finish()
  }

  /// Two steps a day, 06:00 and 18:00 UTC; the first days of some locations are absent, so that their sizes differ.
  private static func steps(
    at location: ExampleProducts.Location, seed: UInt64
  ) -> [(day: Double, packed: Int16)] {
    var random = RandomStream(seed: seed, stream: "model", String(location.id))
    let climate = location.place.climate
    var slow = ExampleProducts.Memory(days: 25, deviation: 0.025)
    let epoch = UTC.instant(year: 1900, month: 1, day: 1) ?? 0
    let mean = (climate.driest + climate.wettest) / 2
    let first = Int(location.id % 5) * 3
    var level = location.column.moisture[0]
    return (2 * first..<2 * ExamplePeriod.days).map { step in
      let hour = step * 12 + 6
      level += 0.35 * (location.column.moisture[hour] - level)
      let value =
        mean + 0.7 * (level - mean) + 0.05 * (climate.koppen.hasPrefix("B") ? 1 : 0.3)
        + slow.next(atDay: Double(hour) / 24, &random)
      let day = Double(ExamplePeriod.time(hour: hour) - epoch) / Double(UTC.day)
      if random.uniform() < 0.004 { return (day, missing) }
      let packed = ((max(0.005, min(0.85, value)) - offset) / scale).rounded()
      return (day, Int16(packed))
    }
  }
}
