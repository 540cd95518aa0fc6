import Files
import Foundation
import Grids
import NatureRun
import Products
import Stations
import Statistics
import Testing

@testable import Lab

/// A run of the example that is made once for all tests that read it back.
enum ExampleRun {
  struct Made: Sendable {
    let folder: TemporaryFolder
    let result: RunResult
    /// The pairs of each sensor (outer) and product as they were matched.
    let matchUps: [[MatchUps]]
    var path: String { folder.path + "/run" }
  }

  static let made: Result<Made, any Error> = Result {
    let folder = try TemporaryFolder()
    try ExampleArchive.write(to: folder.path, seed: 1)
    return try run(try Experiment.read(path: folder.path + "/experiment.yml"), in: folder, units: false)
  }

  /// The same with means of stations as units.
  static let madeOfUnits: Result<Made, any Error> = Result {
    let folder = try TemporaryFolder()
    try ExampleArchive.write(to: folder.path, seed: 1)
    return try run(try Experiment.read(path: folder.path + "/experiment.yml"), in: folder, units: true)
  }

  private static func run(
    _ read: Experiment, in folder: TemporaryFolder, units: Bool
  ) throws -> Made {
    var experiment = read
    experiment.stations.selection.networks = units ? ["ALPHA-NET"] : ["GAMMA-NET"]
    experiment.metrics = [.r, .ubRMSE, .anomalyR]
    experiment.intervals.replicates = 100
    experiment.comparison.pairs = .pairwise
    experiment.triple = [.product(0), .station, .product(1)]
    experiment.strata =
      [.all]
      + [StratumKind.koppen, .flag, .cellStations, .texture].map {
        Stratification(factors: [$0])
      }
    experiment.products[0].description.groups = [
      .flag: SampleGroups(
        variable: nil, groups: [SampleGroups.Group(name: "made by hand", .equals, [])])
    ]
    if units { experiment.stations.unit = .station }
    let plan = try Plan(experiment)
    let target = try RunFolder(path: folder.path + "/run", overwrite: false)
    let result = try Validation.run(plan, into: target, jobs: 2)
    try Manifest.seal(plan, result, in: target, jobs: 2, started: Date())
    try target.publish()
    let matcher = StationMatcher(plan: plan)
    var matchUps: [[MatchUps]] = []
    for station in plan.stations.indices { matchUps += try matcher.match(station).map(\.matchUps) }
    return Made(folder: folder, result: result, matchUps: matchUps)
  }
}

@Suite("A finished run is read back as it was")
struct FinishedRunTests {
  /// Numbers as bits, so that NaN equals NaN.
  private func bits(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }
  private func bits(_ values: [Float]) -> [UInt32] { values.map { $0.isNaN ? 0x7fc0_0000 : $0.bitPattern } }

  private func expectEqual(_ read: RunResult, _ made: RunResult) throws {
    #expect(read.experiment.yaml == made.experiment.yaml)
    #expect(read.experiment.path == Paths.absolute(made.experiment.path))
    #expect(read.experiment.products.map(\.catalogueEntry) == made.experiment.products.map(\.catalogueEntry))
    #expect(read.sensors == made.sensors)
    #expect(read.placements == made.placements)
    #expect(bits(read.memberSpreads) == bits(made.memberSpreads))
    #expect(read.totals == made.totals)
    #expect(read.remarks == made.remarks && read.networks == made.networks)
    #expect(read.table.groups == made.table.groups)
    #expect(Set(read.table.columns.keys) == Set(made.table.columns.keys))
    for (key, column) in made.table.columns {
      let other = try #require(read.table[key])
      #expect(other.sensors == column.sensors && other.counts == column.counts, "\(key)")
      #expect(other.statuses == column.statuses && bits(other.values) == bits(column.values), "\(key)")
      #expect(bits(other.lower) == bits(column.lower) && bits(other.upper) == bits(column.upper), "\(key)")
      #expect(bits(other.effective) == bits(column.effective), "\(key)")
    }
    #expect(read.summary.rows == made.summary.rows)
    #expect(read.comparisons.rows == made.comparisons.rows && !made.comparisons.rows.isEmpty)
    #expect(read.verdicts == made.verdicts && !made.verdicts.isEmpty)
    #expect(read.triple.rows == made.triple.rows && read.triple.summary == made.triple.summary)
    #expect(read.triple.rows.count == 15 * made.sensors.count)
  }

  @Test("experiment, sensors, places, scores, summaries and ledger")
  func result() throws {
    let made = try ExampleRun.made.get()
    let run = try FinishedRun(reading: made.path)
    #expect(made.result.sensors.count > 1 && !made.result.summary.rows.isEmpty)
    #expect(made.result.sensors.contains { $0.groups[.texture] != nil && $0.elevation.isFinite })
    try expectEqual(run.result, made.result)
    #expect(run.manifest.outputs.contains { $0.name == "matchups.nc" })
  }

  @Test("units: their members' spreads too", .enabled(if: isRelease, "a second run is slow in a debug build"))
  func units() throws {
    let made = try ExampleRun.madeOfUnits.get()
    #expect(made.result.memberSpreads.contains { $0.isFinite })
    try expectEqual(try FinishedRun(reading: made.path).result, made.result)
  }

  @Test("the pairs of every product at every sensor, with the names of their groups")
  func pairs() throws {
    let made = try ExampleRun.made.get()
    let pairs = try FinishedRun(reading: made.path).pairs
    var total = 0
    for (sensor, products) in made.matchUps.enumerated() {
      for (product, expected) in products.enumerated() {
        #expect(pairs.count(product: product, sensor: sensor) == expected.count)
        guard let series = try pairs.series(product: product, sensor: sensor) else {
          #expect(expected.count == 0)
          continue
        }
        total += series.count
        #expect(series.times == expected.times && series.stationTimes == expected.stationTimes)
        #expect(series.product == expected.product && series.station == expected.station)
        #expect(bits(series.productAnomalies) == bits(expected.productAnomalies))
        #expect(bits(series.stationAnomalies) == bits(expected.stationAnomalies))
        let name = product == 0 ? "made by hand" : nil
        #expect(series.groups == [.flag: Array(repeating: name, count: series.count)])
      }
    }
    #expect(total > 1_000)
    #expect(try pairs.series(product: 9, sensor: 0) == nil)
    #expect(try pairs.series(product: 0, sensor: made.matchUps.count) == nil)
  }

  @Test("what is no run, or no longer the run that was made, is refused with its place")
  func refusals() throws {
    let made = try ExampleRun.made.get()
    let folder = try TemporaryFolder()
    func failure(_ change: (String) throws -> Void) throws -> Failure? {
      let copy = folder.path + "/" + UUID().uuidString
      try FileManager.default.copyItem(atPath: made.path, toPath: copy)
      try change(copy)
      do {
        _ = try FinishedRun(reading: copy)
        return nil
      } catch {
        return error
      }
    }
    func rewrite(_ path: String, _ change: (String) -> String) throws {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try change(text).write(toFile: path, atomically: true, encoding: .utf8)
    }
    // As `rewrite`, but with the manifest of a run that wrote it so: what stands behind the fingerprints.
    func forge(_ copy: String, _ name: String, _ change: (String) -> String) throws {
      try rewrite(copy + "/" + name, change)
      var manifest = try Manifest(reading: copy)
      let index = try #require(manifest.outputs.firstIndex { $0.name == name })
      manifest.outputs[index].sha256 = try Digest(ofFile: copy + "/" + name).sha256
      try manifest.write(to: copy + "/manifest.json")
    }
    #expect(try failure { _ in } == nil)
    let noMark = try failure { try FileManager.default.removeItem(atPath: $0 + "/manifest.json") }
    #expect(noMark?.kind == .usage && noMark?.reason.contains("no finished run") == true)
    #expect(throws: Failure.self) { try FinishedRun(reading: folder.path + "/nowhere") }

    let missing = try failure { try FileManager.default.removeItem(atPath: $0 + "/scores.csv") }
    #expect(missing?.kind == .data && missing?.path?.hasSuffix("/scores.csv") == true)
    let cut = try failure { try rewrite($0 + "/summary.csv") { String($0.dropLast(5)) } }
    #expect(cut?.kind == .data && cut?.reason.contains("bytes; the run wrote") == true)
    // The same size, other content.
    let edited = try failure { try rewrite($0 + "/scores.csv") { $0.replacing(",ok,", with: ",OK,") } }
    #expect(edited?.kind == .data && edited?.reason.contains("SHA-256") == true)
    let status = try failure { try forge($0, "scores.csv") { $0.replacing(",ok,", with: ",OK,") } }
    #expect(
      status?.line == 2 && status?.reason == "'OK' is no status of this run", "\(String(describing: status))")
    let product = try failure { copy in
      try forge(copy, "scores.csv") { $0.replacing("\nEX-", with: "\nXE-") }
    }
    #expect(product?.line == 2 && product?.reason.contains("is no product of this run") == true)
    let garbage = try failure { copy in
      let size = try Data(contentsOf: URL(fileURLWithPath: copy + "/matchups.nc")).count
      try Data(repeating: 7, count: size).write(to: URL(fileURLWithPath: copy + "/matchups.nc"))
    }
    #expect(garbage?.kind == .data && garbage?.path?.hasSuffix("matchups.nc") == true)
    let yaml = try failure {
      try forge($0, "experiment.yml") { $0.replacing("metrics:", with: "metricz:") }
    }
    #expect(yaml?.kind == .data && yaml?.line != nil)
    let old = try failure {
      try rewrite($0 + "/manifest.json") { $0.replacing("\"remarks\"", with: "\"remarkz\"") }
    }
    #expect(old?.kind == .data && old?.reason == "has no 'remarks'")
    let outside = try failure {
      try rewrite($0 + "/manifest.json") { $0.replacing("\"summary.csv\"", with: "\"../summary.csv\"") }
    }
    #expect(outside?.kind == .data && outside?.reason.contains("outside the run") == true)
  }
}
