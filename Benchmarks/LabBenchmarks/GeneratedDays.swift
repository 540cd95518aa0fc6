import Files
import Foundation
import Grids
import Numerics

/// Global daily maps of 0.25°, one file a day, stored as ESA CCI stores them: one deflated chunk a map, gaps
/// between swaths, a flag beside the value.
enum GeneratedDays {
  private static let rows = 720
  private static let columns = 1440

  /// Stations all over the land's latitudes, and the experiment that compares them with the days.
  static func writeStations(to folder: String, stations: Int, days: Int, seed: UInt64) throws {
    for station in 0..<stations {
      try GeneratedArchive.writeStation(
        station, at: place(station), GeneratedArchive.truth(of: station, days: days, seed: seed), seed: seed,
        to: folder + "/archive")
    }
    let text = """
      stations: {archive: archive}
      products:
        - name: DAYS
          files: days/*.nc
          description: {variable: sm, flag: {variable: flag, rule: equals, value: 0}}
      matching: {window: 3h}

      """
    try text.write(toFile: folder + "/experiment.yml", atomically: true, encoding: .utf8)
  }

  /// Spread evenly and irregularly by two incommensurable steps.
  private static func place(_ station: Int) -> (latitude: Double, longitude: Double) {
    func fraction(_ step: Double) -> Double {
      let value = Double(station) * step
      return value - value.rounded(.down)
    }
    return (-54.9 + 124 * fraction(0.7548776662466927), -179.9 + 359.7 * fraction(0.5698402909980532))
  }

  /// Writes the files of some days.
  static func write(_ days: Range<Int>, to folder: String, seed: UInt64) throws {
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder + "/days", withIntermediateDirectories: true)
    for day in days {
      let date = UTC.dateText(GeneratedArchive.start + Int64(day) * UTC.day).replacing("-", with: "")
      try write(day, to: "\(folder)/days/DAYS-\(date).nc", seed: seed)
    }
  }

  private static func write(_ day: Int, to path: String, seed: UInt64) throws(Failure) {
    let file = try NetCDFWriter(writing: path)
    let time = try file.dimension("time", length: 1)
    let lat = try file.dimension("lat", length: rows)
    let lon = try file.dimension("lon", length: columns)
    let stamp = try file.variable("time", .double, [time])
    try file.attribute("units", "days since 1970-01-01 00:00:00 UTC", of: stamp)
    let north = try file.variable("lat", .float, [lat])
    try file.attribute("units", "degrees_north", of: north)
    let east = try file.variable("lon", .float, [lon])
    try file.attribute("units", "degrees_east", of: east)
    let whole = NetCDFWriter.Storage(chunks: [1, rows, columns])
    let sm = try file.variable("sm", .float, [time, lat, lon], fill: .float([-9999]), storage: whole)
    try file.attribute("units", "m3 m-3", of: sm)
    let flag = try file.variable("flag", .int8, [time, lat, lon], fill: .int8([127]), storage: whole)
    try file.write(.double([Double(GeneratedArchive.start / UTC.day) + Double(day)]), to: stamp)
    try file.write(.float((0..<rows).map { 89.875 - 0.25 * Float($0) }), to: north)
    try file.write(.float((0..<columns).map { -179.875 + 0.25 * Float($0) }), to: east)
    let (values, flags) = map(of: day, seed: seed)
    try file.write(.float(values), to: sm)
    try file.write(.int8(flags), to: flag)
    try file.finish()
  }

  /// A smooth field with noise in four decimals; two thirds of a map are ocean or lie between swaths.
  private static func map(of day: Int, seed: UInt64) -> (values: [Float], flags: [Int8]) {
    var random = RandomStream(seed: seed, stream: "day", String(day))
    var values = [Float](repeating: -9999, count: rows * columns)
    var flags = [Int8](repeating: 127, count: rows * columns)
    let shift = (day * 157) % 360
    for row in 0..<rows {
      let wave = sin(Double(row) / 61 + Double(day) / 58)
      for column in 0..<columns where (column + row / 3 + shift) % 360 < 230 {
        let place = row * columns + column
        let value = 0.25 + 0.1 * wave * cos(Double(column) / 83) + 0.03 * (random.uniform() - 0.5)
        values[place] = Float((value * 10_000).rounded() / 10_000)
        flags[place] = random.uniform() < 0.05 ? 1 : 0
      }
    }
    return (values, flags)
  }
}
