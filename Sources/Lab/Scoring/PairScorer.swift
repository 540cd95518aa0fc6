internal import Files
internal import Grids
internal import Statistics

/// Scores the pairs of each product at a sensor: every grouping, scaling and metric the experiment asks for.
///
/// A sensor without pairs gets the same rows as any other, with a status instead of numbers.
struct PairScorer: Sendable {
  private let experiment: Experiment
  /// `all`, and the part of every grouping that goes by the pairs.
  private let groupings: [Stratification]
  private let metrics: [Metric]
  /// The calendar years a yearly grouping has a row for, whatever pairs a sensor has.
  private let years: ClosedRange<Int>?

  init(experiment: Experiment) {
    self.experiment = experiment
    var groupings = [Stratification.all]
    for stratification in experiment.strata {
      if let part = stratification.ofPairs, !groupings.contains(part) { groupings.append(part) }
    }
    self.groupings = groupings
    // Without an uncertainty there is nothing to correct, and a row would say nothing.
    let hasUncertainty = experiment.stations.uncertainty != nil
    metrics = experiment.metrics.filter { $0 != .ubRMSECorrected || hasUncertainty }
    years = experiment.years
  }

  /// The scores of each product at a sensor, in the order of the tables.
  func scores(of match: SensorMatch, sensor: ScoredSensor) -> [[Score]] {
    match.matchUps.indices.map { product in
      scores(
        of: match.matchUps[product], status: match.statuses[product], longitude: sensor.longitude,
        told: experiment.products[product].description.groups,
        stream: [experiment.products[product].name, sensor.network, sensor.station, sensor.label])
    }
  }

  private func scores(
    of pairs: MatchUps, status: Status, longitude: Double, told: [SampleAspect: SampleGroups],
    stream: [String]
  ) -> [Score] {
    let rescaled = experiment.scaling.map { rescale(pairs, by: $0) }
    var scores: [Score] = []
    for stratification in groupings {
      let grouped = PairGroups(
        stratification, pairs: pairs, told: told, longitude: longitude, years: years ?? pairs.years)
      for group in grouped.groups {
        let inGroup = stratification == .all ? pairs : pairs.picking(group.positions)
        for (scaling, product) in zip(experiment.scaling, rescaled) {
          let labels = stream + [stratification.name, group.name, scaling.rawValue]
          let values: Result<[Double], Status>
          switch product {
          case _ where inGroup.count == 0: values = .failure(status == .ok ? .noOverlap : status)
          case _ where inGroup.count < experiment.minimumPairs: values = .failure(.tooFew)
          case .failure(let status): values = .failure(status)
          case .success(let all):
            values = .success(stratification == .all ? all : group.positions.map { all[$0] })
          }
          let scorer = GroupScorer(
            experiment: experiment, pairs: inGroup, product: values, scaling: scaling, stream: labels)
          for metric in metrics where scaling == RescalingMethod.none || metric.survivesRescaling {
            scores.append(scorer.score(metric, stratification: stratification, group: group.name))
          }
        }
      }
    }
    return scores
  }

  /// The product on the station's scale, fitted on all pairs of the sensor, or why that is not possible.
  private func rescale(_ pairs: MatchUps, by method: RescalingMethod) -> Result<[Double], Status> {
    guard pairs.count >= experiment.minimumPairs else {
      return .failure(pairs.count == 0 ? .noData : .tooFew)
    }
    guard let fit = method.fit(source: pairs.product, reference: pairs.station) else {
      return .success(pairs.product)
    }
    return fit.map { $0.apply(pairs.product) }
  }
}

extension Metric {
  /// Whether the metric keeps its meaning after the product was rescaled to the station.
  ///
  /// What measures the mean (bias, KGE) or is made of unscaled anomalies has none and gets no row; nor has
  /// `ubRMSE_corr`, because the uncertainty is the stations', not that of a scaled difference.
  var survivesRescaling: Bool {
    switch self {
    case .bias, .ubRMSECorrected, .mseBias, .kge, .anomalyR, .pAnomalyR: false
    default: true
    }
  }
}
