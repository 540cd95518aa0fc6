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
    let experiment = join.experiment
    let networks = join.networks.count
    let ground = GroundText(experiment)
    let places =
      ground("\(FixedNumber.count(join.sensors.count)) sensor\(join.sensors.count == 1 ? "" : "s") of ")
      + ground("\(FixedNumber.count(networks)) network\(networks == 1 ? "" : "s")")
    var text = "# Products side by side\n\n"
    text += "Runs: " + folders.map { "`\(code($0))`" }.joined(separator: ", ") + ".\n\n"
    text += "Compared at \(places), on common samples (\(rule(experiment.comparison.common))).\n\n"
    for remark in join.remarks { text += "- \(MarkdownText.escape(remark))\n" }
    if !join.remarks.isEmpty { text += "\n" }
    var number = 0
    for stratification in experiment.strata {
      let scope =
        ground(stratification == .all ? "over all stations" : "by \(MetricText.title(stratification))")
      for scaling in experiment.scaling {
        let rows = table.rows.filter {
          $0.stratification == stratification && $0.scaling == scaling && $0.difference != nil
        }
        guard !rows.isEmpty else { continue }
        if scaling == experiment.scaling[0] { text += "## Differences \(scope)\n\n" }
        number += 1
        let rescaled =
          scaling == .none ? "" : "\(ground("; products rescaled to the stations")) (\(scaling.rawValue))"
        text +=
          ReportTable(
            comparisons: rows,
            caption:
              "Differences of the products’ accuracy on their common samples \(scope), against \(places)"
              + "\(rescaled).", level: experiment.intervals.level, ground: ground
          ).markdown(number: number) + "\n"
      }
    }
    let bare = table.rows.count { $0.difference == nil }
    if bare > 0 {
      text += "\(FixedNumber.count(bare)) rows have no difference; `comparisons.csv` says why.\n"
    }
    return text
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
