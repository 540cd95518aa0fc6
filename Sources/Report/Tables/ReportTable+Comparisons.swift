internal import Lab
internal import Statistics

extension ReportTable {
  /// Differences between products on their common samples: rows of `comparisons.csv`.
  /// - Parameters:
  ///   - level: that of the intervals.
  ///   - ground: the words for what the products were scored against.
  init(comparisons rows: [ComparisonRow], caption: String, level: Double, ground: GroundText) {
    let percent = FixedNumber.text(level * 100, decimals: 0)
    let significance = FixedNumber.text(1 - level, decimals: 2)
    self.init(
      id: "comparisons", caption: caption,
      columns: [
        .init("Product", .left), .init("Compared with", .left), .init("Stratum", .left),
        .init("Group", .left),
        .init("Metric", .left), .init("Product’s mean"), .init("The other’s mean"), .init("Difference"),
        .init("\(percent) % interval", kind: .range(lower: "Lower", upper: "Upper")), .init("p"),
        .init("p adjusted"), .init("Verdict", .left), .init(ground("n networks")),
        .init(ground("n stations")),
        .init("n pairs"), .init("Status", .left),
      ],
      notes: [
        ground(
          "Difference is product minus the other; means are over stations. The verdict is better or worse where p after "
            + "Benjamini and Hochberg is below \(significance) and the interval says so, for bias where it comes nearer "
            + "to zero or moves away from it; otherwise undecided. Status theseStations means that the interval holds "
            + "for these stations only.")
      ])
    for row in rows {
      let decimals = MetricText.decimals(row.metric)
      let isDecided = row.verdict != .undecided
      append([
        Cell(.text(row.product), isBold: row.verdict == .better),
        Cell(.text(row.referenceProduct), isBold: row.verdict == .worse),
        Cell(.text(row.stratification.name)), Cell(.text(row.group)),
        Cell(.text(MetricText.axis(row.metric))),
        Cell(.number(row.productMean, decimals: decimals)),
        Cell(.number(row.referenceMean, decimals: decimals)),
        Cell(.number(row.difference, decimals: decimals + 1)),
        Cell(.range(row.lower, row.upper, decimals: decimals + 1)), Cell(.probability(row.p)),
        Cell(.probability(row.adjustedP)),
        Cell(.text(row.verdict.rawValue), isBold: isDecided), Cell(.count(row.networks)),
        Cell(.count(row.stations)), Cell(.count(row.pairs)), Cell(.text(row.status.rawValue)),
      ])
    }
  }
}
