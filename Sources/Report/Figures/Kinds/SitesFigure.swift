internal import Files
internal import Grids
internal import Lab
internal import Statistics

/// Product against station at single stations, a panel each, with the scores of `scores.csv`.
struct SitesFigure {
  /// So many panels fill a page.
  static let perPage = 12
  /// So many panels show the best, the middle and the worst stations.
  static let chosen = 9
  /// Beyond so many pairs a panel takes every second, third … of them.
  private static let maximumPoints = 1500

  private let desk: FigureDesk
  private let product: Int
  private let sensors: [Int]

  /// - Parameter sensors: the sensors to show, in the order of the panels.
  init(_ desk: FigureDesk, product: Int, sensors: [Int]) {
    (self.desk, self.product, self.sensors) = (desk, product, sensors)
  }

  /// The three best, the three in the middle and the three worst of the ranked sensors; all where they are few.
  static func choice(_ ranked: [Int]) -> [Int] {
    guard ranked.count > chosen else { return ranked }
    let third = chosen / 3
    let middle = ranked.count / 2 - third / 2
    return Array(ranked.prefix(third) + ranked[middle..<middle + third] + ranked.suffix(third))
  }

  /// The figure; `nil` where none of the sensors has a pair.
  /// - Throws: `Failure` (data) where the pairs cannot be read.
  func figure(name: String, which: String, setting: String) throws(Failure) -> Figure? {
    let choice = desk.run.experiment.products[product]
    let groups = SampleLooks.names(of: choice)
    var data = FigureData(comment: ["Pairs at single stations: one block a station and kind of value."])
    var shown: [(panel: Panel, looks: SampleLooks, series: PairSeries)] = []
    var highest = 0.1
    var lowest = 0.0
    var thinned = 1
    for sensor in sensors {
      guard let series = try desk.pairs?.series(product: product, sensor: sensor) else { continue }
      let looks = SampleLooks(series, product: product, names: groups)
      highest = max(highest, series.product.max() ?? 0, series.station.max() ?? 0)
      lowest = min(lowest, series.product.min() ?? 0, series.station.min() ?? 0)
      let step = (series.times.count - 1) / SitesFigure.maximumPoints + 1
      thinned = max(thinned, step)
      var clauses: [String] = []
      for look in looks.looks {
        let rows = look.positions.filter { $0.isMultiple(of: step) }.map { position -> [FigureData.Cell] in
          [
            .number(series.station[position]), .number(series.product[position]),
            .text(UTC.text(series.times[position])),
          ]
        }
        if let index = data.append(
          "sensor \(sensor + 1) of the tables", header: ["station", "product", "time"], rows: rows)
        {
          clauses.append("data index \(index) using 1:2 with points pointsize 0.22 " + look.style)
        }
      }
      clauses.append("x with lines linewidth 0.7 dashtype (16,12) linecolor rgb '#000000'")
      var panel = Panel(
        title: title(sensor), x: PanelAxis(to: 1, label: ""), y: PanelAxis(to: 1, label: ""),
        clauses: clauses)
      panel.notes = notes(sensor, count: series.count)
      shown.append((panel, looks, series))
    }
    guard !shown.isEmpty else { return nil }
    let letters = CaptionText.letters(shown.map { $0.panel.title ?? "" })
    let panels = zip(shown, letters).map { item, title in
      var panel = item.panel
      panel.title = title
      panel.x = axis(lowest, highest, "\(GroundText(desk.run.experiment).axis) (m³ m⁻³)")
      panel.y = axis(lowest, highest, "Product (m³ m⁻³)")
      let points = zip(item.series.station, item.series.product).lazy.map { (x: $0, y: $1, count: 1) }
      panel.corner = Panel.Corner.emptier(points, lower: panel.x.lower, upper: panel.x.upper)
      return panel
    }
    let columns = panels.count == 1 ? 1 : panels.count <= 2 ? 2 : panels.count <= 9 ? 3 : 4
    let figure = PanelFigure(
      panels: panels, columns: columns, ratio: 1, legend: SampleLooks.legend(shown.map(\.looks)))
    var caption =
      "\(MarkdownText.escape(choice.name)) against single \(GroundText(desk.run.experiment)("stations"))\(which); dashed: 1:1; scores and n: those of "
      + "scores.csv, whole record."
    if thinned > 1 { caption += " Of long series every \(thinned)th pair or more is shown." }
    return figure.figure(name: name, data: data, caption: caption + " " + setting)
  }

  private func axis(_ lowest: Double, _ highest: Double, _ label: String) -> PanelAxis {
    lowest < 0
      ? PanelAxis(AxisScale(lowest: lowest, highest: highest, tics: 4), label: label)
      : PanelAxis(to: highest, label: label)
  }

  private func title(_ sensor: Int) -> String {
    let scored = desk.run.sensors[sensor]
    let shared = desk.run.sensors.count { $0.network == scored.network && $0.station == scored.station } > 1
    return shared ? "\(scored.station) \(scored.sensor)" : scored.station
  }

  private func notes(_ sensor: Int, count: Int) -> [String] {
    let lines = [Metric.r, .bias, .ubRMSE].compactMap { metric -> String? in
      guard let value = desk.score(product: product, sensor: sensor, metric: metric) else { return nil }
      return "\(metric.rawValue) = " + FixedNumber.text(value).replacing("-", with: "\u{2212}")
    }
    return lines + ["n = \(FixedNumber.count(count))"]
  }
}
