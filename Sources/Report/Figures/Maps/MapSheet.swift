public import Files

/// Maps side by side with one colour bar, or with a key of classes: the fields of a product on some days, the land of a
/// nature run.
public struct MapSheet: Sendable {
  /// The maps, row by row; all of one area.
  public var fields: [MapField]
  /// How many stand side by side.
  public var columns: Int
  /// Their colours.
  public var colours: MapColours
  /// Points on every map.
  public var points: [MapPoint] = []
  /// Whether the sheet takes both columns of the page even where it is one map.
  public var isWide = false
  /// Whether the Earth's land and coasts lie under the maps; a synthetic land has none.
  public var hasGround = true

  /// A sheet of maps.
  public init(fields: [MapField], columns: Int, colours: MapColours) {
    (self.fields, self.columns, self.colours) = (fields, columns, colours)
  }

  /// Writes the sheet's script and data into a folder and draws it.
  /// - Parameters:
  ///   - name: the files' name without an ending: letters, digits and hyphens.
  ///   - caption: what the maps show, Markdown with text from data escaped.
  ///   - folder: an existing folder.
  /// - Returns: the caption with what the figure itself has to say, or nil where there is no cell to draw.
  /// - Throws: `Failure` (data) where something cannot be written or gnuplot cannot draw it.
  public nonisolated(nonsending) func draw(
    as name: String, caption: String, in folder: String, formats: [FigureFormat] = [.svg, .png]
  ) async throws(Failure) -> String? {
    guard let figure = figure(name: name, caption: caption) else { return nil }
    try await FigureSet.produce(figure, folder: folder, formats: formats)
    return figure.caption
  }

  /// The figure; nil where there is no cell.
  func figure(name: String, caption: String) -> Figure? {
    guard let first = fields.first, let frame = MapFrame(of: first) else { return nil }
    var data = FigureData(comment: [
      "Maps: one block a map of x (degrees east, counted on across the date line), degrees north, value."
    ])
    let isWide = self.isWide || columns > 1 || frame.aspect < 0.45
    let page = isWide ? FigurePage.doubleColumn : FigurePage.singleColumn
    let width = page / Double(max(1, columns)) * 0.85
    var ground =
      hasGround
      ? MapGround(frame: frame, width: width).write(to: &data) : MapSheet.grey(frame, to: &data)
    let coast = ground.last?.contains("with lines") == true ? [ground.removeLast()] : []
    let axes = frame.axes
    let palette = paletteScript
    let stations = pointClauses(frame, to: &data)
    let panels = zip(CaptionText.letters(fields.map(\.title)), fields).map { title, field in
      var panel = Panel(title: title.isEmpty ? nil : title, x: axes.x, y: axes.y, clauses: ground)
      panel.isMap = true
      panel.script = palette
      let rows = field.pixels(frame: frame, limit: max(40, Int(width))).map { pixel -> [FigureData.Cell] in
        [.rounded(pixel.x, 4), .rounded(pixel.y, 4), .rounded(number(pixel.value), decimals)]
      }
      let hasValue = field.values.contains { !$0.isNaN }
      if hasValue, let index = data.append("map", header: ["x", "latitude", "value"], rows: rows) {
        panel.clauses.append("data index \(index) using 1:2:3 with image")
      }
      panel.clauses += coast + stations
      return panel
    }
    let figure = PanelFigure(
      panels: panels, columns: columns, ratio: frame.aspect, isWide: isWide, legend: legend, bar: bar)
    let isFull = fields.allSatisfy { field in field.values.allSatisfy { !$0.isNaN } }
    var more = isFull ? "" : hasGround ? " Grey: land without a value." : " Grey: no value."
    if !coast.isEmpty { more += " Coastlines: Natural Earth." }
    more += cutWords
    return figure.figure(name: name, data: data, caption: caption + more)
  }

  // MARK: - Colours

  /// What shows where a map has no value.
  private static func grey(_ frame: MapFrame, to data: inout FigureData) -> [String] {
    let corners = [
      (frame.west, frame.south), (frame.east, frame.south), (frame.east, frame.north),
      (frame.west, frame.north),
    ]
    let rows = corners.map { [FigureData.Cell.rounded($0.0, 4), .rounded($0.1, 4)] }
    return data.append("area", header: ["x", "latitude"], rows: rows).map {
      [
        "data index \($0) using 1:2 with filledcurves closed fillstyle solid 1 noborder fillcolor rgb '#DDDDDD'"
      ]
    } ?? []
  }

  private var categories: [MapCategory]? { if case .categories(let list) = colours { list } else { nil } }

  /// The number that the palette knows: for classes their position in the key.
  private func number(_ value: Float) -> Double {
    guard let categories else { return Double(value) }
    return categories.firstIndex { Float($0.number) == value }.map(Double.init) ?? .nan
  }

  /// Four digits of the bar's range.
  private var decimals: Int {
    guard let bar else { return 0 }
    var (decimals, span) = (0, bar.upper - bar.lower)
    while span < 1000, decimals < 6 { (span, decimals) = (span * 10, decimals + 1) }
    return decimals
  }

  private var bar: ColourScale? {
    switch colours {
    case .sequential(let lowest, let highest, let label): ColourScale(from: lowest, to: highest, label: label)
    case .diverging(let farthest, let label): ColourScale(diverging: farthest, label: label)
    case .categories: nil
    }
  }

  private var paletteScript: String {
    guard let categories else { return bar?.script ?? "" }
    // Two stops a class: steps instead of a ramp.
    let stops = categories.enumerated().map { position, category in
      "\(position) '\(plain(category.colour))', \(position + 1) '\(plain(category.colour))'"
    }
    return """
      set palette defined (\(stops.joined(separator: ", ")))
      unset logscale cb
      set cbrange [-0.5:\(categories.count - 1).5]

      """
  }

  /// A colour as the script may hold it: six hexadecimal digits, grey for anything else.
  private func plain(_ colour: String) -> String {
    let digits = colour.hasPrefix("#") ? colour.dropFirst() : Substring(colour)
    let isPlain = digits.utf8.count == 6 && digits.allSatisfy { $0.isASCII && $0.isHexDigit }
    return isPlain ? "#" + digits : "#7F7F7F"
  }

  private var legend: [LegendEntry] {
    (categories ?? []).map { category in
      LegendEntry(
        text: category.name,
        mark: .box("fillstyle solid 1 noborder linecolor rgb '\(plain(category.colour))'"))
    }
  }

  private var cutWords: String {
    guard let bar else { return "" }
    let isCut = fields.contains { field in
      field.values.contains { Double($0) < bar.lower || Double($0) > bar.upper }
    }
    return isCut ? " Values outside the bar have the colour of its end." : ""
  }

  private func pointClauses(_ frame: MapFrame, to data: inout FigureData) -> [String] {
    let rows = points.map { point -> [FigureData.Cell] in
      [.rounded(frame.x(point.longitude), 4), .rounded(point.latitude, 4)]
    }
    guard let index = data.append("stations", header: ["x", "latitude"], rows: rows) else { return [] }
    return [
      "data index \(index) using 1:2 with points pointtype 7 pointsize 0.42 linecolor rgb '#FFFFFF'",
      "data index \(index) using 1:2 with points pointtype 7 pointsize 0.28 linecolor rgb '#D00000'",
    ]
  }
}

extension MapFrame {
  /// The area of a field's cells, without a margin; nil where it has no cells.
  init?(of field: MapField) {
    guard !field.latitudes.isEmpty, !field.longitudes.isEmpty else { return nil }
    let rows = MapField.reach(field.latitudes, other: field.longitudes, isLongitude: false)
    let columns = MapField.reach(field.longitudes, other: field.latitudes, isLongitude: true)
    (west, east) = (columns.low, min(columns.high, columns.low + 360))
    (south, north) = (max(-90, rows.low), min(90, rows.high))
  }
}
