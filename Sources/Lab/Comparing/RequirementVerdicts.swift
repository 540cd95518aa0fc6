internal import Statistics

extension RequirementVerdict {
  /// The verdicts on a run's products: on uncertainty from the summaries of ubRMSE, on stability from the slopes.
  ///
  /// - Parameters:
  ///   - slopes: for each sensor (outer) and product (inner) the slope of the yearly bias; nil where its record is
  ///     too short.
  static func all(
    of summary: Summary, slopes: [[BiasTrend?]], sensors: [ScoredSensor], experiment: Experiment
  ) -> [RequirementVerdict] {
    experiment.products.indices.flatMap { product in
      uncertainty(of: product, summary, experiment)
        + stability(of: product, slopes, sensors: sensors, experiment: experiment)
    }
  }

  private static func uncertainty(
    of product: Int, _ summary: Summary, _ experiment: Experiment
  ) -> [RequirementVerdict] {
    summary.rows.filter {
      $0.product == product && $0.metric == .ubRMSE && $0.scaling == RescalingMethod.none && $0.mean != nil
    }.flatMap { row in
      Requirement.allCases.filter { $0.measure != .stability }.map { requirement in
        let factor = requirement.measure == .twoUbRMSE ? 2.0 : 1
        let lower = row.lower.map { $0 * factor }
        let upper = row.upper.map { $0 * factor }
        return RequirementVerdict(
          product: experiment.products[product].name, stratification: row.stratification, group: row.group,
          requirement: requirement.name, metric: requirement.measure.rawValue, limit: requirement.limit,
          estimate: row.mean.map { $0 * factor }, lower: lower, upper: upper,
          outcome: requirement.outcome(lower: lower, upper: upper), stations: row.stations,
          status: row.status)
      }
    }
  }

  /// Only groups of stations have slopes: a season of each year would need its own.
  private static func stability(
    of product: Int, _ slopes: [[BiasTrend?]], sensors: [ScoredSensor], experiment: Experiment
  ) -> [RequirementVerdict] {
    var verdicts: [RequirementVerdict] = []
    let order = GroupOrder(experiment)
    let name = experiment.products[product].name
    for stratification in experiment.strata
    where stratification.ofPairs == nil && stratification.factors.allSatisfy(\.isOfEveryProduct) {
      var members: [String: [(sensor: ScoredSensor, slope: Double)]] = [:]
      for (sensor, row) in zip(sensors, slopes) {
        guard let slope = row[product] else { continue }
        let label = stratification.label(station: sensor.groups, pair: [])
        members[label, default: []].append((sensor, slope.perDecade))
      }
      for label in order.sorted(Set(members.keys), of: stratification) {
        let those = members[label] ?? []
        let stations = Set(those.map { [$0.sensor.network, $0.sensor.station] }).count
        guard stations >= experiment.minimumStations || stratification == .all else { continue }
        let mean = ClusteredMean(
          those.map { StationValue(network: $0.sensor.network, value: $0.slope) }, weighting: .station,
          level: experiment.intervals.level, seed: experiment.intervals.seed,
          labels: [name, stratification.name, label, "stability"],
          replicates: experiment.intervals.replicates)
        for requirement in Requirement.allCases where requirement.measure == .stability {
          verdicts.append(
            RequirementVerdict(
              product: name, stratification: stratification, group: label, requirement: requirement.name,
              metric: requirement.measure.rawValue, limit: requirement.limit, estimate: mean.arithmeticMean,
              lower: mean.lower, upper: mean.upper,
              outcome: requirement.outcome(lower: mean.lower, upper: mean.upper), stations: stations,
              status: mean.status))
        }
      }
    }
    return verdicts
  }
}
