internal import Grids
internal import Numerics

/// How much warmer the surface is than the air against soil moisture, on clear unfrozen days of July, by classes of NDVI.
///
/// Within a class the slope must be negative: wet ground evaporates and stays cool (the temperature–vegetation triangle).
/// The air's temperature is taken off because mountains are cold and wet for reasons of their own.
struct Triangle {
  let moisture: FieldStack
  let temperature: FieldStack
  let air: FieldStack
  let ndvi: FieldStack
  let cloud: FieldStack
  let frozen: FieldStack

  /// Points of a class drawn at most; the slope is that of all.
  private static let most = 1500

  private struct Sample {
    var moisture, temperature, ndvi: Double
  }

  /// The least-squares slopes in K per m³ m⁻³ by class of NDVI, least green first; empty where too few days are clear.
  var slopes: [Double] {
    let samples = samples
    guard samples.count > 20 else { return [] }
    let edges = Triangle.edges(samples)
    return (0..<4).compactMap { Triangle.line(Triangle.own($0, samples, edges))?.slope }
  }

  private static func edges(_ samples: [Sample]) -> [Double] {
    let sorted = samples.map(\.ndvi).sorted()
    return [0, 0.25, 0.5, 0.75].map { sorted[Int(Double(sorted.count) * $0)] } + [.infinity]
  }

  private static func own(_ group: Int, _ samples: [Sample], _ edges: [Double]) -> [Sample] {
    samples.filter { $0.ndvi >= edges[group] && $0.ndvi < edges[group + 1] }
  }

  /// The figure; nil where no day is clear.
  func figure(name: String) -> Figure? {
    let samples = samples
    guard samples.count > 20 else { return nil }
    let edges = Triangle.edges(samples)
    var data = FigureData(comment: [
      "Clear July days: one block a class of NDVI of moisture (m³ m⁻³) and surface minus air (K)."
    ])
    let (low, high) = (samples.map(\.temperature).min() ?? 0, samples.map(\.temperature).max() ?? 1)
    let axis = (
      x: PanelAxis(to: samples.map(\.moisture).max() ?? 0.5, label: "Soil moisture 0–5 cm (m³ m⁻³)", tics: 5),
      y: PanelAxis(from: low, to: high, label: "Surface minus air (K)", tics: 5)
    )
    let panels = (0..<4).map { group -> Panel in
      let own = Triangle.own(group, samples, edges)
      let step = max(1, own.count / Triangle.most)
      let rows = stride(from: 0, to: own.count, by: step).map { index -> [FigureData.Cell] in
        [.rounded(own[index].moisture, 4), .rounded(own[index].temperature, 2)]
      }
      let upper = group < 3 ? "–" + FixedNumber.text(edges[group + 1], decimals: 2) : " and more"
      var panel = Panel(
        title: "NDVI " + FixedNumber.text(edges[group], decimals: 2) + upper, x: axis.x, y: axis.y,
        clauses: [])
      if let index = data.append("class \(group + 1)", header: ["moisture", "temperature"], rows: rows) {
        let colour = Palette.colour(product: 2)
        panel.clauses.append(
          "data index \(index) using 1:2 with points pointtype 7 pointsize 0.15 linecolor rgb '\(colour)'")
      }
      if let line = Triangle.line(own) {
        let ends = [own.map(\.moisture).min() ?? 0, own.map(\.moisture).max() ?? 0]
        let rows = ends.map {
          [FigureData.Cell.rounded($0, 4), .rounded(line.intercept + line.slope * $0, 3)]
        }
        if let index = data.append("line \(group + 1)", header: ["moisture", "temperature"], rows: rows) {
          panel.clauses.append(
            "data index \(index) using 1:2 with lines linewidth 1.2 linecolor rgb '#000000'")
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
      caption:
        "How much warmer the surface is than the air, against soil moisture: daily means in July of unfrozen cells of "
        + "0.25° with less than a fifth of cloud, in four equal classes of NDVI; lines by least squares.")
  }

  private var samples: [Sample] {
    var samples: [Sample] = []
    for day in moisture.days.indices where UTC.components(moisture.days[day]).month == 7 {
      for position in moisture.range(ofDay: day)
      where cloud.values[position] < 0.2 && frozen.values[position] == 0 {
        samples.append(
          Sample(
            moisture: Double(moisture.values[position]),
            temperature: Double(temperature.values[position] - air.values[position]),
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
