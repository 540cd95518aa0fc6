internal import Files
internal import Grids

extension NatureRunDesk {
  /// A storm that moves, day by day, and the months' rain by class.
  nonisolated(nonsending) func rain() async throws(Failure) -> [String] {
    var parts = ["## Rain\n"]
    if let truth = try TruthStates(folder: run + "/truth") {
      let rain = try truth.stack("pr")
      if let start = NatureRunDesk.wettest(rain, days: 6) {
        let fields = (start..<start + 6).map { day in
          MapField(
            title: UTC.dateText(rain.days[day]), latitudes: rain.latitudes, longitudes: rain.longitudes,
            values: Array(rain.values[rain.range(ofDay: day)]))
        }
        let sheet = MapSheet(
          fields: fields, columns: 3,
          colours: .sequential(of: fields, label: "Rain and snow (mm d⁻¹)", fromZero: true))
        parts += try await draw(sheet, as: "storm", caption: "Precipitation on six days, the wettest of the run among them.")
      }
    }
    if let climate = try ancillary("climate_0.05.nc") {
      let classes = try climate.values("koppen").map { $0.isNaN ? 0 : Int($0) }
      let rain = try climate.values("pr")
      let figure = MonthLines(classes: classes).figure(
        name: "rain-by-class", label: "Rain and snow (mm a month)", cells: climate.cells,
        caption: "Mean precipitation of each month over the cells of a Köppen–Geiger class."
      ) { month, cell in rain[month * climate.cells + cell] }
      if let figure { parts += try await draw(figure) }
    }
    return parts
  }

  /// The first of some days around the one with most rain over all cells.
  static func wettest(_ rain: FieldStack, days: Int) -> Int? {
    guard rain.days.count >= days else { return nil }
    let totals = rain.days.indices.map { day in
      rain.values[rain.range(ofDay: day)].reduce(0.0) { $0 + ($1.isNaN ? 0 : Double($1)) }
    }
    guard let peak = totals.indices.max(by: { totals[$0] < totals[$1] }) else { return nil }
    return min(max(0, peak - days / 2), rain.days.count - days)
  }
}

/// Means over the cells of a class month by month, a line a class.
struct MonthLines {
  /// The class of each cell, 1…30; 0 for none.
  let classes: [Int]

  /// The figure; nil where no class has a cell with values.
  /// - Parameter value: that of a month 0…11 at a cell; NaN where there is none.
  func figure(
    name: String, label: String, cells: Int, caption: String, _ value: (_ month: Int, _ cell: Int) -> Float
  ) -> Figure? {
    var data = FigureData(comment: ["Means by month: one block a class of month, mean, cells."])
    var clauses: [String] = []
    var legend: [LegendEntry] = []
    var (lowest, highest) = (Double.infinity, 0.0)
    // Classes of a hundredth of the land and less would only be noise.
    let most = KoppenClass.allCases.filter { koppen in
      classes.count { $0 == koppen.number } * 100 >= cells
    }
    for (position, koppen) in most.enumerated() {
      var rows: [[FigureData.Cell]] = []
      let own = classes.indices.filter { classes[$0] == koppen.number }
      for month in 0..<12 {
        let values = own.map { value(month, $0) }.filter { !$0.isNaN }
        guard !values.isEmpty else { continue }
        let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
        (lowest, highest) = (min(lowest, mean), max(highest, mean))
        rows.append([.count(month + 1), .rounded(mean, 5), .count(values.count)])
      }
      guard let index = data.append(koppen.rawValue, header: ["month", "mean", "cells"], rows: rows) else { continue }
      let style = Palette.line(product: position)
      clauses.append("data index \(index) using 1:2 with linespoints pointtype 7 pointsize 0.3 \(style)")
      legend.append(LegendEntry(text: koppen.rawValue, mark: .line(style)))
    }
    guard !clauses.isEmpty else { return nil }
    let names = ["J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"]
    let panel = Panel(
      title: nil,
      x: PanelAxis(
        lower: 0.7, upper: 12.3,
        tics: names.enumerated().map { PanelAxis.Tic(at: Double($0.offset + 1), name: $0.element) }, label: ""),
      y: PanelAxis(to: highest, label: label), clauses: clauses)
    let figure = PanelFigure(panels: [panel], columns: 1, ratio: 0.6, legend: legend)
    return figure.figure(name: name, data: data, caption: caption)
  }
}
