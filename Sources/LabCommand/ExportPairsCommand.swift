import ArgumentParser
import Files
import Lab
import Report

struct ExportPairsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export-pairs",
    abstract: "Writes a run's match-ups as CSV, with a script that recomputes its scores with pytesmo.",
    discussion: """
      Then, where pytesmo and pandas are installed: python recompute.py FOLDER
      The folder holds station samples: the archive's terms apply to it (ISMN data may not be passed on).
      """)

  @Argument(help: ArgumentHelp("The folder of a finished run.", valueName: "run"))
  var folder: String

  @Option(name: .long, help: "The folder to write, empty or new.")
  var out: String

  @Flag(name: .long, help: "Replace an earlier export.")
  var overwrite = false

  @Flag(name: .long, help: "No closing words.")
  var quiet = false

  func run() throws {
    let export = try PairExport.write(try FinishedRun(reading: folder), to: out, overwrite: overwrite)
    if !quiet {
      Terminal.output(
        "\(export.pairs) pairs of \(export.series) series; recompute the scores: python \(out.singleLine)/recompute.py \(out.singleLine)"
      )
    }
  }
}
