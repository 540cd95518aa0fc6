extension MarkdownReport {
  /// The figures that stand with no table: metric maps, pairs, differences, skill over stations.
  var figureSection: String {
    let others = figures.filter { $0.name != "map" && !$0.name.hasPrefix("boxes-") }
    let drawn = others.compactMap { outcome -> String? in
      if case .noData = outcome.status { nil } else { figure(outcome.name) }
    }
    guard !drawn.isEmpty else { return "" }
    let missing = others.compactMap { outcome -> String? in
      if case .noData(let reason) = outcome.status { "*\(outcome.name)* (\(escape(reason)))" } else { nil }
    }
    var text = "## Figures\n\n" + drawn.joined(separator: "\n")
    if !missing.isEmpty { text += "\nWithout data for it: \(missing.joined(separator: ", ")).\n" }
    return text
      + "\n`lab figure --list` names further figures of this run: single \(ground("stations")), other metrics and products.\n"
  }
}
