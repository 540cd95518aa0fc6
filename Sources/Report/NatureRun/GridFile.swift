internal import Files
internal import Foundation
internal import Grids

/// A CF file of maps that this program wrote: latitudes, longitudes and packed variables.
struct GridFile {
  /// The latitudes of the rows' centres.
  let latitudes: [Double]
  /// The longitudes of the columns' centres.
  let longitudes: [Double]
  private let file: NetCDFFile

  /// Opens a file.
  /// - Throws: `Failure` (data) where it cannot be read or has no coordinates.
  init(_ path: String) throws(Failure) {
    file = try NetCDFFile(reading: path)
    latitudes = try file.doubles(try file.requiredVariable("lat"))
    longitudes = try file.doubles(try file.requiredVariable("lon"))
  }

  /// The number of cells.
  var cells: Int { latitudes.count * longitudes.count }

  /// Whether there is such a variable.
  func has(_ name: String) -> Bool { file.variable(name) != nil }

  /// The variables whose names begin with some letters, in the file's order.
  func names(withPrefix prefix: String) -> [String] {
    file.variables.map(\.name).filter { $0.hasPrefix(prefix) }
  }

  /// The days' beginnings of a file with a time axis, microseconds since 1970.
  func days() throws(Failure) -> [Int64] {
    try file.doubles(try file.requiredVariable("time")).map { Int64($0.rounded(.down)) * UTC.day }
  }

  /// All steps of a variable, one after the other, or those of a range; NaN where there is none.
  func values(_ name: String, steps: Range<Int>? = nil) throws(Failure) -> [Float] {
    let variable = try file.requiredVariable(name)
    var slab: NetCDFSlab?
    if let steps, variable.shape.count == 3 {
      slab = NetCDFSlab(
        start: [steps.lowerBound, 0, 0], count: [steps.count, latitudes.count, longitudes.count])
    }
    let numbers = try file.doubles(variable, slab)
    let scale = variable.attributes["scale_factor"]?.number ?? 1
    let offset = variable.attributes["add_offset"]?.number ?? 0
    let fill = variable.attributes["_FillValue"]?.number ?? .nan
    return numbers.map { $0 == fill ? .nan : Float($0 * scale + offset) }
  }

  /// The centre nearest to a coordinate.
  static func nearest(_ value: Double, in centres: [Double]) -> Int {
    centres.indices.min { abs(centres[$0] - value) < abs(centres[$1] - value) } ?? 0
  }
}
