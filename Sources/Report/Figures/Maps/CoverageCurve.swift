public import Files
internal import Grids
internal import Numerics
public import Products

/// The daily share of the land with a valid value, a line a product and a panel a year (SGD-SM 2.0, figure 2).
public struct CoverageCurve: Sendable {
  private let counts: [CoverageCount]

  /// A figure of some products' counts.
  public init(_ counts: [CoverageCount]) { self.counts = counts }

  /// Writes script and data into a folder and draws them.
  /// - Parameters:
  ///   - land: which cells count, Markdown.
  /// - Returns: the caption; nil where there is no day.
  /// - Throws: `Failure` (data) where something cannot be written or gnuplot cannot draw it.
  public nonisolated(nonsending) func draw(
    as name: String, land: String, in folder: String, formats: [FigureFormat] = [.svg, .png]
  ) async throws(Failure) -> String? {
    guard let figure = figure(name: name, land: land) else { return nil }
    try await FigureSet.produce(figure, folder: folder, formats: formats)
    return figure.caption
  }

  /// The figure; nil where there is no day.
  func figure(name: String, land: String) -> Figure? {
    var data = FigureData(comment: [
      "Coverage: one block a product and year of day of the year, cells with a valid value, cells, percent,",
      "mean percent of the \(CoverageCurve.window) days around.",
    ])
    let years = Set(counts.flatMap { $0.days.map { UTC.components($0.day).year } }).sorted()
    guard !years.isEmpty else { return nil }
    let panels = years.map { year -> Panel in
      let start = Int64(CivilDay.number(year: year, month: 1, day: 1)) * UTC.day
      var (points, lines): ([String], [String]) = ([], [])
      for (position, count) in counts.enumerated() where count.cells > 0 {
        let smooth = CoverageCurve.smoothed(count)
        let rows = count.days.filter { UTC.components($0.day).year == year }.map { day -> [FigureData.Cell] in
          [
            .count(Int((day.day - start) / UTC.day) + 1), .count(day.valid), .count(count.cells),
            .rounded(Double(day.valid) / Double(count.cells) * 100, 3),
            .rounded((smooth[day.day] ?? .nan) * 100, 3),
          ]
        }
        let header = ["day_of_year", "valid", "cells", "percent", "smoothed"]
        if let index = data.append("product \(position + 1), \(year)", header: header, rows: rows) {
          let colour = "linecolor rgb '#B0" + Palette.outline(product: position).dropFirst() + "'"
          points.append("data index \(index) using 1:4 with points pointtype 7 pointsize 0.13 \(colour)")
          lines.append("data index \(index) using 1:5 with lines " + CoverageCurve.style(position))
        }
      }
      return Panel(
        title: "\(year)", x: CoverageCurve.months,
        y: PanelAxis(
          lower: 0, upper: 104, tics: [0, 25, 50, 75, 100].map { PanelAxis.Tic(at: $0, name: "\(Int($0))") },
          label: ""), clauses: points + lines)
    }
    var figure = PanelFigure(
      panels: panels, columns: years.count == 1 ? 1 : 2, ratio: years.count == 1 ? 0.3 : 0.42)
    figure.isWide = true
    figure.rowLabel = "Land with a valid value (%)"
    figure.legend = counts.enumerated().map { position, count in
      LegendEntry(
        text: count.product + " (" + FixedNumber.text(count.meanShare * 100, decimals: 1) + " %)",
        mark: .line(CoverageCurve.style(position)))
    }
    return figure.figure(
      name: name, data: data,
      caption: "Share of the land's cells with a valid value: points by day, lines the means of the "
        + "\(CoverageCurve.window) days around, in brackets the mean over all days. Land: " + land + ".")
  }

  /// Over how many days lines are means: most orbits repeat in half of it, so that single swaths do not show.
  static let window = 31

  /// A product's line; the seventh colour is near to the second and is dashed.
  static func style(_ position: Int) -> String {
    let style = Palette.line(product: position)
    return position % Palette.products.count == 6 && !style.contains("dashtype")
      ? style + " dashtype (9,4)" : style
  }

  /// The mean share of the days around each day, as far as the record has them.
  static func smoothed(_ count: CoverageCount) -> [Int64: Double] {
    var sums = [0]
    for day in count.days { sums.append(sums[sums.count - 1] + day.valid) }
    var result: [Int64: Double] = [:]
    for index in count.days.indices {
      let (low, high) = (max(0, index - window / 2), min(count.days.count, index + window / 2 + 1))
      result[count.days[index].day] =
        Double(sums[high] - sums[low]) / Double(high - low) / Double(count.cells)
    }
    return result
  }

  /// The days of a year with the months' first letters.
  private static var months: PanelAxis {
    let starts: [Double] = [1, 32, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335]
    let names = ["Jan", "", "Mar", "", "May", "", "Jul", "", "Sep", "", "Nov", ""]
    return PanelAxis(
      lower: 1, upper: 367, tics: zip(starts, names).map { PanelAxis.Tic(at: $0, name: $1) }, label: "")
  }
}
