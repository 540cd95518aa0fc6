public import Files
public import Lab

/// A run held against an accepted accuracy table.
///
/// From the same inputs every number must come out again. Where inputs or the experiment changed, each row's
/// difference is tested on the stations that both have (``PairedRows``).
public struct AccuracyCheck: Codable, Sendable {
  /// What the two have in common.
  public enum Mode: String, Codable, Sendable {
    /// The same inputs and experiment: the numbers must agree.
    case sameInputs = "same inputs"
    /// Something changed: differences are tested.
    case changedInputs = "changed inputs"
  }

  /// The baseline's name.
  public let baseline: String
  /// What the two have in common.
  public let mode: Mode
  /// The largest relative difference that counts as none, where inputs are the same.
  public let tolerance: Double
  /// 1 − level: adjusted p-values below it are beyond chance.
  public let significance: Double
  /// What else a reader should know: how inputs, experiment and sample differ.
  public let remarks: [String]
  /// The rows, worst first.
  public let rows: [CheckRow]

  /// How many rows have each verdict.
  public var counts: [CheckVerdict: Int] { Dictionary(rows.map { ($0.verdict, 1) }, uniquingKeysWith: +) }

  /// How many rows are regressions.
  public var regressions: Int { rows.count { $0.verdict.isRegression } }

  /// Holds a run against a baseline.
  /// - Throws: `Failure` (data) where a table of either cannot be read.
  public init(_ run: StoredAccuracy, against baseline: StoredAccuracy, name: String) throws(Failure) {
    self.baseline = name
    let changes = InputChanges(run, baseline)
    mode = changes.isNone ? .sameInputs : .changedInputs
    // Across processors the last digits differ (file contract, "Same bytes").
    let isSameKernel = run.manifest.cpuKernel == baseline.manifest.cpuKernel
    tolerance = isSameKernel ? 1e-9 : 1e-6
    significance = 1 - run.experiment.intervals.level
    var remarks = changes.words
    var rows: [CheckRow]
    if changes.isNone {
      if !isSameKernel {
        remarks.append(
          "Made on another kind of processor (\(baseline.manifest.cpuKernel)): numbers may differ by 1e-6 relative"
        )
      }
      rows = try ExactRows(tolerance: tolerance).compare(run, baseline)
    } else {
      rows = PairedRows(run: run, baseline: baseline).rows
    }
    self.remarks = remarks
    // A stable order among equals: that of the tables.
    rows = rows.enumerated().sorted { left, right in
      let (a, b) = (AccuracyCheck.badness(left.element), AccuracyCheck.badness(right.element))
      return a == b ? left.offset < right.offset : a < b
    }.map(\.element)
    self.rows = rows
  }

  /// Missing rows first, then by verdict and the adjusted p.
  private static func badness(_ row: CheckRow) -> (Int, Double) {
    (CheckVerdict.allCases.firstIndex(of: row.verdict) ?? 0, row.adjustedP ?? row.p ?? 1)
  }
}

/// How the inputs of two accuracy tables differ.
struct InputChanges {
  /// One sentence a difference.
  private(set) var words: [String] = []
  /// Whether both were made of the same files by the same experiment.
  let isNone: Bool

  init(_ run: StoredAccuracy, _ baseline: StoredAccuracy) {
    func files(_ table: StoredAccuracy) -> [String: [String]] {
      Dictionary(grouping: table.manifest.inputs, by: \.role).mapValues { $0.map(\.sha256).sorted() }
    }
    let now = files(run)
    let then = files(baseline)
    let experiment = "experiment"
    for role in Set(now.keys).union(then.keys).sorted() where role != experiment && now[role] != then[role] {
      words.append(
        "Input files of \(role) changed: \(then[role]?.count ?? 0) in the baseline, \(now[role]?.count ?? 0) now"
      )
    }
    let areSameFiles = words.isEmpty
    // A comment or a name may change; what the experiment says may not.
    var renamed = run.experiment
    renamed.name = baseline.experiment.name
    let isSameExperiment = now[experiment] == then[experiment] || renamed.yaml == baseline.experiment.yaml
    isNone = areSameFiles && isSameExperiment
    if !isSameExperiment { words += InputChanges.differences(run.experiment.yaml, baseline.experiment.yaml) }
    if run.manifest.lab != baseline.manifest.lab {
      words.append("Made by lab \(baseline.manifest.lab), now \(run.manifest.lab)")
    }
  }

  /// The lines in which two experiments differ, up to ten.
  private static func differences(_ now: String, _ then: String) -> [String] {
    let lines = (
      now: now.split(separator: "\n").map(String.init), then: then.split(separator: "\n").map(String.init)
    )
    let difference = lines.now.difference(from: lines.then)
    let words = difference.map { change in
      switch change {
      case .insert(_, let line, _): "Experiment now: \(line.trimmed)"
      case .remove(_, let line, _): "Experiment then: \(line.trimmed)"
      }
    }
    return words.count > 10 ? words.prefix(10) + ["And \(words.count - 10) more lines"] : words
  }
}

extension String {
  /// Without blanks at either end.
  fileprivate var trimmed: String {
    var part = self[...]
    while part.first == " " { part.removeFirst() }
    while part.last == " " { part.removeLast() }
    return String(part)
  }
}
