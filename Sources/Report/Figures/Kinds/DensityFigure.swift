internal import Lab

/// Product against station as the density of all pairs, a panel a product, with the 1:1 line.
///
/// After RSSSM's figure 4: colours by the logarithm of the number of pairs in classes of 0.005 m³ m⁻³, or of 0.01
/// where there are few pairs.
struct DensityFigure {
  private let names: [String]
  private let digest: PairDigest
  private let ground: GroundText

  /// `nil` where there is no pair.
  init?(names: [String], digest: PairDigest, ground: GroundText = .stations) {
    guard !digest.present.isEmpty else { return nil }
    (self.names, self.digest, self.ground) = (names, digest, ground)
  }

  /// How many classes are one tile: fine where many pairs fill them.
  private var step: Int { (digest.products.map(\.pooled.count).max() ?? 0) < 20_000 ? 2 : 1 }

  /// The figure.
  func figure(name: String, setting: String) -> Figure {
    var data = FigureData(comment: [
      "Pairs by class of the station's and the product's soil moisture: one block a product, x and y in the middle."
    ])
    let axis = SoilMoistureAxis(digest)
    let width = PairDigest.densityStep * Double(step)
    var most = 1
    let tiles = digest.products.map { product in
      let tiles = self.tiles(product)
      most = max(most, tiles.map(\.count).max() ?? 1)
      return tiles
    }
    var panels: [Panel] = []
    for (product, title) in zip(digest.present, CaptionText.letters(digest.present.map { names[$0] })) {
      var panel = Panel(
        title: title, x: axis.axis("\(ground.axis) (m³ m⁻³)"), y: axis.axis("Product (m³ m⁻³)"), clauses: [])
      let rows = tiles[product].map { tile -> [FigureData.Cell] in
        [.rounded(tile.x, 4), .rounded(tile.y, 4), .count(tile.count)]
      }
      if let index = data.append(
        "product \(product + 1)", header: ["station", "product", "pairs"], rows: rows)
      {
        // A hair wider than the class: no seams between the tiles.
        let half = FixedNumber.text(width * 0.51, decimals: 6)
        panel.clauses.append(
          "data index \(index) using 1:2:(\(half)):(\(half)):3 with boxxyerror linecolor palette "
            + "fillstyle solid 1 noborder")
      }
      panel.clauses.append("x with lines linewidth 0.7 dashtype (16,12) linecolor rgb '#000000'")
      panel.notes = notes(digest.products[product].pooled)
      panel.corner = Panel.Corner.emptier(tiles[product], lower: panel.x.lower, upper: panel.x.upper)
      panels.append(panel)
    }
    let columns = PanelFigure.columns(for: panels.count)
    let figure = PanelFigure(
      panels: panels, columns: columns, ratio: 1,
      bar: ColourScale(counts: most, label: "Pairs"))
    let caption =
      ground("Product against station, all pairs of all stations pooled: number of pairs in classes of ")
      + "\(FixedNumber.text(width, decimals: 3)) m³ m⁻³, colours by its logarithm; dashed: 1:1. The numbers are those of "
      + ground("the pooled pairs and not the means over stations of the tables.") + axis.remark
      + digest.absent(names)
      + " " + setting
    return figure.figure(name: name, data: data, caption: caption)
  }

  private func notes(_ pooled: PooledPairs) -> [String] {
    let number = { (value: Double?) in
      FixedNumber.text(value).replacing("-", with: "\u{2212}")
    }
    return [
      "R = \(number(pooled.r))", "bias = \(number(pooled.bias))", "RMSE = \(number(pooled.rmse))",
      "ubRMSE = \(number(pooled.ubRMSE))", "n = \(FixedNumber.count(pooled.count))",
    ]
  }

  private func tiles(_ product: PairDigest.Product) -> [(x: Double, y: Double, count: Int)] {
    let classes = PairDigest.densityClasses
    var tiles: [(x: Double, y: Double, count: Int)] = []
    let middle = { (place: Int) in
      PairDigest.lowest + (Double(place) + Double(step) / 2) * PairDigest.densityStep
    }
    for row in stride(from: 0, to: classes, by: step) {
      for column in stride(from: 0, to: classes, by: step) {
        var count = 0
        for y in row..<row + step {
          for x in column..<column + step { count += Int(product.density[y * classes + x]) }
        }
        if count > 0 { tiles.append((middle(column), middle(row), count)) }
      }
    }
    return tiles
  }
}

/// The axis of soil moisture that all panels of a figure share.
struct SoilMoistureAxis {
  let lowest: Double
  let highest: Double
  private let isCut: Bool

  /// From zero, or less where values are, to all but one in 2000 values.
  init(_ digest: PairDigest) {
    var levels = [Int](repeating: 0, count: digest.products.first?.stationLevels.count ?? 1)
    for product in digest.products {
      for place in levels.indices {
        levels[place] += product.productLevels[place] + product.stationLevels[place]
      }
    }
    let total = levels.reduce(0, +)
    let spare = total / 2000
    var (first, below) = (0, 0)
    while first < levels.count - 1, below + levels[first] <= spare {
      below += levels[first]
      first += 1
    }
    var (last, above) = (levels.count - 1, 0)
    while last > first, above + levels[last] <= spare {
      above += levels[last]
      last -= 1
    }
    let low = PairDigest.lowest + Double(first) * PairDigest.levelStep
    lowest = low < -1e-9 ? low : 0
    // The last class's lower end: stations that end at 0.6 need no axis beyond.
    highest = max(0.1, PairDigest.lowest + Double(last) * PairDigest.levelStep)
    isCut = above > 0 || (low < -1e-9 && below > 0)
  }

  /// The axis with its words.
  func axis(_ label: String) -> PanelAxis {
    lowest < 0
      ? PanelAxis(AxisScale(lowest: lowest, highest: highest, tics: 4), label: label)
      : PanelAxis(to: highest, label: label)
  }

  /// A sentence where values lie beyond the axis; otherwise empty.
  var remark: String { isCut ? " Up to one value in 2000 lies beyond the axes." : "" }
}
