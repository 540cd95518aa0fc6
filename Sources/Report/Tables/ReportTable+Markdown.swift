extension ReportTable {
  /// The table in GitHub's and pandoc's pipe syntax, its caption above and its notes below.
  public var markdown: String { "**Table.** " + markdownBody }

  /// The same with the table's number in a report.
  func markdown(number: Int) -> String { "**Table \(number).** " + markdownBody }

  /// Caption, rows and notes.
  private var markdownBody: String {
    var text = MarkdownText.escape(caption) + "\n\n" + markdownRows
    if !notes.isEmpty { text += "\n" + notes.map { MarkdownText.escape($0) + "\n" }.joined(separator: "\n") }
    return text
  }

  /// The head and the rows alone.
  var markdownRows: String {
    var table = MarkdownTable(
      columns.map { (MarkdownText.escape($0.title), $0.alignment == .left ? .left : .right) })
    for row in rows { table.append(row.map(ReportTable.markdown)) }
    return table.text
  }

  private static func markdown(_ cell: Cell) -> String {
    let text =
      switch cell.content {
      // A number needs no escapes, and they would hide it from who searches the report.
      case .number, .exact, .count, .range: display(cell.content)
      case .probability: display(cell.content).replacing("<", with: "&lt;")
      case .estimate:
        display(cell.content).replacing("[", with: "\\[").replacing("]", with: "\\]").replacing(
          "*", with: "\\*")
      case .text(let text): MarkdownText.escape(text)
      }
    return cell.isBold ? "**\(text)**" : text
  }

  /// A cell as people read it, plain text.
  static func display(_ content: Content) -> String {
    switch content {
    case .text(let text): return text
    case .number(let value, let decimals): return FixedNumber.text(value, decimals: decimals)
    case .exact(let value): return FixedNumber.shortest(value)
    case .probability(let p):
      // No p is zero.
      return p.map { $0 < 0.0001 ? "<0.0001" : FixedNumber.text($0, decimals: 4) } ?? FixedNumber.none
    case .count(let count): return FixedNumber.count(count)
    case .range(let lower, let upper, let decimals):
      guard let lower, let upper, lower.isFinite, upper.isFinite else { return FixedNumber.none }
      // Beside a minus a dash would be misread.
      let low = FixedNumber.text(lower, decimals: decimals)
      let high = FixedNumber.text(upper, decimals: decimals)
      return low + (low.hasPrefix("-") || high.hasPrefix("-") ? " to " : "–") + high
    case .estimate(let estimate, let decimals): return display(estimate, decimals: decimals)
    }
  }

  private static func display(_ estimate: Estimate, decimals: Int) -> String {
    let status = ["ok", ""].contains(estimate.status) ? "" : " (\(estimate.status))"
    guard let value = estimate.value, value.isFinite else { return FixedNumber.none + status }
    var text = FixedNumber.text(value, decimals: decimals)
    if estimate.lower != nil || estimate.upper != nil {
      text +=
        " [\(FixedNumber.text(estimate.lower, decimals: decimals)), "
        + "\(FixedNumber.text(estimate.upper, decimals: decimals))]"
    }
    if let effective = estimate.effective, effective.isFinite {
      text += ", n* \(FixedNumber.text(effective, decimals: 0))"
    }
    return text + status
  }
}
