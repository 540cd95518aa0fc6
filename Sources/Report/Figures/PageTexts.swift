/// Texts at places of a page, gathered by their look so that each look is one block of the `.dat`.
struct PageTexts {
  /// How a text is set.
  struct Look: Hashable {
    /// Where the text stands from its point: `left` starts there, `center` is centred on it, `right` ends there.
    var alignment: String
    /// Whether the small font is used.
    var isSmall: Bool
    /// Whether the text is grey.
    var isMuted = false
  }

  private var looks: [Look] = []
  private var texts: [Look: [(x: Double, y: Double, text: String)]] = [:]

  /// Adds a text whose middle height is at `y`, pixels from the bottom.
  mutating func add(_ text: String, x: Double, y: Double, look: Look) {
    if texts[look] == nil { looks.append(look) }
    texts[look, default: []].append((x, y, text))
  }

  /// Writes the blocks and returns the clauses of a `plot` command that draw them.
  func write(to data: inout FigureData) -> [String] {
    looks.compactMap { look in
      let rows = (texts[look] ?? []).map { item in
        [
          FigureData.Cell.number((item.x * 100).rounded() / 100), .number((item.y * 100).rounded() / 100),
          .text(item.text),
        ]
      }
      guard
        let index = data.append(
          "page texts, \(look.alignment)", header: ["x_px", "y_px", "text"], rows: rows)
      else { return nil }
      let size = look.isSmall ? FigurePage.smallFontSize : FigurePage.fontSize
      let colour = look.isMuted ? "#595959" : "#000000"
      return "data index \(index) using 1:2:(stringcolumn(3)) with labels \(look.alignment) "
        + "font face.',\(size)' textcolor rgb '\(colour)' noenhanced"
    }
  }
}

/// A legend laid out in rows that fit the page.
struct FigureLegend {
  /// The height of a row of entries.
  static let rowHeight = 13.0
  private static let swatch = 14.0
  private static let gap = 12.0

  /// Where each entry's swatch is centred, by entry: pixels from the left, rows from the top.
  var places: [(x: Double, row: Int)] = []
  /// The entries' texts, cut where one alone is wider than the page.
  var texts: [String] = []
  /// How many rows there are.
  var rowCount = 0

  /// The height of all rows.
  var height: Double { Double(rowCount) * FigureLegend.rowHeight }

  /// Lays out entries between two margins.
  init(entries: [String], left: Double, right: Double) {
    var x = left
    for entry in entries {
      let text = TextWidth.fitted(
        FigureData.display(entry), fontSize: FigurePage.fontSize, limit: right - left - FigureLegend.swatch)
      let width = FigureLegend.swatch + TextWidth.of(text, fontSize: FigurePage.fontSize) * 1.03
      if x > left, x + width > right {
        x = left
        rowCount += 1
      }
      places.append((x + 5, rowCount))
      texts.append(text)
      x += width + FigureLegend.gap
    }
    rowCount = entries.isEmpty ? 0 : rowCount + 1
  }

  /// The height of an entry's middle, where the legend's top is at `top`.
  func y(_ entry: Int, top: Double) -> Double {
    top - (Double(places[entry].row) + 0.5) * FigureLegend.rowHeight
  }

  /// The x at which an entry's text starts.
  func textX(_ entry: Int) -> Double { places[entry].x + FigureLegend.swatch - 5 }
}
