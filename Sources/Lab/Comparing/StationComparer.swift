internal import Files
internal import Grids
internal import Statistics

/// What two products score at one sensor on their common samples.
struct ComparedValue: Hashable, Sendable {
  /// What the value is of.
  struct Key: Hashable, Sendable {
    var meeting: ProductMeeting
    /// The part of the grouping that goes by time, `all` where none does.
    var ofTime: Stratification
    /// The group in it.
    var group: String
    var scaling: RescalingMethod
    var metric: Metric
  }
  var key: Key
  /// The product's metric.
  var product: Double
  /// The reference product's metric.
  var reference: Double
  /// The common samples.
  var pairs: Int
}

/// Compares products at one sensor after the other.
struct StationComparer: Sendable {
  let compared: ComparedProducts
  private let groupings: [Stratification]
  /// The calendar years that a yearly grouping has a row for; nil: those of the samples.
  let years: ClosedRange<Int>?

  init(_ compared: ComparedProducts) {
    self.compared = compared
    var groupings = [Stratification.all]
    for stratification in compared.strata {
      if let part = stratification.ofPairs, !groupings.contains(part) { groupings.append(part) }
    }
    self.groupings = groupings
    years = compared.experiment.years
  }

  /// What each two products score at a sensor, in every group of time; what cannot be scored is left out.
  /// - Throws: `Failure` where the pairs cannot be read.
  func values(at sensor: Int) throws(Failure) -> [ComparedValue] {
    var series: [PairSeries?] = []
    for product in compared.names.indices { series.append(try compared.series(product, sensor)) }
    var values: [ComparedValue] = []
    for meeting in compared.meetings {
      guard let common = common(meeting, series) else { continue }
      for stratification in groupings {
        for group in common.groups(stratification, years: years) {
          values += self.values(common, meeting, stratification, group.name, group.positions)
        }
      }
    }
    return values
  }

  /// The common samples of two products at a sensor, for resampling them.
  /// - Throws: `Failure` where the pairs cannot be read.
  func common(_ meeting: ProductMeeting, at sensor: Int) throws(Failure) -> CommonPairs? {
    let isAll = compared.experiment.comparison.pairs == .all
    var series: [PairSeries?] = []
    for product in compared.names.indices {
      let isNeeded = isAll || product == meeting.product || product == meeting.reference
      series.append(isNeeded ? try compared.series(product, sensor) : nil)
    }
    return common(meeting, series)
  }

  private func common(_ meeting: ProductMeeting, _ series: [PairSeries?]) -> CommonPairs? {
    let comparison = compared.experiment.comparison
    let those = comparison.pairs == .all ? Array(series.indices) : [meeting.product, meeting.reference]
    let present = those.compactMap { series[$0] }
    guard present.count == those.count, let product = those.firstIndex(of: meeting.product),
      let reference = those.firstIndex(of: meeting.reference)
    else { return nil }
    // With several products the first is the one to whose times the others are held.
    let samples = CommonSamples(
      present.map(\.times), rule: comparison.common, window: compared.experiment.matching.window, reference: 0
    )
    return CommonPairs(
      present, samples, (product, reference), minimum: compared.experiment.minimumPairs)
  }

  private func values(
    _ common: CommonPairs, _ meeting: ProductMeeting, _ stratification: Stratification, _ group: String,
    _ positions: [Int]
  ) -> [ComparedValue] {
    var found: [ComparedValue] = []
    for scaling in compared.experiment.scaling {
      let samples = common.rescaled(by: scaling).flatMap { common.samples(positions, $0) }
      let scores = samples.map {
        (metrics(product: $0.a, reference: $0.station), metrics(product: $0.b, reference: $0.stationB))
      }
      for metric in compared.metrics where compared.has(metric, scaling) {
        let key = ComparedValue.Key(
          meeting: meeting, ofTime: stratification, group: group, scaling: scaling, metric: metric)
        if metric == .anomalyR {
          guard let anomalies = common.anomalies(positions),
            let product = value(of: metric, product: anomalies.a, reference: anomalies.station).value,
            let reference = value(of: metric, product: anomalies.b, reference: anomalies.stationB).value
          else { continue }
          found.append(
            ComparedValue(key: key, product: product, reference: reference, pairs: anomalies.count))
        } else if let samples, let scores, let product = scores.0[metric].value,
          let reference = scores.1[metric].value
        {
          found.append(
            ComparedValue(key: key, product: product, reference: reference, pairs: samples.count))
        }
      }
    }
    return found
  }
}

extension Experiment {
  /// The calendar years (UTC) of the period; nil where there is none.
  var years: ClosedRange<Int>? {
    period.map { UTC.components($0.start).year...UTC.components($0.end - 1).year }
  }
}
