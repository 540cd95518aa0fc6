public import Files
public import Statistics

extension Summary {
  /// Gives every mean its interval over networks, then stations (docs/comparisons.md).
  ///
  /// Values are the sensors': stations with several have as many voices. Means of p-values get no interval.
  /// - Parameters:
  ///   - sensors: the run's sensors.
  ///   - jobs: threads; they change nothing in the numbers.
  public mutating func estimate(
    sensors: [ScoredSensor], experiment: Experiment, jobs: Int
  ) throws(Failure) {
    let asked = rows.indices.filter { rows[$0].mean != nil && rows[$0].metric.preference != nil }
    let known = rows
    try OrderedWork.run(count: asked.count, jobs: jobs) { index throws(Failure) in
      var row = known[asked[index]]
      row.estimate(sensors: sensors, experiment: experiment)
      return row
    } deliver: { index, row throws(Failure) in
      rows[asked[index]] = row
    }
  }
}

extension Metric {
  /// Whether the metric is a correlation, whose means may be taken by Fisher's z.
  public var isCorrelation: Bool { self == .r || self == .rho || self == .anomalyR }
}

extension SummaryRow {
  fileprivate mutating func estimate(sensors all: [ScoredSensor], experiment: Experiment) {
    let voices = zip(sensors, values).map { StationValue(network: all[$0].network, value: $1) }
    let labels = [
      experiment.products[product].name, stratification.name, group, scaling.rawValue, metric.rawValue,
    ]
    func mean(_ weighting: Weighting, _ scale: AveragingScale = .plain) -> ClusteredMean {
      ClusteredMean(
        voices, weighting: weighting, scale: scale, level: experiment.intervals.level,
        seed: experiment.intervals.seed, labels: labels, replicates: experiment.intervals.replicates)
    }
    let ofStations = mean(.station)
    lower = ofStations.lower
    upper = ofStations.upper
    status = ofStations.status
    let ofNetworks = mean(.network)
    self.ofNetworks = SummaryEstimate(
      mean: ofNetworks.arithmeticMean, lower: ofNetworks.lower, upper: ofNetworks.upper)
    if metric.isCorrelation {
      let fisher = mean(.station, .fisher)
      self.fisher = SummaryEstimate(mean: fisher.estimate, lower: fisher.lower, upper: fisher.upper)
    }
  }
}
