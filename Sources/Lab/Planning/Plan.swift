public import Files
internal import Grids
public import Products
internal import Stations
internal import Statistics

/// What an experiment amounts to on the files at hand: the sensors, the products' cells, and what was left out.
///
/// Made without reading a sample, but where cells with data are asked for; `validate` carries it out and `inspect`
/// counts what it would give.
public struct Plan: Sendable {
  /// A file that the run reads, for the manifest.
  public struct Input: Hashable, Sendable {
    /// `experiment`, `stations`, `reference` or a product's name.
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

  /// Where the series come from that products are scored against.
  let origin: SeriesOrigin
  /// The rain gauge of each of `stations`; nil where it has none, or is a cell of several stations.
  let gauges: [Source?]
  /// How each of `sensors` (outer) lies in its cell of each product (inner); nil out of reach.
  public let placements: [[Placement?]]

  /// Opens the archives and products and selects sensors and cells.
  ///
  /// - Parameters:
  ///   - jobs: how many threads read maps where cells with data are asked for; one for each processor where nil.
  ///   - scratch: the folder of what does not fit into memory then; the system's own where nil.
  /// - Throws: `Failure` where an archive or product file cannot be read, no sensor is left, or one sensor comes
  ///   twice without `prefer: newest`.
  public init(
    _ experiment: Experiment, jobs: Int? = nil, scratch: String? = nil,
    progress: Validation.Progress = { _, _, _ in }
  ) throws(Failure) {
    self.experiment = experiment
    var draft = PlanDraft(experiment)
    var selection: SensorSelection?
    let units: [ScoredUnit]
    if let reference = experiment.reference {
      products = try draft.openProducts()
      let grid = try ReferenceCells(reference, products: products, &draft)
      units = grid.units
      origin = .grid(grid.source, cells: grid.cells)
    } else {
      var sensors = try SensorSelection(&draft)
      let surroundings = try Surroundings(sensors, &draft)
      try sensors.leaveOut(&draft) { surroundings.reason(against: $0.sensor, in: $1) }
      products = try draft.openProducts()
      let archives = sensors.archives
      units = try draft.units(
        of: sensors.sources,
        groups: sensors.sources.map { surroundings.groups(of: $0.sensor, in: archives[$0.archive]) },
        products: products)
      guard !units.isEmpty else {
        throw Failure(.data, "no station lies in a cell that gathers stations", path: experiment.path)
      }
      origin = .sensors(archives, members: units.map(\.members))
      selection = sensors
    }
    sensors = units.map(\.sensor)
    stations = Plan.groupByStation(sensors)
    let points = sensors.map { GeographicPoint(latitude: $0.latitude, longitude: $0.longitude) }
    let matching = experiment.matching
    var found: [[ProductCell?]] = []
    for product in products {
      found.append(
        try product.cells(
          for: points, within: matching.distance, needsData: matching.needsData, jobs: jobs, scratch: scratch
        ) { done, total in progress(done, total, "files of \(product.name)") })
    }
    cells = Plan.cells(of: sensors, products: products, found, &draft)
    placements = Placement.all(of: units, in: cells)
    gauges = Plan.gauges(
      experiment.stations.unit == .cell
        ? stations.map { _ in nil } : stations.map { units[$0.lowerBound].members.first },
      in: origin.archives)
    selection?.noteInputs(gauges, &draft)
    ledger = draft.ledger
    problems = draft.problems
    remarks = draft.remarks
    inputs = draft.inputs
  }

  /// Reads the stacks of maps among the products, and a gridded reference, at the cells that are wanted, each file once.
  ///
  /// - Parameters:
  ///   - scratch: a folder for what does not fit into memory; nothing is left there.
  /// - Throws: `Failure` where a file cannot be read or the folder cannot be written.
  func prepare(jobs: Int, scratch: String, progress: Validation.Progress) throws(Failure) {
    if case .grid(let reference, let cells) = origin, reference.readsWholeFiles {
      try reference.prepare(cells, jobs: jobs, scratch: scratch) { done, total in
        progress(done, total, "files of \(reference.name)")
      }
    }
    for (position, product) in products.enumerated() where product.readsWholeFiles {
      let wanted = Set(cells.compactMap { $0[position] })
      try product.prepare(
        wanted.sorted { $0.index < $1.index }, jobs: jobs, scratch: scratch
      ) { done, total in progress(done, total, "files of \(product.name)") }
    }
  }

  /// Each sensor's cell of each product, entered into the account.
  private static func cells(
    of sensors: [ScoredSensor], products: [ProductSource], _ byProduct: [[ProductCell?]],
    _ draft: inout PlanDraft
  ) -> [[ProductCell?]] {
    let matching = draft.experiment.matching
    for (index, sensor) in sensors.enumerated() {
      for (position, product) in products.enumerated() {
        let isThere = byProduct[position][index] != nil
        var excluded = Tally()
        if !isThere { excluded.add("no cell within \(CSVRow.format(matching.distance)) km") }
        draft.ledger.enter(
          .productCells, sensor.subject(product: product.name), read: 1, kept: isThere ? 1 : 0,
          excluded: excluded)
      }
    }
    return sensors.indices.map { index in byProduct.map { $0[index] } }
  }

  /// The gauges at the stations of some sensors.
  private static func gauges(_ sources: [Source?], in archives: [StationArchive]) -> [Source?] {
    let byStation = archives.map { archive in
      Dictionary(grouping: archive.sensors.filter { $0.variable == "p" }) { [$0.network, $0.station] }
        .compactMapValues { DailyRain.gauge(among: $0) }
    }
    return sources.map { source in
      guard let source else { return nil }
      let gauge = byStation[source.archive][[source.sensor.network, source.sensor.station]]
      return gauge.map { Source(archive: source.archive, sensor: $0) }
    }
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
