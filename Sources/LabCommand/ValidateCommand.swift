import ArgumentParser
import Files
import Foundation
import Lab
import Report

struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Matches, scores and reports the products of an experiment at its stations, or against a grid.",
    discussion: """
      The smallest experiment, paths relative to its file:
        stations: {archive: data/ismn.zip}
        products:
          - {name: ERA5-Land, description: era5-land, files: data/era5land/*.nc}
      Instead of stations a grid may be given: reference: {description: era5-land, files: data/era5land/*.nc}.
      Run `lab inspect EXPERIMENT` first: it counts the pairs without scoring them, and `--print-config` writes every \
      default out. The run folder then holds report.md, scores.csv, summary.csv, comparisons.csv, \
      verdicts.csv, exclusions.csv, matchups.nc, qa4sm.nc, figures/, experiment.yml and manifest.json.
      """)

  @Argument(help: "The experiment, a YAML file.")
  var experiment: String

  @Option(name: .long, help: "The folder the run is written into.")
  var out: String?

  @Flag(name: .long, help: "Replace a finished run in the folder.")
  var overwrite = false

  @Flag(name: .long, help: "Exit with 4 where anything was skipped or repaired in the inputs.")
  var strict = false

  @Flag(name: .customLong("no-figures"), help: "Write the figures' data and scripts, but do not run gnuplot.")
  var noFigures = false

  @Option(name: .long, help: "What the figures are drawn as, of svg, png and pdf. Default: svg,png.")
  var formats: String?

  @Flag(name: .customLong("print-config"), help: "Print the experiment with every default, and stop.")
  var printConfig = false

  @OptionGroup var common: CommonOptions

  private var figureFormats: [FigureFormat]? {
    guard let formats else { return FigureFormat.standard }
    let named = formats.split(separator: ",").map { FigureFormat(rawValue: $0.lowercased()) }
    let known = named.compactMap { $0 }
    return known.isEmpty || known.count < named.count ? nil : known
  }

  func validate() throws {
    if figureFormats == nil { throw ValidationError("--formats takes svg, png and pdf, such as svg,pdf.") }
    if out == nil && !printConfig { throw ValidationError("Missing --out FOLDER: where the run is written.") }
  }

  func run() async throws {
    if printConfig {
      let resolved = try Experiment.read(path: experiment)
      Terminal.output(String(resolved.yaml.dropLast()))
      return
    }
    guard let out else { return }
    var progress = ProgressLine(isQuiet: common.quiet)
    let run = ValidationRun(
      experiment: experiment, out: out, overwrite: overwrite, jobs: common.threads,
      formats: noFigures ? [] : figureFormats ?? FigureFormat.standard)
    let (result, report) = try await run.perform { done, total, what in
      progress.update(done: done, total: total, what: what)
    }
    progress.clear()

    let outcome = ValidationOutcome(result, folder: out, report: report)
    if common.json {
      Terminal.output(try JSONText.text(outcome))
    } else if !common.quiet {
      Terminal.output(outcome.text)
    }
    if strict && !result.problems.isEmpty {
      throw Failure(
        .partial,
        "\(result.problems.count) problem\(result.problems.count == 1 ? "" : "s") in the inputs; the run is complete without what was skipped",
        path: out, advice: "They are listed in report.md")
    }
  }
}
