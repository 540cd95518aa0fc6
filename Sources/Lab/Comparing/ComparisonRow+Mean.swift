internal import Files
internal import Statistics

extension ComparisonRow {
  /// What one sensor says.
  struct Member {
    var sensor: ScoredSensor
    var product: Double
    var reference: Double
    var pairs: Int
  }

  /// A row without numbers.
  init(
    product: String, referenceProduct: String, stratification: Stratification, group: String,
    scaling: RescalingMethod, metric: Metric
  ) {
    self.product = product
    self.referenceProduct = referenceProduct
    self.stratification = stratification
    self.group = group
    self.scaling = scaling
    self.metric = metric
    verdict = .undecided
    stations = 0
    pairs = 0
    status = .noData
    networks = 0
  }

  /// Takes the mean over the sensors, and from five networks its interval.
  ///
  /// As in summaries, a group of fewer stations than the experiment's minimum has no numbers; `all` is exempt.
  mutating func fill(_ members: [Member], experiment: Experiment) {
    stations = Set(members.map { [$0.sensor.network, $0.sensor.station] }).count
    networks = Set(members.map(\.sensor.network)).count
    pairs = members.reduce(0) { $0 + $1.pairs }
    guard !members.isEmpty else { return }
    guard stations >= experiment.minimumStations || stratification == .all else {
      status = .tooFew
      return
    }
    let count = Double(members.count)
    productMean = members.reduce(0) { $0 + $1.product } / count
    referenceMean = members.reduce(0) { $0 + $1.reference } / count
    take(
      ClusteredMean(
        members.map { StationValue(network: $0.sensor.network, value: $0.product - $0.reference) },
        weighting: .station, level: experiment.intervals.level, seed: experiment.intervals.seed,
        labels: [
          product, referenceProduct, stratification.name, group, scaling.rawValue, metric.rawValue,
        ], replicates: experiment.intervals.replicates))
  }

  /// Takes a mean with its interval and test.
  mutating func take(_ mean: ClusteredMean) {
    difference = mean.arithmeticMean
    lower = mean.lower
    upper = mean.upper
    p = mean.p
    status = mean.status
  }

  /// Adjusts the p-values of each family of rows, and gives the verdicts.
  ///
  /// A family is all rows of one metric and scaling, over pairs of products and groups: that is the column a reader
  /// scans for stars. Metrics are no family: they are views of the same errors, and a verdict must not
  /// depend on how many of them were asked for.
  static func judged(_ rows: [ComparisonRow], level: Double) -> [ComparisonRow] {
    struct Family: Hashable {
      var scaling: RescalingMethod
      var metric: Metric
    }
    var rows = rows
    var families: [Family: [Int]] = [:]
    for (position, row) in rows.enumerated() {
      families[Family(scaling: row.scaling, metric: row.metric), default: []].append(position)
    }
    for positions in families.values {
      for (position, p) in zip(positions, FalseDiscovery.adjusted(positions.map { rows[$0].p })) {
        let row = rows[position]
        rows[position].adjustedP = p
        rows[position].verdict =
          (p ?? 1) < 1 - level
          ? row.metric.verdict(
            a: row.productMean, b: row.referenceMean, lower: row.lower, upper: row.upper)
          : .undecided
      }
    }
    return rows
  }
}

extension ComparisonTable {
  /// What an experiment asks to compare, on a run's match-ups and scores; empty where it asks for none.
  /// - Throws: `Failure` where the match-ups cannot be read.
  init(
    of experiment: Experiment, sensors: [ScoredSensor], table: ScoreTable, matchUps path: String, jobs: Int,
    progress: Validation.Progress
  ) throws(Failure) {
    guard experiment.comparison.pairs != .none else {
      self.init()
      return
    }
    var rows: [ComparisonRow] = []
    let level = experiment.intervals.level
    if experiment.products.count > 1 {
      let pairs = try RunPairs(
        reading: path, sensors: sensors.count, products: experiment.products.count)
      let compared = ComparedProducts(experiment, sensors: sensors, pairs: pairs)
      rows += ComparisonRow.judged(
        try Comparisons.rows(of: compared, jobs: jobs, progress: progress), level: level)
    }
    // Filled against observed is a question of its own, so these rows are their own families.
    rows += ComparisonRow.judged(
      FlagComparisons.rows(of: table, sensors: sensors, experiment: experiment), level: level)
    self.init(rows)
  }
}
