import ArgumentParser
import Files
import NatureRun
import Report

struct NatureRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "naturerun",
    abstract:
      "Writes a synthetic land of known moisture, what satellites and stations make of it, and the truth.",
    discussion: """
      lab naturerun --out nature                     # the preset demo: 8 by 8 degrees, two years
      lab naturerun --preset study --out nature      # 16 by 16 degrees, four years
      lab naturerun --preset demo --print-config > my.yml   # every setting, to be changed and given by --config
      lab validate nature/experiment.yml --out run   # then: its products at its stations

      The folder then holds observations/ (stacks in the formats of the real products), stations/, ancillary/, truth/ \
      (never to be shown to a method), two experiments, the resolved settings naturerun.yml, and manifest.json, which \
      comes last: without it a folder is no finished run. A run that was stopped is begun anew by the same command. The \
      same settings and seed give the same bytes with any --jobs. All of it is invented; it says nothing about the \
      Earth. More is in docs/nature-run.md.
      """)

  @Option(name: .long, help: "The settings, a YAML file (docs/nature-run.md).")
  var config: String?

  @Option(name: .long, help: "A ready-made choice: demo or study. Default: demo.")
  var preset: String?

  @Option(name: .long, help: "The seed of everything random, in place of the settings' own.")
  var seed: UInt64?

  @Option(name: .long, help: "The folder the run is written into.")
  var out: String?

  @Flag(name: .long, help: "Replace a finished run in the folder.")
  var overwrite = false

  @Flag(
    name: .customLong("print-config"), help: "Print the settings with nothing left to a default, and stop.")
  var printConfig = false

  @OptionGroup var common: CommonOptions

  /// What is told of a finished run.
  private struct Outcome: Encodable {
    var run: String
    var files: Int
    var bytes: Int
    var seconds: Double
    var seed: UInt64
  }

  func validate() throws {
    if let preset, NatureRunSettings.Preset(rawValue: preset) == nil {
      throw ValidationError("--preset takes demo or study.")
    }
    if config != nil, preset != nil { throw ValidationError("Give either --config or --preset, not both.") }
    if out == nil && !printConfig { throw ValidationError("Missing --out FOLDER: where the run is written.") }
  }

  func run() throws {
    let named = preset.flatMap { NatureRunSettings.Preset(rawValue: $0) }
    let settings = try NatureRunWork.settings(config: config, preset: named ?? .demo, seed: seed)
    if printConfig {
      Terminal.output(String(settings.yaml.dropLast()))
      return
    }
    guard let out else { return }
    var progress = ProgressLine(isQuiet: common.quiet)
    let work = NatureRunWork(settings: settings, out: out, overwrite: overwrite, jobs: common.threads)
    let manifest = try work.perform { done, total, what in
      progress.update(done: done, total: total, what: what)
    }
    progress.clear()
    try report(
      Outcome(
        run: out, files: manifest.outputs.count, bytes: manifest.outputs.reduce(0) { $0 + $1.bytes },
        seconds: manifest.run.seconds, seed: settings.seed))
  }

  private func report(_ outcome: Outcome) throws(Failure) {
    if common.json {
      Terminal.output(try JSONText.text(outcome))
    } else if !common.quiet {
      Terminal.output(
        "Wrote \(outcome.files) files, \(outcome.bytes / 1_000_000) MB, in \(Int(outcome.seconds.rounded())) s. "
          + "Next: lab validate \(outcome.run)/experiment.yml --out run")
    }
  }
}
