public import Files
public import Lab

/// Writes what is drawn from a finished run's tables: figures, `report.md` and `qa4sm.nc`.
public enum ReportWriter {
  /// Writes `figures/`, `qa4sm.nc` and `report.md` into a run folder.
  ///
  /// Every score comes from the run's tables; figures of the pairs read `matchups.nc` and `rain.nc` in the folder. The bytes depend on the run alone, except
  /// that the report says so where figures could not be drawn.
  /// - Parameters:
  ///   - run: the finished run.
  ///   - folder: the locked run folder.
  ///   - jobs: how many gnuplots may run at a time.
  ///   - drawsFigures: whether pictures are drawn; scripts and data are written in any case.
  ///   - formats: what they are drawn as.
  /// - Returns: what became of each figure. A missing gnuplot is a warning, not a failure: the scores matter most.
  /// - Throws: `Failure` (data) where a file cannot be written.
  public nonisolated(nonsending) static func write(
    _ run: RunResult, into folder: RunFolder, jobs: Int, drawsFigures: Bool,
    formats: [FigureFormat] = FigureFormat.standard
  ) async throws(Failure) -> ReportOutcome {
    try folder.createFolder("figures")
    let matchUps = folder.file("matchups.nc")
    var pairs: RunPairs?
    if Paths.exists(matchUps), !run.sensors.isEmpty {
      pairs = try RunPairs(
        reading: matchUps, sensors: run.sensors.count, products: run.experiment.products.count)
    }
    let figures = try await FigureSet.write(
      FigureCatalogue(run).entries.filter(\.isStandard),
      desk: FigureDesk(run: run, pairs: pairs, rain: try RunRain(reading: folder.file("rain.nc"))),
      folder: folder.file("figures"), jobs: jobs, formats: drawsFigures ? formats : [])
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
