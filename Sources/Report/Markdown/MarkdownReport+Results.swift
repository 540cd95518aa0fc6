internal import Lab
internal import Statistics

extension MarkdownReport {
  /// The station map.
  var mapSection: String { figure("map").map { "## Map\n\n" + $0 } ?? "" }

  /// A figure by name with its caption, or the sentence why there is none.
  func figure(_ name: String) -> String? {
    guard let position = figures.firstIndex(where: { $0.name == name }) else { return nil }
    let figure = figures[position]
    let number = figures[...position].count {
      if case .noData = $0.status { false } else { true }
    }
    switch figure.status {
    case .drawn:
      return """
        ![Figure \(number)](figures/\(name).svg)

        **Figure \(number).** \(figure.caption) ([PNG](figures/\(name).png), [data](figures/\(name).dat), \
        [script](figures/\(name).gp))

        """
    case .notDrawn(let reason):
      return """
        **Figure \(number)** is not drawn: \(escape(reason)). Run `gnuplot \(name).gp` in `figures/`. \(figure.caption)

        """
    case .noData(let reason):
      return "No figure *\(name)*: \(escape(reason)).\n"
    }
  }

  /// Summaries per grouping, each with its figures.
  var results: String {
    var text = "## Results\n"
    for stratification in experiment.strata {
      text +=
        stratification == .all
        ? ground("\n### All stations\n\n") : ground("\n### By \(MetricText.title(stratification))\n\n")
      let groups = run.summary.groups(of: stratification)
      if groups.isEmpty {
        text += "Nothing was scored.\n"
        continue
      }
      if stratification == .all {
        text += table(all.accuracy(.all, metrics: run.keyMetrics, id: "accuracy")) + "\n"
        text += run.keyMetrics.compactMap { figure(RunTables.boxes(stratification, $0)) }.joined(
          separator: "\n")
        continue
      }
      text += GroupText.note(on: stratification, of: experiment)
      let rows = groups.count * experiment.products.count
      guard rows <= MarkdownReport.maximumSummaryRows else {
        text += "\(FixedNumber.count(rows)) rows a metric: see [summary.csv](summary.csv).\n"
        continue
      }
      for metric in run.keyMetrics {
        text +=
          table(all.accuracy(stratification, metrics: [metric], id: RunTables.id(stratification, metric)))
          + "\n"
        if let figure = figure(RunTables.boxes(stratification, metric)) { text += figure + "\n" }
      }
    }
    return text
  }

  /// The products side by side; empty where none were compared.
  var comparisons: String {
    guard !run.comparisons.rows.isEmpty else { return "" }
    var text = "## Comparisons\n\n"
    for stratification in experiment.strata {
      let table = all.comparisons(of: stratification)
      if table.rows.isEmpty { continue }
      text +=
        table.rows.count <= MarkdownReport.maximumSummaryRows
        ? self.table(table) + "\n"
        : "\(FixedNumber.count(table.rows.count)) comparisons by \(ground(MetricText.title(stratification))): see "
          + "[comparisons.csv](comparisons.csv).\n\n"
    }
    return text
  }

  /// The products against what users require; empty where nothing was held against a requirement.
  var requirements: String {
    guard !run.verdicts.isEmpty else { return "" }
    var text =
      "## Requirements\n\nGCOS asks for a standard uncertainty of soil moisture, at two standard deviations, of 0.03 "
      + "(goal), 0.04 (breakthrough) or 0.08 m³ m⁻³ (threshold), and for a stability of 0.005, 0.01 or 0.02 m³ m⁻³ per "
      + "decade; SMAP was built for an ubRMSE of 0.04 m³ m⁻³.\n\n"
    for stratification in experiment.strata {
      let table = all.verdicts(of: stratification)
      if table.rows.isEmpty { continue }
      text +=
        table.rows.count <= MarkdownReport.maximumSummaryRows
        ? self.table(table) + "\n"
        : "\(FixedNumber.count(table.rows.count)) verdicts by \(MetricText.title(stratification)): see "
          + "[verdicts.csv](verdicts.csv).\n\n"
    }
    return text
  }

  /// Three series that judge each other; empty where the experiment names none.
  var triple: String {
    guard !run.triple.summary.isEmpty else { return "" }
    return """
      ## Triple collocation

      Three series whose errors are independent of each other and of the truth tell each one's error without taking any of \
      them for the truth. A second opinion: where two share an input, their common error passes for truth.

      \(table(all.triple))
      """
  }

  /// Each sensor's scores over the whole record.
  var sensorSection: String {
    var text = ground("## Sensors\n\n")
    guard !run.sensors.isEmpty else { return text + "No sensor was scored.\n" }
    guard run.sensors.count <= MarkdownReport.maximumSensors else {
      return text + "\(plural(run.sensors.count, "sensor")): see [scores.csv](scores.csv).\n"
    }
    for (index, product) in experiment.products.enumerated() {
      text += "### \(escape(product.name))\n\n" + table(all.sensors(products: [index])) + "\n"
    }
    return text + statusLegend
  }

  private var statusLegend: String {
    let used = Set(run.table.columns.values.flatMap(\.statuses))
    let lines = Status.allCases.filter { used.contains($0) && $0 != .ok }.map {
      "- \(escape($0.rawValue)): \(ground(MetricText.meaning($0)))\n"
    }
    return lines.joined()
  }
}
