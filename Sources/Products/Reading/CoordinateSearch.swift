import Files
import Grids

/// Finds latitude, longitude and time among a file's variables by their CF attributes, then by name.
struct CoordinateSearch {
  let file: NetCDFFile
  /// The variable whose coordinates are wanted.
  let variable: NetCDFVariable

  /// The folder-like part of a variable's path: `Group/` or empty.
  private var group: Substring { variable.path.dropLast(variable.name.count) }

  /// A variable named in a description: by its full path, or beside the soil-moisture variable.
  func named(_ name: String) throws(Failure) -> NetCDFVariable {
    if let found = file.variable(String(group) + name) { return found }
    return try file.requiredVariable(name)
  }

  /// A variable beside soil moisture or by full path; nil where the file has none of that name.
  func optional(_ name: String) -> NetCDFVariable? {
    file.variable(String(group) + name) ?? (try? file.requiredVariable(name))
  }

  /// The latitude of locations or of a map.
  func latitude() throws(Failure) -> NetCDFVariable { try first(latitudes, of: CoordinateSearch.north) }

  /// The longitude of locations or of a map.
  func longitude() throws(Failure) -> NetCDFVariable { try first(longitudes, of: CoordinateSearch.east) }

  /// All that may be the latitude, the likeliest first.
  var latitudes: [NetCDFVariable] { candidates(CoordinateSearch.north) }

  /// All that may be the longitude, the likeliest first.
  var longitudes: [NetCDFVariable] { candidates(CoordinateSearch.east) }

  /// The marks of a coordinate.
  private struct Marks {
    var standardName: String
    var units: [String]
    var names: [String]
  }

  private static let north = Marks(
    standardName: "latitude",
    units: ["degrees_north", "degree_north", "degree_n", "degrees_n", "degreen", "degreesn"],
    names: ["lat", "latitude", "lats", "nav_lat", "latitude_am", "latitude_pm", "cell_lat"])
  private static let east = Marks(
    standardName: "longitude",
    units: ["degrees_east", "degree_east", "degree_e", "degrees_e", "degreee", "degreese"],
    names: ["lon", "longitude", "lons", "long", "nav_lon", "longitude_am", "longitude_pm", "cell_lon"])

  private func candidates(_ marks: Marks) -> [NetCDFVariable] {
    let tests: [(NetCDFVariable) -> Bool] = [
      { $0.text("standard_name") == marks.standardName },
      { marks.units.contains($0.text("units")?.lowercased() ?? "") },
      { marks.names.contains($0.name.lowercased()) },
    ]
    let others = nearby.filter { $0.path != variable.path }
    var found: [NetCDFVariable] = []
    var paths: Set<String> = []
    for test in tests {
      for other in others where test(other) && paths.insert(other.path).inserted { found.append(other) }
    }
    return found
  }

  private func first(_ candidates: [NetCDFVariable], of marks: Marks) throws(Failure) -> NetCDFVariable {
    if let first = candidates.first { return first }
    let shape = variable.shape.suffix(2)
    let sizes =
      EASE2Grid.known.map { ("EASE-Grid 2.0", "ease2-\($0.kilometres)km", [$0.rows, $0.columns]) }
      + EASE1Grid.Resolution.allCases.map { resolution in
        let grid = EASE1Grid(resolution)
        return ("first EASE-Grid", "ease1-\(resolution.rawValue)km", [grid.rows, grid.columns])
      }
    let known = sizes.first { $0.2 == Array(shape) }
    let name = marks.standardName
    throw Failure(
      .data, "there is no \(name) for variable \(variable.path)", path: file.path,
      advice: known.map {
        "Maps of this size are on the \($0.0): give `grid: \($0.1)`"
      }
        ?? "A coordinate needs the standard_name '\(name)', units '\(marks.units[0])' or the name "
        + "'\(marks.names[0])'; a known grid is given with `grid:`")
  }

  /// The file's variables, those of the same group first, then those of the root, then the rest.
  private var nearby: [NetCDFVariable] {
    func rank(_ other: NetCDFVariable) -> Int {
      if other.path.dropLast(other.name.count) == group { return 0 }
      return other.path == other.name ? 1 : 2
    }
    return file.variables.enumerated().sorted {
      (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
    }
    .map(\.element)
  }

  /// The time axis along a dimension, or with the variable's own dimensions.
  /// - Throws: `Failure` (data) where there is none with units.
  func timeAxis(along dimension: NetCDFDimension) throws(Failure) -> NetCDFVariable {
    let fitting = nearby.filter {
      $0.path != variable.path
        && ($0.dimensions == variable.dimensions
          || $0.dimensions.count == 1 && DimensionMatch.isSame($0.dimensions[0], dimension))
    }
    let tests: [(NetCDFVariable) -> Bool] = [
      { $0.name == dimension.name && $0.dimensions.count == 1 },
      { $0.text("standard_name") == "time" },
      { $0.name.lowercased() == "time" },
      { $0.text("axis") == "T" },
      { $0.dimensions.count == 1 && ($0.text("units") ?? "").contains(" since ") },
    ]
    for test in tests {
      if let first = fitting.first(where: test) { return first }
    }
    throw Failure(
      .data, "there is no time axis along dimension \(dimension.name) for variable \(variable.path)",
      path: file.path, advice: "Name it with `time: {variable: …}` in the product's description")
  }

  /// Whether a dimension counts time: by its name, or by a time axis along it.
  func isTime(_ dimension: NetCDFDimension) -> Bool {
    let name = dimension.name.lowercased()
    if name.hasPrefix("time") || ["t", "date", "day", "days", "valid_time"].contains(name) { return true }
    return nearby.contains {
      $0.dimensions.count == 1 && DimensionMatch.isSame($0.dimensions[0], dimension)
        && ($0.name.lowercased() == "time" || $0.text("standard_name") == "time" || $0.name == dimension.name)
        && ($0.text("units") ?? "").contains(" since ")
    }
  }

  /// A time for the whole file beside a map: one number in a variable of its own; nil where there is none.
  func timeOfFile() -> NetCDFVariable? {
    let single = nearby.filter { $0.count == 1 && ($0.text("units") ?? "").contains(" since ") }
    return single.first { $0.text("standard_name") == "time" }
      ?? single.first { $0.name.lowercased() == "time" }
  }
}
