public import Files

/// An ISMN archive, a folder or a zip as it was downloaded, read in place.
///
/// Opening reads file names, the first row of each series and the metadata tables; a series is read whole only
/// by `record(of:)`, which may be called from several threads at once.
public struct StationArchive: Sendable {
  /// The path as given.
  public let path: String
  /// The sensors in a stable order: that of the bytes of their relative paths.
  public let sensors: [Sensor]
  /// The `.stm` files that give no sensor, each with its reason; with the sensors they are all that were found.
  public let skipped: [Exclusion]
  /// What was found wrong on opening, the skipped files among it.
  public let problems: [Problem]
  private let tree: FileTree
  private let items: [String: StationIndex.Item]
  private let metadata: [String: StationMetadata]

  /// Opens an archive.
  ///
  /// - Throws: a data failure when the path is no station archive (what was found there is said), no series in
  ///   it can be used, the zip is incomplete or unsafe, or a station's coordinates look swapped.
  public static func open(
    _ path: String, limits: ReadLimits = ReadLimits()
  ) throws(Failure) -> StationArchive {
    let tree = try FileTree.open(path, limits: limits)
    var index = StationIndex(tree: tree)
    try index.run()
    return StationArchive(
      path: path, sensors: index.sensors, skipped: index.skipped, problems: tree.problems + index.problems,
      tree: tree, items: index.items, metadata: index.metadata)
  }

  /// The networks' names in alphabetical order.
  public var networks: [String] { Set(sensors.map(\.network)).sorted() }

  /// Reads all samples of a sensor of this archive.
  ///
  /// A damaged file gives a record whose `skipped` says why.
  /// - Throws: a data failure with file and line when more than one row in ten is damaged (and more than ten),
  ///   or when a byte budget is spent.
  public func record(of sensor: Sensor) throws(Failure) -> SensorRecord {
    guard let item = items[sensor.path] else {
      throw Failure(.internalFault, "the sensor is not of this archive", path: sensor.path)
    }
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

  /// What the archive says of a sensor's surroundings, at its depth.
  public func metadata(of sensor: Sensor) -> StationMetadata { metadata[sensor.path] ?? StationMetadata() }

  /// The paths of the files behind some sensors and their metadata, in byte order: the zip itself, or the series
  /// and metadata tables of a folder.
  public func files(of sensors: [Sensor]) -> [String] {
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
