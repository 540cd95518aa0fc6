import Files

/// The making of an archive's list of sensors.
struct StationIndex {
  struct Item: Sendable {
    var entry: FileTree.Entry
    var head: STMHead
  }

  let tree: FileTree
  private(set) var sensors: [Sensor] = []
  private(set) var skipped: [Exclusion] = []
  private(set) var problems: [Problem] = []
  private(set) var items: [String: Item] = [:]
  private(set) var metadata: [String: StationMetadata] = [:]
  private var paths: [String: String] = [:]
  private var tables: [String: FileTree.Entry] = [:]
  private var tablesByFolder: [String: [FileTree.Entry]] = [:]
  private var stationsByFolder: [String: Set<String>] = [:]
  private var read: [String: StaticVariables] = [:]

  init(tree: FileTree) { self.tree = tree }

  mutating func run() throws(Failure) {
    let entries = tree.entries.filter {
      !$0.components.contains("python_metadata") && !$0.components.contains("__MACOSX")
        && !$0.name.hasPrefix("._")
    }
    let series = entries.filter { $0.name.lowercased().hasSuffix(".stm") }
    try requireSeries(series, among: entries)
    let frm = frmClassification(entries)
    listTables(entries)
    for entry in series { if let name = SensorFileName(entry.name) { noteStation(entry, name) } }
    for entry in series { try add(entry, frm: frm) }
    guard !sensors.isEmpty else {
      let reasons = Set(skipped.map(\.reason)).sorted().prefix(3).joined(separator: "; ")
      let first = problems.first { $0.path == skipped.first?.path }
      throw Failure(
        .data, "none of its \(skipped.count) .stm files can be used: \(reasons)", path: tree.path,
        advice: first.map { "The first is \($0.path)" })
    }
  }

  private mutating func skip(
    _ entry: FileTree.Entry, _ name: SensorFileName?, _ reason: String, line: Int? = nil
  ) {
    let path = tree.messagePath(of: entry)
    skipped.append(
      Exclusion(
        network: name?.network ?? "", station: name?.station ?? "", sensor: name?.instrument ?? "",
        path: path,
        reason: reason))
    problems.append(Problem(path: path, line: line, reason: reason + "; sensor skipped"))
  }

  private mutating func add(_ entry: FileTree.Entry, frm: FRMClassification?) throws(Failure) {
    guard let name = SensorFileName(entry.name) else {
      return skip(entry, nil, "file name does not follow the pattern of an ISMN series")
    }
    if let reason = name.depthProblem { return skip(entry, name, reason) }
    let head: STMHead
    do {
      head = try self.head(of: entry)
    } catch {
      switch error {
      case .skip(let reason, let line): return skip(entry, name, reason, line: line)
      case .refuse(let failure): throw failure
      }
    }
    let path = tree.messagePath(of: entry)
    let sensor = Sensor(
      network: name.network, station: name.station, variable: name.variable, depthFrom: name.depthFrom,
      depthTo: name.depthTo, instrument: name.instrument, latitude: head.latitude, longitude: head.longitude,
      elevation: head.elevation, path: path)
    if let first = paths[sensor.id] { return skip(entry, name, "same sensor as \(first)") }
    paths[sensor.id] = entry.relativePath
    sensors.append(sensor)
    items[path] = Item(entry: entry, head: head)
    var known =
      variables(entry, name)?.metadata(depthFrom: name.depthFrom, depthTo: name.depthTo) ?? StationMetadata()
    if let found = frm?.entry(of: name) {
      known.frmClass = found.frmClass
      known.frmSNR = found.snr
    }
    metadata[path] = known
  }

  private func head(of entry: FileTree.Entry) throws(STMHead.Unusable) -> STMHead {
    let stream: ByteStream
    do { stream = try tree.open(entry) } catch { throw STMHead.Unusable(error) }
    return try STMHead.read(stream)
  }

  // MARK: Metadata

  private static let tableEnding = "_static_variables.csv"

  private func folder(_ entry: FileTree.Entry) -> String {
    entry.components.dropLast().joined(separator: "/")
  }

  private mutating func listTables(_ entries: [FileTree.Entry]) {
    for entry in entries where entry.name.hasSuffix(StationIndex.tableEnding) {
      tables[entry.relativePath] = entry
      tablesByFolder[folder(entry), default: []].append(entry)
    }
  }

  private mutating func noteStation(_ entry: FileTree.Entry, _ name: SensorFileName) {
    stationsByFolder[folder(entry), default: []].insert(name.station)
  }

  /// The station's table: the one of its name, or the only one of a folder with one station.
  private mutating func variables(_ entry: FileTree.Entry, _ name: SensorFileName) -> StaticVariables? {
    let folder = folder(entry)
    let source = entry.name.split(separator: "_", maxSplits: 1).first ?? ""
    let expected = "\(source)_\(name.network)_\(name.station)" + StationIndex.tableEnding
    let here = tablesByFolder[folder] ?? []
    var table = here.first { $0.name == expected }
    if table == nil, here.count == 1, stationsByFolder[folder]?.count == 1 { table = here.first }
    guard let table else {
      if read[folder + "/" + expected] == nil {
        read[folder + "/" + expected] = StaticVariables()
        let path = (tree.path.hasSuffix("/") ? String(tree.path.dropLast()) : tree.path) + "/" + folder
        problems.append(
          Problem(path: path, reason: "no \(expected); the station's classes are unknown"))
      }
      return nil
    }
    if let known = read[table.relativePath] { return known }
    let path = tree.messagePath(of: table)
    var variables = StaticVariables()
    do {
      let bytes = try tree.contents(of: table)
      variables = StaticVariables(bytes, path: path, problems: &problems)
    } catch {
      problems.append(
        Problem(path: path, reason: error.failure.reason + "; the station's classes are unknown"))
    }
    read[table.relativePath] = variables
    return variables
  }

  private mutating func frmClassification(_ entries: [FileTree.Entry]) -> FRMClassification? {
    let found = entries.filter { $0.name == "frm_classification.csv" }
      .min { $0.components.count < $1.components.count }
    guard let found else { return nil }
    let path = tree.messagePath(of: found)
    do {
      return FRMClassification(try tree.contents(of: found), path: path, problems: &problems)
    } catch {
      problems.append(Problem(path: path, reason: error.failure.reason + "; FRM classes are unknown"))
      return nil
    }
  }

  // MARK: Not an archive

  private func requireSeries(_ series: [FileTree.Entry], among entries: [FileTree.Entry]) throws(Failure) {
    guard series.isEmpty else { return }
    var kinds: [String: Int] = [:]
    for entry in entries {
      let parts = entry.name.split(separator: ".")
      kinds[parts.count > 1 ? "." + (parts.last ?? "") : "other", default: 0] += 1
    }
    let found = kinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4)
      .map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    let hasZip = kinds[".zip"] != nil
    throw Failure(
      .data,
      "is not a station archive: it holds no .stm series, but "
        + (entries.isEmpty ? "no files at all" : "\(entries.count) other files (\(found))"),
      path: tree.path,
      advice: hasZip
        ? "Give one of the zip files in it"
        : "Give the folder or zip of an ISMN download (Network/Station/*.stm)")
  }
}

extension StaticVariables {
  /// No rows.
  init() { rows = [] }
}
