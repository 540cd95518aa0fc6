internal import Statistics

/// The metrics of one group of pairs under one scaling, with their intervals; what metrics share is made once.
struct GroupScorer {
  private let experiment: Experiment
  private let pairs: MatchUps
  private let product: Result<[Double], Status>
  private let scaling: RescalingMethod
  private let uncertainty: ReferenceUncertainty?
  private let values: PairMetrics?
  private let intervals: Intervals?
  private let anomalyIntervals: Intervals?
  private let anomalies: (product: [Double], station: [Double])

  /// - Parameters:
  ///   - pairs: the group's pairs.
  ///   - product: the rescaled product at them, or why there is none.
  ///   - stream: what names the group's random streams.
  init(
    experiment: Experiment, pairs: MatchUps, product: Result<[Double], Status>, scaling: RescalingMethod,
    stream: [String]
  ) {
    self.experiment = experiment
    self.pairs = pairs
    self.product = product
    self.scaling = scaling
    uncertainty = experiment.stations.uncertainty.map { ReferenceUncertainty($0) }
    guard case .success(let scaled) = product else {
      values = nil
      self.intervals = nil
      anomalyIntervals = nil
      anomalies = ([], [])
      return
    }
    let scored = metrics(product: scaled, reference: pairs.station)
    values = uncertainty.map { scored.with(uncertainty: $0) } ?? scored
    func intervals(_ times: [Int64], _ product: [Double], _ reference: [Double]) -> Intervals {
      Intervals(
        times: times, product: product, reference: reference, seed: experiment.intervals.seed, labels: stream,
        replicates: experiment.intervals.replicates)
    }
    self.intervals = intervals(pairs.times, scaled, pairs.station)
    if experiment.needsAnomalies && scaling == RescalingMethod.none {
      let positions = pairs.productAnomalies.indices.filter {
        pairs.productAnomalies[$0].isFinite && pairs.stationAnomalies[$0].isFinite
      }
      anomalies = (positions.map { pairs.productAnomalies[$0] }, positions.map { pairs.stationAnomalies[$0] })
      anomalyIntervals = intervals(positions.map { pairs.times[$0] }, anomalies.product, anomalies.station)
    } else {
      anomalies = ([], [])
      anomalyIntervals = nil
    }
  }

  func score(_ metric: Metric, stratification: Stratification, group: String) -> Score {
    let isAnomaly = metric == .anomalyR || metric == .pAnomalyR
    var count = pairs.count
    var found: MetricValue
    switch product {
    case .failure(let status): found = MetricValue(status)
    case .success where isAnomaly:
      count = anomalies.product.count
      found =
        count < experiment.minimumPairs
        ? MetricValue(.tooFew) : value(of: metric, product: anomalies.product, reference: anomalies.station)
    case .success: found = values?[metric] ?? MetricValue(.noData)
    }
    var score = Score(
      stratification: stratification, group: group, scaling: scaling, metric: metric, value: found.value,
      lower: nil, upper: nil, count: count, effectiveCount: nil, status: found.status)
    if found.value != nil, let interval = interval(of: metric) {
      score.lower = interval.lower
      score.upper = interval.upper
      score.effectiveCount = interval.nEffective
      if interval.status != .ok { score.status = interval.status }
    }
    return score
  }

  private func interval(of metric: Metric) -> Interval? {
    switch metric {
    case .pR, .pRho, .pAnomalyR: nil
    case .ubRMSECorrected:
      intervals.flatMap { made in
        uncertainty.map { $0.corrected(made.ubRMSE(level: experiment.intervals.level)) }
      }
    case .anomalyR: anomalyIntervals?.interval(of: metric, level: experiment.intervals.level)
    default: intervals?.interval(of: metric, level: experiment.intervals.level)
    }
  }
}
