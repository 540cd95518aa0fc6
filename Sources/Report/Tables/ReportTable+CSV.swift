internal import Files

extension ReportTable {
  /// The table as CSV: a head with units, every number in full, `range` and `estimate` cells as fields of their own.
  ///
  /// Text that a spreadsheet would take for a formula (`=`, `+`, `-`, `@` or a control character first) is preceded
  /// by an apostrophe; line breaks and other control characters are replaced.
  public var csv: String {
    var head = CSVRow()
    for title in columns.flatMap(\.fieldTitles) { head.append(title) }
    var text = head.line
    for row in rows {
      var line = CSVRow()
      for cell in row { ReportTable.append(cell.content, to: &line) }
      text += line.line
    }
    return text
  }

  private static func append(_ content: Content, to line: inout CSVRow) {
    switch content {
    case .text(let text): line.append(unarmed(text))
    case .number(let value, _), .exact(let value), .probability(let value): line.append(value)
    case .count(let count): line.append(count)
    case .range(let lower, let upper, _):
      line.append(lower)
      line.append(upper)
    case .estimate(let estimate, _):
      line.append(estimate.value)
      line.append(estimate.lower)
      line.append(estimate.upper)
      line.append(estimate.effective)
      line.append(estimate.status)
    }
  }

  /// Text that no spreadsheet computes.
  static func unarmed(_ text: String) -> String {
    guard let first = text.unicodeScalars.first else { return text }
    let isFormula = "=+-@＝＋－＠".unicodeScalars.contains(first) || PlainText.isControl(first)
    return (isFormula ? "'" : "") + PlainText.line(text)
  }
}
