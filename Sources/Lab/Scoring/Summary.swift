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
  /// How many networks have a value.
  public var networks: Int
  /// How many stations have a value.
  public var stations: Int
  /// The pairs behind the values.
  public var pairs: Int
  /// `ok`, `tooFew` (fewer stations than the minimum) or `noData`.
  public var status: Status
  /// The sensors' values in their order: what a box of a figure is drawn from.
  public var values: [Double]
}

/// Means, medians and quartiles over stations (METHODS §0.7: "means of per-site metrics").
public struct Summary: Sendable {
  /// The rows, by grouping, product, group, scaling and metric.
  public private(set) var rows: [SummaryRow] = []

  private struct RowKey: Hashable {
    var product: Int
    var stratification: Stratification
    var group: String
    var scaling: RescalingMethod
    var metric: Metric
  }
  private var index: [RowKey: Int] = [:]

  /// Summarises a run's scores.
  /// - Parameter minimumStations: a group of fewer stations has status `tooFew` and no numbers; `all` is exempt.
  public init(
    of table: ScoreTable, sensors: [ScoredSensor], experiment: Experiment
  ) {
    for stratification in experiment.strata {
      let temporal = stratification.temporal ?? .all
      let temporalGroups = GroupOrder.sorted(table.groups[temporal] ?? [], of: temporal)
      for product in experiment.products.indices {
        for scaling in experiment.scaling {
          for metric in experiment.metrics {
            var members: [String: [(sensor: Int, value: Double, count: Int)]] = [:]
            for temporalGroup in temporalGroups {
              let key = ScoreTable.Key(
                product: product, stratification: temporal, group: temporalGroup, scaling: scaling,
                metric: metric)
              guard let column = table[key] else { continue }
              let parts = temporal == .all ? [] : temporalGroup.split(separator: "*").map(String.init)
              for (position, sensor) in column.sensors.enumerated() {
                let label = stratification.label(station: sensors[Int(sensor)].groups, temporal: parts)
                let value = column.values[position]
                if value.isFinite {
                  members[label, default: []].append((Int(sensor), value, Int(column.counts[position])))
                } else {
                  members[label, default: []] += []
                }
              }
            }
            for group in GroupOrder.sorted(Set(members.keys), of: stratification) {
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
    GroupOrder.sorted(
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
      pairs: members.reduce(0) { $0 + $1.count }, status: .ok, values: values)
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
