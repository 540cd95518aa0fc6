import Files
import Grids

/// A product's retrievals free of their random error, for `truth/`: one file, which grows day by day.
///
/// A variable a pass and band, on the product's own grid and under its own dates, packed to 0.0001 m³ m⁻³.
final class NoiseFreeRecord {
  private let file: NetCDFWriter
  private let time: NetCDFWriter.Variable
  private let variables: [NetCDFWriter.Variable]
  private let grid: ProductGrid
  private var days = 0
  /// Days that are not yet written, and the packed maps of each variable: a few at a time take less of the library.
  private var held: (days: [Double], maps: [[Int16]]) = ([], [])
  private static let together = 16
  private static let packing = Packing(scale: 0.0001)

  /// Begins a record with variables of these names.
  /// - Throws: `Failure` (data) where the folder cannot be written.
  init(_ names: [String], grid: ProductGrid, title: String, path: String) throws(Failure) {
    self.grid = grid
    file = try NetCDFWriter(writing: path)
    let steps = try file.dimension("time", length: nil)
    let rows = try file.dimension("lat", length: grid.rows)
    let columns = try file.dimension("lon", length: grid.columns)
    time = try file.variable("time", .double, [steps], storage: .init(chunks: [512]))
    let lat = try file.variable("lat", .double, [rows])
    let lon = try file.variable("lon", .double, [columns])
    for (variable, words) in [
      (time, ["time", "days since 1970-01-01 00:00:00", "T"]), (lat, ["latitude", "degrees_north", "Y"]),
      (lon, ["longitude", "degrees_east", "X"]),
    ] {
      for (name, text) in zip(["standard_name", "units", "axis"], words) {
        try file.attribute(name, text, of: variable)
      }
    }
    try file.attribute("calendar", "standard", of: time)
    var variables: [NetCDFWriter.Variable] = []
    for name in names {
      let variable = try file.variable(
        name, .int16, [steps, rows, columns], fill: .int16([NoiseFreeRecord.packing.fill]),
        storage: .init(
          chunks: [NoiseFreeRecord.together, grid.rows, grid.columns],
          cacheBytes: 4 * NoiseFreeRecord.together * grid.count))
      try file.attribute("long_name", "retrieval free of its random error", of: variable)
      try file.attribute("units", "m3 m-3", of: variable)
      try file.attribute("scale_factor", .values(.double([NoiseFreeRecord.packing.scale])), of: variable)
      variables.append(variable)
    }
    self.variables = variables
    for (name, value) in MapFile.attributes(title: title, source: "soil-moisture-lab nature run") {
      try file.attribute(name, value)
    }
    try file.write(.double(grid.latitudes), to: lat)
    try file.write(.double(grid.longitudes), to: lon)
  }

  /// Appends a day, counted from 1970; one array a variable, in m³ m⁻³, NaN where there is none.
  func append(day: Int64, _ maps: [[Float]]) throws(Failure) {
    precondition(maps.count == variables.count, "a map for every variable")
    if held.maps.isEmpty { held.maps = maps.map { _ in [] } }
    held.days.append(Double(day))
    for (index, map) in maps.enumerated() {
      guard case .int16(let packed) = NoiseFreeRecord.packing.packed(map) else { continue }
      held.maps[index] += packed
    }
    if held.days.count == NoiseFreeRecord.together { try write() }
  }

  /// Writes the days that are held.
  private func write() throws(Failure) {
    let count = held.days.count
    guard count > 0 else { return }
    try file.write(.double(held.days), to: time, at: NetCDFSlab(start: [days], count: [count]))
    let part = NetCDFSlab(start: [days, 0, 0], count: [count, grid.rows, grid.columns])
    for (map, variable) in zip(held.maps, variables) {
      try file.write(.int16(map), to: variable, at: part)
    }
    days += count
    held = ([], [])
  }

  /// Closes the file and gives it its name.
  func finish() throws(Failure) {
    try write()
    try file.finish()
  }
}
