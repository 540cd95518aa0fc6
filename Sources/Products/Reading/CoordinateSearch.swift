import Files

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

  /// The latitude of locations or of a map.
  func latitude() throws(Failure) -> NetCDFVariable {
    try coordinate(
      "latitude", units: ["degrees_north", "degree_north", "degree_n", "degrees_n", "degreen", "degreesn"],
      names: ["lat", "latitude", "lats", "nav_lat"])
  }

  /// The longitude of locations or of a map.
  func longitude() throws(Failure) -> NetCDFVariable {
    try coordinate(
      "longitude", units: ["degrees_east", "degree_east", "degree_e", "degrees_e", "degreee", "degreese"],
      names: ["lon", "longitude", "lons", "long", "nav_lon"])
  }

  private func coordinate(
    _ standardName: String, units: [String], names: [String]
  ) throws(Failure) -> NetCDFVariable {
    let tests: [(NetCDFVariable) -> Bool] = [
      { $0.text("standard_name") == standardName },
      { units.contains($0.text("units")?.lowercased() ?? "") },
      { names.contains($0.name.lowercased()) },
    ]
    for test in tests {
      let found = nearby.filter { $0.path != variable.path && test($0) }
      if let first = found.first { return first }
    }
    throw Failure(
      .data, "there is no \(standardName) for variable \(variable.path)", path: file.path,
      advice:
        "A coordinate needs the standard_name '\(standardName)', units '\(units[0])' or the name '\(names[0])'"
    )
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
      $0.path != variable.path && ($0.dimensions == [dimension] || $0.dimensions == variable.dimensions)
    }
    let tests: [(NetCDFVariable) -> Bool] = [
      { $0.name == dimension.name && $0.dimensions == [dimension] },
      { $0.text("standard_name") == "time" },
      { $0.name.lowercased() == "time" },
      { $0.text("axis") == "T" },
      { $0.dimensions == [dimension] && ($0.text("units") ?? "").contains(" since ") },
    ]
    for test in tests {
      if let first = fitting.first(where: test) { return first }
    }
    throw Failure(
      .data, "there is no time axis along dimension \(dimension.name) for variable \(variable.path)",
      path: file.path, advice: "Name it with `time: {variable: …}` in the product's description")
  }
}
