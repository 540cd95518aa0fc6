internal import Files
internal import Lab
internal import Numerics
internal import Statistics

/// The content of a box figure: one number of every product, or pair of products, in every group.
struct BoxPanels {
  /// What is known of the values behind a box.
  struct Row {
    /// `ok`, or why there is no box.
    var status: Status
    /// How many stations, or years, have a value.
    var count: Int
    /// The pairs behind them; `nil` where they are not the values' own.
    var pairs: Int?
    var mean: Double?
    var median: Double?
    var lowerQuartile: Double?
    var upperQuartile: Double?
    /// The values themselves.
    var values: [Double]
  }

  /// A row with its place in the figure.
  struct Box {
    /// The index of the product or pair in `products`.
    var product: Int
    /// The group's index in `groups`.
    var group: Int
    /// The row; `nil` where the product has nothing in the group.
    var row: Row?
    /// The whiskers, where the row has a box.
    var statistics: BoxStatistics?
  }

  /// What is shown, in fixed words.
  struct Subject {
    /// The grouping's name in the data.
    var grouping: String
    /// The groups' title below the axis.
    var groupTitle: String
    /// The number's name in the data and the caption.
    var metric: String
    /// The vertical axis.
    var label: String
    /// What is counted under the boxes.
    var counted = "stations"
    /// What each value is, for the caption.
    var value = "each value is one sensor's"
    /// The least and the largest value there can be.
    var least: Double?
    var largest: Double?
    /// Whether the axis must show zero.
    var needsZero = false
  }

  /// What is shown.
  let subject: Subject
  /// The groups in their natural order.
  let groups: [String]
  /// The names of the products or pairs.
  let products: [String]
  /// The boxes, by product, then by group.
  let boxes: [Box]

  /// Takes rows by product, then by group; `nil` where none has a box.
  init?(subject: Subject, groups: [String], products: [String], rows: [[Row?]]) {
    var boxes: [Box] = []
    for (product, rows) in rows.enumerated() {
      for (group, row) in rows.enumerated() {
        var statistics: BoxStatistics?
        if let row, let low = row.lowerQuartile, let high = row.upperQuartile {
          statistics = BoxStatistics(values: row.values, lowerQuartile: low, upperQuartile: high)
        }
        boxes.append(Box(product: product, group: group, row: row, statistics: statistics))
      }
    }
    guard boxes.contains(where: { $0.statistics != nil }) else { return nil }
    (self.subject, self.groups, self.products, self.boxes) = (subject, groups, products, boxes)
  }

  /// Gathers the rows of `summary.csv`; `nil` where no group of any product has a box.
  init?(run: RunResult, stratification: Stratification, scaling: RescalingMethod, metric: Metric) {
    let groups = run.summary.groups(of: stratification)
    let rows = run.experiment.products.indices.map { product in
      groups.map { group in
        run.summary.row(
          product: product, stratification: stratification, group: group, scaling: scaling, metric: metric
        ).map(Row.init)
      }
    }
    let subject = Subject(
      grouping: stratification.name, groupTitle: MetricText.title(stratification), metric: metric.rawValue,
      label: MetricText.axis(metric), least: MetricText.isNonnegative(metric) ? 0 : nil,
      largest: MetricText.upperBound(metric), needsZero: metric.rawValue == "bias")
    self.init(subject: subject, groups: groups, products: run.experiment.products.map(\.name), rows: rows)
  }

  /// The axis, and how many values lie beyond it.
  ///
  /// The axis holds every whisker. Outliers and means stretch it to at most three times the whiskers' range: one
  /// broken station must not flatten all boxes.
  var axis: (scale: AxisScale, beyond: Int) {
    let drawn = boxes.filter { $0.statistics != nil }
    var ends = drawn.compactMap(\.statistics).flatMap { [$0.lowerWhisker, $0.upperWhisker] }
    if subject.needsZero { ends.append(0) }
    let low = ends.min() ?? 0
    let high = ends.max() ?? 1
    let range = max(high - low, 0.02)
    let loose = drawn.compactMap(\.statistics).flatMap(\.outliers) + drawn.compactMap { $0.row?.mean }
    let kept = loose.filter { $0 >= low - range && $0 <= high + range }
    var lowest = min(low, kept.min() ?? low)
    let highest = max(high, kept.max() ?? high)
    if let least = subject.least, lowest < 0.6 * highest { lowest = least }
    var scale = AxisScale(lowest: lowest, highest: highest)
    if let least = subject.least, scale.lower < least { scale.lower = least }
    if let top = subject.largest, scale.upper > top { scale.upper = top + scale.step * 0.1 }
    return (scale, loose.count { $0 < scale.lower || $0 > scale.upper })
  }
}

extension BoxPanels.Row {
  /// A row of `summary.csv`.
  init(_ row: SummaryRow) {
    self.init(
      status: row.status, count: row.stations, pairs: row.pairs, mean: row.mean, median: row.median,
      lowerQuartile: row.lowerQuartile, upperQuartile: row.upperQuartile, values: row.values)
  }

  /// Values that no table summarises: a mean, and quartiles by linear interpolation.
  /// - Parameters:
  ///   - count: how many stations or years they are of.
  ///   - minimum: with fewer there is no box.
  init(values: [Double], count: Int, minimum: Int) {
    self.init(
      status: values.isEmpty ? .noData : count < minimum ? .tooFew : .ok, count: count, values: values)
    guard status == .ok else { return }
    let sorted = values.sorted()
    mean = values.reduce(0, +) / Double(values.count)
    median = quantile(ofSorted: sorted, 0.5)
    lowerQuartile = quantile(ofSorted: sorted, 0.25)
    upperQuartile = quantile(ofSorted: sorted, 0.75)
  }
}
