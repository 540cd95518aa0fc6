public import Files
internal import Grids

/// The accuracy table of a run: its scores with the stations and classes they belong to, without the pairs.
///
/// It is what a baseline keeps, so that a later run can be held against it station by station: `experiment.yml`,
/// `scores.csv`, `summary.csv` and `stations.csv` with a `manifest.json` of inputs and files.
public struct StoredAccuracy: Sendable {
  /// The folder it was read from.
  public let folder: String
  /// The resolved experiment.
  public let experiment: Experiment
  /// The sensors that were scored, in the order of the tables.
  public let sensors: [ScoredSensor]
  /// How each sensor (outer) stands in each product's cell (inner); `nil` = out of reach.
  public let placements: [[Placement?]]
  /// The scores.
  public let table: ScoreTable
  /// The summaries over stations.
  public let summary: Summary
  /// What it was made from, and the files it is kept in.
  public let manifest: Manifest

  /// The file names of the tables, as a run and a baseline have them.
  public static let tables = ["experiment.yml", "scores.csv", "summary.csv"]
  /// The file with the stations, which only a baseline has.
  public static let stationFile = "stations.csv"

  /// The accuracy table of a finished run.
  public init(of run: FinishedRun) { self.init(run.result, folder: run.folder, manifest: run.manifest) }

  /// The accuracy table of a run's result.
  init(_ result: RunResult, folder: String, manifest: Manifest) {
    self.folder = folder
    experiment = result.experiment
    sensors = result.sensors
    placements = result.placements
    table = result.table
    summary = result.summary
    self.manifest = manifest
  }

  /// Reads one that was stored.
  /// - Throws: `Failure` (usage) where the folder holds none, `Failure` (data) where it is damaged: a file is
  ///   missing, was changed by hand or does not say what it should.
  public init(reading folder: String) throws(Failure) {
    let manifest = try Manifest(reading: folder)
    try manifest.checkOutputs(in: folder)
    for output in manifest.outputs
    where try Digest(ofFile: folder + "/" + output.name).sha256 != output.sha256 {
      throw Failure(
        .data, "is not the file that was accepted", path: folder + "/" + output.name,
        advice: "Take it back from version control, or accept a run again with --overwrite")
    }
    let experiment: Experiment
    do throws(Failure) { experiment = try Experiment.read(path: folder + "/experiment.yml") } catch {
      var failure = error
      failure.kind = .data
      throw failure
    }
    let stations = try StationRows(reading: folder + "/" + StoredAccuracy.stationFile, experiment: experiment)
    var scores = RunScores(sensors: stations.sensors, experiment: experiment)
    try scores.read(folder + "/scores.csv")
    self.folder = folder
    self.experiment = experiment
    self.manifest = manifest
    sensors = stations.sensors
    placements = stations.placements
    table = scores.table
    summary = Summary(
      of: scores.table, sensors: stations.sensors, placements: stations.placements, experiment: experiment)
  }

  /// Writes `stations.csv`: the sensors with every class of theirs, and how they stand in the products' cells.
  /// - Throws: `Failure` (data) where the file cannot be written.
  public func writeStations(to path: String) throws(Failure) {
    try StationRows(sensors: sensors, placements: placements).write(
      to: path, products: experiment.products.count)
  }
}

/// The rows of `stations.csv`.
private struct StationRows {
  var sensors: [ScoredSensor] = []
  var placements: [[Placement?]] = []

  private static let kinds = StratumKind.allCases.filter {
    $0.basis == .station && $0 != .all && $0 != .network
  }
  private static let names = [
    "network", "station", "sensor", "latitude", "longitude", "elevation", "depth_from", "depth_to",
  ]

  init(sensors: [ScoredSensor], placements: [[Placement?]]) {
    self.sensors = sensors
    self.placements = placements
  }

  private static func cellColumns(_ product: Int) -> [String] {
    ["distance_\(product + 1)", "cell_stations_\(product + 1)"]
  }

  func write(to path: String, products: Int) throws(Failure) {
    let stream = try AtomicTextStream(path: path)
    var head = CSVRow()
    let columns =
      StationRows.names + StationRows.kinds.map(\.rawValue)
      + (0..<products).flatMap(StationRows.cellColumns)
    for name in columns { head.append(name) }
    try stream.write(head.line)
    for (index, sensor) in sensors.enumerated() {
      var row = CSVRow()
      for text in [sensor.network, sensor.station, sensor.sensor] { row.append(text) }
      for number in [sensor.latitude, sensor.longitude, sensor.elevation, sensor.depthFrom, sensor.depthTo] {
        row.append(number)
      }
      for kind in StationRows.kinds { row.append(sensor.groups[kind] ?? "") }
      for product in 0..<products {
        let placement = placements.indices.contains(index) ? placements[index][product] : nil
        row.append(placement?.distance)
        row.append(placement?.stations)
      }
      try stream.write(row.line)
    }
    try stream.commit()
  }

  init(reading path: String, experiment: Experiment) throws(Failure) {
    let products = experiment.products.indices
    let wanted =
      StationRows.names + StationRows.kinds.map(\.rawValue) + products.flatMap(StationRows.cellColumns)
    try RunTable(path: path).forEachRow(columns: wanted) { row throws(Failure) in
      var groups: [StratumKind: String] = [.network: row.text("network")]
      for kind in StationRows.kinds where !row.text(kind.rawValue).isEmpty {
        groups[kind] = row.text(kind.rawValue)
      }
      sensors.append(
        ScoredSensor(
          network: row.text("network"), station: row.text("station"), sensor: row.text("sensor"),
          latitude: try row.number("latitude") ?? .nan, longitude: try row.number("longitude") ?? .nan,
          elevation: try row.number("elevation") ?? .nan, depthFrom: try row.number("depth_from") ?? .nan,
          depthTo: try row.number("depth_to") ?? .nan, groups: groups))
      var cells: [Placement?] = []
      for product in products {
        let columns = StationRows.cellColumns(product)
        cells.append(
          try row.number(columns[0]).map { distance throws(Failure) in
            Placement(distance: distance, stations: try row.count(columns[1]))
          })
      }
      placements.append(cells)
    }
  }
}
