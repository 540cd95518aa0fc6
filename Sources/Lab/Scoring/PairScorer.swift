internal import Files
internal import Grids
internal import Statistics

/// Scores the pairs of each product at a sensor: every grouping, scaling and metric the experiment asks for.
///
/// A sensor without pairs gets the same rows as any other, with a status instead of numbers.
struct PairScorer: Sendable {
  private let experiment: Experiment
  /// `all`, and the temporal part of every grouping.
  private let temporal: [Stratification]
  /// The calendar years a yearly grouping has a row for, whatever pairs a sensor has.
  private let years: ClosedRange<Int>?

  init(experiment: Experiment) {
    self.experiment = experiment
    var temporal = [Stratification.all]
    for stratification in experiment.strata {
      if let part = stratification.temporal, !temporal.contains(part) { temporal.append(part) }
    }
    self.temporal = temporal
    years = experiment.period.map { UTC.components($0.start).year...UTC.components($0.end - 1).year }
  }

  /// The scores of each product at a sensor, in the order of the tables.
  func scores(of match: SensorMatch, sensor: ScoredSensor) -> [[Score]] {
    match.matchUps.indices.map { product in
      scores(
        of: match.matchUps[product], status: match.statuses[product],
        stream: [experiment.products[product].name, sensor.network, sensor.station, sensor.label])
    }
  }

  private func scores(of pairs: MatchUps, status: Status, stream: [String]) -> [Score] {
    let rescaled = experiment.scaling.map { rescale(pairs, by: $0) }
    var scores: [Score] = []
    for stratification in temporal {
      let grouped = TemporalGroups(stratification, times: pairs.times, years: years ?? pairs.years)
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
          for metric in experiment.metrics where scaling == RescalingMethod.none || metric.survivesRescaling {
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
  /// What measures the mean (bias, KGE) or is made of unscaled anomalies has none and gets no row.
  var survivesRescaling: Bool {
    switch self {
    case .bias, .mseBias, .kge, .anomalyR, .pAnomalyR: false
    default: true
    }
  }
}
