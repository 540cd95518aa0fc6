internal import Grids

/// Means over the cells of a class month by month, a line a class.
struct MonthLines {
  /// The class of each cell, 1…30; 0 for none.
  let classes: [Int]

  /// The classes that have a hundredth of the cells and more; less would only be noise.
  var most: [KoppenClass] {
    KoppenClass.allCases.filter { koppen in
      classes.count { $0 == koppen.number } * 100 >= classes.count
    }
  }

  /// The mean over the cells of a class in each month 0…11 and how many there are; nil where none has a value.
  func means(
    of koppen: KoppenClass, _ value: (_ month: Int, _ cell: Int) -> Float
  ) -> [(mean: Double, cells: Int)?] {
    let own = classes.indices.filter { classes[$0] == koppen.number }
    return (0..<12).map { month in
      let values = own.map { value(month, $0) }.filter { !$0.isNaN }
      guard !values.isEmpty else { return nil }
      return (values.reduce(0.0) { $0 + Double($1) } / Double(values.count), values.count)
    }
  }

  /// The figure; nil where no class has a cell with values.
  /// - Parameter value: that of a month 0…11 at a cell; NaN where there is none.
  func figure(
    name: String, label: String, caption: String, _ value: (_ month: Int, _ cell: Int) -> Float
  ) -> Figure? {
    var data = FigureData(comment: ["Means by month: one block a class of month, mean, cells."])
    var clauses: [String] = []
    var legend: [LegendEntry] = []
    var highest = 0.0
    for (position, koppen) in most.enumerated() {
      var rows: [[FigureData.Cell]] = []
      for (month, entry) in means(of: koppen, value).enumerated() {
        guard let entry else { continue }
        highest = max(highest, entry.mean)
        rows.append([.count(month + 1), .rounded(entry.mean, 5), .count(entry.cells)])
      }
      guard let index = data.append(koppen.rawValue, header: ["month", "mean", "cells"], rows: rows) else {
        continue
      }
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
        tics: names.enumerated().map { PanelAxis.Tic(at: Double($0.offset + 1), name: $0.element) },
        label: "Month"),
      y: PanelAxis(to: highest, label: label, tics: 5), clauses: clauses)
    let figure = PanelFigure(panels: [panel], columns: 1, ratio: 0.6, legend: legend)
    return figure.figure(name: name, data: data, caption: caption)
  }
}
