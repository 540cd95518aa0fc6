import Files

/// The cells of a file of maps: those of the fine grid, or blocks of 5 × 5 of them (0.25°).
struct MapGrid: Sendable {
  let fine: FineGrid
  /// The number of fine cells along a block's side: 1 or 5.
  let block: Int

  var rows: Int { fine.rows / block }
  var columns: Int { fine.columns / block }
  /// The resolution as file names have it.
  var name: String { block == 1 ? "0.05" : "0.25" }

  /// The means over blocks, added up in one fixed order.
  func mean(_ values: [Float]) -> [Float] {
    if block == 1 { return values }
    var result = [Float](repeating: 0, count: rows * columns)
    for row in 0..<fine.rows {
      for column in 0..<fine.columns {
        result[row / block * columns + column / block] += values[row * fine.columns + column]
      }
    }
    let share = 1 / Float(block * block)
    return result.map { $0 * share }
  }

  /// Declares latitude and longitude, writes them, and returns their dimensions.
  func declare(in file: NetCDFWriter) throws(Failure) -> [NetCDFWriter.Dimension] {
    let latitude = try file.dimension("lat", length: rows)
    let longitude = try file.dimension("lon", length: columns)
    let side = Double(block) * FineGrid.degrees
    try axis(
      latitude, "latitude", "degrees_north", (0..<rows).map { fine.north - (Double($0) + 0.5) * side },
      in: file)
    try axis(
      longitude, "longitude", "degrees_east", (0..<columns).map { fine.west + (Double($0) + 0.5) * side },
      in: file)
    return [latitude, longitude]
  }

  private func axis(
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
