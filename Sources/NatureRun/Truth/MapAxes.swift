import Files

/// The middles of the cells of a file of maps: rows of one latitude from north to south, columns of one longitude from
/// west to east.
struct MapAxes: Sendable {
  /// The resolution as file names have it, such as `0.05`.
  let name: String
  /// Degrees north.
  let latitudes: [Double]
  /// Degrees east.
  let longitudes: [Double]

  var rows: Int { latitudes.count }
  var columns: Int { longitudes.count }

  /// The axes of a region's fine cells, a window's, or of blocks of them.
  init(_ grid: MapGrid) {
    name = grid.name
    let side = Double(grid.block) / Double(grid.fine.cellsPerDegree)
    latitudes = (0..<grid.rows).map { grid.fine.north - (Double($0) + 0.5) * side }
    longitudes = (0..<grid.columns).map { grid.fine.west + (Double($0) + 0.5) * side }
  }

  /// The axes of cells that means by overlap are made for.
  init(_ overlap: OverlapMean) {
    name = "\(overlap.degrees)"
    latitudes = (0..<overlap.rows).map { overlap.north - (Double($0) + 0.5) * overlap.degrees }
    longitudes = (0..<overlap.columns).map { overlap.west + (Double($0) + 0.5) * overlap.degrees }
  }

  /// Declares latitude and longitude, writes them, and returns their dimensions.
  func declare(in file: NetCDFWriter) throws(Failure) -> [NetCDFWriter.Dimension] {
    let latitude = try file.dimension("lat", length: rows)
    let longitude = try file.dimension("lon", length: columns)
    try write(latitude, "latitude", "degrees_north", latitudes, in: file)
    try write(longitude, "longitude", "degrees_east", longitudes, in: file)
    return [latitude, longitude]
  }

  private func write(
    _ dimension: NetCDFWriter.Dimension, _ name: String, _ units: String, _ values: [Double],
    in file: NetCDFWriter
  ) throws(Failure) {
    let variable = try file.variable(dimension.name, .double, [dimension], storage: .init(deflate: 0))
    try file.attribute("standard_name", name, of: variable)
    try file.attribute("units", units, of: variable)
    try file.attribute("axis", name == "latitude" ? "Y" : "X", of: variable)
    try file.write(.double(values.map { ($0 * 1e6).rounded() / 1e6 }), to: variable)
  }
}
