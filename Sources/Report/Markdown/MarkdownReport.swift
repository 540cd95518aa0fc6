internal import Lab

/// The text of `report.md`.
///
/// What was compared, how, with which result and what was left out, for readers and for a paper's supplement.
/// Everything from data is escaped; no dates of the run, no absolute paths: the same run gives the same bytes.
struct MarkdownReport {
  let run: RunResult
  let figures: [FigureOutcome]
  /// What else the run folder holds: whether `qa4sm.nc` was written.
  let hasExport: Bool

  private let tables: RunTables
  private let numbers = TableNumbers()

  init(run: RunResult, figures: [FigureOutcome], hasExport: Bool) {
    self.run = run
    self.figures = figures
    self.hasExport = hasExport
    tables = RunTables(run)
  }

  /// Per-sensor tables are printed up to so many sensors.
  static let maximumSensors = 50
  /// Summary tables are printed up to so many rows of groups and products.
  static let maximumSummaryRows = 240
  /// So many problems are printed one by one.
  static let maximumProblems = 50

  /// The whole report.
  var text: String {
    [
      opening, products, stations, representativeness, mapSection, method, excluded, results, comparisons,
      requirements, triple, figureSection, sensorSection, remarks, problems, statement, files,
    ].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  var experiment: Experiment { run.experiment }

  func escape(_ text: String) -> String { MarkdownText.escape(text) }

  func plural(_ count: Int, _ one: String) -> String { RunTables.plural(count, one) }

  /// A table of the run with the next number of the report.
  func table(_ table: ReportTable) -> String { table.markdown(number: numbers.next()) }

  /// The run's tables.
  var all: RunTables { tables }
}

/// Numbers the tables in the order they are asked for.
private final class TableNumbers {
  private var last = 0

  func next() -> Int {
    last += 1
    return last
  }
}
