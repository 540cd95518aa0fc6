import ArgumentParser
import Files
import Foundation
import Lab
import NatureRun
import Report

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Makes a synthetic world, validates what its satellites see, and writes it up on one page.",
    discussion: """
      The same as these commands, and a page above their reports:
        lab naturerun --out OUT/nature-run
        lab validate OUT/nature-run/experiment.yml --out OUT/stations
        lab validate OUT/nature-run/experiment-truth.yml --out OUT/truth     # and -dekads, -cores
      Then read OUT/report.md. A part that is finished and made from the same settings is kept unless --overwrite is \
      given, so that a demonstration that was stopped is completed by the same command.
      """)

  @Option(name: .long, help: "The folder everything is written into.")
  var out: String

  @Option(name: .long, help: "The settings of the nature run, a YAML file. Default: the preset demo.")
  var config: String?

  @Option(name: .long, help: "The seed of everything random, in place of the settings' own.")
  var seed: UInt64?

  @Flag(name: .long, help: "Make every part anew.")
  var overwrite = false

  @Flag(name: .customLong("no-figures"), help: "Write the figures' data and scripts, but do not run gnuplot.")
  var noFigures = false

  @OptionGroup var common: CommonOptions

  /// What the command says when it is done.
  private struct Outcome: Encodable {
    var page: String
    var seconds: [String: Double]
  }

  func run() async throws {
    let settings = try NatureRunWork.settings(config: config, preset: .demo, seed: seed)
    var clock = StepClock(isQuiet: common.quiet || common.json)
    let parts = DemoParts(folder: out, settings: settings)
    let isNew = overwrite || !parts.hasWorld
    if isNew {
      try await clock.step("nature run") { progress in
        let work = NatureRunWork(
          settings: settings, out: parts.world, overwrite: true, jobs: common.threads)
        _ = try work.perform(progress: progress)
      }
    }
    for part in parts.validations where isNew || !part.isWhole {
      try await clock.step("validation: \(part.name)") { progress in
        let run = ValidationRun(
          experiment: part.experiment, out: part.out, overwrite: true, jobs: common.threads,
          formats: noFigures ? [] : FigureFormat.standard)
        _ = try await run.perform(progress: progress)
      }
    }
    try await clock.step("page") { progress in
      try await parts.writePage(jobs: common.threads, drawsWorld: !noFigures) { progress(0, 1, $0) }
    }
    if common.json {
      Terminal.output(try JSONText.text(Outcome(page: parts.page, seconds: clock.seconds)))
    } else if !common.quiet {
      Terminal.output("Read \(parts.page)")
    }
  }
}

/// Times the steps of a long command and tells of each when it is done.
private struct StepClock {
  let isQuiet: Bool
  private(set) var seconds: [String: Double] = [:]

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  /// Does one step with a progress line of its own.
  mutating func step(
    _ name: String, _ body: (_ progress: @escaping Validation.Progress) async throws -> Void
  ) async throws {
    let start = Date()
    let line = SharedProgressLine(isQuiet: isQuiet)
    try await body { done, total, what in line.update(done: done, total: total, what: "\(name): \(what)") }
    line.clear()
    let taken = Date().timeIntervalSince(start)
    seconds[name] = taken
    if !isQuiet { Terminal.output("\(name): \(Int(taken.rounded())) s") }
  }
}

/// A progress line that closures can share.
private final class SharedProgressLine {
  private var line: ProgressLine

  init(isQuiet: Bool) { line = ProgressLine(isQuiet: isQuiet) }

  func update(done: Int, total: Int, what: String) { line.update(done: done, total: total, what: what) }

  func clear() { line.clear() }
}
