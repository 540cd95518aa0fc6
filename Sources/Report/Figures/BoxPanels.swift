internal import Files
internal import Lab
internal import Statistics

/// The content of a box figure: one metric of every product in every group of one grouping.
struct BoxPanels {
  /// A table row with its place in the figure.
  struct Box {
    /// The product's index in the experiment.
    var product: Int
    /// The group's index in `groups`.
    var group: Int
    /// The row of `summary.csv`; `nil` where the product was not scored in the group.
    var row: SummaryRow?
    /// The whiskers, where the row has a box.
    var statistics: BoxStatistics?
  }

  /// The grouping.
  let stratification: Stratification
  /// The metric.
  let metric: Metric
  /// The groups in their natural order.
  let groups: [String]
  /// The products' names.
  let products: [String]
  /// The boxes, by product, then by group.
  let boxes: [Box]

  /// Gathers the rows; `nil` where no group of any product has a box.
  init?(run: RunResult, stratification: Stratification, scaling: RescalingMethod, metric: Metric) {
    let groups = run.summary.groups(of: stratification)
    var boxes: [Box] = []
    for product in run.experiment.products.indices {
      for (position, group) in groups.enumerated() {
        let row = run.summary.row(
          product: product, stratification: stratification, group: group, scaling: scaling, metric: metric)
        var statistics: BoxStatistics?
        if let row, let low = row.lowerQuartile, let high = row.upperQuartile {
          statistics = BoxStatistics(values: row.values, lowerQuartile: low, upperQuartile: high)
        }
        boxes.append(Box(product: product, group: position, row: row, statistics: statistics))
      }
    }
    guard boxes.contains(where: { $0.statistics != nil }) else { return nil }
    self.stratification = stratification
    self.metric = metric
    self.groups = groups
    self.products = run.experiment.products.map(\.name)
    self.boxes = boxes
  }

  /// The axis, and how many values lie beyond it.
  ///
  /// The axis holds every whisker. Outliers and means stretch it to at most three times the whiskers' range: one
  /// broken station must not flatten all boxes.
  var axis: (scale: AxisScale, beyond: Int) {
    let drawn = boxes.filter { $0.statistics != nil }
    var ends = drawn.compactMap(\.statistics).flatMap { [$0.lowerWhisker, $0.upperWhisker] }
    if metric.rawValue == "bias" { ends.append(0) }
    let low = ends.min() ?? 0
    let high = ends.max() ?? 1
    let range = max(high - low, 0.02)
    let loose = drawn.compactMap(\.statistics).flatMap(\.outliers) + drawn.compactMap { $0.row?.mean }
    let kept = loose.filter { $0 >= low - range && $0 <= high + range }
    var lowest = min(low, kept.min() ?? low)
    let highest = max(high, kept.max() ?? high)
    if MetricText.isNonnegative(metric), lowest < 0.6 * highest { lowest = 0 }
    var scale = AxisScale(lowest: lowest, highest: highest)
    if MetricText.isNonnegative(metric), scale.lower < 0 { scale.lower = 0 }
    if let top = MetricText.upperBound(metric), scale.upper > top { scale.upper = top + scale.step * 0.1 }
    return (scale, loose.count { $0 < scale.lower || $0 > scale.upper })
  }
}
