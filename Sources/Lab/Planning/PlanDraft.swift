internal import Files
internal import Stations

/// What a plan gathers while it is made: the account of what was left out, and what should be known.
struct PlanDraft {
  let experiment: Experiment
  var ledger = Ledger()
  var problems: [Problem] = []
  var remarks: [String] = []
  var inputs: [Plan.Input]

  /// The role in the manifest of files that say where and against what products are scored.
  var groundRole: String { experiment.reference == nil ? "stations" : PlanDraft.referenceRole }

  /// The role of a gridded reference's files.
  static let referenceRole = "reference"

  init(_ experiment: Experiment) {
    self.experiment = experiment
    inputs = [
      Plan.Input(role: "experiment", name: Paths.name(of: experiment.path), path: experiment.path)
    ]
  }

  /// Notes a file that is read; `written` is its name as the user wrote it.
  mutating func read(_ path: String, role: String, written: String) {
    let folder = experiment.folder
    // Relative to the experiment, so that a manifest does not depend on where the folder is.
    let name =
      written.hasPrefix("/") || !path.hasPrefix(folder + "/")
      ? path : String(path.dropFirst(folder.count + 1))
    let input = Plan.Input(role: role, name: name, path: path)
    if !inputs.contains(input) { inputs.append(input) }
  }

  /// Enters a sensor that takes part, or does not for a reason.
  mutating func enter(_ subject: LedgerSubject, excluded reason: String?) {
    var excluded = Tally()
    if let reason { excluded.add(reason) }
    ledger.enter(.sensors, subject, read: 1, kept: reason == nil ? 1 : 0, excluded: excluded)
  }
}

extension LedgerSubject {
  /// A sensor as its archive names it.
  init(_ sensor: Sensor) {
    self.init(
      network: sensor.network, station: sensor.station, sensor: sensor.instrument,
      depth: sensor.depthFrom <= sensor.depthTo ? sensor.depthFrom...sensor.depthTo : nil)
  }
}
