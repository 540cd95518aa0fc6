import Files
import Grids

/// A sensor of a station list: where its values are and what they mean.
struct ListedSensor: Sendable {
  var sensor: Sensor
  /// The table that holds the values.
  var file: String
  var unit: TableUnit
  /// The declared time zone: microseconds that its clocks are ahead of UTC.
  var zone: Int64
  var metadata: StationMetadata
  /// The line of the list.
  var line: Int
}

/// A station list: one row a sensor, for networks outside the ISMN (`stations/README.md`).
///
/// The list is written by hand, so a mistake in it is refused with its line; what an ISMN archive would skip
/// (an impossible place, senseless depths, a sensor named twice) is skipped here too.
struct StationList {
  static let columns = [
    "network", "station", "sensor", "latitude", "longitude", "elevation", "depth_from", "depth_to",
    "variable",
    "file", "units", "time_zone", "field_capacity", "field_capacity_units", "bulk_density",
    "bulk_density_units", "koppen", "landcover", "texture", "clay", "sand", "silt", "frm", "water_fraction",
  ]
  static let required = [
    "network", "station", "latitude", "longitude", "depth_from", "depth_to", "file", "units", "time_zone",
  ]
  /// The soil is never measured deeper with these instruments: a larger number is centimetres.
  private static let deepest = 5.0
  /// One station's sensors stand at most this many kilometres apart: its name would be two stations' otherwise.
  private static let widest = 5.0

  let path: String
  private(set) var sensors: [ListedSensor] = []
  private(set) var skipped: [Exclusion] = []
  private(set) var problems: [Problem] = []
  /// The first sensor of each station.
  private var places: [String: ListedSensor] = [:]

  init(_ path: String, limits: ReadLimits) throws(Failure) {
    self.path = path
    let rows = try TableRow.table(path, known: StationList.columns, required: StationList.required)
    guard rows.count <= limits.files else {
      throw Failure(.data, "has more than the \(limits.files) rows it may", path: path)
    }
    var lines: [String: Int] = [:]
    var files: Set<String> = []
    for row in rows {
      var listed = try listed(row)
      if !files.contains(listed.file) {
        guard Paths.exists(listed.file) else {
          throw row.failure(
            "there is no file \(listed.file)", advice: "`file` is a path seen from the station list's folder")
        }
        files.insert(listed.file)
      }
      listed.sensor.path = listed.file
      if let reason = try reasonToSkip(listed, lines) {
        skip(listed, reason)
      } else {
        lines[listed.sensor.id] = row.line
        sensors.append(listed)
        let name = "\(listed.sensor.network)/\(listed.sensor.station)"
        places[name] = places[name] ?? listed
      }
    }
  }

  /// Leaves a sensor out with a reason; where its table is at fault, the problem names it.
  mutating func skip(_ listed: ListedSensor, _ reason: String, table: String? = nil) {
    skipped.append(Exclusion(listed.sensor, reason: reason))
    let what = table.map { "\(Paths.name(of: $0)): \(reason)" } ?? reason
    problems.append(Problem(path: path, line: listed.line, reason: what + "; sensor skipped"))
  }

  /// Leaves out all sensors of a table that cannot be used.
  mutating func skipAll(of file: String, _ reason: String) {
    for listed in sensors where listed.file == file { skip(listed, reason, table: file) }
    sensors.removeAll { $0.file == file }
  }

  /// Sets the sensors' names for messages.
  mutating func name(_ path: (ListedSensor) -> String) {
    for index in sensors.indices { sensors[index].sensor.path = path(sensors[index]) }
  }

  private func reasonToSkip(_ listed: ListedSensor, _ lines: [String: Int]) throws(Failure) -> String? {
    let sensor = listed.sensor
    do {
      try STMHead.check(
        latitude: sensor.latitude, longitude: sensor.longitude, path: path, line: listed.line)
    } catch {
      switch error {
      case .skip(let reason, _): return reason
      case .refuse(let failure): throw failure
      }
    }
    if let reason = SensorFileName.depthProblem(
      variable: sensor.variable, depthFrom: sensor.depthFrom, depthTo: sensor.depthTo)
    {
      return reason
    }
    if let line = lines[sensor.id] { return "same sensor as line \(line)" }
    if let other = places["\(sensor.network)/\(sensor.station)"],
      other.sensor.point.distance(to: sensor.point) > StationList.widest
    {
      throw Failure(
        .data,
        "station \(sensor.network)/\(sensor.station) stands "
          + "\(Int(other.sensor.point.distance(to: sensor.point))) km from where line \(other.line) has it",
        path: path, line: listed.line, advice: "Give the places names of their own, or mend the coordinates")
    }
    return nil
  }

  private func listed(_ row: TableRow) throws(Failure) -> ListedSensor {
    let variable = row.text("variable").isEmpty ? "sm" : row.text("variable")
    guard variable == "sm" || variable == "ts" else {
      throw row.failure("variable '\(variable)' is not known", advice: "Write `sm` or `ts`")
    }
    let file = try row.required("file")
    guard !file.contains(where: { "*?[".contains($0) }) else {
      throw row.failure("file '\(file)' is a pattern", advice: "Give one file; several rows may name it")
    }
    let from = try row.requiredNumber("depth_from")
    let to = try row.requiredNumber("depth_to")
    guard max(from, to) < StationList.deepest else {
      throw row.failure(
        "depth \(max(from, to)) m is no depth of a soil sensor", advice: "Depths are metres: 10 cm is 0.10")
    }
    let elevation = try row.number("elevation").flatMap { $0 > -600 && $0 < 9000 ? $0 : nil }
    let zone = try row.required("time_zone")
    guard let offset = TimeZoneText.offset(zone) else {
      throw row.failure(
        "time_zone '\(zone)' is not an offset from UTC",
        advice: "Write UTC, UTC+8 or +08:00; there is no summer time")
    }
    let sensor = Sensor(
      network: try row.required("network"), station: try row.required("station"), variable: variable,
      depthFrom: from, depthTo: to, instrument: row.text("sensor").isEmpty ? "n.s." : row.text("sensor"),
      latitude: try row.requiredNumber("latitude", anyNumber: true),
      longitude: try row.requiredNumber("longitude", anyNumber: true), elevation: elevation, path: path)
    return ListedSensor(
      sensor: sensor, file: Paths.resolve(file, in: Paths.folder(of: path)),
      unit: try TableUnit.read(row, variable: variable), zone: offset, metadata: try metadata(row),
      line: row.line)
  }

  private func metadata(_ row: TableRow) throws(Failure) -> StationMetadata {
    var known = StationMetadata()
    let classes = try StationClasses.classes(of: row)
    known.apply(classes)
    known.clay = try row.number("clay", within: 0...100)
    known.sand = try row.number("sand", within: 0...100)
    known.silt = try row.number("silt", within: 0...100)
    let texture = row.text("texture").lowercased()
    if !texture.isEmpty {
      guard let found = SoilTexture(rawValue: texture) else {
        let names = SoilTexture.allCases.map(\.rawValue).joined(separator: ", ")
        throw row.failure(
          "texture '\(texture.prefix(40))' is not a class", advice: "The classes are \(names)")
      }
      known.statedTexture = found
    }
    known.frmClass = row.text("frm").nonEmpty
    return known
  }
}
