internal import Files
internal import Grids
internal import Numerics

extension NatureRunDesk {
  /// A dry-down, the seasons of moisture by class, and the triangle of temperature and moisture.
  nonisolated(nonsending) func physics() async throws(Failure) -> [String] {
    guard let truth = try TruthStates(folder: run + "/truth") else { return [] }
    let (moisture, rain) = (try truth.stack("sm_0_5"), try truth.stack("pr"))
    var parts = ["## Physics of the truth\n"]
    if let figure = NatureRunDesk.dryDown(moisture, rain) { parts += try await draw(figure) }
    if let classes = try koppen(latitudes: truth.latitudes, longitudes: truth.longitudes) {
      let means = NatureRunDesk.byMonth(moisture)
      let figure = MonthLines(classes: classes).figure(
        name: "seasons-by-class", label: "Soil moisture 0–5 cm (m³ m⁻³)", cells: truth.cells,
        caption: "True soil moisture by month over the cells of a Köppen–Geiger class; frozen water does not count."
      ) { month, cell in means[month * truth.cells + cell] }
      if let figure { parts += try await draw(figure) }
    }
    let triangle = Triangle(
      moisture: moisture, temperature: try truth.stack("lst"), ndvi: try truth.stack("ndvi"),
      cloud: try truth.stack("cloud"), frozen: try truth.stack("frozen"))
    if let figure = triangle.figure(name: "triangle") { parts += try await draw(figure) }
    return parts
  }

  /// The mean of each calendar month at each cell, month after month.
  static func byMonth(_ stack: FieldStack) -> [Float] {
    var sums = [Double](repeating: 0, count: 12 * stack.cells)
    var counts = [Int](repeating: 0, count: 12 * stack.cells)
    for (day, instant) in stack.days.enumerated() {
      let month = UTC.components(instant).month - 1
      for (cell, value) in stack.values[stack.range(ofDay: day)].enumerated() where !value.isNaN {
        sums[month * stack.cells + cell] += Double(value)
        counts[month * stack.cells + cell] += 1
      }
    }
    return zip(sums, counts).map { $1 > 0 ? Float($0 / Double($1)) : .nan }
  }

  /// The longest drying after a strong rain, with the rain that began and ended it.
  static func dryDown(_ moisture: FieldStack, _ rain: FieldStack) -> Figure? {
    let (before, after) = (5, 30)
    guard moisture.days.count > before + after else { return nil }
    var best: (score: Double, cell: Int, day: Int)?
    for cell in 0..<rain.cells {
      let fallen = rain.series(ofCell: cell)
      for day in before..<fallen.count - after where fallen[day] > 15 {
        let later = fallen[day + 1..<day + 21].reduce(0, +)
        let score = Double(fallen[day]) - 4 * Double(later)
        if score > best?.score ?? -.infinity { best = (score, cell, day) }
      }
    }
    guard let best else { return nil }
    var data = FigureData(comment: ["A dry-down: days since 1970 (UTC), m³ m⁻³; rain in mm a day."])
    let range = best.day - before..<best.day + after
    let (water, fallen) = (moisture.series(ofCell: best.cell), rain.series(ofCell: best.cell))
    func day(_ index: Int) -> Double { Double(moisture.days[index]) / Double(UTC.day) + 0.5 }
    let wet = range.map { Double(fallen[$0]) }
    var hanging = PanelAxis(to: wet.max() ?? 1, label: "", tics: 2)
    hanging.upper *= 2
    var clauses: [String] = []
    let bars = range.filter { fallen[$0] > 0 }.map { index -> [FigureData.Cell] in
      [.rounded(day(index), 1), .rounded(Double(fallen[index]), 2)]
    }
    if let index = data.append("rain", header: ["day", "mm"], rows: bars) {
      clauses.append("data index \(index) using 1:2 axes x1y2 with impulses linewidth 3 linecolor rgb '#9DC3E6'")
    }
    let line = range.map { index -> [FigureData.Cell] in
      [.rounded(day(index), 1), .rounded(Double(water[index]), 4)]
    }
    if let index = data.append("moisture", header: ["day", "m3_m-3"], rows: line) {
      clauses.append(
        "data index \(index) using 1:2 with linespoints pointtype 7 pointsize 0.3 \(Palette.line(product: 0))")
    }
    var panel = Panel(
      title: nil, x: PanelAxis(days: day(range.lowerBound), day(range.upperBound - 1), room: 4),
      y: PanelAxis(to: range.map { Double(water[$0]) }.max() ?? 0.4, label: "Soil moisture 0–5 cm (m³ m⁻³)"),
      clauses: clauses)
    panel.hanging = hanging
    var figure = PanelFigure(panels: [panel], columns: 1, ratio: 0.55)
    figure.hangingLabel = "Rain (mm d⁻¹)"
    let (row, column) = (best.cell / moisture.columns, best.cell % moisture.columns)
    let place =
      "\(FixedNumber.text(moisture.latitudes[row], decimals: 2))° N, "
      + "\(FixedNumber.text(moisture.longitudes[column], decimals: 2))° E"
    return figure.figure(
      name: "dry-down", data: data, caption: "The truth drying after rain at \(place), a cell of 0.25°; bars: rain by UTC day.")
  }
}
