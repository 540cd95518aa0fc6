import Files
import Foundation
import Lab
import Report

/// One validation from an experiment to a published run folder, as `lab validate` and `lab demo` do it.
struct ValidationRun {
  var experiment: String
  var out: String
  var overwrite = false
  var jobs: Int
  /// What figures are drawn as; empty where only their data and scripts are written.
  var formats = FigureFormat.standard

  /// Matches, scores, reports and publishes.
  /// - Throws: `Failure` of the kind of what went wrong; the folder then holds what it held before.
  nonisolated(nonsending) func perform(
    progress: Validation.Progress
  ) async throws -> (result: RunResult, report: ReportOutcome) {
    let started = Date()
    let resolved = try Experiment.read(path: experiment)
    let folder = try RunFolder(path: out, overwrite: overwrite)
    let plan = try Plan(resolved, jobs: jobs, scratch: folder.file(""), progress: progress)
    let result = try Validation.run(plan, into: folder, jobs: jobs, progress: progress)
    let report = try await ReportWriter.write(
      result, into: folder, jobs: jobs, drawsFigures: !formats.isEmpty, formats: formats)
    try Manifest.seal(plan, result, in: folder, jobs: jobs, started: started)
    try folder.publish()
    return (result, report)
  }
}
