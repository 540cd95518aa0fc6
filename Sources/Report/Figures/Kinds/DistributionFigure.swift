/// The distributions of product and station over the same pairs, a panel a product.
struct DistributionFigure {
  private let names: [String]
  private let digest: PairDigest
  private let ground: GroundText

  /// `nil` where there is no pair.
  init?(names: [String], digest: PairDigest, ground: GroundText = .stations) {
    guard !digest.present.isEmpty else { return nil }
    (self.names, self.digest, self.ground) = (names, digest, ground)
  }

  /// The figure.
  func figure(name: String, setting: String) -> Figure {
    var data = FigureData(comment: [
      "Cumulative shares of the pairs below each level of soil moisture: one block a product."
    ])
    let axis = SoilMoistureAxis(digest)
    let shares = PanelAxis(
      lower: 0, upper: 1,
      tics: [0, 0.25, 0.5, 0.75, 1].map { PanelAxis.Tic(at: $0, name: FixedNumber.text($0, decimals: 2)) },
      label: "Share of pairs (–)")
    var panels: [Panel] = []
    for (product, title) in zip(digest.present, CaptionText.letters(digest.present.map { names[$0] })) {
      let pairs = digest.products[product]
      var panel = Panel(title: title, x: axis.axis("Soil moisture (m³ m⁻³)"), y: shares, clauses: [])
      if let index = data.append(
        "product \(product + 1)", header: ["soil_moisture", "product", "station"], rows: rows(pairs))
      {
        panel.clauses = [
          "data index \(index) using 1:3 with lines linewidth 1.3 linecolor rgb '\(Palette.station)'",
          "data index \(index) using 1:2 with lines linewidth 1.3 linecolor rgb '\(Palette.outline(product: product))'",
        ]
      }
      panel.notes = ["n = \(FixedNumber.count(pairs.pooled.count))"]
      panel.corner = .bottomRight
      panels.append(panel)
    }
    let legend =
      [LegendEntry(text: ground.axis, mark: .line("linewidth 1.3 linecolor rgb '\(Palette.station)'"))]
      + digest.present.map {
        LegendEntry(
          text: names[$0], mark: .line("linewidth 1.3 linecolor rgb '\(Palette.outline(product: $0))'"))
      }
    let figure = PanelFigure(
      panels: panels, columns: PanelFigure.columns(for: panels.count), ratio: 0.72, legend: legend)
    let caption =
      ground(
        "Cumulative distributions of product and station over the pairs of each product, all stations pooled, "
      )
      + "in classes of \(FixedNumber.text(PairDigest.levelStep, decimals: 4)) m³ m⁻³; n: pairs." + axis.remark
      + digest.absent(names) + " " + setting
    return figure.figure(name: name, data: data, caption: caption)
  }

  private func rows(_ pairs: PairDigest.Product) -> [[FigureData.Cell]] {
    let total = Double(pairs.pooled.count)
    guard total > 0 else { return [] }
    let occupied = pairs.productLevels.indices.filter {
      pairs.productLevels[$0] + pairs.stationLevels[$0] > 0
    }
    guard let first = occupied.first, let last = occupied.last else { return [] }
    let edge = { (place: Int) in PairDigest.lowest + Double(place) * PairDigest.levelStep }
    var rows: [[FigureData.Cell]] = [[.rounded(edge(first), 4), .number(0), .number(0)]]
    var (product, station) = (0, 0)
    for place in first...last {
      product += pairs.productLevels[place]
      station += pairs.stationLevels[place]
      rows.append([
        .rounded(edge(place + 1), 4), .number(Double(product) / total), .number(Double(station) / total),
      ])
    }
    return rows
  }
}
