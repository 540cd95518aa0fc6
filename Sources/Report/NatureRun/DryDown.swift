internal import Files
internal import Grids
internal import Numerics

/// A cell that dries after a strong rain, with little rain and no frost in the three weeks that follow.
struct DryDown {
  let moisture: FieldStack
  let rain: FieldStack
  /// The cell.
  let cell: Int
  /// The day of the rain.
  let day: Int

  private static let (before, after, dry) = (5, 25, 20)

  /// The clearest one: at least 15 mm on a day, and least rain after it; nil where there is none.
  ///
  /// - Parameter frozen: the share of ice in the water; what freezes would look like drying.
  init?(moisture: FieldStack, rain: FieldStack, frozen: FieldStack) {
    guard moisture.days.count > DryDown.before + DryDown.after else { return nil }
    var best: (score: Double, cell: Int, day: Int)?
    for cell in 0..<rain.cells {
      let (fallen, ice) = (rain.series(ofCell: cell), frozen.series(ofCell: cell))
      for day in DryDown.before..<fallen.count - DryDown.after where fallen[day] > 15 {
        guard ice[day - 1...day + DryDown.dry].allSatisfy({ $0 == 0 }) else { continue }
        let later = fallen[day + 1...day + DryDown.dry].reduce(0, +)
        let score = Double(min(fallen[day], 40)) - 4 * Double(later)
        if score > best?.score ?? -.infinity { best = (score, cell, day) }
      }
    }
    guard let best else { return nil }
    (self.moisture, self.rain, cell, day) = (moisture, rain, best.cell, best.day)
  }

  private func water(_ day: Int) -> Double { Double(moisture.values[day * moisture.cells + cell]) }
  private func fallen(_ day: Int) -> Double { Double(rain.values[day * rain.cells + cell]) }
  private var place: String {
    NatureRunDesk.place(
      moisture.latitudes[cell / moisture.columns], moisture.longitudes[cell % moisture.columns])
  }

  /// What is seen, in numbers.
  var words: String {
    let peak = (day...day + 2).max { water($0) < water($1) } ?? day
    let number = { (value: Double) in FixedNumber.text(value, decimals: 3) }
    return
      "On \(UTC.dateText(moisture.days[day])) \(FixedNumber.text(fallen(day), decimals: 0)) mm fall at \(place): moisture rises "
      + "from \(number(water(day - 1))) to \(number(water(peak))) m³ m⁻³, has lost "
      + "\(number(water(peak) - water(peak + 5))) after five days and "
      + "\(number(water(peak) - water(peak + 15))) after fifteen."
  }

  /// The figure.
  func figure(name: String) -> Figure {
    var data = FigureData(comment: ["A dry-down: days since 1970 (UTC), m³ m⁻³; rain in mm a day."])
    let range = day - DryDown.before...day + DryDown.after
    func time(_ index: Int) -> Double { Double(moisture.days[index]) / Double(UTC.day) + 0.5 }
    var hanging = PanelAxis(to: range.map(fallen).max() ?? 1, label: "", tics: 2)
    hanging.upper *= 2
    var clauses: [String] = []
    let bars = range.filter { fallen($0) >= 0.05 }.map { index -> [FigureData.Cell] in
      [.rounded(time(index), 1), .rounded(fallen(index), 2)]
    }
    let bar = "linecolor rgb '#9DC3E6'"
    if let index = data.append("rain", header: ["day", "mm"], rows: bars) {
      clauses.append("data index \(index) using 1:2 axes x1y2 with impulses linewidth 3 \(bar)")
    }
    let line = range.map { index -> [FigureData.Cell] in
      [.rounded(time(index), 1), .rounded(water(index), 4)]
    }
    let style = Palette.line(product: 5)
    if let index = data.append("moisture", header: ["day", "m3_m-3"], rows: line) {
      clauses.append("data index \(index) using 1:2 with linespoints pointtype 7 pointsize 0.3 \(style)")
    }
    var panel = Panel(
      title: nil, x: PanelAxis(days: time(range.lowerBound) - 0.5, time(range.upperBound) + 0.5, room: 4),
      y: PanelAxis(to: range.map(water).max() ?? 0.4, label: "Soil moisture 0–5 cm (m³ m⁻³)", tics: 5),
      clauses: clauses)
    panel.hanging = hanging
    var figure = PanelFigure(panels: [panel], columns: 1, ratio: 0.6)
    figure.hangingLabel = "Rain (mm d⁻¹)"
    figure.legend = [
      LegendEntry(text: "Soil moisture", mark: .line(style)),
      LegendEntry(text: "Rain", mark: .line("linewidth 3 " + bar)),
    ]
    return figure.figure(
      name: name, data: data,
      caption: "The truth drying after rain at \(place), a cell of 0.25°; daily means, rain by UTC day.")
  }
}
