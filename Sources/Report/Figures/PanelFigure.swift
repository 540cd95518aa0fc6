/// A figure of panels in rows and columns, with one legend above and one colour bar beside them.
///
/// Panels that share their axes have tics at the outer ones only.
struct PanelFigure {
  /// The panels, row by row.
  var panels: [Panel]
  /// How many stand side by side.
  var columns: Int
  /// A panel's height over its width.
  var ratio: Double
  /// Whether all panels have the same horizontal axis.
  var sharesX = true
  /// Whether all panels have the same vertical axis.
  var sharesY = true
  /// Whether the figure takes two columns of the page even where it has one column of panels.
  var isWide = false
  /// The legend.
  var legend: [LegendEntry] = []
  /// The colour bar.
  var bar: ColourScale?
  /// One label beside all rows, in place of the panels' own.
  var rowLabel: String?
  /// One label at the right of all rows, of the panels' hanging axes.
  var hangingLabel: String?

  /// How many panels stand side by side where nothing speaks for another number.
  static func columns(for count: Int) -> Int { count == 4 ? 2 : min(3, max(1, count)) }

  private var width: Double {
    isWide || columns > 1 ? FigurePage.doubleColumn : FigurePage.singleColumn
  }
  private var rows: Int { (panels.count + columns - 1) / max(1, columns) }
  private var hasTitles: Bool { panels.contains { $0.title != nil } }
  private var isMap: Bool { panels.contains(where: \.isMap) }
  private var hasLabels: (x: Bool, y: Bool) {
    (panels.contains { !$0.x.label.isEmpty }, rowLabel != nil || panels.contains { !$0.y.label.isEmpty })
  }

  private var tickRoom: Double { (panels.map(\.y.nameWidth).max() ?? 0) + 8 }
  private var left: Double { tickRoom + (hasLabels.y ? 16 : 2) }
  private var right: Double {
    if bar != nil { return ColourScale.width + 16 }
    let names = panels.compactMap(\.hanging?.nameWidth).max()
    return names.map { $0 + 8 + (hangingLabel == nil ? 2 : 16) } ?? 9
  }
  private var gapX: Double { sharesY ? 18 : left + 4 }
  private var below: Double { hasLabels.x ? 30 : 18 }
  private var above: Double { hasTitles ? 15 : 5 }
  private var gapY: Double { above + (sharesX ? 5 : below) }
  private var layout: FigureLegend {
    FigureLegend(entries: legend.map(\.text), left: 10, right: width - 8)
  }

  private var panelWidth: Double {
    (width - left - right - Double(columns - 1) * gapX) / Double(max(1, columns))
  }
  private var panelHeight: Double { panelWidth * ratio }

  /// The page's height.
  private var height: Double {
    (layout.height + 4 + above + Double(rows) * panelHeight + Double(rows - 1) * gapY + below).rounded(.up)
  }

  /// The area of a panel in pixels, y upwards.
  private func area(_ position: Int) -> (left: Double, right: Double, bottom: Double, top: Double) {
    let start = left + Double(position % columns) * (panelWidth + gapX)
    let top = height - layout.height - 4 - above - Double(position / columns) * (panelHeight + gapY)
    return (start, start + panelWidth, top - panelHeight, top)
  }

  /// Whether a panel has no other below it or, in its row, before it.
  private func isOuter(_ position: Int) -> (x: Bool, y: Bool) {
    (!sharesX || position + columns >= panels.count, !sharesY || position % columns == 0)
  }

  /// The figure with its texts and legend added to the data.
  func figure(name: String, data given: FigureData, caption: String) -> Figure {
    var data = given
    var texts = PageTexts()
    let page = FigurePage(width: width, height: height)
    var script = page.opening(name: name)
    script += bar?.script ?? ""
    for position in panels.indices {
      script += panelScript(position, page: page)
      write(position, to: &texts)
    }
    var overlay: [String] = []
    if let bar {
      let (first, last) = (area(0), area(panels.count - 1))
      let half = min(first.top - last.bottom, 240) / 2
      let middle = (first.top + last.bottom) / 2
      overlay += bar.writeBar(
        left: width - right + 10, bottom: middle - half, top: middle + half, to: &data, texts: &texts)
    }
    overlay += writeLegend(to: &data, texts: &texts)
    overlay += texts.write(to: &data)
    script += page.overlay
    if let bar {
      script +=
        "set label 1 '\(bar.label)' at screen \(text((width - 8) / width)), screen "
        + "\(text((area(0).top + area(panels.count - 1).bottom) / 2 / height)) center rotate by 90 noenhanced\n"
    }
    if let rowLabel {
      script +=
        "set label 2 '\(rowLabel)' at screen \(text(9 / width)), screen "
        + "\(text((area(0).top + area(panels.count - 1).bottom) / 2 / height)) center rotate by 90 noenhanced\n"
    }
    if let hangingLabel {
      script +=
        "set label 3 '\(hangingLabel)' at screen \(text((width - 7) / width)), screen "
        + "\(text((area(0).top + area(panels.count - 1).bottom) / 2 / height)) center rotate by 90 noenhanced\n"
    }
    if !overlay.isEmpty { script += "plot " + overlay.joined(separator: ", \\\n  ") + "\n" }
    return Figure(
      name: name, caption: caption + titlesInFull, script: script + FigurePage.closing, data: data.text)
  }

  private func text(_ value: Double) -> String { FixedNumber.text(value, decimals: 6) }

  /// The tics of a horizontal axis; those whose names would stand out of the page or reach the next panel's have none.
  private func namesThatFit(_ position: Int) -> [PanelAxis.Tic] {
    let (axis, area) = (panels[position].x, area(position))
    let isFirst = position % columns == 0
    let isLast = position % columns == columns - 1
    let lowest = isFirst ? 1 : area.left - gapX / 2
    let highest = isLast ? (right < 20 ? width - 1 : area.right + 20) : area.right + gapX / 2
    return axis.tics.map { tic in
      let middle = area.left + (tic.at - axis.lower) / (axis.upper - axis.lower) * panelWidth
      let half = TextWidth.of(tic.name, fontSize: FigurePage.smallFontSize) / 2
      let fits = middle - half >= lowest && middle + half <= highest
      return PanelAxis.Tic(at: tic.at, name: fits ? tic.name : "")
    }
  }

  private func tics(_ tics: [PanelAxis.Tic], isNamed: Bool) -> String {
    tics.map { "'\(isNamed ? $0.name : "")' \(text($0.at))" }.joined(separator: ", ")
  }

  private func panelScript(_ position: Int, page: FigurePage) -> String {
    let panel = panels[position]
    let area = area(position)
    let outer = isOuter(position)
    let small = "font face.',\(FigurePage.smallFontSize)'"
    var script = page.area(left: area.left, right: area.right, bottom: area.bottom, top: area.top)
    script += """
      unset tics
      unset grid
      unset arrow
      unset label
      unset object
      set border \(panel.isBare ? 0 : panel.isMap ? 15 : 3) linewidth 0.6
      set xrange [\(text(panel.x.lower)):\(text(panel.x.upper))]
      set yrange [\(text(panel.y.lower)):\(text(panel.y.upper))]

      """
    if !panel.isBare {
      script += """
        set xtics (\(tics(namesThatFit(position), isNamed: outer.x))) nomirror out scale 0.4 offset 0,0.3 \(small)
        set ytics (\(tics(panel.y.tics, isNamed: outer.y))) nomirror out scale 0.4 offset 0.3,0 \(small)
        set grid xtics ytics back linetype 1 linecolor rgb '#E4E4E4' linewidth 0.5

        """
    }
    if let hanging = panel.hanging {
      script += """
        set border 11 linewidth 0.6
        set y2range [\(text(hanging.upper)):\(text(hanging.lower))]
        set y2tics (\(tics(hanging.tics, isNamed: true))) nomirror out scale 0.4 offset -0.3,0 \(small)

        """
    }
    if outer.x, !panel.x.label.isEmpty {
      script +=
        "set label 1 '\(panel.x.label)' at screen \(text((area.left + area.right) / 2 / page.width)), screen "
        + "\(text((area.bottom - 23) / page.height)) center noenhanced\n"
    }
    if outer.y, !panel.y.label.isEmpty {
      script +=
        "set label 2 '\(panel.y.label)' at screen \(text((area.left - tickRoom - 7) / page.width)), screen "
        + "\(text((area.bottom + area.top) / 2 / page.height)) center rotate by 90 noenhanced\n"
    }
    // The lower edge as a plot of its own, so that a panel without any point is still a valid plot.
    let edge = "\(text(panel.y.lower)) with lines linewidth \(panel.isBare ? 0 : 0.6) linecolor rgb '#000000'"
    return script + panel.script + "plot "
      + (panel.isBare ? panel.clauses : [edge] + panel.clauses).joined(separator: ", \\\n  ") + "\n"
  }

  private func write(_ position: Int, to texts: inout PageTexts) {
    let panel = panels[position]
    let area = area(position)
    if let title = fittedTitle(panel) {
      texts.add(
        title + FigureData.display(panel.titleEnd), x: area.left, y: area.top + 8,
        look: PageTexts.Look(alignment: "left", isSmall: false))
    }
    let isRight = panel.corner != .topLeft
    for (line, note) in panel.notes.enumerated() {
      let fitted = TextWidth.fitted(
        FigureData.display(note), fontSize: FigurePage.smallFontSize, limit: panelWidth - 8)
      let y =
        panel.corner == .bottomRight
        ? area.bottom + 7 + Double(panel.notes.count - 1 - line) * 10 : area.top - 7 - Double(line) * 10
      texts.add(
        fitted, x: isRight ? area.right - 4 : area.left + 4, y: y,
        look: PageTexts.Look(alignment: isRight ? "right" : "left", isSmall: true))
    }
    let pixel = { (x: Double, y: Double) in
      (
        x: area.left + (x - panel.x.lower) / (panel.x.upper - panel.x.lower) * panelWidth,
        y: area.bottom + (y - panel.y.lower) / (panel.y.upper - panel.y.lower) * panelHeight
      )
    }
    for label in panel.labels {
      let place = pixel(label.x, label.y)
      texts.add(
        label.text, x: place.x, y: place.y,
        look: PageTexts.Look(alignment: label.alignment, isSmall: true))
    }
    let points = panel.names.map { pixel($0.x, $0.y) }
    let names = panel.names.map {
      TextWidth.fitted(FigureData.display($0.text), fontSize: FigurePage.smallFontSize, limit: 140)
    }
    let places = LabelPlacement.places(
      points: points, names: names, fontSize: FigurePage.smallFontSize, left: area.left + 2,
      bottom: area.bottom + 2, right: area.right - 2, top: area.top - 2)
    for (name, place) in zip(names, places) {
      guard let place else { continue }
      texts.add(
        name, x: place.x, y: place.y, look: PageTexts.Look(alignment: place.alignment, isSmall: true))
    }
  }

  /// A panel's title, cut where it is too long.
  private func fittedTitle(_ panel: Panel) -> String? {
    panel.title.map { title in
      TextWidth.fitted(
        FigureData.display(title), fontSize: FigurePage.fontSize,
        limit: panelWidth + gapX - 6 - TextWidth.of(panel.titleEnd, fontSize: FigurePage.fontSize))
    }
  }

  /// The panels' titles in full as Markdown, where one had to be cut; otherwise empty.
  private var titlesInFull: String {
    let titles = panels.compactMap { panel in panel.title.map { (full: $0, fitted: fittedTitle(panel)) } }
    guard titles.contains(where: { FigureData.display($0.full) != $0.fitted }) else { return "" }
    return " Panels: " + titles.map { MarkdownText.escape($0.full) }.joined(separator: "; ") + "."
  }

  private func writeLegend(to data: inout FigureData, texts: inout PageTexts) -> [String] {
    let layout = layout
    let rows = legend.indices.map { entry -> [FigureData.Cell] in
      [.rounded(layout.places[entry].x, 2), .rounded(layout.y(entry, top: height - 3), 2)]
    }
    guard let index = data.append("legend", header: ["x_px", "y_px"], rows: rows) else { return [] }
    for entry in legend.indices {
      texts.add(
        layout.texts[entry], x: layout.textX(entry), y: layout.y(entry, top: height - 3),
        look: PageTexts.Look(alignment: "left", isSmall: false))
    }
    return legend.enumerated().map { $1.clause(index: index, row: $0) }
  }
}
