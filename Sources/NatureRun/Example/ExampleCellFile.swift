import Files

/// What the cell files of all layouts share.
enum ExampleCellFile {
  /// Declares and writes the locations' variables.
  static func describe(
    _ locations: [ExampleProducts.Location], in file: NetCDFWriter, along dimension: NetCDFWriter.Dimension
  ) throws(Failure) {
    let lon = try file.variable("lon", .float, [dimension])
    try file.attribute("standard_name", "longitude", of: lon)
    try file.attribute("units", "degrees_east", of: lon)
    let lat = try file.variable("lat", .float, [dimension])
    try file.attribute("standard_name", "latitude", of: lat)
    try file.attribute("units", "degrees_north", of: lat)
    let alt = try file.variable("alt", .float, [dimension])
    try file.attribute("standard_name", "height", of: alt)
    try file.attribute("units", "m", of: alt)
    let id = try file.variable("location_id", .int64, [dimension])
    let words = try file.variable("location_description", .string, [dimension])
    try file.write(.float(locations.map(\.longitude)), to: lon)
    try file.write(.float(locations.map(\.latitude)), to: lat)
    try file.write(.float(locations.map { _ in Float.nan }), to: alt)
    try file.write(.int64(locations.map(\.id)), to: id)
    try file.write(.string(locations.map { _ in "" }), to: words)
    try file.attribute("featureType", "timeSeries")
    try file.attribute("title", "Invented soil moisture, for demonstration and tests only")
  }

  /// The time variable along a dimension.
  static func time(
    _ units: String, in file: NetCDFWriter, along dimension: NetCDFWriter.Dimension, chunk: Int
  ) throws(Failure) -> NetCDFWriter.Variable {
    let time = try file.variable("time", .double, [dimension], storage: .init(chunks: [chunk]))
    try file.attribute("standard_name", "time", of: time)
    try file.attribute("long_name", "time of measurement", of: time)
    try file.attribute("units", units, of: time)
    return time
  }
}
