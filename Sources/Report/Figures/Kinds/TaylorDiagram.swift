internal import Lab
internal import Numerics
internal import Statistics

/// The Taylor diagram: how well each product follows the stations in correlation and in spread.
///
/// The angle is the correlation, the distance from the origin the product's standard deviation over the station's; the
/// distance from the point marked `Station` is then the error without the bias, over the station's standard deviation.
/// Large marks are medians over stations, small ones single stations.
/// - Source: K. E. Taylor (2001): Summarizing multiple aspects of model performance in a single diagram. J. Geophys.
///   Res. 106, 7183–7192.
struct TaylorDiagram {
  /// Single stations are drawn up to so many points.
  private static let maximumPoints = 600

  private struct Point {
    var sensor: Int
    var ratio: Double
    var r: Double
    var x: Double { ratio * r }
    var y: Double { ratio * max(0, 1 - r * r).squareRoot() }
  }

  private let names: [String]
  private let sensors: [ScoredSensor]
  private let points: [[Point]]
  private let ground: GroundText

  /// `nil` where no sensor has a correlation.
  init?(_ desk: FigureDesk, digest: PairDigest) {
    names = desk.run.experiment.products.map(\.name)
    sensors = desk.run.sensors
    ground = GroundText(desk.run.experiment)
    points = names.indices.map { product in
      let scores = desk.scores(product: product, metric: .r)
      return scores.indices.compactMap { sensor in
        guard let r = scores[sensor] ?? digest.products[product].sensors[sensor]?.r,
          let ratio = digest.products[product].sensors[sensor]?.spreadRatio
        else { return nil }
        return Point(sensor: sensor, ratio: ratio, r: r)
      }
    }
    guard points.contains(where: { !$0.isEmpty }) else { return nil }
  }

  private var medians: [Point?] {
    points.map { own in
      guard !own.isEmpty else { return nil }
      return Point(
        sensor: 0, ratio: quantile(ofSorted: own.map(\.ratio).sorted(), 0.5),
        r: quantile(ofSorted: own.map(\.r).sorted(), 0.5))
    }
  }

  /// The figure.
  func figure(name: String, setting: String) -> Figure {
    var data = FigureData(comment: [
      "Taylor diagram: x = ratio of standard deviations times R, y = the same times the sine of the angle."
    ])
    let all = points.flatMap { $0 }
    let isMany = all.count > TaylorDiagram.maximumPoints
    let shown = isMany ? medians.compactMap { $0 } : all + medians.compactMap { $0 }
    let farthest = quantile(ofSorted: shown.map(\.ratio).sorted(), isMany ? 1 : 0.98)
    let radius = min(3, max(1.5, (farthest / 0.25).rounded(.up) * 0.25))
    let isHalf = shown.contains { $0.r < -0.02 }
    let start = isHalf ? -radius : 0
    let room = 0.16 * radius
    let axis = { (lower: Double, upper: Double) in
      PanelAxis(lower: lower, upper: upper, tics: [], label: "")
    }
    var panel = Panel(
      title: nil, x: axis(start - room, radius + room), y: axis(-room, radius + room), clauses: [])
    panel.isBare = true
    panel.clauses = frame(radius: radius, isHalf: isHalf, labels: &panel.labels, to: &data)
    panel.clauses += marks(radius: radius, isMany: isMany, to: &data)
    let legend = names.indices.map { product in
      LegendEntry(
        text: "\(names[product]) (\(points[product].count))", mark: .point("pointsize 0.8 " + style(product)))
    }
    let beyond = (isMany ? [] : all).count { $0.ratio > radius }
    let figure = PanelFigure(
      panels: [panel], columns: 1,
      ratio: (panel.y.upper - panel.y.lower) / (panel.x.upper - panel.x.lower), legend: legend)
    var caption =
      "Taylor diagram. Angle: R (scores.csv); distance from the origin: standard deviation of the product over the "
      + (ground.name == nil ? "station's" : "reference's")
      + "; dashed arcs: error without bias over the same. "
      + ground(
        "Large marks: medians over stations\(isMany ? "" : "; small ones: single stations"); in brackets: stations."
      )
    if beyond > 0 { caption += " \(beyond) point\(beyond == 1 ? "" : "s") beyond the outer arc." }
    return figure.figure(name: name, data: data, caption: caption + " " + setting)
  }

  private func style(_ product: Int) -> String {
    let shape = Palette.shapes[(product / Palette.products.count) % Palette.shapes.count]
    return "pointtype \(shape) linecolor rgb '\(Palette.outline(product: product))'"
  }

  private func marks(radius: Double, isMany: Bool, to data: inout FigureData) -> [String] {
    let header = ["product", "network", "station", "sensor", "ratio", "R", "x", "y"]
    var clauses: [String] = []
    if !isMany {
      for product in names.indices {
        let rows = points[product].filter { $0.ratio <= radius }.map { point -> [FigureData.Cell] in
          let sensor = sensors[point.sensor]
          return [
            .text(names[product]), .text(sensor.network), .text(sensor.station), .text(sensor.sensor),
            .number(point.ratio), .number(point.r), .number(point.x), .number(point.y),
          ]
        }
        if let index = data.append("stations, product \(product + 1)", header: header, rows: rows) {
          clauses.append("data index \(index) using 7:8 with points pointsize 0.25 " + style(product))
        }
      }
    }
    for (product, median) in medians.enumerated() {
      guard let median, median.ratio <= radius else { continue }
      let row: [FigureData.Cell] = [
        .text(names[product]), .text("median"), .text("median"), .text("median"), .number(median.ratio),
        .number(median.r), .number(median.x), .number(median.y),
      ]
      if let index = data.append("median, product \(product + 1)", header: header, rows: [row]) {
        clauses.append("data index \(index) using 7:8 with points pointsize 0.95 " + style(product))
        clauses.append(
          "data index \(index) using 7:8 with points pointsize 0.95 pointtype 6 linewidth 0.7 linecolor rgb '#000000'"
        )
      }
    }
    return clauses
  }

  /// Arcs, rays and their names.
  private func frame(
    radius: Double, isHalf: Bool, labels: inout [(x: Double, y: Double, text: String, alignment: String)],
    to data: inout FigureData
  ) -> [String] {
    let last = isHalf ? Double.pi : Double.pi / 2
    func cells(_ x: Double, _ y: Double) -> [FigureData.Cell] { [.rounded(x, 5), .rounded(y, 5)] }
    func arc(_ radius: Double) -> [[FigureData.Cell]] {
      (0...90).map { step in
        let angle = last * Double(step) / 90
        return cells(radius * PlainMath.cosine(angle), radius * PlainMath.sine(angle))
      }
    }
    let step = radius > 2 ? 1.0 : 0.5
    let ratios = stride(from: step, to: radius - 0.01, by: step).map { $0 }
    var errors: [[[FigureData.Cell]]] = []
    for error in stride(from: 0.5, through: 1.5, by: 0.5) {
      // Only where the arc lies inside the diagram.
      var part: [[FigureData.Cell]] = []
      for degree in 0...180 {
        let angle = Double(degree) * .pi / 180
        let (x, y) = (1 + error * PlainMath.cosine(angle), error * PlainMath.sine(angle))
        if x * x + y * y <= radius * radius, isHalf || x >= -1e-9 { part.append(cells(x, y)) }
      }
      errors.append(part)
    }
    let correlations = (isHalf ? [-0.9, -0.6, -0.3] : []) + [0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1]
    let rays = correlations.map { r -> [[FigureData.Cell]] in
      let up = max(0, 1 - r * r).squareRoot()
      let text = FixedNumber.text(r, decimals: abs(r) > 0.91 && abs(r) < 1 ? 2 : 1).replacing(
        "-", with: "\u{2212}")
      labels.append(
        (1.035 * radius * r, 1.035 * radius * up, text, r > 0.05 ? "left" : r < -0.05 ? "right" : "center"))
      return [cells(0, 0), cells(radius * r, radius * up)]
    }
    for ratio in stride(from: 0, through: radius + 1e-9, by: step) {
      labels.append((ratio, -0.055 * radius, FixedNumber.text(ratio, decimals: 1), "center"))
    }
    labels.append(
      (
        isHalf ? 0 : radius / 2, -0.125 * radius,
        "Standard deviation, product / \(ground.axis.lowercased()) (–)", "center"
      ))
    labels.append((isHalf ? 0.75 * radius : 0.86 * radius, 0.86 * radius, "R (–)", "left"))
    labels.append((1, 0.05 * radius, ground.axis, "center"))
    let edge = arc(radius) + (isHalf ? [] : [cells(0, 0)]) + [cells(radius, 0)]
    let blocks: [(title: String, parts: [[[FigureData.Cell]]], style: String)] = [
      ("ratios", ratios.map(arc), "linewidth 0.5 linecolor rgb '#C8C8C8'"),
      ("correlations", rays, "linewidth 0.4 linecolor rgb '#DCDCDC'"),
      ("errors", errors, "linewidth 0.6 dashtype (16,12) linecolor rgb '#8C8C8C'"),
      ("edge", [edge], "linewidth 0.7 linecolor rgb '#000000'"),
      ("station", [arc(1)], "linewidth 0.9 linecolor rgb '\(Palette.station)'"),
    ]
    var clauses: [String] = []
    for block in blocks {
      if let index = data.append(block.title, header: ["x", "y"], parts: block.parts) {
        clauses.append("data index \(index) using 1:2 with lines " + block.style)
      }
    }
    if let index = data.append("reference", header: ["x", "y"], rows: [cells(1, 0)]) {
      clauses.append(
        "data index \(index) using 1:2 with points pointtype 5 pointsize 0.6 linecolor rgb '#000000'")
    }
    return clauses
  }
}
