internal import Grids
internal import Numerics

/// Surface temperature against soil moisture on clear unfrozen days of one summer month, by classes of NDVI.
///
/// Within a class the slope must be negative: wet ground evaporates and stays cool (the temperature–vegetation triangle).
struct Triangle {
  let moisture: FieldStack
  let temperature: FieldStack
  let ndvi: FieldStack
  let cloud: FieldStack
  let frozen: FieldStack

  /// Points of a class drawn at most; the slope is that of all.
  private static let most = 1500

  private struct Sample {
    var moisture, temperature, ndvi: Double
  }

  /// The figure; nil where no day is clear.
  func figure(name: String) -> Figure? {
    let samples = samples
    guard samples.count > 20 else { return nil }
    let sorted = samples.map(\.ndvi).sorted()
    let edges = [0, 0.25, 0.5, 0.75].map { sorted[Int(Double(sorted.count - 1) * $0)] } + [.infinity]
    var data = FigureData(comment: ["Clear July days: one block a class of NDVI of moisture (m³ m⁻³) and temperature (K)."])
    let (low, high) = (samples.map(\.temperature).min() ?? 0, samples.map(\.temperature).max() ?? 1)
    let axis = (
      x: PanelAxis(to: samples.map(\.moisture).max() ?? 0.5, label: "Soil moisture 0–5 cm (m³ m⁻³)"),
      y: PanelAxis(AxisScale(lowest: low, highest: high), label: "Surface temperature (K)")
    )
    let panels = (0..<4).map { group -> Panel in
      let own = samples.filter { $0.ndvi >= edges[group] && $0.ndvi < edges[group + 1] }
      let step = max(1, own.count / Triangle.most)
      let rows = stride(from: 0, to: own.count, by: step).map { index -> [FigureData.Cell] in
        [.rounded(own[index].moisture, 4), .rounded(own[index].temperature, 2)]
      }
      let upper = group < 3 ? "–" + FixedNumber.text(edges[group + 1], decimals: 2) : " and more"
      var panel = Panel(
        title: "NDVI " + FixedNumber.text(edges[group], decimals: 2) + upper, x: axis.x, y: axis.y, clauses: [])
      if let index = data.append("class \(group + 1)", header: ["moisture", "temperature"], rows: rows) {
        let colour = Palette.colour(product: 2)
        panel.clauses.append("data index \(index) using 1:2 with points pointtype 7 pointsize 0.15 linecolor rgb '\(colour)'")
      }
      if let line = Triangle.line(own) {
        let ends = [own.map(\.moisture).min() ?? 0, own.map(\.moisture).max() ?? 0]
        let rows = ends.map { [FigureData.Cell.rounded($0, 4), .rounded(line.intercept + line.slope * $0, 3)] }
        if let index = data.append("line \(group + 1)", header: ["moisture", "temperature"], rows: rows) {
          panel.clauses.append("data index \(index) using 1:2 with lines linewidth 1.2 linecolor rgb '#000000'")
        }
        let slope = FixedNumber.text(line.slope / 10, decimals: 1).replacing("-", with: "\u{2212}")
        panel.notes = ["\(slope) K per 0.1 m³ m⁻³", "n = \(own.count)"]
        panel.corner = .topRight
      }
      return panel
    }
    let figure = PanelFigure(panels: panels, columns: 2, ratio: 0.6)
    return figure.figure(
      name: name, data: data,
      caption: "Daily mean surface temperature against soil moisture in July, cells of 0.25° with less than a fifth of "
        + "cloud, in four equal classes of NDVI; lines by least squares.")
  }

  private var samples: [Sample] {
    var samples: [Sample] = []
    for day in moisture.days.indices where UTC.components(moisture.days[day]).month == 7 {
      for position in moisture.range(ofDay: day) where cloud.values[position] < 0.2 && frozen.values[position] == 0 {
        samples.append(
          Sample(
            moisture: Double(moisture.values[position]), temperature: Double(temperature.values[position]),
            ndvi: Double(ndvi.values[position])))
      }
    }
    return samples
  }

  private static func line(_ samples: [Sample]) -> (slope: Double, intercept: Double)? {
    guard samples.count > 2 else { return nil }
    let count = Double(samples.count)
    let x = samples.reduce(0) { $0 + $1.moisture } / count
    let y = samples.reduce(0) { $0 + $1.temperature } / count
    let spread = samples.reduce(0) { $0 + ($1.moisture - x) * ($1.moisture - x) }
    let shared = samples.reduce(0) { $0 + ($1.moisture - x) * ($1.temperature - y) }
    guard spread > 0 else { return nil }
    return (shared / spread, y - shared / spread * x)
  }
}
