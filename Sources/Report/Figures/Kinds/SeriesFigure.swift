internal import Files
internal import Grids
internal import Lab
internal import Numerics
internal import Statistics

/// The time series of one station with every product, a panel a product: the station as a line, the product's values
/// as points by what the product says of them, and the rain of the station's gauge hanging from above.
struct SeriesFigure {
  private let desk: FigureDesk
  private let sensor: Int

  init(_ desk: FigureDesk, sensor: Int) { (self.desk, self.sensor) = (desk, sensor) }

  /// The figure; `nil` where no product has a pair at the station.
  /// - Throws: `Failure` (data) where the pairs cannot be read.
  func figure(name: String, setting: String) throws(Failure) -> Figure? {
    var data = FigureData(comment: [
      "Time series at a station: days since 1970 (UTC) and m³ m⁻³; a block for the station and one a kind of value."
    ])
    let products = desk.run.experiment.products
    var series: [(product: Int, pairs: PairSeries)] = []
    for product in products.indices {
      if let pairs = try desk.pairs?.series(product: product, sensor: sensor) {
        series.append((product, pairs))
      }
    }
    let times = series.flatMap { [$0.pairs.times.first, $0.pairs.times.last].compactMap { $0 } }
    guard let first = times.min(), let last = times.max() else { return nil }
    let values = series.flatMap { [$0.pairs.product, $0.pairs.station] }
    let lowest = min(0, values.compactMap { $0.min() }.min() ?? 0)
    let highest = max(0.1, values.compactMap { $0.max() }.max() ?? 0)
    let days = PanelAxis(days: SeriesFigure.days(first), SeriesFigure.days(last), room: 13)
    let rain = try rain(days, to: &data)
    let titles = CaptionText.letters(series.map { products[$0.product].name })
    var looks: [SampleLooks] = []
    let panels = zip(titles, series).map { title, item in
      let water =
        lowest < 0
        ? PanelAxis(AxisScale(lowest: lowest, highest: highest, tics: 3), label: "")
        : PanelAxis(to: highest, label: "", tics: 3)
      var panel = Panel(title: title, x: days, y: water, clauses: [])
      panel.titleEnd = scores(item.product, count: item.pairs.count)
      let own = SampleLooks(
        item.pairs, product: item.product, names: SampleLooks.names(of: products[item.product]))
      looks.append(own)
      panel.hanging = rain?.axis
      panel.clauses =
        (rain.map { [$0.clause] } ?? []) + clauses(item.pairs, own, product: item.product, to: &data)
      return panel
    }
    var figure = PanelFigure(
      panels: panels, columns: 1, ratio: panels.count == 1 ? 0.26 : panels.count < 5 ? 0.17 : 0.13)
    figure.isWide = true
    figure.rowLabel = "Soil moisture (m³ m⁻³)"
    if rain != nil { figure.hangingLabel = "Rain (mm d⁻¹)" }
    figure.legend =
      [
        LegendEntry(
          text: GroundText(desk.run.experiment).axis,
          mark: .line("linewidth 1 linecolor rgb '\(Palette.station)'"))
      ]
      + (looks.contains { !$0.isTold }
        ? [
          LegendEntry(
            text: looks.contains(where: \.isTold)
              ? "Product that does not say how a value came about" : "Product",
            mark: .point("pointsize 0.5 pointtype 7 linecolor rgb '#595959'"))
        ]
        : [])
      + SampleLooks.legend(looks)
      + (rain == nil
        ? []
        : [
          LegendEntry(
            text: "Rain", mark: .box("fillstyle solid 1 noborder linecolor rgb '\(SeriesFigure.rainColour)'"))
        ])
    let scored = desk.run.sensors[sensor]
    let caption =
      "Soil moisture at \(MarkdownText.escape(scored.station)) (\(MarkdownText.escape(scored.network)), "
      + "\(MarkdownText.escape(scored.sensor)), \(depth(scored)) m, \(place(scored))): the pairs of each product. Line: the "
      + "\(GroundText(desk.run.experiment).axis.lowercased())'s values of the pairs, broken where there are none; points: the product. \(rain == nil ? "" : "Bars from above: rain at the station's gauge by UTC day. ")Scores and n: those of "
      + "scores.csv, whole record. " + setting
    return figure.figure(name: name, data: data, caption: caption)
  }

  private static let rainColour = "#9DC3E6"

  /// The days' rain as bars from the upper edge, over not more than its upper half; `nil` where no gauge has any.
  private func rain(
    _ days: PanelAxis, to data: inout FigureData
  ) throws(Failure) -> (axis: PanelAxis, clause: String)? {
    let scored = desk.run.sensors[sensor]
    guard let rain = try desk.rain?.daily(network: scored.network, station: scored.station) else {
      return nil
    }
    let rows = zip(rain.days, rain.totals).filter {
      $1 > 0 && Double($0) >= days.lower.rounded(.down) && Double($0) < days.upper
    }
    guard let highest = rows.map(\.1).max(),
      let index = data.append(
        "rain by UTC day", header: ["day_noon", "mm"],
        rows: rows.map { [.rounded(Double($0) + 0.5, 1), .rounded($1, 3)] })
    else { return nil }
    var axis = PanelAxis(to: highest, label: "", tics: 2)
    axis.upper *= 2
    let width = "linewidth \(days.upper - days.lower > 1200 ? 0.3 : 0.8)"
    return (
      axis,
      "data index \(index) using 1:2 axes x1y2 with impulses \(width) linecolor rgb '\(SeriesFigure.rainColour)'"
    )
  }

  private static func days(_ time: Int64) -> Double { Double(time) / Double(UTC.day) }

  private func place(_ sensor: ScoredSensor) -> String {
    let part = { (value: Double, positive: String, negative: String) in
      FixedNumber.text(abs(value), decimals: 2) + "° " + (value < 0 ? negative : positive)
    }
    return part(sensor.latitude, "N", "S") + ", " + part(sensor.longitude, "E", "W")
  }

  private func depth(_ sensor: ScoredSensor) -> String {
    let upper = FixedNumber.text(sensor.depthFrom, decimals: 2)
    let lower = FixedNumber.text(sensor.depthTo, decimals: 2)
    return upper == lower ? upper : upper + "–" + lower
  }

  private func scores(_ product: Int, count: Int) -> String {
    let parts = [Metric.r, .bias, .ubRMSE].compactMap { metric in
      desk.score(product: product, sensor: sensor, metric: metric).map {
        "\(metric.rawValue) \(FixedNumber.text($0).replacing("-", with: "\u{2212}"))"
      }
    }
    return ":  " + (parts + ["n \(FixedNumber.count(count))"]).joined(separator: ", ")
  }

  private func clauses(
    _ pairs: PairSeries, _ looks: SampleLooks, product: Int, to data: inout FigureData
  ) -> [String] {
    var clauses: [String] = []
    // A line over a gap would show what nobody measured.
    let steps = zip(pairs.times, pairs.times.dropFirst()).map { $1 - $0 }.sorted()
    let usual = steps.isEmpty ? UTC.day : steps[steps.count / 2]
    let longest = max(5 * usual, 3 * UTC.day)
    var parts: [[[FigureData.Cell]]] = [[]]
    for position in pairs.times.indices {
      if position > 0, pairs.times[position] - pairs.times[position - 1] > longest { parts.append([]) }
      parts[parts.count - 1].append([
        .rounded(SeriesFigure.days(pairs.stationTimes[position]), 5), .number(pairs.station[position]),
      ])
    }
    if let index = data.append("station, product \(product + 1)", header: ["day", "station"], parts: parts) {
      clauses.append(
        "data index \(index) using 1:2 with lines linewidth 0.8 linecolor rgb '\(Palette.station)'")
    }
    let size = pairs.count > 3000 ? 0.1 : pairs.count > 800 ? 0.16 : 0.24
    for look in looks.looks {
      let rows = look.positions.map { position -> [FigureData.Cell] in
        [.rounded(SeriesFigure.days(pairs.times[position]), 5), .number(pairs.product[position])]
      }
      if let index = data.append("product \(product + 1)", header: ["day", "product"], rows: rows) {
        clauses.append("data index \(index) using 1:2 with points pointsize \(size) " + look.style)
      }
    }
    return clauses
  }
}
