import Files
import Foundation

/// One file of maps on a small latitude–longitude grid, with any further variables.
struct SmallMaps {
  var latitudes: [Double]
  var longitudes: [Double]
  /// The stamps of the axis with their units; nil where the file has no time axis.
  var times: (values: [Double], units: String)?
  /// Each variable's numbers, map by map, rows of latitudes, with attributes.
  var variables: [(name: String, values: NetCDFArray, attributes: [String: NetCDFAttribute])] = []

  init(
    latitudes: [Double], longitudes: [Double], times: (values: [Double], units: String)? = nil
  ) {
    self.latitudes = latitudes
    self.longitudes = longitudes
    self.times = times
  }

  /// Adds a variable in m³ m⁻³ unless its attributes say otherwise.
  mutating func add(
    _ name: String, _ values: NetCDFArray,
    _ attributes: [String: NetCDFAttribute] = ["units": .text("m3 m-3")]
  ) {
    variables.append((name, values, attributes))
  }

  func write(to path: String) throws {
    try FileManager.default.createDirectory(atPath: Paths.folder(of: path), withIntermediateDirectories: true)
    let writer = try NetCDFWriter(writing: path)
    var dimensions: [NetCDFWriter.Dimension] = []
    if let times {
      let time = try writer.dimension("time", length: times.values.count)
      let axis = try writer.variable("time", .double, [time])
      try writer.attribute("units", times.units, of: axis)
      try writer.write(.double(times.values), to: axis)
      dimensions.append(time)
    }
    for (name, units, values) in [
      ("lat", "degrees_north", latitudes), ("lon", "degrees_east", longitudes),
    ] {
      let dimension = try writer.dimension(name, length: values.count)
      let axis = try writer.variable(name, .double, [dimension])
      try writer.attribute("units", units, of: axis)
      try writer.write(.double(values), to: axis)
      dimensions.append(dimension)
    }
    for (name, values, attributes) in variables {
      let fill = attributes["_FillValue"].flatMap { value -> NetCDFArray? in
        guard case .values(let array) = value else { return nil }
        return array
      }
      let column = try writer.variable(name, values.type, dimensions, fill: fill)
      for (key, value) in attributes.sorted(by: { $0.key < $1.key }) where key != "_FillValue" {
        try writer.attribute(key, value, of: column)
      }
      try writer.write(values, to: column)
    }
    try writer.finish()
  }
}

/// A file in the layout of SGD-SM 1.0: whole percent on 0.25° cells, what was observed beside what was filled in.
enum SGDFile {
  static func write(original: [Int16], reconstructed: [Int16], to path: String) throws {
    try FileManager.default.createDirectory(atPath: Paths.folder(of: path), withIntermediateDirectories: true)
    let writer = try NetCDFWriter(writing: path)
    let rows = try writer.dimension("Latitude", length: 720)
    let columns = try writer.dimension("Longitude", length: 1440)
    let north = try writer.variable("Latitude", .float, [rows])
    let east = try writer.variable("Longitude", .float, [columns])
    try writer.write(.float((0..<720).map { 89.875 - 0.25 * Float($0) }), to: north)
    try writer.write(.float((0..<1440).map { -179.875 + 0.25 * Float($0) }), to: east)
    for (name, values) in [("original_sm_c1", original), ("reconstructed_sm_c1", reconstructed)] {
      let column = try writer.variable(name, .int16, [rows, columns], fill: .int16([-32767]))
      try writer.write(.int16(values), to: column)
    }
    try writer.finish()
  }
}

extension Sandbox {
  /// Makes a folder in the sandbox.
  func folder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: true)
  }
}
