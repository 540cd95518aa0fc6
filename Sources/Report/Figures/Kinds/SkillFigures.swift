internal import Lab
internal import Statistics

/// The skill over stations by period: boxes a dekad of the year, and lines over the years (RSSSM's figures 6 and 13).
struct SkillFigures {
  private let names: [String]
  private let digest: PairDigest

  init(_ run: RunResult, digest: PairDigest) {
    names = run.experiment.products.map(\.name)
    self.digest = digest
  }

  /// What each value is.
  private static let meaning =
    "the means of product and station over the pairs of each station in the period, compared over the stations; "
    + "periods of fewer than \(SpatialSkill.minimumStations) stations are left out"

  /// Boxes over the years of a metric in each dekad of the year; `nil` where no dekad has enough stations.
  func dekads(name: String, metric: Metric, setting: String) -> Figure? {
    let rows = digest.products.map { product -> [BoxPanels.Row?] in
      var values = [[Double]](repeating: [], count: 36)
      for row in product.dekads.rows() {
        if let value = row.metrics[metric].value, (1...36).contains(row.slot.number) {
          values[row.slot.number - 1].append(value)
        }
      }
      return values.map { BoxPanels.Row(values: $0, count: $0.count, minimum: 1) }
    }
    let subject = BoxPanels.Subject(
      grouping: "dekad", groupTitle: "dekad of the year", metric: "Spatial \(metric.rawValue)",
      label: "Spatial " + MetricText.axis(metric), counted: "years",
      value: "each value is one year's: \(SkillFigures.meaning)",
      least: MetricText.isNonnegative(metric) ? 0 : nil, largest: MetricText.upperBound(metric),
      needsZero: metric == .bias)
    guard
      let panels = BoxPanels(subject: subject, groups: (1...36).map(String.init), products: names, rows: rows)
    else { return nil }
    return BoxFigure(panels).figure(name: name, setting: setting)
  }

  /// R, RMSE and ubRMSE over the stations in each year; `nil` where no year has enough stations.
  func years(name: String, setting: String) -> Figure? {
    var data = FigureData(comment: ["Skill over stations by year: one block a product and metric."])
    let skills = digest.products.map { $0.years.rows() }
    let years = skills.flatMap { $0 }.map(\.slot.year)
    guard let first = years.min(), let last = years.max() else { return nil }
    let x = PanelAxis(
      lower: Double(first) - 0.4, upper: Double(last) + 0.4, tics: yearTics(first, last), label: "Year")
    let metrics: [Metric] = [.r, .rmse, .ubRMSE]
    let panels = zip(CaptionText.letters(metrics.map(\.rawValue)), metrics).map { title, metric in
      var clauses: [String] = []
      var values: [Double] = []
      for (product, rows) in skills.enumerated() {
        let cells = rows.map { row -> [FigureData.Cell] in
          let value = row.metrics[metric].value
          if let value { values.append(value) }
          return [.count(row.slot.year), .number(value), .count(row.stations)]
        }
        if let index = data.append(
          "product \(product + 1), \(metric.rawValue)", header: ["year", "value", "stations"], rows: cells)
        {
          clauses.append("data index \(index) using 1:2 with linespoints " + style(product))
        }
      }
      let scale = AxisScale(lowest: values.min() ?? 0, highest: values.max() ?? 1, tics: 4)
      return Panel(title: title, x: x, y: PanelAxis(scale, label: MetricText.axis(metric)), clauses: clauses)
    }
    let legend = names.indices.map {
      LegendEntry(text: names[$0], mark: .line(Palette.line(product: $0)))
    }
    let figure = PanelFigure(
      panels: panels, columns: 3, ratio: 0.8, sharesY: false, legend: legend)
    let caption =
      "Skill over stations by year: \(SkillFigures.meaning) (stations in the data). " + setting
    return figure.figure(name: name, data: data, caption: caption)
  }

  private func style(_ product: Int) -> String {
    "pointtype \(Palette.shapes[product % Palette.shapes.count]) pointsize 0.5 "
      + Palette.line(product: product)
  }

  private func yearTics(_ first: Int, _ last: Int) -> [PanelAxis.Tic] {
    let step = max(1, (last - first + 5) / 5)
    return stride(from: first, through: last, by: step).map { PanelAxis.Tic(at: Double($0), name: "\($0)") }
  }
}
