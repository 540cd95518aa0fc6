public import Files

/// Stations and their samples: an ISMN archive (a folder or a zip as it was downloaded), or a station list with
/// tables of values (`stations/README.md`).
///
/// Opening reads file names, the first row of each series and the metadata tables, or the list and the header of
/// each table; a series is read whole only by `record(of:)`, which may be called from several threads at once.
public struct StationArchive: Sendable {
  /// The path as given.
  public let path: String
  /// The sensors in a stable order: that of the bytes of their relative paths, or of the list's rows.
  public let sensors: [Sensor]
  /// The `.stm` files or rows of the list that give no sensor, each with its reason; with the sensors they are
  /// all that were found.
  public let skipped: [Exclusion]
  /// What was found wrong on opening, the skipped files among it.
  public let problems: [Problem]
  private let source: Source

  private enum Source: Sendable {
    case tree(FileTree, items: [String: StationIndex.Item], metadata: [String: StationMetadata])
    case tables(StationTables)
  }

  /// Opens an archive; a file whose name ends in `.csv` or `.tsv` is a station list.
  ///
  /// - Throws: a data failure when the path is no station archive (what was found there is said), no series in
  ///   it can be used, the zip is incomplete or unsafe, a station's coordinates look swapped, or a station list
  ///   has a mistake (with its line).
  public static func open(
    _ path: String, limits: ReadLimits = ReadLimits()
  ) throws(Failure) -> StationArchive {
    if StationTables.isList(path) {
      let tables = try StationTables(path, limits: limits)
      return StationArchive(
        path: path, sensors: tables.list.sensors.map(\.sensor), skipped: tables.list.skipped,
        problems: tables.list.problems, source: .tables(tables))
    }
    let tree = try FileTree.open(path, limits: limits)
    var index = StationIndex(tree: tree)
    try index.run()
    return StationArchive(
      path: path, sensors: index.sensors, skipped: index.skipped, problems: tree.problems + index.problems,
      source: .tree(tree, items: index.items, metadata: index.metadata))
  }

  /// What the archive is: `ISMN folder`, `ISMN zip` or `station list`.
  public var format: String {
    switch source {
    case .tree(let tree, _, _): tree.isZip ? "ISMN zip" : "ISMN folder"
    case .tables: "station list"
    }
  }

  /// The networks' names in alphabetical order.
  public var networks: [String] { Set(sensors.map(\.network)).sorted() }

  /// Reads all samples of a sensor of this archive.
  ///
  /// A damaged file gives a record whose `skipped` says why. A table of many stations is read once, at the first
  /// call for any of them, and its samples are kept (24 bytes each).
  /// - Throws: a data failure with file and line when more than one row in ten is damaged (and more than ten),
  ///   or when a byte budget is spent.
  public func record(of sensor: Sensor) throws(Failure) -> SensorRecord {
    let stranger = Failure(.internalFault, "the sensor is not of this archive", path: sensor.path)
    switch source {
    case .tables(let tables):
      guard let record = try tables.record(of: sensor) else { throw stranger }
      return record
    case .tree(let tree, let items, _):
      guard let item = items[sensor.path] else { throw stranger }
      let stream: ByteStream
      do {
        stream = try tree.open(item.entry)
      } catch {
        switch error {
        case .refused(let failure): throw failure
        case .damaged(let failure): return SensorRecord(unreadable: failure, path: sensor.path)
        }
      }
      return try STMReader.read(
        stream, head: item.head, variable: sensor.variable, sizeHint: item.entry.size)
    }
  }

  /// What the archive says of a sensor's surroundings, at its depth.
  public func metadata(of sensor: Sensor) -> StationMetadata {
    switch source {
    case .tree(_, _, let metadata): metadata[sensor.path] ?? StationMetadata()
    case .tables(let tables): tables.metadata(of: sensor) ?? StationMetadata()
    }
  }

  /// The paths of the files behind some sensors and their metadata, in byte order: the zip itself, the series
  /// and metadata tables of a folder, or a station list and its tables.
  public func files(of sensors: [Sensor]) -> [String] {
    switch source {
    case .tables(let tables): return tables.files(of: sensors)
    case .tree(let tree, _, _):
      if tree.isZip { return [path] }
      let tables = tree.entries.filter {
        $0.name.hasSuffix("_static_variables.csv") || $0.name == "frm_classification.csv"
      }
      let folders = Set(sensors.map { Paths.folder(of: $0.path) })
      let used = tables.map { tree.messagePath(of: $0) }.filter {
        $0.hasSuffix("frm_classification.csv") || folders.contains(Paths.folder(of: $0))
      }
      return (sensors.map(\.path) + used).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }
}
