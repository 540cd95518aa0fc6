/// One row of our CSV files: comma, quotes only where needed, `.` decimals, empty = not available (DESIGN §5).
public struct CSVRow {
  /// The row's text so far, without the line end.
  public private(set) var text = ""
  private var isFirst = true

  /// An empty row.
  public init() {}

  /// Appends a text field, quoted where it holds a comma, a quote or a line break (RFC 4180).
  public mutating func append(_ field: String) {
    separate()
    if field.utf8.contains(where: { $0 == 44 || $0 == 34 || $0 == 10 || $0 == 13 }) {
      text += "\"" + field.replacing("\"", with: "\"\"") + "\""
    } else {
      text += field
    }
  }

  /// Appends a number in its shortest round-trip form; `nil` and NaN are an empty field.
  public mutating func append(_ value: Double?) {
    separate()
    if let value, value.isFinite { text += CSVRow.format(value) }
  }

  /// Appends a whole number; `nil` is an empty field.
  public mutating func append(_ value: Int?) {
    separate()
    if let value { text += String(value) }
  }

  /// The row with its line end.
  public var line: String { text + "\n" }

  /// The shortest text that reads back as the same number, without a trailing `.0`, independent of the locale.
  public static func format(_ value: Double) -> String {
    if value == 0 { return "0" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private mutating func separate() {
    if isFirst { isFirst = false } else { text += "," }
  }
}
