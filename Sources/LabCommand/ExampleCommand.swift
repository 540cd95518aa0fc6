import ArgumentParser
import Files
import Foundation
import NatureRun

struct ExampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "example",
    abstract: "Writes a small synthetic archive, three products and an experiment to try the laboratory on.",
    discussion: """
      Stations, networks and values are invented; the formats are the real ones: an ISMN archive with both kinds of \
      .stm file and its metadata, and cell files in the three time-series layouts. The same seed gives the same bytes.
      """)

  @Argument(help: "The folder to write into.")
  var folder: String

  @Option(name: .long, help: "The seed of everything random.")
  var seed: UInt64 = 1

  @Flag(name: .long, help: "Replace an example that is already there.")
  var overwrite = false

  @Flag(name: .long, help: "No closing words.")
  var quiet = false

  func run() throws {
    let experiment = folder + "/experiment.yml"
    if Paths.exists(experiment) && !overwrite {
      throw Failure(
        .usage, "the folder already holds an example", path: folder,
        advice: "Choose another, or pass --overwrite")
    }
    try ExampleArchive.write(to: folder, seed: seed)
    if !quiet {
      Terminal.output(
        "Wrote \(folder). Next: lab inspect \(experiment), lab validate \(experiment) --out run")
    }
  }
}
