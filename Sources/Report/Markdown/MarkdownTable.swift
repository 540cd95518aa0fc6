/// A table in GitHub's and pandoc's pipe syntax; cells are Markdown already.
struct MarkdownTable {
  /// How a column is set.
  enum Alignment: String {
    /// Text.
    case left = ":---"
    /// Numbers.
    case right = "---:"
  }

  private var lines: [String]

  /// Starts a table with its column heads.
  init(_ columns: [(head: String, alignment: Alignment)]) {
    lines = [
      MarkdownTable.line(columns.map(\.head)), MarkdownTable.line(columns.map(\.alignment.rawValue)),
    ]
  }

  /// Appends a row.
  mutating func append(_ cells: [String]) { lines.append(MarkdownTable.line(cells)) }

  /// The table, with a line end.
  var text: String { lines.joined(separator: "\n") + "\n" }

  private static func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
}
