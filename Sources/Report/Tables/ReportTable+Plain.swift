extension ReportTable {
  /// The rows for a terminal: columns of equal width, no control characters, columns that say nothing left out.
  public var plain: String {
    var cells = [columns.map { PlainText.line($0.title) }]
    for row in rows { cells.append(row.map { PlainText.line(ReportTable.display($0.content)) }) }
    let shown = columns.indices.filter { column in
      cells.dropFirst().contains { !$0[column].isEmpty && $0[column] != FixedNumber.none }
    }
    let widths = columns.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    return cells.map { row in
      let line = shown.map { column in
        let padding = String(repeating: " ", count: max(0, widths[column] - row[column].count))
        return columns[column].alignment == .left ? row[column] + padding : padding + row[column]
      }.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}
