import ArgumentParser
import Files
import Foundation

/// What `make bench` runs; not installed with `lab` (docs/benchmarks.md).
@main
struct LabBenchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Times reading, scoring and intervals, and how a run grows with its stations.",
    subcommands: [
      SpeedCommand.self, GrowthCommand.self, GenerateCommand.self, StackCommand.self,
      GenerateDaysCommand.self, SmoothingCommand.self, NeuralCommand.self,
    ])
}

/// Reading, scoring and intervals, in this process.
struct SpeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "speed",
    abstract: "Times reading, scoring and intervals on the example and, if given, on real data.")

  @Option(help: "A folder for the data that are made; what the peers need stays in it.")
  var work: String

  @Option(help: "The folder with real archives and products (ismn/, cells/).")
  var data: String?

  @Option(help: "How often each case is timed after one warm-up.")
  var repetitions = 7

  func validate() throws {
    if repetitions < 1 { throw ValidationError("--repetitions must be at least 1.") }
  }

  func run() throws {
    let sets = try BenchmarkSet.prepare(in: work, data: data)
    var results = Results(repetitions: repetitions)
    for set in sets { try ReadingCases.run(set, into: &results) }
    for set in sets { try ScoringCases.run(set, folder: work, into: &results) }
    try IntervalCases.run(into: &results, folder: work)
    print(results.table)
    print(
      "\nPeak resident memory of all cases together: \(Usage.megabytes(Usage.ofThisProcess().peakBytes))\n")
    try results.tabSeparated.write(toFile: work + "/lab.tsv", atomically: true, encoding: .utf8)
  }
}

/// Runs of `lab` over more and more generated stations, one child process at a time.
struct GrowthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "growth", abstract: "Runs lab validate on archives of growing size and measures each run.")

  @Option(help: "A folder for the archives and the runs.")
  var work: String

  @Option(help: "The lab program.")
  var lab: String

  @Option(parsing: .upToNextOption, help: "The numbers of stations.")
  var stations = [10, 100, 1000]

  @Option(help: "Threads of each run.")
  var jobs = 2

  @Option(help: "How often each size is run; the fastest counts.")
  var repetitions = 2

  func validate() throws {
    if repetitions < 1 || jobs < 1 { throw ValidationError("--repetitions and --jobs must be at least 1.") }
    if stations.contains(where: { $0 < 1 }) { throw ValidationError("--stations must be at least 1.") }
  }

  func run() throws {
    var runs: [Growth.Run] = []
    for count in stations {
      runs.append(
        try Growth.measure(stations: count, work: work, lab: lab, jobs: jobs, repetitions: repetitions))
    }
    print(Growth.table(runs))
  }
}

/// Writes one generated archive.
///
/// A process of its own, so that the one that measures stays small: a child's peak memory counts from its
/// parent's at the time it was started.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Writes a generated archive with one product and its experiment.")

  @Option(help: "The folder to write into.")
  var folder: String

  @Option(help: "The number of stations.")
  var stations: Int

  func run() throws { try GeneratedArchive.write(to: folder, stations: stations, seed: 1) }
}

/// Daily global maps at many stations, against netCDF's own time.
struct StackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stack",
    abstract: "Runs lab validate on generated daily maps and compares it with reading them by netCDF alone.")

  @Option(help: "A folder for the data, kept for the peers; 1,000 stations and 2,000 days need 2 GB.")
  var work: String

  @Option(help: "The lab program.")
  var lab: String

  @Option(help: "The number of stations.")
  var stations = 1000

  @Option(help: "The number of daily files.")
  var days = 2000

  @Option(parsing: .upToNextOption, help: "Threads of the runs.")
  var jobs = [1, 2]

  @Option(help: "How often each is run; the fastest counts.")
  var repetitions = 2

  func run() throws {
    let folder = try StackCase.prepare(work: work, stations: stations, days: days)
    try StackCase.run(folder: folder, lab: lab, jobs: jobs, repetitions: repetitions)
  }
}

/// Writes the daily maps and their stations.
struct GenerateDaysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate-days", abstract: "Writes daily global maps, stations and their experiment.")

  @Option(help: "The folder to write into.")
  var folder: String

  @Option(help: "The number of stations.")
  var stations: Int

  @Option(help: "The number of days.")
  var days: Int

  func run() throws {
    try GeneratedDays.write(0..<days, to: folder, seed: 1)
    try GeneratedDays.writeStations(to: folder, stations: stations, days: days, seed: 1)
  }
}
