import Files
import Grids

/// A CF file of daily maps, written day by day; it has its name only when it is whole.
final class DailyMapFile {
  private let file: NetCDFWriter
  private let axes: MapAxes
  private let maps: [PackedMap]
  private let variables: [NetCDFWriter.Variable]
  private let time: NetCDFWriter.Variable
  private let bounds: NetCDFWriter.Variable
  private var count = 0

  /// Opens a file of some maps.
  /// - Throws: `Failure` (data) where it cannot be written.
  init(path: String, axes: MapAxes, maps: [PackedMap], title: String) throws(Failure) {
    self.axes = axes
    self.maps = maps
    file = try NetCDFWriter(writing: path)
    let steps = try file.dimension("time", length: nil)
    let places = try axes.declare(in: file)
    let ends = try file.dimension("nv", length: 2)
    time = try file.variable("time", .double, [steps], storage: .init(deflate: 0, chunks: [32]))
    try file.attribute("standard_name", "time", of: time)
    try file.attribute("units", "days since 1970-01-01 00:00:00", of: time)
    try file.attribute("calendar", "standard", of: time)
    try file.attribute("axis", "T", of: time)
    try file.attribute("bounds", "time_bnds", of: time)
    bounds = try file.variable(
      "time_bnds", .double, [steps, ends], storage: .init(deflate: 0, chunks: [32, 2]))
    var variables: [NetCDFWriter.Variable] = []
    for map in maps {
      variables.append(
        try map.declare(in: file, [steps] + places, chunks: [1, axes.rows, axes.columns]))
    }
    self.variables = variables
    try file.attribute("Conventions", "CF-1.8")
    try file.attribute("title", title)
    try file.attribute("source", "simulated: nature run of the soil moisture laboratory")
  }

  /// Appends the maps of a day, which begins at an instant (µs since 1970 UTC), in the order of the file's maps.
  /// - Throws: `Failure` (data) where the disk is full.
  func append(day: Int64, _ values: [[Float]]) throws(Failure) {
    let number = Double(day / UTC.day)
    try file.write(.double([number + 0.5]), to: time, at: NetCDFSlab(start: [count], count: [1]))
    try file.write(
      .double([number, number + 1]), to: bounds, at: NetCDFSlab(start: [count, 0], count: [1, 2]))
    let part = NetCDFSlab(start: [count, 0, 0], count: [1, axes.rows, axes.columns])
    for (index, map) in maps.enumerated() {
      try file.write(.int16(map.packed(values[index])), to: variables[index], at: part)
    }
    count += 1
  }

  /// Gives the file its name.
  /// - Throws: `Failure` (data) where that fails.
  func finish() throws(Failure) { try file.finish() }
}
