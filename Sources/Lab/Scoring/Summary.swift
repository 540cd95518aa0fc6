internal import Numerics
public import Statistics

/// The scores of one product over the stations of one group: a row of `summary.csv`.
public struct SummaryRow: Hashable, Sendable {
  /// The product's index in the experiment.
  public var product: Int
  /// The grouping, `koppen*season` among them.
  public var stratification: Stratification
  /// The group in it, `BSk*JJA`.
  public var group: String
  /// How the product was rescaled.
  public var scaling: RescalingMethod
  /// Which metric.
  public var metric: Metric
  /// The mean of the sensors' values.
  public var mean: Double?
  /// Their median.
  public var median: Double?
  /// Their lower quartile, linear interpolation.
  public var lowerQuartile: Double?
  /// Their upper quartile, linear interpolation.
  public var upperQuartile: Double?
  /// The lower end of the mean's interval over networks, then stations; nil below five networks.
  public var lower: Double?
  /// The upper end of the mean's interval.
  public var upper: Double?
  /// The mean with one voice a network, and its interval.
  public var ofNetworks = SummaryEstimate()
  /// Of correlations the mean by Fisher's z, tanh of the mean atanh, and its interval.
  public var fisher = SummaryEstimate()
  /// How many networks have a value.
  public var networks: Int
  /// How many stations have a value.
  public var stations: Int
  /// The pairs behind the values.
  public var pairs: Int
  /// `ok`, `tooFew` (fewer stations than the minimum) or `noData`; where the mean is there without an interval,
  /// `fewNetworks` or `noVariance`.
  public var status: Status
  /// The sensors' values in their order: what a box of a figure is drawn from.
  public var values: [Double]
  /// The sensors that the values are of, by their positions in the run.
  public var sensors: [Int] = []
}

/// A mean over stations with its interval; all nil where there is none.
public struct SummaryEstimate: Hashable, Sendable {
  /// The mean.
  public var mean: Double?
  /// The lower end of its interval.
  public var lower: Double?
  /// The upper end of its interval.
  public var upper: Double?

  /// Creates an estimate; everything may be missing.
  public init(mean: Double? = nil, lower: Double? = nil, upper: Double? = nil) {
    self.mean = mean
    self.lower = lower
    self.upper = upper
  }
}

/// Means, medians and quartiles over stations (METHODS §0.7: "means of per-site metrics").
public struct Summary: Sendable {
  /// The rows, by grouping, product, group, scaling and metric.
  public internal(set) var rows: [SummaryRow] = []

  private struct RowKey: Hashable {
    var product: Int
    var stratification: Stratification
    var group: String
    var scaling: RescalingMethod
    var metric: Metric
  }
  private var index: [RowKey: Int] = [:]

  private let order: GroupOrder

  /// Summarises a run's scores, without intervals: see ``estimate(sensors:experiment:jobs:)``.
  ///
  /// A group of fewer stations than the experiment's minimum has status `tooFew` and no numbers; `all` is exempt.
  /// - Parameter placements: how each sensor (outer) stands in each product's cell (inner), for the groups that go
  ///   by it; where they are not given, those groups are `unknown`.
  public init(
    of table: ScoreTable, sensors: [ScoredSensor], placements: [[Placement?]] = [], experiment: Experiment
  ) {
    order = GroupOrder(experiment)
    for stratification in experiment.strata {
      let ofPairs = stratification.ofPairs ?? .all
      let pairGroups = order.sorted(table.groups[ofPairs] ?? [], of: ofPairs)
      let flag = stratification.factors.filter { $0.basis == .pair }.firstIndex(of: .flagCommon)
      for product in experiment.products.indices {
        for scaling in experiment.scaling {
          for metric in experiment.metrics {
            let columns = pairGroups.compactMap { group -> (parts: [String], column: ScoreTable.Column)? in
              let key = ScoreTable.Key(
                product: product, stratification: ofPairs, group: group, scaling: scaling, metric: metric)
              return table[key].map { (ofPairs.parts(of: group), $0) }
            }
            let common = flag.map { CommonSensors(columns, flag: $0) }
            var members: [String: [(sensor: Int, value: Double, count: Int)]] = [:]
            for (parts, column) in columns where common?.has(parts) ?? true {
              for (position, index) in column.sensors.enumerated() {
                let sensor = Int(index)
                let placement =
                  placements.indices.contains(sensor) ? placements[sensor][product] : nil
                let label = stratification.label(
                  station: sensors[sensor].groups, placement: placement, pair: parts)
                let value = column.values[position]
                if value.isFinite, common?.admits(index, parts) ?? true {
                  members[label, default: []].append((sensor, value, Int(column.counts[position])))
                } else {
                  members[label, default: []] += []
                }
              }
            }
            for group in order.sorted(Set(members.keys), of: stratification) {
              append(
                members[group] ?? [], sensors: sensors, product: product, stratification: stratification,
                group: group, scaling: scaling, metric: metric, minimum: experiment.minimumStations)
            }
          }
        }
      }
    }
  }

  /// The row of a product, group, scaling and metric.
  public func row(
    product: Int, stratification: Stratification, group: String, scaling: RescalingMethod, metric: Metric
  ) -> SummaryRow? {
    let key = RowKey(
      product: product, stratification: stratification, group: group, scaling: scaling, metric: metric)
    return index[key].map { rows[$0] }
  }

  /// The groups of a grouping, in their natural order.
  public func groups(of stratification: Stratification) -> [String] {
    order.sorted(
      Set(rows.filter { $0.stratification == stratification }.map(\.group)), of: stratification)
  }

  private mutating func append(
    _ members: [(sensor: Int, value: Double, count: Int)], sensors: [ScoredSensor], product: Int,
    stratification: Stratification, group: String, scaling: RescalingMethod, metric: Metric, minimum: Int
  ) {
    let values = members.map(\.value)
    let stations = Set(members.map { sensors[$0.sensor].network + "/" + sensors[$0.sensor].station })
    var row = SummaryRow(
      product: product, stratification: stratification, group: group, scaling: scaling, metric: metric,
      networks: Set(members.map { sensors[$0.sensor].network }).count, stations: stations.count,
      pairs: members.reduce(0) { $0 + $1.count }, status: .ok, values: values, sensors: members.map(\.sensor))
    if values.isEmpty {
      row.status = .noData
    } else if stations.count < minimum && stratification != .all {
      row.status = .tooFew
    } else {
      let sorted = values.sorted()
      row.mean = values.reduce(0, +) / Double(values.count)
      row.median = quantile(ofSorted: sorted, 0.5)
      row.lowerQuartile = quantile(ofSorted: sorted, 0.25)
      row.upperQuartile = quantile(ofSorted: sorted, 0.75)
    }
    let key = RowKey(
      product: product, stratification: stratification, group: group, scaling: scaling, metric: metric)
    index[key] = rows.count
    rows.append(row)
  }
}
