internal import Files
internal import Statistics

/// Puts the rows of `scores.csv` back into a table of scores.
///
/// The rows of a product at a sensor stand together, sensors and products in order. Two sensors may have equal names
/// (cells that share their stations), so a row's sensor is told by the order as well.
struct RunScores {
  private let sensors: [ScoredSensor]
  private let products: [String]
  private let groupings: [String: Stratification]
  private var sensor = -1
  private var product = -1
  private var block: [Score] = []
  private(set) var table = ScoreTable()

  private struct Heading: Hashable {
    var product: String
    var place: [String]
  }
  private var heading: Heading?

  /// - Parameters:
  ///   - sensors: the run's sensors in the order of the tables.
  init(sensors: [ScoredSensor], experiment: Experiment) {
    self.sensors = sensors
    products = experiment.products.map { $0.name.trimmingBlanks }
    var groupings = [Stratification.all.name: Stratification.all]
    for stratification in experiment.strata {
      if let part = stratification.ofPairs { groupings[part.name] = part }
    }
    self.groupings = groupings
  }

  static let columns = [
    "product", "network", "station", "sensor", "depth_from", "depth_to", "stratum", "group", "scaling",
    "metric", "value", "ci_lower", "ci_upper", "n", "n_eff", "status",
  ]

  /// Reads a whole file.
  /// - Throws: `Failure` (data) with the line of a row that is not this run's.
  mutating func read(_ path: String) throws(Failure) {
    try RunTable(path: path).forEachRow(columns: RunScores.columns) { row throws(Failure) in
      try enter(row)
    }
    finishBlock()
  }

  private mutating func enter(_ row: RunTable.Row) throws(Failure) {
    guard let stratification = groupings[row.text("stratum")] else { throw row.damaged("stratum") }
    let score = Score(
      stratification: stratification, group: row.text("group"), scaling: try row.word("scaling"),
      metric: try row.word("metric"), value: try row.number("value"), lower: try row.number("ci_lower"),
      upper: try row.number("ci_upper"), count: try row.count("n"), effectiveCount: try row.number("n_eff"),
      status: try row.word("status"))
    let heading = Heading(
      product: row.text("product"),
      place: ["network", "station", "sensor", "depth_from", "depth_to"].map(row.text))
    let isRepeated =
      block.first.map {
        $0.stratification == score.stratification && $0.group == score.group && $0.scaling == score.scaling
          && $0.metric == score.metric
      } ?? false
    if heading != self.heading || isRepeated { try begin(heading, row) }
    block.append(score)
  }

  /// Finds the sensor and product that a new block of rows is of.
  private mutating func begin(_ heading: Heading, _ row: RunTable.Row) throws(Failure) {
    finishBlock()
    guard let product = products.firstIndex(of: heading.product) else { throw row.damaged("product") }
    let isSamePlace = heading.place == self.heading?.place && product > self.product
    if !isSamePlace {
      guard
        let next = sensors.indices[(sensor + 1)...].first(where: { place(of: sensors[$0]) == heading.place })
      else { throw row.damaged("sensor") }
      sensor = next
    }
    self.product = product
    self.heading = heading
  }

  private mutating func finishBlock() {
    if !block.isEmpty { table.enter(block, sensor: sensor, product: product) }
    block.removeAll(keepingCapacity: true)
  }

  private func place(of sensor: ScoredSensor) -> [String] {
    [sensor.network, sensor.station, sensor.sensor].map(\.trimmingBlanks)
      + [CSVRow.format(sensor.depthFrom), CSVRow.format(sensor.depthTo)]
  }
}
