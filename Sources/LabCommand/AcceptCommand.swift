import ArgumentParser
import Files
import Lab
import Report

struct AcceptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Stores a run's accuracy table as a baseline for `lab check`.",
    discussion: """
      The baseline is a folder with scores.csv, summary.csv, stations.csv, experiment.yml and a manifest of the inputs: \
      no sample of a station, so that it can be kept under version control (docs/regression-check.md).
      """)

  @Argument(help: ArgumentHelp("The folder of a finished run.", valueName: "run"))
  var folder: String

  @Option(name: .long, help: "The baseline's name: letters, digits, '-', '_' and '.'.")
  var name: String

  @Option(name: .long, help: "The folder that baselines are kept in.")
  var baselines: String = Baseline.defaultFolder

  @Flag(name: .long, help: "Replace the baseline of that name.")
  var overwrite = false

  @Flag(name: .long, help: "No closing words.")
  var quiet = false

  func run() throws {
    let path = try Baseline.accept(
      try FinishedRun(reading: folder), name: name, in: baselines, overwrite: overwrite)
    if !quiet { Terminal.output("Accepted as \(path.singleLine)") }
  }
}
