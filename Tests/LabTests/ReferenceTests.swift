import Files
import Foundation
import Grids
import Statistics
import Testing

@testable import Lab

@Suite("Products against a gridded reference")
struct ReferenceTests {
  typealias Run = ReferenceRun

  @Test(
    "the reference as a product scores R 1 and RMSE 0; a shift changes the bias alone; the run reads back")
  func identity() throws {
    let folder = try TemporaryFolder()
    try MadeUpGrid.write(folder.path + "/truth.nc")
    try MadeUpGrid.write(folder.path + "/noisy.nc", hour: 13.5) {
      MadeUpGrid.truth($0, $1, $2) + 0.05 * (MadeUpPairs.noise($0, $1, $2, 7) - 0.5)
    }
    try MadeUpGrid.write(folder.path + "/shifted.nc", hour: 13.5) {
      MadeUpGrid.truth($0, $1, $2) + 0.05 * (MadeUpPairs.noise($0, $1, $2, 7) - 0.5) + 0.02
    }
    let run = try Run(
      Run.reference("koppen: {file: classes.nc, variable: koppen}") + "products:\n"
        + Run.product("itself", "truth.nc") + Run.product("noisy", "noisy.nc")
        + Run.product("shifted", "shifted.nc")
        + Run.rest.replacing("strata: [all]", with: "strata: [all, koppen, season, cell-stations]")
        + "triple: [noisy, shifted, reference]\nscaling: [none, mean-std]\n",
      in: try classes(folder))
    #expect(run.result.sensors.count == 24 && run.result.networks.isEmpty)
    for sensor in run.result.sensors.indices {
      let r = try #require(run.value(.r, sensor: sensor))
      #expect(abs(r - 1) < 1e-12 && run.value(.rmse, sensor: sensor) == 0)
      #expect(run.value(.bias, sensor: sensor) == 0)
      let bias = try #require(run.value(.bias, product: 1, sensor: sensor))
      let moved = try #require(run.value(.bias, product: 2, sensor: sensor))
      #expect(abs(moved - bias - 0.02) < 1e-12)
      for metric in [Metric.r, .ubRMSE] {
        let (one, other) = (
          run.value(metric, product: 1, sensor: sensor), run.value(metric, product: 2, sensor: sensor)
        )
        #expect(agree(try #require(one), try #require(other), relative: 1e-9, absolute: 1e-12))
      }
    }
    // Rows of 34 and 35 N lie in one block, so do columns of 100 and 101 E; two classes by halves.
    let blocks = ["N34E100", "N34E102", "N34E104", "N36E100", "N36E102", "N36E104"]
    #expect(Set(run.result.sensors.map(\.network)) == Set(blocks))
    #expect(run.result.sensors.first?.station == "N34.5000E100.5000")
    #expect(run.result.sensors.map(\.sensor).allSatisfy { $0 == "truth" })
    #expect(run.result.sensors.count { $0.koppen == "BSk" } == 12)
    let koppen = Stratification(factors: [.koppen])
    #expect(run.result.summary.groups(of: koppen) == ["BSk", "Dfb"])
    let all = try #require(
      run.result.summary.row(product: 1, stratification: .all, group: "all", scaling: .none, metric: .r))
    #expect(all.networks == 6 && all.stations == 24 && all.status == .ok && all.lower != nil)
    #expect(!run.result.comparisons.rows.isEmpty && run.result.triple.rows.count == 15 * 24)

    let read = try FinishedRun(reading: run.path)
    #expect(bare(read.result.sensors) == bare(run.result.sensors))
    #expect(read.result.totals == run.result.totals)
    #expect(read.result.experiment.yaml == run.experiment.yaml)
    #expect(read.result.experiment.reference?.name == "truth")
    #expect(read.result.summary.rows == run.result.summary.rows)
    let inputs = read.manifest.inputs.map { [$0.role, $0.name] }
    #expect(inputs.contains(["reference", "truth.nc"]) && inputs.contains(["reference", "classes.nc"]))
    let digest = try Digest(ofFile: folder.path + "/truth.nc").sha256
    #expect(read.manifest.inputs.first { $0.role == "reference" && $0.name == "truth.nc" }?.sha256 == digest)
    // What was read is scored or left out, in the file as in memory.
    let lines = TestTable(try run.text("exclusions.csv")).rows.filter { $0["stage"] == "station samples" }
    let kept = lines.filter { $0["reason"] == "kept" }.compactMap { $0["count"].flatMap(Int.init) }
    #expect(kept == Array(repeating: 60, count: 24))
  }

  /// Sensors without their heights, which nobody knows: NaN equals nothing.
  private func bare(_ sensors: [ScoredSensor]) -> [ScoredSensor] {
    sensors.map { sensor in
      var sensor = sensor
      #expect(sensor.elevation.isNaN)
      sensor.elevation = 0
      return sensor
    }
  }

  private func classes(_ folder: TemporaryFolder) throws -> TemporaryFolder {
    // 7 is BSk, 26 Dfb in the order of the published maps.
    try MadeUpGrid.writeMap(folder.path + "/classes.nc", "koppen", (0..<24).map { $0 < 12 ? 7 : 26 })
    return folder
  }

  @Test("a station at a cell's centre with its series gives the scores of the cell")
  func station() throws {
    let folder = try TemporaryFolder()
    try MadeUpGrid.write(folder.path + "/truth.nc", hour: 12)
    try MadeUpGrid.write(folder.path + "/noisy.nc", hour: 12.5) {
      $0 % 7 == 2 ? .nan : MadeUpGrid.truth($0, $1, $2) + 0.05 * (MadeUpPairs.noise($0, $1, $2, 7) - 0.5)
    }
    var table = "time,value\n"
    for day in 0..<MadeUpGrid.days {
      let date = UTC.dateText(1_483_228_800_000_000 + Int64(day) * UTC.day)
      table += "\(date) 12:00,\(MadeUpGrid.truth(day, 1, 2))\n"
    }
    try folder.write(table, to: "values.csv")
    try folder.write(
      "network,station,sensor,latitude,longitude,depth_from,depth_to,file,units,time_zone\n"
        + "N34E102,N35.5000E102.5000,truth,35.5,102.5,0,0.05,values.csv,m3 m-3,UTC\n", to: "list.csv")
    let products = "products:\n" + Run.product("noisy", "noisy.nc")
    let rest =
      "matching: {time: nearest, window: 1h}\nmetrics: [R, rho, bias, RMSE, ubRMSE, A.R]\nscaling: [none, cdf]\n"
      + "intervals: {replicates: 100}\nstrata: [all, month]\n"
    let cell = try Run(Run.reference("box: [35, 36, 102, 103]") + products + rest, in: folder, name: "cell")
    let point = try Run("stations: {archive: list.csv}\n" + products + rest, in: folder, name: "point")
    // The same names, so the same random numbers and the same rows.
    #expect(try cell.text("scores.csv") == (try point.text("scores.csv")))
    #expect(try cell.text("summary.csv") == (try point.text("summary.csv")))
    #expect(bare(cell.result.sensors) == bare(point.result.sensors))
    #expect(try cell.text("scores.csv").contains(",51,"))
  }

  @Test("the same bytes for any number of jobs")
  func jobs() throws {
    let folder = try TemporaryFolder()
    for part in 0..<3 {
      try MadeUpGrid.write(folder.path + "/truth\(part).nc", days: part * 20..<part * 20 + 20)
    }
    try MadeUpGrid.write(folder.path + "/noisy.nc", hour: 6) {
      ($1 + $2 + $0) % 5 == 0 ? .nan : MadeUpGrid.truth($0, $1, $2) + 0.02 * MadeUpPairs.noise($0, $1, $2, 7)
    }
    let yaml =
      Run.reference("cells: 7", file: "truth?.nc") + "products:\n" + Run.product("noisy", "noisy.nc")
      + Run.rest
    let one = try Run(yaml, in: folder, name: "one", jobs: 1)
    let four = try Run(yaml, in: folder, name: "four", jobs: 4)
    for file in ["scores.csv", "summary.csv", "exclusions.csv", "experiment.yml", "matchups.nc"] {
      let bytes = try [one, four].map { try Data(contentsOf: URL(fileURLWithPath: $0.path + "/" + file)) }
      #expect(bytes[0] == bytes[1], "\(file)")
    }
    // Thinning is told where it is looked for.
    #expect(one.result.sensors.count <= 7 && one.result.sensors.count >= 4)
    let told = one.result.remarks.joined()
    #expect(told.contains("of the 24 cells of the reference truth are scored"), "\(told)")
    let lines = one.result.totals.filter { $0.stage == .sensors }
    #expect(lines.first { $0.reason == "read" }?.count == 24)
    #expect(
      lines.first { $0.reason == "left out by cells: 7" }?.count
        == 24 - one.result.sensors.count)
  }

  @Test(
    "the cells: in the box, above 0 in the mask, in a product, not of a class that is excluded, every nth")
  func cells() throws {
    let folder = try classes(try TemporaryFolder())
    try MadeUpGrid.write(folder.path + "/truth.nc", days: 0..<3)
    try MadeUpGrid.write(folder.path + "/small.nc", rows: 3, columns: 4, days: 0..<3)
    try MadeUpGrid.writeMap(folder.path + "/mask.nc", "land", (0..<24).map { $0 % 6 == 0 ? 0 : 1 })
    func plan(_ more: String, product: String = "truth.nc", distance: Int = 100) throws -> Plan {
      let yaml =
        Run.reference(more) + "products:\n" + Run.product("p", product)
        + "matching: {time: daily, distance: \(distance)}\n"
      return try Plan(try Experiment.read(path: try folder.write(yaml, to: "e.yml")))
    }
    func left(_ plan: Plan) -> [String: Int] {
      var counts: [String: Int] = [:]
      for line in plan.ledger.lines where line.stage == .sensors { counts[line.reason] = line.count }
      return counts
    }
    let all = try plan("")
    #expect(all.sensors.count == 24 && left(all) == ["read": 24, "kept": 24] && all.remarks.isEmpty)
    #expect(all.sensors.map(\.network) == all.sensors.map(\.network).sorted())
    let inProduct = try plan("", product: "small.nc")
    #expect(left(inProduct) == ["read": 24, "kept": 12, "in no product": 12])
    let several = try plan(
      "box: [35, 38, 100, 110], mask: {file: mask.nc, variable: land}, exclude: {koppen: [Dfb]}, "
        + "koppen: {file: classes.nc, variable: koppen}")
    #expect(
      left(several) == [
        "read": 24, "kept": 5, "outside the box": 6, "outside the mask": 3, "koppen Dfb is excluded": 10,
      ])
    #expect(several.inputs.count { $0.role == "reference" } == 3)
    let every = try plan("every: 2, blocks: 5, depth: [0, 0.1]")
    #expect(every.sensors.map(\.station).first == "N34.5000E100.5000" && every.sensors.count == 6)
    #expect(left(every) == ["read": 24, "kept": 6, "left out by every: 2": 18])
    #expect(Set(every.sensors.map(\.network)) == ["N30E100", "N35E100"])
    #expect(every.sensors.allSatisfy { $0.depthTo == 0.1 })
    let failure = try #require(throws: Failure.self) { _ = try plan("box: [0, 1, 0, 1]") }
    #expect(failure.reason.contains("no cell of the reference 'truth' is left"))
    #expect(failure.advice?.contains("24 outside the box") == true)
    #expect(try plan("").problems.isEmpty)
  }

  @Test("daily means stamped at their end: the bounds say which day they are of")
  func bounds() throws {
    let folder = try TemporaryFolder()
    try MadeUpGrid.write(folder.path + "/truth.nc", hour: 24, hasBounds: true)
    try MadeUpGrid.write(folder.path + "/product.nc", hour: 13.5)
    let products = "products:\n" + Run.product("p", "product.nc") + Run.rest
    let asked = try Run(
      "reference: {name: truth, files: truth.nc, description: {variable: sm, time: {bounds: centre}}, "
        + "box: [35, 36, 102, 103]}\n" + products, in: folder)
    #expect(asked.value(.rmse, sensor: 0) == 0)
    let taken = try Run(Run.reference("box: [35, 36, 102, 103]") + products, in: folder, name: "other")
    #expect(try #require(taken.value(.rmse, sensor: 0)) > 0.01)
    #expect(taken.result.problems.contains { $0.reason.contains("bounds") })
  }

  @Test("gaps on both sides are left out and counted; a cell without any value has no score")
  func gaps() throws {
    let folder = try TemporaryFolder()
    try MadeUpGrid.write(folder.path + "/truth.nc") { $1 == 0 ? .nan : MadeUpGrid.truth($0, $1, $2) }
    try MadeUpGrid.write(folder.path + "/gappy.nc", hour: 6) {
      $0 % 2 == 0 ? .nan : MadeUpGrid.truth($0, $1, $2)
    }
    let run = try Run(
      Run.reference("box: [34, 36, 100, 101]") + "products:\n" + Run.product("gappy", "gappy.nc") + Run.rest,
      in: folder)
    #expect(run.result.sensors.count == 2)
    #expect(run.value(.rmse, sensor: 0)?.isFinite != true && run.value(.rmse, sensor: 1) == 0)
    let rows = TestTable(try run.text("exclusions.csv")).rows.filter { $0["reason"] == "fill value" }
    #expect(rows.map { [$0["stage"], $0["count"]] }.contains(["station samples", "60"]))
    #expect(rows.map { [$0["stage"], $0["count"]] }.contains(["product samples", "30"]))

    try MadeUpGrid.write(folder.path + "/truth.nc") { _, _, _ in .nan }
    let nothing = try #require(throws: Failure.self) {
      _ = try Run(
        Run.reference() + "products:\n" + Run.product("gappy", "gappy.nc") + Run.rest, in: folder, name: "no")
    }
    #expect(nothing.reason.contains("no value of the reference 'truth' is left") && nothing.kind == .data)
    let missing = try #require(throws: Failure.self) {
      _ = try Run(
        Run.reference(file: "lost*.nc") + "products:\n" + Run.product("gappy", "gappy.nc"), in: folder)
    }
    #expect(missing.reason == "no file of reference 'truth' matches 'lost*.nc'" && missing.kind == .data)
  }

  @Test("nearest and overpass find the reference's sample at the product's time")
  func rules() throws {
    let folder = try TemporaryFolder()
    try MadeUpGrid.write(folder.path + "/truth.nc", hour: 6)
    try MadeUpGrid.write(folder.path + "/late.nc", hour: 7.5)
    let products = "products:\n" + Run.product("late", "late.nc")
    let rest = Run.rest.replacing("{time: daily, ", with: "{time: nearest, window: 2h, ")
    let box = Run.reference("box: [35, 36, 102, 103]")
    #expect(try Run(box + products + rest, in: folder).value(.rmse, sensor: 0) == 0)
    // 12:50 by the sun at 102.5 degrees east is 06:00 UTC.
    let crossing = rest.replacing("time: nearest,", with: "time: overpass, crossing: \"12:50\",")
    #expect(try Run(box + products + crossing, in: folder, name: "b").value(.rmse, sensor: 0) == 0)
    let short = rest.replacing("window: 2h", with: "window: 1h")
    let none = try Run(box + products + short, in: folder, name: "c")
    #expect(none.result.remarks.contains { $0.hasPrefix("late has no pair") })
  }

  @Test("the dry run counts what would be scored")
  func inspection() throws {
    let folder = try TemporaryFolder()
    try MadeUpGrid.write(folder.path + "/truth.nc")
    let yaml = Run.reference("cells: 9") + "products:\n" + Run.product("p", "truth.nc") + Run.rest
    let plan = try Plan(try Experiment.read(path: try folder.write(yaml, to: "e.yml")))
    let inspection = try ExperimentInspection(plan, jobs: 2)
    #expect(inspection.sensors == plan.sensors.count && inspection.products[0].sensors == plan.sensors.count)
    #expect(inspection.products[0].pairs == 60 * plan.sensors.count)
    #expect(inspection.excludedSensors["left out by cells: 9"] == 24 - plan.sensors.count)
  }
}
