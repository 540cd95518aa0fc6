import Files

/// A variable of the nature run's files: numbers packed into 16 bits with CF's scale and offset.
struct PackedMap: Sendable {
  /// The variable's name in files.
  let name: String
  /// What it is, in words.
  let longName: String
  /// The CF standard name, where there is one.
  let standardName: String?
  /// The unit in UDUNITS' spelling.
  let units: String
  /// What 1 in the file stands for.
  let scale: Double
  /// What 0 in the file stands for.
  let offset: Double
  /// How values of a period are made from those within it: `mean` or `sum`; nil for what does not change.
  let method: String?

  /// What stands for no value.
  static let fill = Int16.min

  init(
    _ name: String, _ longName: String, standardName: String? = nil, units: String, scale: Double,
    offset: Double = 0, method: String? = nil
  ) {
    self.name = name
    self.longName = longName
    self.standardName = standardName
    self.units = units
    self.scale = scale
    self.offset = offset
    self.method = method
  }

  /// Values as stored, to the nearest step; those beyond the range are cut, NaN is the fill value.
  func packed(_ values: [Float]) -> [Int16] {
    let factor = 1 / scale
    return values.map { value in
      value.isNaN
        ? PackedMap.fill
        : Int16(max(-32767, min(32767, ((Double(value) - offset) * factor).rounded())))
    }
  }

  /// Declares the variable with its attributes.
  func declare(
    in file: NetCDFWriter, _ dimensions: [NetCDFWriter.Dimension], chunks: [Int]
  ) throws(Failure) -> NetCDFWriter.Variable {
    let bytes = 2 * 2 * chunks.reduce(1, *)
    let variable = try file.variable(
      name, .int16, dimensions, fill: .int16([PackedMap.fill]),
      storage: NetCDFWriter.Storage(deflate: 1, chunks: chunks, cacheBytes: max(1 << 16, bytes)))
    try file.attribute("long_name", longName, of: variable)
    if let standardName { try file.attribute("standard_name", standardName, of: variable) }
    try file.attribute("units", units, of: variable)
    try file.attribute("scale_factor", .values(.double([scale])), of: variable)
    if offset != 0 { try file.attribute("add_offset", .values(.double([offset])), of: variable) }
    if let method { try file.attribute("cell_methods", "time: \(method) area: mean", of: variable) }
    return variable
  }
}
