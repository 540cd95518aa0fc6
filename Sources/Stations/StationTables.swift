import Files
import Synchronization

/// The tables behind a station list.
struct StationTables: Sendable {
  let list: StationList
  private let limits: ReadLimits
  private let tables: [SharedTable]
  /// The table and the place in it of each sensor, by its id.
  private let places: [String: (table: Int, index: Int)]

  /// Whether a path is a station list's by its name.
  static func isList(_ path: String) -> Bool {
    let name = path.lowercased()
    return (name.hasSuffix(".csv") || name.hasSuffix(".tsv")) && !Paths.isFolder(path)
  }

  /// Reads the list and the header of each table.
  ///
  /// - Throws: a data failure with file and line for mistakes in the list or in a header, or when no sensor is
  ///   left.
  init(_ path: String, limits: ReadLimits) throws(Failure) {
    var list = try StationList(path, limits: limits)
    var heads: [String: ValueTable.Head] = [:]
    var files: [String] = []
    for file in list.sensors.map(\.file) where heads[file] == nil {
      do {
        heads[file] = try ValueTable.head(of: file, limits: limits)
        files.append(file)
      } catch {
        switch error {
        case .refuse(let failure): throw failure
        case .skip(let reason): list.skipAll(of: file, reason)
        }
      }
    }
    list.name { listed in
      // As a member of a zip is written: a table of many stations and the station in it.
      let isLong = heads[listed.file]?.keys.isEmpty == false
      return isLong ? listed.file + "/" + listed.sensor.station : listed.file
    }
    let byFile = Dictionary(grouping: list.sensors, by: \.file)
    var tables: [SharedTable] = []
    var places: [String: (table: Int, index: Int)] = [:]
    for file in files {
      guard let head = heads[file], let sensors = byFile[file] else { continue }
      for (index, listed) in sensors.enumerated() { places[listed.sensor.id] = (tables.count, index) }
      tables.append(SharedTable(try ValueTable(path: file, head: head, sensors: sensors, list: path)))
    }
    guard !list.sensors.isEmpty else {
      let reasons = Set(list.problems.map { $0.reason.replacing("; sensor skipped", with: "") }).sorted()
        .prefix(3).joined(separator: "; ")
      throw Failure(
        .data, "none of its \(list.skipped.count) sensors can be used: \(reasons)", path: path,
        line: list.problems.first?.line)
    }
    self.list = list
    self.limits = limits
    self.tables = tables
    self.places = places
  }

  /// What the list says of a sensor's surroundings.
  func metadata(of sensor: Sensor) -> StationMetadata? { listed(sensor)?.metadata }

  /// Reads all samples of a sensor; nil when it is not of this list.
  func record(of sensor: Sensor) throws(Failure) -> SensorRecord? {
    guard let place = places[sensor.id] else { return nil }
    return try tables[place.table].record(place.index, limits: limits)
  }

  /// The list and the tables behind some sensors, in byte order.
  func files(of sensors: [Sensor]) -> [String] {
    (Set(sensors.compactMap { listed($0)?.file }) + [list.path])
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func listed(_ sensor: Sensor) -> ListedSensor? {
    places[sensor.id].map { tables[$0.table].table.sensors[$0.index] }
  }
}

/// A table and, where it holds several sensors, their records: such a table is read once for all of them.
///
/// Safe to use from several threads: the first to ask reads, the others wait.
private final class SharedTable: Sendable {
  let table: ValueTable
  private let records = Mutex<[Result<SensorRecord, Failure>]?>(nil)

  init(_ table: ValueTable) { self.table = table }

  func record(_ index: Int, limits: ReadLimits) throws(Failure) -> SensorRecord {
    if table.sensors.count == 1 { return try table.read(limits: limits)[index].get() }
    return try records.withLock { known throws(Failure) in
      if let known { return try known[index].get() }
      let read: [Result<SensorRecord, Failure>]
      do throws(Failure) { read = try table.read(limits: limits) } catch {
        read = table.sensors.map { _ in .failure(error) }
      }
      known = read
      return try read[index].get()
    }
  }
}
