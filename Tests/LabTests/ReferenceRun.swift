import Files
import Foundation
import Grids
import Statistics
import Testing

@testable import Lab

/// Runs of small grids against a grid.
struct ReferenceRun {
  let folder: TemporaryFolder
  let experiment: Experiment
  let result: RunResult
  let name: String

  var path: String { folder.path + "/" + name }
  func text(_ file: String) throws -> String {
    try String(contentsOfFile: path + "/" + file, encoding: .utf8)
  }

  /// Makes a run of an experiment in a folder that has its files already.
  init(_ yaml: String, in folder: TemporaryFolder, name: String = "run", jobs: Int = 2) throws {
    self.folder = folder
    self.name = name
    experiment = try Experiment.read(path: try folder.write(yaml, to: "experiment.yml"))
    let plan = try Plan(experiment, jobs: jobs)
    let target = try RunFolder(path: folder.path + "/" + name, overwrite: true)
    result = try Validation.run(plan, into: target, jobs: jobs)
    try Manifest.seal(plan, result, in: target, jobs: jobs, started: Date())
    try target.publish()
  }

  /// The whole-record value of a metric at a sensor.
  func value(_ metric: Metric, product: Int = 0, sensor: Int, scaling: RescalingMethod = .none) -> Double? {
    let key = ScoreTable.Key(
      product: product, stratification: .all, group: "all", scaling: scaling, metric: metric)
    guard let column = result.table[key], let position = column.sensors.firstIndex(of: Int32(sensor)) else {
      return nil
    }
    return column.values[position]
  }

  /// What every experiment of the tests has in common; five replicates a hundred times are enough here.
  static let rest = """
    matching: {time: daily, distance: 100}
    metrics: [R, bias, RMSE, ubRMSE]
    strata: [all]
    intervals: {replicates: 100}

    """

  static func product(_ name: String, _ file: String) -> String {
    "  - {name: \(name), files: \(file), description: {variable: sm}}\n"
  }

  static func reference(_ more: String = "", file: String = "truth.nc") -> String {
    "reference: {name: truth, files: \(file), description: {variable: sm}\(more.isEmpty ? "" : ", " + more)}\n"
  }
}
