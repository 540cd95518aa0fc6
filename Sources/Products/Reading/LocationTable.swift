import Files
import Grids

/// The places of a file's locations.
struct LocationTable: Sendable {
  /// Degrees north; NaN where the file has none that can be used.
  let latitudes: [Double]
  /// Degrees east in −180…180; NaN where the file has none that can be used.
  let longitudes: [Double]
  /// The `location_id` of each, where the file has that variable.
  let identifiers: [Int64]?
  /// What is wrong with the coordinates.
  let problems: [Problem]

  var count: Int { latitudes.count }

  /// Reads the coordinates.
  /// - Throws: `Failure` (data) where they are no numbers, or where latitude and longitude look exchanged.
  init(file: NetCDFFile, latitude: NetCDFVariable, longitude: NetCDFVariable) throws(Failure) {
    try self.init(
      latitudes: try LocationTable.values(latitude, file),
      longitudes: try LocationTable.values(longitude, file),
      identifiers: LocationTable.identifiers(of: latitude, in: file), what: "location",
      names: (latitude.path, longitude.path), path: file.path)
  }

  /// Checks coordinates that have been read.
  init(
    latitudes north: [Double], longitudes east: [Double], identifiers: [Int64]?, what: String,
    names: (latitude: String, longitude: String), path: String
  ) throws(Failure) {
    guard north.count == east.count else {
      throw Failure(.data, "there are \(north.count) latitudes and \(east.count) longitudes", path: path)
    }
    var latitudes = north
    var longitudes = east
    var missing = 0
    var outside = 0
    for index in north.indices {
      let (lat, lon) = (north[index], east[index])
      if lat.isFinite && lon.isFinite && abs(lat) <= 90 && lon >= -360 && lon <= 360 {
        longitudes[index] = lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon
        continue
      }
      if lat.isFinite && lon.isFinite { outside += 1 } else { missing += 1 }
      latitudes[index] = .nan
      longitudes[index] = .nan
    }
    if outside > 0 { try LocationTable.refuseExchanged(north, east, names: names, path: path) }
    var problems: [Problem] = []
    if missing > 0 {
      problems.append(Problem(path: path, reason: "\(what) without coordinates, skipped", count: missing))
    }
    if outside > 0 {
      problems.append(Problem(path: path, reason: "\(what) outside the globe, skipped", count: outside))
    }
    self.latitudes = latitudes
    self.longitudes = longitudes
    self.problems = problems
    self.identifiers = identifiers
  }

  /// Refuses latitudes beyond 90 degrees beside longitudes that are all within.
  static func refuseExchanged(
    _ north: [Double], _ east: [Double], names: (latitude: String, longitude: String), path: String
  ) throws(Failure) {
    let outside = north.count { $0.isFinite && abs($0) > 90 }
    guard outside > 0, east.allSatisfy({ !$0.isFinite || abs($0) <= 90 }),
      north.allSatisfy({ !$0.isFinite || abs($0) <= 360 })
    else { return }
    throw Failure(
      .data,
      "\(outside) latitudes are beyond 90 degrees while all longitudes are within: they look exchanged",
      path: path, advice: "Exchange the variables \(names.latitude) and \(names.longitude)")
  }

  /// The numbers of a coordinate, NaN where missing.
  static func values(_ variable: NetCDFVariable, _ file: NetCDFFile) throws(Failure) -> [Double] {
    // The valid range is checked against the globe instead: cell files give 0–360 longitudes with ±180 ranges.
    var plain = variable
    for name in ["valid_range", "valid_min", "valid_max"] { plain.attributes[name] = nil }
    let unpacking = try Unpacking(plain, path: file.path)
    let (values, states) = unpacking.unpack(try file.pieces(variable))
    return zip(values, states).map { $1 == .valid ? $0 : .nan }
  }

  private static func identifiers(of latitude: NetCDFVariable, in file: NetCDFFile) -> [Int64]? {
    let group = latitude.path.dropLast(latitude.name.count)
    for name in ["location_id", "gpi", "station_id"] {
      if let found = file.variable(group + name), found.dimensions == latitude.dimensions,
        found.type.isInteger
      {
        return try? file.int64Pieces(found)
      }
    }
    return nil
  }
}
