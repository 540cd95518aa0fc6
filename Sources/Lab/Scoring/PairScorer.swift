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
        stream: [
          experiment.products[product].name, sensor.network, sensor.station, sensor.label,
        ])
    }
  }

  private func scores(of pairs: MatchUps, status: Status, stream: [String]) -> [Score] {
    let scaled = experiment.scaling.map { scaling in
      pairs.count < experiment.minimumPairs
        ? ScaledProduct(status: pairs.count == 0 ? status : .tooFew)
        : ScaledProduct(scaling, product: pairs.product, station: pairs.station)
    }
    var scores: [Score] = []
    for stratification in temporal {
      let grouped = TemporalGroups(stratification, times: pairs.times, years: years ?? pairs.years)
      for group in grouped.groups {
        for (scaling, product) in zip(experiment.scaling, scaled) {
          scores += self.scores(
            of: pairs, positions: group.positions, product: product, emptyStatus: status == .ok ? .noOverlap : status
          ) { metric in
            (stratification, group.name, scaling, stream + [stratification.name, group.name, scaling.rawValue, metric.rawValue])
          }
        }
      }
    }
    return scores
  }
}
