public import Files
internal import Grids
public import Products
internal import Stations
internal import Statistics

/// What an experiment amounts to on the files at hand: the sensors, the products' cells, and what was left out.
///
/// Made without reading a sample; `validate` carries it out and `inspect` counts what it would give.
public struct Plan: Sendable {
  /// A file that the run reads, for the manifest.
  public struct Input: Hashable, Sendable {
    /// `experiment`, `stations` or a product's name.
    public var role: String
    /// The name as the experiment gives it, relative to the experiment's folder.
    public var name: String
    /// Where it is.
    public var path: String
  }

  /// A sensor and the archive it is read from.
  struct Source: Sendable {
    var archive: Int
    var sensor: Sensor
  }

  /// The resolved experiment.
  public let experiment: Experiment
  /// The sensors, in the order of the tables: network, station, depth, instrument.
  public let sensors: [ScoredSensor]
  /// The runs of `sensors` that share a station, in order: one unit of work each.
  public let stations: [Range<Int>]
  /// The products, in the experiment's order.
  public let products: [ProductSource]
  /// The cell of each sensor (outer) and product (inner); `nil` = out of reach.
  public let cells: [[ProductCell?]]
  /// What was left out so far.
  public let ledger: Ledger
  /// What was wrong in the inputs without stopping the work.
  public let problems: [Problem]
  /// Notes on how far a claim reaches.
  public let remarks: [String]
  /// The files the run reads.
  public let inputs: [Input]

  let archives: [StationArchive]
  let sources: [Source]

  /// Opens the archives and products and selects sensors and cells.
  /// - Throws: `Failure` where an archive or product file cannot be read, no sensor is left, or one sensor comes
  ///   twice without `prefer: newest`.
  public init(_ experiment: Experiment) throws(Failure) {
    self.experiment = experiment
    var ledger = Ledger()
    var problems: [Problem] = []
    var remarks: [String] = []
    var inputs = [Input(role: "experiment", name: Paths.name(of: experiment.path), path: experiment.path)]

    var archives: [StationArchive] = []
    var candidates: [Source] = []
    for name in experiment.stations.archives {
      let archive = try StationArchive.open(Paths.resolve(name, in: experiment.folder))
      let selection = experiment.stations.selection.select(archive)
      for excluded in selection.excluded {
        Plan.enter(
          LedgerSubject(
            network: excluded.network, station: excluded.station, sensor: excluded.sensor,
            depth: excluded.depth),
          excluded: excluded.reason, into: &ledger)
      }
      candidates += selection.sensors.map { Source(archive: archives.count, sensor: $0) }
      problems += archive.problems + selection.problems
      archives.append(archive)
    }
    self.archives = archives
    let chosen = try Plan.dropOlderCopies(candidates, experiment: experiment, ledger: &ledger)
    guard !chosen.isEmpty else {
      throw Failure(
        .data, "no sensor of \(experiment.stations.archives.joined(separator: ", ")) fits the selection",
        path: experiment.path, advice: Plan.adviceForNoSensor(ledger))
    }
    sources = chosen
    sensors = chosen.map { Plan.describe($0, archives: archives, stations: experiment.stations) }
    for sensor in sensors { Plan.enter(sensor.subject(), excluded: nil, into: &ledger) }
    stations = Plan.groupByStation(sensors)

    var products: [ProductSource] = []
    for choice in experiment.products {
      var files: [String] = []
      for pattern in choice.patterns {
        let found = Paths.glob(pattern, in: experiment.folder)
        guard !found.isEmpty else {
          throw Failure(
            .data, "no file of product '\(choice.name)' matches '\(pattern)'", path: experiment.path,
            advice: "Paths are relative to the experiment's folder")
        }
        files += found.filter { !files.contains($0) }
        for path in found {
          let name = pattern.hasPrefix("/") ? path : Plan.name(of: path, in: experiment.folder)
          inputs.append(Input(role: choice.name, name: name, path: path))
        }
      }
      let source = try ProductSource(name: choice.name, description: choice.description, files: files)
      problems += source.problems
      products.append(source)
      if let basis = choice.description.verified, basis != .file {
        let entry = choice.catalogueEntry.map { " (catalogue entry \($0))" } ?? ""
        remarks.append(
          "The description of \(choice.name)\(entry) is \(basis == .assumed ? "assumed" : "from documentation"), not "
            + "verified on a file that was read: check its units, flags and times with `lab inspect`.")
      }
    }
    self.products = products
    if experiment.comparison.pairs != .none && products.count > 1 {
      remarks.append(
        "This version compares no products: `compare` is kept in experiment.yml, but not carried out.")
    }

    let places = sensors.map { GeographicPoint(latitude: $0.latitude, longitude: $0.longitude) }
    let distance = experiment.matching.distance
    var found: [[ProductCell?]] = []
    for product in products {
      found.append(
        try product.cells(for: places, within: distance, needsData: experiment.matching.needsData))
    }
    var cells: [[ProductCell?]] = []
    for index in sensors.indices {
      let row = found.map { $0[index] }
      for (product, cell) in zip(products, row) {
        var excluded = Tally()
        if cell == nil { excluded.add("no cell within \(CSVRow.format(distance)) km") }
        ledger.enter(
          .productCells, sensors[index].subject(product: product.name), read: 1, kept: cell == nil ? 0 : 1,
          excluded: excluded)
      }
      cells.append(row)
    }
    self.cells = cells
    for (position, archive) in archives.enumerated() {
      let name = experiment.stations.archives[position]
      let files = archive.files(of: chosen.filter { $0.archive == position }.map(\.sensor))
      inputs += files.map {
        Input(
          role: "stations", name: $0 == archive.path ? name : Plan.name(of: $0, in: experiment.folder),
          path: $0)
      }
    }
    self.ledger = ledger
    self.problems = problems
    self.remarks = remarks
    self.inputs = inputs
  }

  /// A path seen from the experiment's folder, so that a manifest does not depend on where the folder is.
  private static func name(of path: String, in folder: String) -> String {
    path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path
  }

  private static func enter(_ subject: LedgerSubject, excluded reason: String?, into ledger: inout Ledger) {
    var excluded = Tally()
    if let reason { excluded.add(reason) }
    ledger.enter(.sensors, subject, read: 1, kept: reason == nil ? 1 : 0, excluded: excluded)
  }

  /// Keeps one file of each sensor.
  ///
  /// Two of them are an error, or the older one is dropped with `prefer: newest`.
  private static func dropOlderCopies(
    _ candidates: [Source], experiment: Experiment, ledger: inout Ledger
  ) throws(Failure) -> [Source] {
    var kept: [String: Source] = [:]
    for source in candidates {
      guard let other = kept[source.sensor.id] else {
        kept[source.sensor.id] = source
        continue
      }
      guard experiment.stations.prefersNewest else {
        throw Failure(
          .data, "the same sensor stands also in \(other.sensor.path)", path: source.sensor.path,
          advice: "Give one archive, or add prefer: newest under stations")
      }
      let isNewer = lastDay(of: source.sensor) >= lastDay(of: other.sensor)
      kept[source.sensor.id] = isNewer ? source : other
      let dropped = isNewer ? other : source
      let older = dropped.sensor
      enter(
        LedgerSubject(
          network: older.network, station: older.station, sensor: older.instrument,
          depth: older.depthFrom...older.depthTo),
        excluded: "older copy of the same sensor, in \(experiment.stations.archives[dropped.archive])",
        into: &ledger)
    }
    return kept.values.sorted { left, right in
      let (a, b) = (left.sensor, right.sensor)
      return (a.network, a.station, a.depthFrom, a.depthTo, a.instrument)
        < (b.network, b.station, b.depthFrom, b.depthTo, b.instrument)
    }
  }

  /// The last day in a sensor file's name, `YYYYMMDD`: the later of two downloads reaches further.
  private static func lastDay(of sensor: Sensor) -> Substring {
    sensor.path.split(separator: "_").last?.prefix { $0.isNumber } ?? ""
  }

  private static func adviceForNoSensor(_ ledger: Ledger) -> String {
    var reasons = Tally()
    for account in ledger.accounts where account.stage == .sensors { reasons.merge(account.excluded) }
    if reasons.isEmpty { return "Run `lab inspect` on the archive to see what it holds" }
    let counted = reasons.sorted.map { "\($0.count) \($0.reason)" }.joined(separator: ", ")
    return "Left out: \(counted). Widen stations.depth, networks or stations"
  }

  private static func groupByStation(_ sensors: [ScoredSensor]) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var start = 0
    for index in sensors.indices {
      let next = index + 1
      if next == sensors.count || sensors[next].network != sensors[start].network
        || sensors[next].station != sensors[start].station
      {
        groups.append(start..<next)
        start = next
      }
    }
    return groups
  }

  private static func describe(
    _ source: Source, archives: [StationArchive], stations: Experiment.StationChoice
  ) -> ScoredSensor {
    let sensor = source.sensor
    let metadata = archives[source.archive].metadata(of: sensor)
    let koppen = stations.koppenYear == 2017 ? metadata.koppen2017 : metadata.koppen2007
    let groups: [StratumKind: String?] = [
      .koppen: koppen,
      .koppenGroup: koppen.flatMap(\.first).map(String.init),
      .network: sensor.network,
      .landcover: metadata.landCover[stations.landcoverYear]?.code,
      .texture: metadata.soilTexture?.rawValue,
      .frm: metadata.frmClass,
    ]
    return ScoredSensor(
      network: sensor.network, station: sensor.station, sensor: sensor.instrument, latitude: sensor.latitude,
      longitude: sensor.longitude, elevation: sensor.elevation ?? .nan, depthFrom: sensor.depthFrom,
      depthTo: sensor.depthTo, groups: groups.compactMapValues { $0 })
  }
}

extension ScoredSensor {
  /// The sensor as the ledger names it, with a product or without.
  func subject(product: String = "") -> LedgerSubject {
    LedgerSubject(
      product: product, network: network, station: station, sensor: sensor, depth: depthFrom...depthTo)
  }

  /// The instrument with its depths: unique within a station.
  public var label: String { "\(sensor) \(CSVRow.format(depthFrom))-\(CSVRow.format(depthTo))" }
}
