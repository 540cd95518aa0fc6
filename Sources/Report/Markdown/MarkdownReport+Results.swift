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
      text += "\n### By \(MetricText.title(stratification))\n\n".replacing(
        "### By all stations", with: "### All stations")
      let groups = run.summary.groups(of: stratification)
      if groups.isEmpty {
        text += "Nothing was scored.\n"
        continue
      }
      if stratification == .all {
        text +=
          "Mean, median and quartiles of the sensors' own scores; n: stations and pairs behind them.\n\n"
      }
      text += GroupText.note(on: stratification, of: experiment)
      let rows = groups.count * experiment.products.count
      guard rows <= MarkdownReport.maximumSummaryRows else {
        text += "\(FixedNumber.count(rows)) rows a metric: see [summary.csv](summary.csv).\n"
        continue
      }
      for metric in run.keyMetrics {
        text += "**\(escape(MetricText.axis(metric)))**\n\n"
        text += summaryTable(stratification, groups: groups, metric: metric) + "\n"
        if let figure = figure("boxes-\(stratification.name)-\(MetricText.fileName(metric))") {
          text += figure + "\n"
        }
      }
    }
    return text
  }

  private func summaryTable(_ stratification: Stratification, groups: [String], metric: Metric) -> String {
    let isGrouped = stratification != .all
    var table = MarkdownTable(
      (isGrouped ? [(escape(MetricText.title(stratification).capitalizedFirst), .left)] : []) + [
        ("Product", .left), ("Mean", .right), ("Median", .right), ("q25–q75", .right), ("n stations", .right),
        ("n pairs", .right),
      ])
    let decimals = MetricText.decimals(metric)
    let products = experiment.products.indices
    // Groups a product gives itself are read side by side; those of another product are not its own.
    let isTold = stratification.factors.contains { $0.aspect != nil }
    let cells =
      isTold
      ? products.flatMap { product in groups.map { (group: $0, product: product) } }
      : groups.flatMap { group in products.map { (group: group, product: $0) } }
    for (group, product) in cells {
      let row = run.summary.row(
        product: product, stratification: stratification, group: group, scaling: run.shownScaling,
        metric: metric)
      if isTold, row == nil { continue }
      var quartiles = FixedNumber.none
      if let low = row?.lowerQuartile, let high = row?.upperQuartile {
        // Beside a minus a dash would be misread.
        quartiles =
          FixedNumber.text(low, decimals: decimals) + (low < 0 || high < 0 ? " to " : "–")
          + FixedNumber.text(high, decimals: decimals)
      }
      table.append(
        (isGrouped ? [escape(group)] : []) + [
          escape(experiment.products[product].name), FixedNumber.text(row?.mean, decimals: decimals),
          FixedNumber.text(row?.median, decimals: decimals), quartiles,
          FixedNumber.count(row?.stations ?? 0),
          FixedNumber.count(row?.pairs ?? 0),
        ])
    }
    return table.text
  }

  /// Each sensor's scores over the whole record.
  var sensorSection: String {
    var text = "## Sensors\n\n"
    guard !run.sensors.isEmpty else { return text + "No sensor was scored.\n" }
    guard run.sensors.count <= MarkdownReport.maximumSensors else {
      return text + "\(plural(run.sensors.count, "sensor")): see [scores.csv](scores.csv).\n"
    }
    let level = FixedNumber.text(experiment.intervals.level * 100, decimals: 0)
    text +=
      "Whole record, rescaling \(run.shownScaling.rawValue). Value [\(level) % interval], n\\* effective pairs; n: pairs. "
      + "A word in brackets says why there is no value, or why its interval is wide.\n\n"
    for (index, product) in experiment.products.enumerated() {
      text += "### \(escape(product.name))\n\n" + sensorTable(product: index) + "\n"
    }
    return text + statusLegend
  }

  private func sensorTable(product: Int) -> String {
    let metrics = run.keyMetrics
    var table = MarkdownTable(
      [
        ("Network", .left), ("Station", .left), ("Sensor", .left), ("Depth (m)", .right), ("Class", .left),
        ("n", .right),
      ]
        + metrics.map { (escape(MetricText.axis($0)), .right) })
    let columns = metrics.map { metric in
      run.table[
        ScoreTable.Key(
          product: product, stratification: .all, group: "all", scaling: run.shownScaling, metric: metric)]
    }
    let positions = columns.map { column in
      Dictionary(
        (column?.sensors ?? []).enumerated().map { (Int($0.element), $0.offset) },
        uniquingKeysWith: { first, _ in first })
    }
    for (index, sensor) in run.sensors.enumerated() {
      let depth =
        FixedNumber.text(sensor.depthFrom, decimals: 2) + "–" + FixedNumber.text(sensor.depthTo, decimals: 2)
      var count = 0
      let cells = metrics.indices.map { metric -> String in
        guard let column = columns[metric], let position = positions[metric][index] else {
          return FixedNumber.none
        }
        count = max(count, Int(column.counts[position]))
        return cell(column, position, decimals: MetricText.decimals(metrics[metric]))
      }
      table.append(
        [
          escape(sensor.network), escape(sensor.station), escape(sensor.sensor), depth, escape(sensor.koppen),
          FixedNumber.count(count),
        ] + cells)
    }
    return table.text
  }

  private func cell(_ column: ScoreTable.Column, _ position: Int, decimals: Int) -> String {
    let status = column.statuses[position].rawValue
    let value = column.values[position]
    guard value.isFinite else { return FixedNumber.none + (status == "ok" ? "" : " (\(escape(status)))") }
    var text = FixedNumber.text(value, decimals: decimals)
    let lower = Double(column.lower[position])
    let upper = Double(column.upper[position])
    if lower.isFinite || upper.isFinite {
      text +=
        " \\[\(FixedNumber.text(lower, decimals: decimals)), \(FixedNumber.text(upper, decimals: decimals))\\]"
    }
    let effective = Double(column.effective[position])
    if effective.isFinite { text += ", n\\* \(FixedNumber.text(effective, decimals: 0))" }
    return status == "ok" ? text : text + " (\(escape(status)))"
  }

  private var statusLegend: String {
    let used = Set(run.table.columns.values.flatMap(\.statuses))
    let lines = Status.allCases.filter { used.contains($0) && $0 != .ok }.map {
      "- \(escape($0.rawValue)): \(MetricText.meaning($0))\n"
    }
    return lines.joined()
  }
}
