public import Files
internal import Grids
internal import Stations
internal import Statistics

/// Finished runs side by side: their products on the common samples at the sensors they share.
///
/// Sensors are the same where network, station, instrument and depths are. A product's name that occurs in several
/// runs gets the run's folder behind it: `SMAP@run-2`. Products of one run are compared where only that one is given;
/// of several runs, those of different runs are.
public struct RunJoin: Sendable {
  /// The products' names.
  public let names: [String]
  /// The sensors that at least two of the runs have, or those of the only run.
  public let sensors: [ScoredSensor]
  /// The first run's experiment: its groupings, scalings, metrics, minima and intervals hold.
  public let experiment: Experiment
  /// What should be known of how well the runs go together.
  public let remarks: [String]
  /// The networks whose data were used, to be cited.
  public let networks: [String]

  /// The runs' folders.
  var folders: [String] { runs.map(\.folder) }

  private let runs: [FinishedRun]
  /// For each sensor its position in every run; nil where the run lacks it.
  private let places: [[Int?]]
  /// The run and product that each name is of.
  private let sources: [(run: Int, product: Int)]

  /// Puts runs side by side.
  ///
  /// - Parameter common: what is a common sample; nil = as the first run's experiment says.
  /// - Throws: `Failure` (usage) where the runs cannot be compared: they score different units, average over
  ///   different windows, their periods do not overlap, or they share no sensor.
  public init(_ runs: [FinishedRun], common: Experiment.Comparison.Common?) throws(Failure) {
    guard let first = runs.first else { throw Failure(.usage, "there is no run to compare") }
    var known: Set<String> = []
    for run in runs where !known.insert(Paths.absolute(run.folder)).inserted {
      throw Failure(.usage, "is given twice: a run does not differ from itself", path: run.folder)
    }
    var experiment = first.result.experiment
    experiment.comparison = Experiment.Comparison(
      pairs: .pairwise, common: common ?? experiment.comparison.common)
    var remarks: [String] = []
    for run in runs.dropFirst() { try RunJoin.check(run, against: first, &experiment, &remarks) }
    self.runs = runs
    self.experiment = experiment
    let joined = RunJoin.sensors(of: runs)
    guard !joined.sensors.isEmpty else {
      throw Failure(
        .usage, "the runs share no sensor", path: runs.last?.folder,
        advice: "Sensors are the same where network, station, instrument and depths are spelled alike")
    }
    sensors = joined.sensors
    places = joined.places
    remarks += joined.remarks
    self.remarks = remarks
    networks = Set(joined.sensors.map(\.network)).sorted()
    sources = runs.enumerated().flatMap { run, each in
      each.result.experiment.products.indices.map { (run: run, product: $0) }
    }
    names = RunJoin.names(of: runs)
    guard names.count > 1 else {
      throw Failure(
        .usage, "one product alone cannot be compared", path: first.folder, advice: "Name two runs")
    }
  }

  /// Compares every two products.
  /// - Parameter jobs: threads; they change nothing in the numbers.
  /// - Throws: `Failure` where the pairs cannot be read.
  public func comparisons(jobs: Int, progress: Validation.Progress) throws(Failure) -> ComparisonTable {
    let runs = runs
    let places = places
    let sources = sources
    var compared = ComparedProducts(names: names, sensors: sensors, experiment: experiment) {
      name, sensor throws(Failure) in
      let source = sources[name]
      guard let place = places[sensor][source.run] else { return nil }
      return try runs[source.run].pairs.series(product: source.product, sensor: place)
    }
    if runs.count > 1 { compared.meetings.removeAll { sources[$0.product].run == sources[$0.reference].run } }
    return ComparisonTable(
      ComparisonRow.judged(
        try Comparisons.rows(of: compared, jobs: jobs, progress: progress), level: experiment.intervals.level)
    )
  }

  /// What two runs must have in common, and what is told or left out where they differ.
  private static func check(
    _ run: FinishedRun, against first: FinishedRun, _ experiment: inout Experiment, _ remarks: inout [String]
  ) throws(Failure) {
    let (one, other) = (first.result.experiment, run.result.experiment)
    guard (one.reference == nil) == (other.reference == nil) else {
      throw Failure(
        .usage, "one of the runs is scored against a grid, the other against stations", path: run.folder,
        advice: "Score both against the same")
    }
    guard one.stations.unit == other.stations.unit else {
      throw Failure(
        .usage,
        "scores each \(other.stations.unit.rawValue), the first run each \(one.stations.unit.rawValue)",
        path: run.folder, advice: "Give both experiments the same stations.unit")
    }
    guard one.matching.averaging == other.matching.averaging else {
      throw Failure(
        .usage,
        "pairs by time: \(other.matching.rule.rawValue), the first run by time: \(one.matching.rule.rawValue)",
        path: run.folder, advice: "Means of different windows are not the same quantity")
    }
    if let period = one.period, let second = other.period,
      period.end <= second.start || second.end <= period.start
    {
      throw Failure(
        .usage,
        "scores \(text(second)), the first run \(text(period)): they have no day in common", path: run.folder)
    }
    if one.period != other.period {
      remarks.append("The periods differ; compared is what both scored.")
    }
    if one.anomalies != other.anomalies, experiment.metrics.contains(.anomalyR) {
      experiment.metrics.removeAll { $0 == .anomalyR }
      remarks.append("A.R is left out: the runs make their anomalies in different ways.")
    }
    if one.matching.rule != other.matching.rule || one.matching.window != other.matching.window {
      remarks.append("The runs match the stations in different ways, which is part of the differences.")
    }
    if one.stations.selection.flags != other.stations.selection.flags {
      remarks.append("The runs keep station samples of different flags, which is part of the differences.")
    }
  }

  private static func text(_ period: Experiment.Period) -> String {
    "\(UTC.dateText(period.start)) to \(UTC.dateText(period.end - UTC.day))"
  }

  /// The sensors that several runs have, in the order of the first run that has them.
  private static func sensors(
    of runs: [FinishedRun]
  ) -> (sensors: [ScoredSensor], places: [[Int?]], remarks: [String]) {
    struct Identity: Hashable { var names: [String], depths: [Double] }
    var order: [Identity] = []
    var known: [Identity: [Int?]] = [:]
    for (run, each) in runs.enumerated() {
      for (position, sensor) in each.result.sensors.enumerated() {
        let identity = Identity(
          names: [sensor.network, sensor.station, sensor.sensor], depths: [sensor.depthFrom, sensor.depthTo])
        if known[identity] == nil { order.append(identity) }
        var places = known[identity] ?? runs.map { _ in nil }
        if places[run] == nil { places[run] = position }
        known[identity] = places
      }
    }
    var sensors: [ScoredSensor] = []
    var places: [[Int?]] = []
    var moved = 0
    for identity in order {
      let found = known[identity] ?? []
      let those = zip(runs, found).compactMap { run, place in place.map { run.result.sensors[$0] } }
      guard let sensor = those.first, those.count >= min(2, runs.count) else { continue }
      if those.contains(where: { isElsewhere($0, sensor) }) { moved += 1 }
      sensors.append(sensor)
      places.append(found)
    }
    var remarks: [String] = []
    if order.count > sensors.count {
      remarks.append("\(order.count - sensors.count) sensors are in one of the runs only and take no part.")
    }
    if moved > 0 {
      remarks.append("\(moved) sensors stand more than 1 km apart in two of the runs.")
    }
    return (sensors, places, remarks)
  }

  private static func isElsewhere(_ one: ScoredSensor, _ other: ScoredSensor) -> Bool {
    GeographicPoint(latitude: one.latitude, longitude: one.longitude).distance(
      to: GeographicPoint(latitude: other.latitude, longitude: other.longitude)) > 1
  }

  /// The products' names, with their run's folder where several runs have them.
  private static func names(of runs: [FinishedRun]) -> [String] {
    let folders = runs.map { Paths.name(of: Paths.absolute($0.folder)) }
    // Two folders of one name are told apart by the paths as they were given.
    let labels = Set(folders).count == folders.count ? folders : runs.map(\.folder)
    var counts: [String: Int] = [:]
    for run in runs {
      for product in run.result.experiment.products { counts[product.name, default: 0] += 1 }
    }
    return zip(runs, labels).flatMap { run, label in
      run.result.experiment.products.map { product in
        (counts[product.name] ?? 0) > 1 ? "\(product.name)@\(label)" : product.name
      }
    }
  }
}
