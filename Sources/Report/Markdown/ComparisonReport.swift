public import Lab
internal import Statistics

/// Finished runs side by side as Markdown: who is better where, as far as the intervals say so.
public enum ComparisonReport {
  /// The text of `comparison.md`.
  /// - Parameters:
  ///   - join: what was put side by side.
  ///   - table: its comparisons.
  ///   - folders: the runs' folders as the user named them.
  public static func text(_ join: RunJoin, _ table: ComparisonTable, folders: [String]) -> String {
    let level = FixedNumber.text(join.experiment.intervals.level * 100, decimals: 0)
    var text = "# Products side by side\n\n"
    text += "Runs: " + folders.map { "`\(code($0))`" }.joined(separator: ", ") + ".\n\n"
    text +=
      "Compared at \(FixedNumber.count(join.sensors.count)) sensors of \(FixedNumber.count(join.networks.count)) networks, "
      + "on common samples (\(rule(join.experiment.comparison.common))). A difference is product − reference product, the "
      + "mean over sensors, with its \(level) % interval over networks, then stations; † marks an interval for these "
      + "stations only, because there are fewer than five networks. p is adjusted over all rows of a metric (Benjamini "
      + "and Hochberg). **Bold** where the verdict is better or worse; everything else is undecided.\n\n"
    for remark in join.remarks { text += "- \(MarkdownText.escape(remark))\n" }
    if !join.remarks.isEmpty { text += "\n" }
    for stratification in join.experiment.strata {
      let rows = table.rows.filter { $0.stratification == stratification && $0.difference != nil }
      guard !rows.isEmpty else { continue }
      text += "## By \(MetricText.title(stratification))\n\n" + self.table(rows, stratification) + "\n"
    }
    let bare = table.rows.count { $0.difference == nil }
    if bare > 0 {
      text += "\(FixedNumber.count(bare)) rows have no difference; `comparisons.csv` says why.\n"
    }
    return text
  }

  private static func table(_ rows: [ComparisonRow], _ stratification: Stratification) -> String {
    var table = MarkdownTable([
      ("Product", .left), ("Reference product", .left), ("Group", .left), ("Scaling", .left),
      ("Metric", .left), ("Product's mean", .right), ("Reference's mean", .right), ("Difference", .right),
      ("Interval", .left), ("p", .right), ("Verdict", .left), ("Stations", .right), ("Networks", .right),
      ("Samples", .right),
    ])
    for row in rows {
      let decimals = MetricText.decimals(row.metric) + 1
      func number(_ value: Double?) -> String { FixedNumber.text(value, decimals: decimals) }
      let interval = row.lower == nil ? FixedNumber.none : "\(number(row.lower)) … \(number(row.upper))"
      let verdict = row.verdict == .undecided ? "undecided" : "**\(row.verdict.rawValue)**"
      table.append([
        MarkdownText.escape(row.product), MarkdownText.escape(row.referenceProduct),
        MarkdownText.escape(row.group), MarkdownText.escape(row.scaling.rawValue),
        MarkdownText.escape(row.metric.rawValue) + " (\(MetricText.unit(row.metric)))",
        number(row.productMean), number(row.referenceMean), number(row.difference),
        interval + (row.status == .theseStations ? " †" : ""),
        FixedNumber.text(row.adjustedP, decimals: 4), verdict, FixedNumber.count(row.stations),
        FixedNumber.count(row.networks), FixedNumber.count(row.pairs),
      ])
    }
    return table.text
  }

  private static func rule(_ common: Experiment.Comparison.Common) -> String {
    switch common {
    case .day: "product times on the same UTC day, one a product and day"
    case .window: "product times within the matching window, each the other's nearest"
    case .exact: "equal product times"
    }
  }

  /// Text between back-ticks: no back-tick can end it, no control character breaks the line.
  private static func code(_ text: String) -> String { PlainText.line(text).replacing("`", with: "'") }
}
