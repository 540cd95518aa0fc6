import ArgumentParser
import Files
import Foundation
import Lab
import Report
import Statistics

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Holds the products of finished runs against each other at the sensors they share.",
    discussion: """
      With several runs, products of different runs are compared; with one, its own. The runs may be of one \
      experiment or of several; sensors are the same where network, station, instrument and depths are. The first \
      run's strata, scalings, metrics and minima hold. Written are comparisons.csv, comparison.md and \
      manifest.json (docs/comparisons.md).
      """)

  @Argument(help: "Folders of finished runs.")
  var runs: [String]

  @Option(name: .long, help: "The folder the comparison is written into.")
  var out: String

  @Option(name: .long, help: "What is a common sample: day, window or exact. Default: as the first run says.")
  var common: String?

  @Flag(name: .long, help: "Replace a finished comparison in the folder.")
  var overwrite = false

  @OptionGroup var options: CommonOptions

  func run() throws {
    var rule: Experiment.Comparison.Common?
    if let common {
      rule = Experiment.Comparison.Common(rawValue: common)
      guard rule != nil else {
        let known = Experiment.Comparison.Common.allCases.map(\.rawValue).joined(separator: ", ")
        throw Failure(.usage, "unknown --common '\(common)'", advice: "Known: \(known)")
      }
    }
    // With --overwrite the comparison would take the place of what it is made from.
    if runs.contains(where: { Paths.absolute($0) == Paths.absolute(out) }) {
      throw Failure(.usage, "is one of the runs to compare", path: out, advice: "Choose another --out")
    }
    let started = Date()
    var finished: [FinishedRun] = []
    for run in runs { finished.append(try FinishedRun(reading: run)) }
    let join = try RunJoin(finished, common: rule)
    let folder = try RunFolder(path: out, overwrite: overwrite)
    var progress = ProgressLine(isQuiet: options.quiet)
    let table = try join.comparisons(jobs: options.threads) { done, total, what in
      progress.update(done: done, total: total, what: what)
    }
    try join.write(table, into: folder)
    try AtomicFile.write(
      ComparisonReport.text(join, table, folders: runs.map(Paths.name)), to: folder.file("comparison.md"))
    try Manifest.seal(join, in: folder, jobs: options.threads, started: started)
    try folder.publish()
    progress.clear()
    let outcome = ComparisonOutcome(join, table, folder: out)
    if options.json {
      Terminal.output(try JSONText.text(outcome))
    } else if !options.quiet {
      Terminal.output(outcome.text)
    }
  }
}

/// What `lab compare` says when it is done, in words or as JSON.
struct ComparisonOutcome: Encodable {
  struct Row: Encodable {
    var product: String
    var referenceProduct: String
    var metric: String
    var scaling: String
    var difference: Double?
    var lower: Double?
    var upper: Double?
    var adjustedP: Double?
    var verdict: String
    var stations: Int
    var networks: Int
    var pairs: Int
    var status: String
  }
  var folder: String
  var sensors: Int
  var remarks: [String]
  /// The rows over all stations; the groups are in `comparisons.csv`.
  var comparisons: [Row]

  init(_ join: RunJoin, _ table: ComparisonTable, folder: String) {
    self.folder = folder
    sensors = join.sensors.count
    remarks = join.remarks
    comparisons = table.rows.filter { $0.stratification == .all }.map { row in
      Row(
        product: row.product, referenceProduct: row.referenceProduct, metric: row.metric.rawValue,
        scaling: row.scaling.rawValue, difference: row.difference, lower: row.lower, upper: row.upper,
        adjustedP: row.adjustedP, verdict: row.verdict.rawValue, stations: row.stations,
        networks: row.networks, pairs: row.pairs, status: row.status.rawValue)
    }
  }

  var text: String {
    var lines = ["\(sensors) sensors compared"]
    for row in comparisons where row.verdict != "undecided" {
      lines.append(
        "\(row.product) is \(row.verdict) than \(row.referenceProduct) in \(row.metric)".singleLine
          + (row.scaling == "none" ? "" : " (\(row.scaling))")
          + (row.status == "theseStations" ? " at these stations" : ""))
    }
    if lines.count == 1 { lines.append("No difference over all stations is decided") }
    lines += remarks.map(\.singleLine)
    lines.append("Read \(folder)/comparison.md")
    return lines.joined(separator: "\n")
  }
}
