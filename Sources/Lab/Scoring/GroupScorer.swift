internal import Statistics

/// The metrics of one group of pairs under one scaling, with their intervals; what metrics share is made once.
struct GroupScorer {
  private let experiment: Experiment
  private let pairs: MatchUps
  private let product: Result<[Double], Status>
  private let stream: [String]
  private let scaling: RescalingMethod
  private let values: PairMetrics?
  private let intervals: Intervals?
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
    self.stream = stream
    self.scaling = scaling
    guard case .success(let scaled) = product else {
      values = nil
      intervals = nil
      anomalies = ([], [])
      return
    }
    values = metrics(product: scaled, reference: pairs.station)
    intervals = Intervals(times: pairs.times, product: scaled, reference: pairs.station)
    if experiment.needsAnomalies && scaling == RescalingMethod.none {
      let positions = pairs.productAnomalies.indices.filter {
        pairs.productAnomalies[$0].isFinite && pairs.stationAnomalies[$0].isFinite
      }
      anomalies = (positions.map { pairs.productAnomalies[$0] }, positions.map { pairs.stationAnomalies[$0] })
    } else {
      anomalies = ([], [])
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
    let level = experiment.intervals.level
    switch metric {
    case .r: return intervals?.r(level: level)
    case .rho: return intervals?.rho(level: level)
    case .bias: return intervals?.bias(level: level)
    case .ubRMSE: return intervals?.ubRMSE(level: level)
    default: return nil
    }
  }
}
