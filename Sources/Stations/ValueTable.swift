import Files
import Grids

/// A table of values: one station's (`time`, `value`) or many stations' in long form (`station`, `time`, `value`).
struct ValueTable: Sendable {
  static let columns = [
    "network", "station", "sensor", "variable", "depth_from", "depth_to", "time", "value", "flag",
  ]

  /// What a file's header tells.
  struct Head: Hashable, Sendable {
    var columns: TableColumns
    var time: Int
    var value: Int
    var flag: Int?
    /// The columns that tell sensors apart, in the order of `ValueTable.columns`; empty in one station's table.
    var keys: [String]
  }

  /// Why a table gives no sensor.
  enum Unusable: Error {
    case skip(String)
    case refuse(Failure)
  }

  let path: String
  let head: Head
  /// The sensors whose values are here.
  let sensors: [ListedSensor]
  private let numbers: [String: Int]

  /// Reads a table's header.
  static func head(of path: String, limits: ReadLimits) throws(Unusable) -> Head {
    let stream: ByteStream
    do { stream = try ByteStream(file: path, limit: limits.bytesPerFile) } catch {
      throw .skip(error.failure.reason)
    }
    var reader = CSVStream(stream)
    var head: Head?
    try reader.forEachRow(onFault: { Unusable($0) }) { (fields) throws(Unusable) in
      guard !fields.isBroken else {
        throw .refuse(Failure(.data, "the header's quotes make no sense", path: path, line: fields.line))
      }
      do throws(Failure) {
        let columns = try TableColumns(
          fields, known: ValueTable.columns, required: ["time", "value"], path: path)
        let keys = ValueTable.columns.prefix(6).filter { columns[$0] != nil }
        guard keys.isEmpty || keys.contains("station") else {
          throw Failure(
            .data, "has a column '\(keys[0])' but none named 'station'", path: path, line: fields.line)
        }
        head = Head(
          columns: columns, time: columns["time"] ?? 0, value: columns["value"] ?? 0, flag: columns["flag"],
          keys: keys)
      } catch { throw .refuse(error) }
      return false
    }
    // The buffer's first filling is looked at whole, so that a text of two bytes a letter is told at once.
    if reader.foundNUL { throw .skip("NUL bytes in file") }
    guard let head else { throw .skip("empty file") }
    return head
  }

  /// Joins a header with the sensors that name the file.
  ///
  /// - Throws: a data failure where rows could not be told apart.
  init(path: String, head: Head, sensors: [ListedSensor], list: String) throws(Failure) {
    self.path = path
    self.head = head
    self.sensors = sensors
    var numbers: [String: Int] = [:]
    for (index, listed) in sensors.enumerated() {
      let key = ValueTable.key(head.keys) { ValueTable.text(of: $0, listed.sensor) } ?? ""
      if let first = numbers[key] {
        let apart =
          head.keys.isEmpty
          ? "it has no column 'station'" : "its \(head.keys.joined(separator: ", ")) are the same"
        throw Failure(
          .data,
          "\(Paths.name(of: path)) does not tell this sensor from that of line \(sensors[first].line): \(apart)",
          path: list, line: listed.line,
          advice: "Add the columns that differ: station, network, sensor, variable, depth_from, depth_to")
      }
      numbers[key] = index
    }
    self.numbers = numbers
  }

  /// The records of all sensors, in their order; one that is too damaged is its failure.
  ///
  /// - Throws: a data failure where too many lines belong to no sensor at all, or a byte budget is spent.
  func read(limits: ReadLimits) throws(Failure) -> [Result<SensorRecord, Failure>] {
    var reading = ValueTableReading(self)
    do {
      var rows = CSVStream(try ByteStream(file: path, limit: limits.bytesPerFile))
      var isHeader = true
      try rows.forEachRow(onFault: { $0 }) { (fields) throws(ReadFault) in
        if !isHeader { reading.take(fields) }
        isHeader = false
        return true
      }
      if rows.foundNUL { return reading.withoutSamples("NUL bytes in file") }
    } catch {
      switch error {
      case .refused(let failure): throw failure
      case .damaged(let failure):
        return sensors.map { _ in .success(SensorRecord(unreadable: failure, path: path)) }
      }
    }
    return try reading.finish()
  }

  // MARK: Whose row it is

  /// The number of the sensor a row belongs to; nil for one the list does not have.
  func sensor(of fields: borrowing CSVFields) -> Int? {
    if head.keys.isEmpty { return 0 }
    var texts: [String: String] = [:]
    for name in head.keys {
      guard let column = head.columns[name] else { continue }
      texts[name] = fields.text(column)
    }
    return ValueTable.key(head.keys) { texts[$0] ?? "" }.flatMap { numbers[$0] }
  }

  /// One text for all that tells a sensor; depths in tenths of a millimetre; nil where one is no number.
  private static func key(_ names: [String], _ text: (String) -> String) -> String? {
    var parts: [String] = []
    for name in names {
      let field = text(name)
      switch name {
      case "depth_from", "depth_to":
        guard let depth = DecimalText.double(Array(field.utf8).span),
          let units = Int(exactly: (depth * 10_000).rounded())
        else { return nil }
        parts.append(String(units))
      case "sensor": parts.append((field.isEmpty ? "n.s." : field).comparableName)
      case "variable": parts.append((field.isEmpty ? "sm" : field).comparableName)
      default: parts.append(field.comparableName)
      }
    }
    return parts.joined(separator: "\u{1f}")
  }

  private static func text(of name: String, _ sensor: Sensor) -> String {
    switch name {
    case "network": sensor.network
    case "station": sensor.station
    case "sensor": sensor.instrument
    case "variable": sensor.variable
    case "depth_from": String(sensor.depthFrom)
    default: String(sensor.depthTo)
    }
  }
}

extension ValueTable.Unusable {
  init(_ fault: ReadFault) {
    switch fault {
    case .damaged(let failure): self = .skip(failure.reason)
    case .refused(let failure): self = .refuse(failure)
    }
  }
}
