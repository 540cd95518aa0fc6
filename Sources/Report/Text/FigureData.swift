internal import Files

/// The text of a figure's `.dat`: blocks of rows that gnuplot reads by `index`, each under a commented header.
///
/// This is the only way text from data reaches gnuplot. Strings are written in double quotes; gnuplot 5.4 resolves
/// backslashes in them (twice) and has no escape for a quote, so `"` and `\` become their look-alikes `”` and `∖`.
struct FigureData {
  /// One cell of a row.
  enum Cell {
    /// Text, quoted.
    case text(String)
    /// A number in its shortest round-trip form, `NaN` where there is none.
    case number(Double?)
    /// A whole number.
    case count(Int)
    /// A number of the layout, rounded to so many decimals.
    case rounded(Double, Int)
  }

  /// The file's text.
  private(set) var text: String
  /// How many blocks there are so far: the `index` of the next one.
  private(set) var blockCount = 0

  /// Starts a file with comment lines; they must be fixed text.
  init(comment: [String]) { text = comment.map { "# " + $0 + "\n" }.joined() }

  /// Appends a block and returns its `index`; an empty block would shift gnuplot's numbering and is not written.
  @discardableResult
  mutating func append(_ title: String, header: [String], rows: [[Cell]]) -> Int? {
    append(title, header: header, parts: [rows])
  }

  /// Appends a block of several lines or areas, which gnuplot does not join; empty ones are left out.
  @discardableResult
  mutating func append(_ title: String, header: [String], parts: [[[Cell]]]) -> Int? {
    let parts = parts.filter { !$0.isEmpty }
    guard !parts.isEmpty else { return nil }
    if blockCount > 0 { text += "\n\n" }
    text += "# \(title)\n# \(header.joined(separator: " "))\n"
    for (position, rows) in parts.enumerated() {
      if position > 0 { text += "\n" }
      for row in rows {
        for (column, cell) in row.enumerated() {
          if column > 0 { text += " " }
          text += FigureData.format(cell)
        }
        text += "\n"
      }
    }
    blockCount += 1
    return blockCount - 1
  }

  /// The cell as gnuplot reads it as one column.
  static func format(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): "\"" + display(text) + "\""
    case .number(let value): value.map { $0.isFinite ? CSVRow.format($0) : "NaN" } ?? "NaN"
    case .count(let value): String(value)
    case .rounded(let value, let decimals):
      value.isFinite ? FixedNumber.text(value, decimals: decimals) : "NaN"
    }
  }

  /// The text as a figure shows it: on one line, without quotes and backslashes.
  static func display(_ text: String) -> String {
    PlainText.line(text).replacing("\"", with: "”").replacing("\\", with: "∖")
  }
}
