public import Files
internal import Foundation

extension AccuracyCheck {
  /// One line that says how it went.
  public var headline: String {
    let counted = CheckVerdict.allCases.compactMap { verdict in
      counts[verdict].map { "\($0) \(verdict.rawValue)" }
    }
    let outcome = regressions == 0 ? "passed" : "FAILED"
    return "Check against \(baseline) \(outcome), \(mode.rawValue): \(counted.joined(separator: ", "))"
  }

  /// The rows that are not `same`, worst first, as a table; `limit` rows at most.
  public func table(limit: Int = .max) -> ReportTable {
    var table = ReportTable(
      id: "check",
      caption: "Accuracy held against the baseline \(baseline), \(mode.rawValue), worst first.",
      columns: [
        .init("Verdict", .left), .init("Product", .left), .init("Stratum", .left), .init("Group", .left),
        .init("Scaling", .left), .init("Metric", .left), .init("Station", .left), .init("Baseline"),
        .init("Run"),
        .init("Difference"), .init("Interval", kind: .range(lower: "Lower", upper: "Upper")),
        .init("p adjusted"), .init("n"), .init("Remark", .left),
      ], notes: notes)
    let shown = rows.filter { $0.verdict != .same }
    for row in shown.prefix(limit) {
      table.append([
        .init(.text(row.verdict.rawValue), isBold: row.verdict.isRegression), .init(.text(row.product)),
        .init(.text(row.stratum)), .init(.text(row.group)), .init(.text(row.scaling)),
        .init(.text(row.metric)),
        .init(.text(row.place)), .init(.number(row.baseline, decimals: 4)),
        .init(.number(row.run, decimals: 4)),
        .init(.number(row.difference, decimals: 4)), .init(.range(row.lower, row.upper, decimals: 4)),
        .init(.probability(row.adjustedP)), .init(row.stations.map { .count($0) } ?? .text("")),
        .init(.text(row.reason)),
      ])
    }
    if shown.count > limit { table.notes.insert("And \(shown.count - limit) rows more.", at: 0) }
    return table
  }

  private var notes: [String] {
    switch mode {
    case .sameInputs:
      [
        "Inputs and experiment are those of the baseline, so every number must agree within "
          + "\(CSVRow.format(tolerance)) relative; changed means that one does not."
      ]
    case .changedInputs:
      [
        "Difference is run minus baseline, the mean over the n sensors that both have. A row is improved or worse where p, "
          + "adjusted for the number of rows, is below \(FixedNumber.text(significance, decimals: 2)) and the interval "
          + "says so; bias is better where it is nearer to zero. Rows that are the same are not listed."
      ]
    }
  }

  /// What a terminal shows: the headline, the remarks and the worst rows.
  public func terminalText(limit: Int = 40) -> String {
    var lines = [PlainText.line(headline)] + remarks.map { "  " + PlainText.line($0) }
    if rows.contains(where: { $0.verdict != .same }) {
      let table = table(limit: limit)
      lines.append(table.plain)
      if table.notes.count > 1 { lines.append(table.notes[0]) }
    }
    return lines.joined(separator: "\n")
  }

  /// The whole check as a Markdown page.
  public var markdown: String {
    var text =
      "# Accuracy check against \(MarkdownText.escape(baseline))\n\n\(MarkdownText.escape(headline))\n\n"
    for remark in remarks { text += "- \(MarkdownText.escape(remark))\n" }
    if !remarks.isEmpty { text += "\n" }
    return text
      + (rows.contains { $0.verdict != .same } ? table().markdown : "Nothing differs from the baseline.\n")
  }

  /// The whole check as JSON: counts by verdict, and every row that is not the same.
  /// - Throws: `Failure` (internal) where it cannot be encoded.
  public func json() throws(Failure) -> String {
    struct Page: Encodable {
      var baseline: String
      var mode: Mode
      var passed: Bool
      var counts: [String: Int]
      var remarks: [String]
      var rows: [CheckRow]
    }
    let page = Page(
      baseline: baseline, mode: mode, passed: regressions == 0,
      counts: Dictionary(uniqueKeysWithValues: CheckVerdict.allCases.map { ($0.rawValue, counts[$0] ?? 0) }),
      remarks: remarks, rows: rows.filter { $0.verdict != .same })
    return try JSONText.text(page)
  }
}
