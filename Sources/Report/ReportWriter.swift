public import Files
public import Lab

/// Writes what is drawn from a finished run's tables: figures, `report.md` and `qa4sm.nc`.
public enum ReportWriter {
  /// Writes `figures/`, `qa4sm.nc` and `report.md` into a run folder.
  ///
  /// Nothing is computed again: every number comes from the run's tables. The bytes depend on the run alone, except
  /// that the report says so where figures could not be drawn.
  /// - Parameters:
  ///   - run: the finished run.
  ///   - folder: the locked run folder.
  ///   - jobs: how many gnuplots may run at a time.
  ///   - drawsFigures: whether pictures are drawn; scripts and data are written in any case.
  /// - Returns: what became of each figure. A missing gnuplot is a warning, not a failure: the scores matter most.
  /// - Throws: `Failure` (data) where a file cannot be written.
  public nonisolated(nonsending) static func write(
    _ run: RunResult, into folder: RunFolder, jobs: Int, drawsFigures: Bool
  ) async throws(Failure) -> ReportOutcome {
    try folder.createFolder("figures")
    let figures = try await FigureSet.write(
      FigureSet.plan(run), folder: folder.file("figures"), jobs: jobs, draws: drawsFigures)
    var outcome = ReportOutcome(figures: figures, warnings: [], gnuplotVersion: nil)
    if drawsFigures {
      outcome.gnuplotVersion = await Gnuplot.version()
      var reasons: [(reason: String, count: Int)] = []
      for case .notDrawn(let reason) in figures.map(\.status) {
        if let known = reasons.firstIndex(where: { $0.reason == reason }) {
          reasons[known].count += 1
        } else {
          reasons.append((reason, 1))
        }
      }
      outcome.warnings += reasons.map { "\($0.count) figure(s) not drawn: \($0.reason)" }
    }
    let hasExport = try QA4SMExport.write(run, to: folder.file("qa4sm.nc"))
    try AtomicFile.write(
      MarkdownReport(run: run, figures: figures, hasExport: hasExport).text, to: folder.file("report.md"))
    return outcome
  }
}
