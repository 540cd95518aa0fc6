extension ReportTable {
  /// The table as a LaTeX float with the rules of `booktabs`; `\usepackage{booktabs}` is all it needs.
  ///
  /// Scripts other than Latin need LuaLaTeX or XeLaTeX and a font that has them.
  public var latex: String {
    let setting = columns.map { $0.alignment == .left ? "l" : "r" }.joined()
    var text = """
      \\begin{table}
      \\centering
      \\caption{\(LaTeXText.escape(caption))}
      \\label{tab:\(id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })}
      \\begin{tabular}{\(setting)}
      \\toprule
      \(columns.map { LaTeXText.escape($0.title) }.joined(separator: " & ")) \\\\
      \\midrule

      """
    for row in rows { text += row.map(ReportTable.latex).joined(separator: " & ") + " \\\\\n" }
    text += "\\bottomrule\n\\end{tabular}\n"
    for note in notes { text += "\\par\\footnotesize \(LaTeXText.escape(note))\n" }
    return text + "\\end{table}\n"
  }

  private static func latex(_ cell: Cell) -> String {
    let text = LaTeXText.escape(display(cell.content), isNumber: cell.content.isNumber)
    return cell.isBold ? "\\textbf{\(text)}" : text
  }
}

extension ReportTable.Content {
  /// Whether a hyphen in it is a minus.
  fileprivate var isNumber: Bool {
    switch self {
    case .text: false
    case .number, .exact, .probability, .count, .range, .estimate: true
    }
  }
}
