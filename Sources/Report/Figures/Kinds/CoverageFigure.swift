internal import Grids
internal import Lab
internal import Numerics

/// How many of the days of all stations have a pair, over time, a line a product.
struct CoverageFigure {
  private let names: [String]
  private let digest: PairDigest
  private let days: ClosedRange<Int>
  private let ground: GroundText

  /// `nil` where there is no pair.
  init?(_ run: RunResult, digest: PairDigest) {
    guard let found = digest.days else { return nil }
    names = run.experiment.products.map(\.name)
    self.digest = digest
    ground = GroundText(run.experiment)
    days =
      run.experiment.period.map { period in
        let (first, last) = (CivilDay.number(of: period.start), CivilDay.number(of: period.end - 1))
        return min(first, found.lowerBound)...max(last, found.upperBound)
      } ?? found
  }

  /// Dekads for up to about three years, months for longer records.
  private var isByDekad: Bool { days.count <= 1100 }

  /// The first day of the dekad or month a day is in.
  private func start(of day: Int) -> Int {
    let date = CivilDay.date(of: day)
    return CivilDay.number(
      year: date.year, month: date.month, day: isByDekad ? min((date.day - 1) / 10, 2) * 10 + 1 : 1)
  }

  /// The figure.
  func figure(name: String, setting: String) -> Figure {
    var data = FigureData(comment: [
      "Coverage: station-days with a pair in each dekad or month; day: its middle, days since 1970."
    ])
    var starts: [Int: Int] = [:]
    for day in days { starts[start(of: day), default: 0] += 1 }
    let periods = starts.sorted { $0.key < $1.key }
    var clauses: [String] = []
    var highest = 0.0
    for product in names.indices {
      var counts: [Int: Int] = [:]
      for (day, count) in digest.products[product].days { counts[start(of: day), default: 0] += count }
      let rows = periods.map { period -> [FigureData.Cell] in
        let possible = period.value * digest.sensorCount
        let percent = Double(counts[period.key] ?? 0) / Double(max(1, possible)) * 100
        highest = max(highest, percent)
        let first = max(period.key, days.lowerBound)
        return [
          .rounded(Double(first) + Double(period.value) / 2, 1), .count(counts[period.key] ?? 0),
          .count(possible), .number(percent),
        ]
      }
      if let index = data.append(
        "product \(product + 1)", header: ["day", "station_days", "possible", "percent"], rows: rows)
      {
        clauses.append("data index \(index) using 1:4 with linespoints " + style(product))
      }
    }
    var panel = Panel(
      title: nil, x: PanelAxis(days: Double(days.lowerBound), Double(days.upperBound + 1), room: 12),
      y: PanelAxis(to: max(10, highest), label: "\(ground("Station"))-days with a pair (%)"), clauses: clauses
    )
    panel.y.upper = min(panel.y.upper, 104)
    panel.y.tics = panel.y.tics.filter { $0.at <= 100.001 }
    let legend = names.enumerated().map { product, name in
      LegendEntry(text: name, mark: .line(Palette.line(product: product)))
    }
    let figure = PanelFigure(panels: [panel], columns: 1, ratio: 0.3, isWide: true, legend: legend)
    let caption =
      "Share of the days of all \(FixedNumber.count(digest.sensorCount)) scored \(ground("sensors")) on which a product has a pair, by "
      + (isByDekad ? "dekad" : "month") + ". " + setting
    return figure.figure(name: name, data: data, caption: caption)
  }

  private func style(_ product: Int) -> String {
    "pointtype \(Palette.shapes[product % Palette.shapes.count]) pointsize 0.3 "
      + Palette.line(product: product)
  }
}
