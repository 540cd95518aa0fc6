internal import Files
internal import Grids
internal import Lab

extension MarkdownReport {
  /// What was read, kept and left out, by stage, product and reason.
  var excluded: String {
    let text = "## What was left out, and why\n\n"
    guard !run.totals.isEmpty else { return text + "The ledger is empty.\n" }
    return text + table(all.exclusions)
  }

  /// How far claims reach.
  var remarks: String {
    guard !run.remarks.isEmpty else { return "" }
    return "## Remarks\n\n" + run.remarks.map { "- \(escape($0))\n" }.joined()
  }

  /// What was wrong in the inputs.
  var problems: String {
    guard !run.problems.isEmpty else { return "" }
    let shown = run.problems.prefix(MarkdownReport.maximumProblems)
    var text = "## Problems in the inputs\n\nNone of them stopped the work.\n\n"
    for problem in shown {
      let line = problem.line.map { ", line \($0)" } ?? ""
      let times = problem.count > 1 ? " (\(FixedNumber.count(problem.count)) times)" : ""
      text += "- \(escape(ReportPath.short(problem.path)))\(line): \(escape(problem.reason))\(times)\n"
    }
    let rest = run.problems.count - shown.count
    if rest > 0 { text += "\nAnd \(plural(rest, "more problem")).\n" }
    return text
  }
}
