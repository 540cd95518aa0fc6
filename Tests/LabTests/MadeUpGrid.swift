import Files
import Foundation
import Grids

/// Stacks of maps from a formula: cells of a degree from 34° N, 100° E on, one map a day from 2017-01-01.
enum MadeUpGrid {
  static let rows = 4
  static let columns = 6
  static let days = 60

  /// Soil moisture with a season, weather and a level of its own in each cell.
  static func truth(_ day: Int, _ row: Int, _ column: Int) -> Double {
    0.25 + 0.01 * Double(row - column) + 0.05 * sin(Double(day + 3 * column) / 9)
      + 0.04 * (MadeUpPairs.noise(day, row, column) - 0.5)
  }

  /// Writes a stack.
  /// - Parameters:
  ///   - hour: the stamps' hours after the day's beginning.
  ///   - hasBounds: whether the file tells the days that its values are means of.
  ///   - value: NaN is written as fill value.
  @discardableResult static func write(
    _ path: String, rows: Int = rows, columns: Int = columns, days: Range<Int> = 0..<days, hour: Double = 0,
    hasBounds: Bool = false, _ value: (Int, Int, Int) -> Double = truth
  ) throws -> String {
    let file = try NetCDFWriter(writing: path)
    let time = try file.dimension("time", length: days.count)
    let latitude = try file.dimension("lat", length: rows)
    let longitude = try file.dimension("lon", length: columns)
    let times = try file.variable("time", .double, [time])
    try file.attribute("units", "hours since 2017-01-01 00:00:00", of: times)
    try file.attribute("standard_name", "time", of: times)
    let latitudes = try file.variable("lat", .double, [latitude])
    try file.attribute("units", "degrees_north", of: latitudes)
    let longitudes = try file.variable("lon", .double, [longitude])
    try file.attribute("units", "degrees_east", of: longitudes)
    if hasBounds {
      let two = try file.dimension("two", length: 2)
      let bounds = try file.variable("time_bounds", .double, [time, two])
      try file.attribute("bounds", "time_bounds", of: times)
      try file.write(.double(days.flatMap { [Double($0) * 24, Double($0 + 1) * 24] }), to: bounds)
    }
    let moisture = try file.variable("sm", .double, [time, latitude, longitude], fill: .double([-9999]))
    try file.attribute("units", "m3 m-3", of: moisture)
    try file.write(.double(days.map { Double($0) * 24 + hour }), to: times)
    try file.write(.double((0..<rows).map { 34.5 + Double($0) }), to: latitudes)
    try file.write(.double((0..<columns).map { 100.5 + Double($0) }), to: longitudes)
    var values: [Double] = []
    for day in days {
      for row in 0..<rows {
        for column in 0..<columns {
          let number = value(day, row, column)
          values.append(number.isNaN ? -9999 : number)
        }
      }
    }
    try file.write(.double(values), to: moisture)
    try file.finish()
    return path
  }

  /// Writes a map of numbers on the same cells, from the south-western one by rows.
  static func writeMap(_ path: String, _ name: String, _ values: [Int8]) throws {
    let file = try NetCDFWriter(writing: path)
    let latitude = try file.dimension("lat", length: rows)
    let longitude = try file.dimension("lon", length: columns)
    let latitudes = try file.variable("lat", .double, [latitude])
    try file.attribute("units", "degrees_north", of: latitudes)
    let longitudes = try file.variable("lon", .double, [longitude])
    try file.attribute("units", "degrees_east", of: longitudes)
    let map = try file.variable(name, .int8, [latitude, longitude])
    try file.write(.double((0..<rows).map { 34.5 + Double($0) }), to: latitudes)
    try file.write(.double((0..<columns).map { 100.5 + Double($0) }), to: longitudes)
    try file.write(.int8(values), to: map)
    try file.finish()
  }
}
