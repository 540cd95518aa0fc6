import ArgumentParser
import Files
import Lab
import Report

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Holds a run's accuracy against an accepted baseline.",
    discussion: """
      From the same inputs every number must agree within 1e-9 relative. Where inputs or the experiment changed, each \
      row's difference is tested on the stations both have; missing rows and stations always count.

      Exit codes: 0 passed, 1 something is worse, changed or missing, 2 usage, 3 a run or baseline cannot be read.
      """)

  @Argument(help: ArgumentHelp("The folder of a finished run.", valueName: "run"))
  var folder: String

  @Option(name: .long, help: "The baseline's name.")
  var baseline: String

  @Option(name: .long, help: "The folder that baselines are kept in.")
  var baselines: String = Baseline.defaultFolder

  @Option(name: .long, help: "A file that the whole check is written to as Markdown.")
  var markdown: String?

  @Flag(name: .long, help: "Print the check as JSON on standard output.")
  var json = false

  @Flag(name: .long, help: "Print nothing but the regressions' number, on standard error.")
  var quiet = false

  func run() throws {
    let accepted = try StoredAccuracy(reading: try Baseline.existing(baseline, in: baselines))
    let check = try AccuracyCheck(
      StoredAccuracy(of: try FinishedRun(reading: folder)), against: accepted, name: baseline)
    if let markdown { try AtomicFile.write(check.markdown, to: markdown) }
    if json {
      Terminal.output(try check.json())
    } else if !quiet {
      Terminal.output(check.terminalText())
    }
    if check.regressions > 0 {
      let elsewhere = baselines == Baseline.defaultFolder ? "" : " --baselines \(baselines)"
      throw Failure(
        .regression,
        "\(check.regressions) regression\(check.regressions == 1 ? "" : "s") against the baseline \(baseline)",
        path: folder,
        advice:
          "If they are meant, accept the run: lab accept \(folder) --name \(baseline)\(elsewhere) --overwrite"
      )
    }
  }
}
