/// How far apart in time product and station are, a panel a product.
struct LagFigure {
  private let names: [String]
  private let digest: PairDigest
  private let ground: GroundText

  /// `nil` where there is no pair.
  init?(names: [String], digest: PairDigest, ground: GroundText = .stations) {
    guard !digest.present.isEmpty else { return nil }
    (self.names, self.digest, self.ground) = (names, digest, ground)
  }

  /// The unit and the class width in it, by the largest difference.
  private var unit: (name: String, seconds: Int, width: Double) {
    let farthest = digest.products.flatMap(\.lags.keys).map(abs).max() ?? 0
    // An odd number of classes, so that one is about zero.
    for (name, seconds, widths) in [
      ("min", 60, [1.0, 2, 5, 10]), ("h", 3600, [0.5, 1, 2, 4]), ("d", 86_400, [0.5, 1, 2, 5, 10, 30]),
    ] {
      for width in widths where Double(farthest) <= 20.5 * width * Double(seconds) {
        return (name, seconds, width)
      }
    }
    return ("d", 86_400, 60)
  }

  /// The figure.
  func figure(name: String, setting: String) -> Figure {
    let unit = unit
    var data = FigureData(comment: [
      "Pairs by product time minus station time in classes about their middle: one block a product."
    ])
    var histograms: [[Int: Int]] = []
    for product in digest.products {
      var histogram: [Int: Int] = [:]
      for (lag, count) in product.lags {
        let place = (Double(lag) / (Double(unit.seconds) * unit.width)).rounded()
        histogram[Int(place), default: 0] += count
      }
      histograms.append(histogram)
    }
    let reach = max(3, histograms.flatMap(\.keys).map(abs).max() ?? 0)
    let share = { (product: Int, count: Int) in
      Double(count) / Double(max(1, digest.products[product].pooled.count)) * 100
    }
    let highest =
      histograms.enumerated().flatMap { product, own in own.values.map { share(product, $0) } }.max() ?? 1
    let end = (Double(reach) + 0.7) * unit.width
    let times = LagFigure.tics(end, unit: unit.name)
    var panels: [Panel] = []
    for (product, title) in zip(digest.present, CaptionText.letters(digest.present.map { names[$0] })) {
      var panel = Panel(
        title: title,
        x: PanelAxis(
          lower: -end, upper: end, tics: times,
          label: "Product time − \(ground.axis.lowercased()) time (\(unit.name))"),
        y: PanelAxis(to: highest, label: "Share of pairs (%)"), clauses: [])
      panel.notes = ["n = \(FixedNumber.count(digest.products[product].pooled.count))"]
      panel.corner = .topRight
      let rows = histograms[product].sorted { $0.key < $1.key }.map { place, count -> [FigureData.Cell] in
        [.number(Double(place) * unit.width), .count(count), .number(share(product, count))]
      }
      if let index = data.append(
        "product \(product + 1)", header: ["middle", "pairs", "percent"], rows: rows)
      {
        let half = FixedNumber.text(unit.width * 0.45, decimals: 4)
        panel.clauses = [
          "data index \(index) using 1:($3 / 2):(\(half)):($3 / 2) with boxxyerror fillstyle solid 0.6 border "
            + "lc rgb '\(Palette.outline(product: product))' fillcolor rgb '\(Palette.colour(product: product))' linewidth 0.6"
        ]
      }
      panels.append(panel)
    }
    let figure = PanelFigure(
      panels: panels, columns: PanelFigure.columns(for: panels.count), ratio: 0.62)
    let caption =
      ground("Product time minus station time of the pairs, all stations pooled, in classes of ")
      + "\(FixedNumber.text(unit.width, decimals: unit.width < 1 ? 1 : 0)) \(unit.name) about their middle; n: pairs."
      + digest.absent(names) + " " + setting
    return figure.figure(name: name, data: data, caption: caption)
  }

  /// Tics at round numbers of minutes, hours or days.
  private static func tics(_ end: Double, unit: String) -> [PanelAxis.Tic] {
    let steps: [Double] =
      unit == "min"
      ? [1, 2, 5, 10, 15, 30, 60] : unit == "h" ? [1, 2, 3, 6, 12, 24] : [1, 2, 5, 10, 20, 50, 100]
    let step = steps.first { end / $0 < 3 } ?? end / 2
    let count = (end / step).rounded(.down)
    return stride(from: -count, through: count, by: 1).map {
      PanelAxis.Tic(at: $0 * step, name: PanelAxis.name($0 * step, decimals: 0))
    }
  }
}
