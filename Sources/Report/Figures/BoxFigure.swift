internal import Lab
internal import Statistics

/// Boxplots of one metric by group, products side by side.
///
/// After RSSSM's figure 5. Box: quartiles by linear interpolation; line: median; ×: mean; whiskers: Tukey; n:
/// stations under each box. A group with too few stations keeps its place and shows `—`. Wide figures are broken
/// into rows.
struct BoxFigure {
  private let panels: BoxPanels
  private let page: FigurePage
  private let legend: FigureLegend
  private let groupsPerRow: Int
  private let rowCount: Int
  private let groupWidth: Double

  private static let left = 51.0
  private static let right = 8.0
  private static let strip = 27.0
  private static let titleHeight = 6.0
  private static let maximumGroupLabel = 70.0

  /// Lays the figure out.
  init(_ panels: BoxPanels) {
    self.panels = panels
    let digits = panels.boxes.map { String($0.row?.count ?? 0).count }.max() ?? 1
    let slot = max(12, Double(digits) * 4.5 + 3)
    let label =
      panels.groups.map {
        min(BoxFigure.maximumGroupLabel, TextWidth.of(FigureData.display($0), fontSize: FigurePage.fontSize))
      }.max() ?? 0
    let products = Double(panels.products.count)
    let needed = max(slot * (products + 0.5), label + 6)
    let margins = BoxFigure.left + BoxFigure.right
    let longest =
      panels.products.map { TextWidth.of(FigureData.display($0), fontSize: FigurePage.fontSize) }.max() ?? 0
    let isNarrow =
      needed * Double(panels.groups.count) <= FigurePage.singleColumn - margins
      && longest < FigurePage.singleColumn - 40
    let width = isNarrow ? FigurePage.singleColumn : FigurePage.doubleColumn
    let room = width - margins
    let atMost = max(1, Int(room / needed))
    rowCount = (panels.groups.count + atMost - 1) / atMost
    groupsPerRow = (panels.groups.count + rowCount - 1) / rowCount
    groupWidth = room / Double(groupsPerRow)
    legend = FigureLegend(entries: panels.products, left: 10, right: width - 8)
    let panelHeight = isNarrow ? 150.0 : rowCount > 1 ? 125.0 : 165.0
    page = FigurePage(
      width: width,
      height: (legend.height + 10 + Double(rowCount) * (panelHeight + BoxFigure.strip + 8)
        + BoxFigure.titleHeight)
        .rounded())
  }

  private var panelHeight: Double {
    (page.height - legend.height - 10 - BoxFigure.titleHeight) / Double(rowCount) - BoxFigure.strip - 8
  }

  /// The bottom of a row's plot area.
  private func bottom(row: Int) -> Double {
    page.height - legend.height - 6 - Double(row) * (panelHeight + BoxFigure.strip + 8) - 4 - panelHeight
  }

  /// The distance of two boxes in a group, in groups.
  private var pitch: Double { min(0.84 / Double(panels.products.count), 30 / groupWidth) }

  /// A box's place in its row, in groups.
  private func x(_ box: BoxPanels.Box) -> Double {
    let offset = (Double(box.product) - Double(panels.products.count - 1) / 2) * pitch
    return Double(box.group % groupsPerRow) + 0.5 + offset
  }

  /// The figure's script, data and caption.
  /// - Parameter setting: the caption's last sentences: where, when, how matched.
  func figure(name: String, setting: String = "") -> Figure {
    let (scale, beyond) = panels.axis
    var data = FigureData(comment: [
      "Boxplots by group: the rows of the table with whiskers, outliers and the texts of the figure.",
      "whiskers: farthest value within 1.5 interquartile ranges; row and x: place in the figure.",
    ])
    writeBoxes(to: &data)
    let outliers = writeOutliers(to: &data, scale: scale)
    let overlay = writeOverlay(to: &data)
    return Figure(
      name: name,
      caption: setting.isEmpty ? caption(beyond: beyond) : caption(beyond: beyond) + " " + setting,
      script: script(name: name, scale: scale, outliers: outliers, overlay: overlay), data: data.text)
  }

  private func writeBoxes(to data: inout FigureData) {
    let header = [
      "product", "stratum", "group", "metric", "status", panels.subject.counted, "pairs", "mean", "median",
      "q25", "q75",
      "whisker_low", "whisker_high", "row", "x",
    ]
    for (product, name) in panels.products.enumerated() {
      let rows = panels.boxes.filter { $0.product == product }.map { box -> [FigureData.Cell] in
        [
          .text(name), .text(panels.subject.grouping), .text(panels.groups[box.group]),
          .text(panels.subject.metric), .text(box.row?.status.rawValue ?? Status.noData.rawValue),
          .count(box.row?.count ?? 0), .number(box.row?.pairs.map(Double.init)), .number(box.row?.mean),
          .number(box.row?.median), .number(box.row?.lowerQuartile), .number(box.row?.upperQuartile),
          .number(box.statistics?.lowerWhisker), .number(box.statistics?.upperWhisker),
          .count(box.group / groupsPerRow), .number(x(box)),
        ]
      }
      data.append("product \(product + 1)", header: header, rows: rows)
    }
  }

  /// Writes the outliers; returns their block and the products that have any.
  private func writeOutliers(to data: inout FigureData, scale: AxisScale) -> (index: Int, products: [Int])? {
    var products: Set<Int> = []
    let rows = panels.boxes.flatMap { box -> [[FigureData.Cell]] in
      (box.statistics?.outliers ?? []).filter { $0 >= scale.lower && $0 <= scale.upper }.map { value in
        products.insert(box.product)
        return [
          .text(panels.products[box.product]), .text(panels.groups[box.group]), .number(value),
          .count(box.product), .count(box.group / groupsPerRow), .number(x(box)),
        ]
      }
    }
    let header = ["product", "group", "value", "product_number", "row", "x"]
    guard let index = data.append("outliers", header: header, rows: rows) else { return nil }
    return (index, products.sorted())
  }

  /// Writes legend, counts and group names; returns the clauses that draw them.
  private func writeOverlay(to data: inout FigureData) -> [String] {
    var texts = PageTexts()
    let small = PageTexts.Look(alignment: "center", isSmall: true)
    // A group that is not this product's own stays empty: no number, no dash.
    for box in panels.boxes where box.row != nil {
      let row = box.group / groupsPerRow
      let px = BoxFigure.left + x(box) * groupWidth
      texts.add(String(box.row?.count ?? 0), x: px, y: bottom(row: row) - 7, look: small)
      if box.statistics == nil {
        let muted = PageTexts.Look(alignment: "center", isSmall: true, isMuted: true)
        texts.add("—", x: px, y: bottom(row: row) + 6, look: muted)
      }
    }
    let centred = PageTexts.Look(alignment: "center", isSmall: false)
    for (position, group) in panels.groups.enumerated() {
      let px = BoxFigure.left + (Double(position % groupsPerRow) + 0.5) * groupWidth
      let text = TextWidth.fitted(
        FigureData.display(group), fontSize: FigurePage.fontSize,
        limit: max(groupWidth - 2, BoxFigure.maximumGroupLabel))
      texts.add(text, x: px, y: bottom(row: position / groupsPerRow) - 19, look: centred)
    }
    let right = PageTexts.Look(alignment: "right", isSmall: true)
    for row in 0..<rowCount { texts.add("n", x: BoxFigure.left - 4, y: bottom(row: row) - 7, look: right) }
    texts.add(
      panels.subject.groupTitle.capitalizedFirst,
      x: BoxFigure.left + (page.width - BoxFigure.left - BoxFigure.right) / 2,
      y: 8, look: centred)
    let legendRows = panels.products.indices.map { product -> [FigureData.Cell] in
      [
        .number(legend.places[product].x), .number(legend.y(product, top: page.height - 4)), .count(product),
      ]
    }
    let start = PageTexts.Look(alignment: "left", isSmall: false)
    for product in panels.products.indices {
      texts.add(
        legend.texts[product], x: legend.textX(product), y: legend.y(product, top: page.height - 4),
        look: start)
    }
    var clauses: [String] = []
    if let index = data.append("legend", header: ["x_px", "y_px", "product_number"], rows: legendRows) {
      for product in panels.products.indices {
        clauses.append(
          "data index \(index) every ::\(product)::\(product) using 1:2:(4.5):(3.5) with boxxyerror "
            + style(product))
      }
    }
    return clauses + texts.write(to: &data)
  }

  private func style(_ product: Int) -> String {
    "fillstyle solid \(Palette.fill(product: product)) border lc rgb '\(Palette.outline(product: product))' "
      + "fillcolor rgb '\(Palette.colour(product: product))' linewidth 0.8"
  }

  private func script(
    name: String, scale: AxisScale, outliers: (index: Int, products: [Int])?, overlay: [String]
  ) -> String {
    let number = { (value: Double) in FixedNumber.text(value, decimals: 6) }
    var script = page.opening(name: name)
    for row in 0..<rowCount {
      let groups = min(groupsPerRow, panels.groups.count - row * groupsPerRow)
      let base = bottom(row: row)
      let right = BoxFigure.left + Double(groups) * groupWidth
      script += page.area(left: BoxFigure.left, right: right, bottom: base, top: base + panelHeight)
      script += """
        set border 3 linewidth 0.6
        unset tics
        unset arrow
        set xrange [0:\(groups)]
        set yrange [\(number(scale.lower)):\(number(scale.upper))]
        set ytics \(number(scale.step)) nomirror out scale 0.5 format '%.\(scale.decimals)f'
        set grid ytics linetype 1 linecolor rgb '#E4E4E4' linewidth 0.5
        set label 1 '\(panels.subject.label)' at screen \(number(9 / page.width)), \
        screen \(number((base + panelHeight / 2) / page.height)) center rotate by 90 noenhanced

        """
      for group in 1..<max(groups, 1) {
        script +=
          "set arrow from first \(group), graph 0 to first \(group), graph 1 nohead back "
          + "linecolor rgb '#D0D0D0' linewidth 0.5\n"
      }
      if scale.lower < 0, scale.upper > 0 {
        script +=
          "set arrow from graph 0, first 0 to graph 1, first 0 nohead back "
          + "linecolor rgb '#000000' linewidth 0.6 dashtype (16,12)\n"
      }
      let place = "(column(14) == \(row) ? column(15) : NaN)"
      let half = number(pitch * 0.39)
      script += "set boxwidth 2 * \(half) absolute\n"
      var clauses: [String] = []
      for product in panels.products.indices {
        clauses.append(
          "data index \(product) using \(place):10:12:13:11 with candlesticks whiskerbars 0.5 "
            + style(product))
        clauses.append(
          "data index \(product) using (\(place) - \(half)):9:(2 * \(half)):(0) with vectors nohead linewidth 1.8 "
            + "linecolor rgb '\(Palette.outline(product: product))'")
        clauses.append(
          "data index \(product) using \(place):8 with points pointtype 2 pointsize 0.5 linewidth 0.9 "
            + "linecolor rgb '#000000'")
      }
      if let outliers {
        for product in outliers.products {
          clauses.append(
            "data index \(outliers.index) using (column(4) == \(product) && column(5) == \(row) ? column(6) : NaN):3 "
              + "with points pointtype 7 pointsize 0.2 linecolor rgb '\(Palette.outline(product: product))'")
        }
      }
      // The axis as a plot of its own, so that a row without any box is still a valid plot.
      script +=
        "plot \(number(scale.lower)) with lines linewidth 0.6 linecolor rgb '#000000', \\\n  "
        + clauses.joined(separator: ", \\\n  ") + "\n"
    }
    script += page.overlay + "plot " + overlay.joined(separator: ", \\\n  ") + "\n"
    return script + FigurePage.closing
  }

  private func caption(beyond: Int) -> String {
    var text =
      "\(panels.subject.metric) by \(panels.subject.groupTitle). Box: quartiles; line: median; "
      + "×: mean; whiskers: farthest value within 1.5 interquartile ranges; points: outliers; "
      + "\(panels.subject.value); n: \(panels.subject.counted) under each box."
    if panels.boxes.contains(where: { $0.statistics == nil && $0.row != nil }) {
      text += " —: too few \(panels.subject.counted)."
    }
    if beyond > 0 { text += " \(beyond) outliers or means lie beyond the axis." }
    return text
  }
}

extension String {
  /// The text with its first letter in upper case.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
