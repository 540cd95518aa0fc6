internal import Lab
internal import Statistics

extension RunTables {
  /// Summaries over stations of one grouping, row by row: metric, group, product.
  func accuracy(_ stratification: Stratification, metrics: [Metric], id: String) -> ReportTable {
    let groups = run.summary.groups(of: stratification)
    let isGrouped = stratification != .all
    let hasMetrics = metrics.count != 1
    let unit = metrics.count == 1 && MetricText.hasUnit(metrics[0]) ? MetricText.unit(metrics[0]) : nil
    var table = ReportTable(
      id: id, caption: accuracyCaption(stratification, metrics),
      columns: (hasMetrics ? [.init("Metric", .left)] : [])
        + (isGrouped ? [.init(ground(MetricText.title(stratification)).capitalizedFirst, .left)] : []) + [
          .init("Product", .left), .init("Mean", unit: unit),
          .init("\(level) % interval", unit: unit, kind: .range(lower: "Lower", upper: "Upper")),
          .init("Median", unit: unit),
          .init("q25–q75", unit: unit, kind: .range(lower: "q25", upper: "q75")), .init(ground("n networks")),
          .init(ground("n stations")), .init("n pairs"),
        ])
    var hasBold = false
    for metric in metrics {
      for (group, product) in cells(stratification, groups) {
        let row = run.summary.row(
          product: product, stratification: stratification, group: group, scaling: run.shownScaling,
          metric: metric)
        // Groups that a product gives itself are no other product's.
        if stratification.isTold, row == nil { continue }
        let isBest = Favourite(run.comparisons, stratification, group, run.shownScaling, metric)
          .isBetterThanAll(run.experiment.products[product].name)
        hasBold = hasBold || isBest
        let decimals = MetricText.decimals(metric)
        table.append(
          (hasMetrics ? [.init(.text(MetricText.axis(metric)))] : [])
            + (isGrouped ? [.init(.text(group))] : []) + [
              .init(.text(run.experiment.products[product].name)),
              .init(.number(row?.mean, decimals: decimals), isBold: isBest),
              .init(.range(row?.lower, row?.upper, decimals: decimals)),
              .init(.number(row?.median, decimals: decimals)),
              .init(.range(row?.lowerQuartile, row?.upperQuartile, decimals: decimals)),
              .init(.count(row?.networks ?? 0)), .init(.count(row?.stations ?? 0)),
              .init(.count(row?.pairs ?? 0)),
            ])
      }
    }
    table.notes = accuracyNotes(isGrouped: isGrouped, hasBold: hasBold)
    return table
  }

  /// Groups and products in reading order; groups that products tell stand side by side.
  private func cells(
    _ stratification: Stratification, _ groups: [String]
  ) -> [(group: String, product: Int)] {
    let products = run.experiment.products.indices
    return stratification.isTold
      ? products.flatMap { product in groups.map { (group: $0, product: product) } }
      : groups.flatMap { group in products.map { (group: group, product: $0) } }
  }

  private func accuracyCaption(_ stratification: Stratification, _ metrics: [Metric]) -> String {
    let what = metrics.count == 1 ? MetricText.axis(metrics[0]) : "Accuracy"
    let by = stratification == .all ? "" : " by \(ground(MetricText.title(stratification)))"
    return
      "\(what) of the products against \(places)\(by); mean, median and quartiles of the "
      + ground("sensors’ own scores ") + "(\(circumstances))."
  }

  private func accuracyNotes(isGrouped: Bool, hasBold: Bool) -> [String] {
    var notes = ["Each product is scored on its own pairs (n), so that two rows are no test of each other."]
    if isGrouped {
      notes.append(
        ground("A dash stands for a group of fewer than \(run.experiment.minimumStations) stations."))
    }
    notes.append(
      ground(
        "The interval is that of the mean over stations of networks like these; below five networks there is none."
      ))
    if hasBold {
      notes.append(
        "Bold marks a product that is better than every other one it was compared with in the group, on their "
          + "common samples and after correction for multiple testing (comparisons.csv).")
    }
    return notes
  }
}

/// The product that comparisons call the better one.
struct Favourite {
  private var rivals: Set<String> = []
  private var beaten: [String: Set<String>] = [:]

  /// Gathers the verdicts of one group and metric.
  init(
    _ comparisons: ComparisonTable, _ stratification: Stratification, _ group: String,
    _ scaling: RescalingMethod, _ metric: Metric
  ) {
    for row in comparisons.rows
    where row.metric == metric && row.group == group && row.stratification == stratification
      && row.scaling == scaling
    {
      rivals.formUnion([row.product, row.referenceProduct])
      switch row.verdict {
      case .better: beaten[row.product, default: []].insert(row.referenceProduct)
      case .worse: beaten[row.referenceProduct, default: []].insert(row.product)
      case .undecided: break
      }
    }
  }

  /// Whether a product is better than each of those it was compared with.
  func isBetterThanAll(_ product: String) -> Bool {
    guard let beaten = beaten[product] else { return false }
    return rivals.allSatisfy { $0 == product || beaten.contains($0) }
  }
}

extension Stratification {
  /// Whether a product's own word decides the group.
  var isTold: Bool { factors.contains { $0.aspect != nil } }
}
