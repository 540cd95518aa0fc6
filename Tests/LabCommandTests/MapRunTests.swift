import Files
import Foundation
import Grids
import Lab
import Testing

/// Runs on stacks of maps.
@Suite("A run on maps")
struct MapRunTests {
  private static let places: [(name: String, latitude: Double, longitude: Double)] = [
    ("Alpha", 10.1, 20.1), ("Beta", 10.6, 20.1), ("Gamma", 10.1, 20.6),
  ]

  private func experiment(_ product: String, files: String, more: String = "") -> String {
    """
    stations: {archive: archive}
    products: [{name: P, description: {\(product)}, files: \(files)}]
    metrics: [R, bias, ubRMSE, A.R]
    intervals: {replicates: 100}
    minimum: {stations: 1}
    matching: {window: 3h, distance: 60\(more)}

    """
  }

  /// Three stations, and the same product as series, as one file of maps, and as one map a day.
  private func field() throws -> Sandbox {
    let sandbox = try Sandbox()
    let soils = (0..<4).map { Signal.soil(80, seed: UInt64(40 + $0)) }
    for (index, place) in MapRunTests.places.enumerated() {
      try SmallStation(
        name: place.name, latitude: place.latitude, longitude: place.longitude,
        values: soils[index].map { Signal.fourDecimals($0 + 0.02) }
      ).write(to: sandbox.path + "/archive")
    }
    let rows = [10.125, 10.625]
    let columns = [20.125, 20.625]
    // The cells in the order of the stations, and one more.
    let cells = [(0, 0), (1, 0), (0, 1), (1, 1)]
    var series = SmallProduct(daily: [])
    series.latitudes = cells.map { rows[$0.0] }
    series.longitudes = cells.map { columns[$0.1] }
    series.times = .double((0..<80).map { Double($0) + 0.5 })
    series.values = .double(soils.flatMap { $0 })
    try series.write(to: sandbox.path + "/series.nc")
    func map(_ day: Int, descending: Bool) -> [Double] {
      let order = descending ? [1, 0] : [0, 1]
      return order.flatMap { row in
        [0, 1].map { column in
          let cell = cells.firstIndex { $0 == (row, column) } ?? 0
          return soils[cell][day]
        }
      }
    }
    var all = SmallMaps(
      latitudes: rows, longitudes: columns,
      times: ((0..<80).map { Double($0) + 0.5 }, "days since 2017-01-01"))
    all.add("sm", .double((0..<80).flatMap { map($0, descending: false) }))
    try all.write(to: sandbox.path + "/all.nc")
    for day in 0..<80 {
      // Rows from the north, longitudes a turn to the west: the same places.
      var one = SmallMaps(
        latitudes: rows.reversed(), longitudes: columns.map { $0 - 360 },
        times: ([Double(day) + 0.5], "days since 2017-01-01"))
      one.add("sm", .double(map(day, descending: true)))
      try one.write(to: sandbox.path + "/days/\(day).nc")
    }
    return sandbox
  }

  @Test("series, one file of maps and a map a day give the same scores")
  func sameScores() throws {
    let sandbox = try field()
    let series = try sandbox.run(experiment("variable: sm", files: "series.nc")).tables
    #expect(series.pairs.map(\.times.count) == [80, 80, 80])
    for files in ["all.nc", "days/*.nc"] {
      let maps = try sandbox.run(experiment("variable: sm", files: files)).tables
      #expect(maps.bytes["scores.csv"] == series.bytes["scores.csv"], "\(files)")
      #expect(maps.bytes["summary.csv"] == series.bytes["summary.csv"], "\(files)")
      #expect(maps.bytes["exclusions.csv"] == series.bytes["exclusions.csv"], "\(files)")
      #expect(maps.pairs.map(\.stationValues) == series.pairs.map(\.stationValues))
    }
  }

  @Test("the same bytes for any number of jobs; a dry run counts what a run gives")
  func sameBytes() throws {
    let sandbox = try field()
    try sandbox.write(experiment("variable: sm", files: "days/*.nc"), to: "days.yml")
    for jobs in ["1", "4"] {
      let run = try LabProcess.run(
        ["validate", "days.yml", "--out", "run" + jobs, "--no-figures", "--jobs", jobs], in: sandbox.path)
      #expect(run.status == 0, "\(run.errors)")
    }
    var (first, second) = (try sandbox.contents(of: "run1"), try sandbox.contents(of: "run4"))
    first["manifest.json"] = nil
    second["manifest.json"] = nil
    #expect(first == second && first.count > 5)
    let dry = try LabProcess.run(["inspect", "days.yml"], in: sandbox.path)
    #expect(dry.status == 0 && dry.output.contains("expected pairs: 240, at 3 sensors"), "\(dry.output)")
  }

  @Test("cells without data are passed over where that is asked for")
  func withData() throws {
    let sandbox = try field()
    var maps = SmallMaps(
      latitudes: [10.125, 10.625], longitudes: [20.125, 20.625],
      times: ((0..<80).map { Double($0) + 0.5 }, "days since 2017-01-01"))
    let soil = Signal.soil(80, seed: 1)
    // Only the north-eastern cell has data.
    maps.add(
      "sm", .double(soil.flatMap { [-9999, -9999, -9999, $0] }),
      ["units": .text("m3 m-3"), "_FillValue": .values(.double([-9999]))])
    try maps.write(to: sandbox.path + "/sparse.nc")
    let nearest = try sandbox.run(experiment("variable: sm", files: "sparse.nc")).tables
    #expect(nearest.pairs.map(\.times.count) == [0, 0, 0])
    let found = try sandbox.run(
      experiment("variable: sm", files: "sparse.nc", more: ", cell: nearest-with-data")
    ).tables
    // Alpha lies farther from that cell's centre than 60 km.
    #expect(found.pairs.map(\.times.count) == [0, 80, 80])

    // Looking for data reads the maps while the plan is made: into the folder that is given, not the system's.
    let path = sandbox.path + "/e.yml"
    for (cell, isRead) in [("nearest", false), ("nearest-with-data", true)] {
      try sandbox.write(experiment("variable: sm", files: "sparse.nc", more: ", cell: \(cell)"), to: "e.yml")
      var refused: Failure?
      do {
        _ = try Plan(try Experiment.read(path: path), jobs: 1, scratch: sandbox.path + "/nowhere")
      } catch { refused = error }
      #expect((refused != nil) == isRead, "\(refused as Any)")
      if isRead { #expect(refused?.path == sandbox.path + "/nowhere") }
    }
    for jobs in ["1", "3"] {
      let run = try LabProcess.run(
        ["validate", "e.yml", "--out", "run" + jobs, "--no-figures", "--jobs", jobs], in: sandbox.path)
      #expect(run.status == 0, "\(run.errors)")
    }
    #expect(try sandbox.contents(of: "run1")["matchups.nc"] == sandbox.contents(of: "run3")["matchups.nc"])
  }

  @Test("a product without any pair says why: other times, no cell, nothing valid")
  func noPairs() throws {
    let sandbox = try field()
    func remark(_ text: String) throws -> String {
      try sandbox.run(text).result.remarks.first { $0.hasPrefix("P has no pair") } ?? ""
    }
    #expect(try remark(experiment("variable: sm", files: "all.nc")).isEmpty)
    var late = SmallMaps(
      latitudes: [10.125, 10.625], longitudes: [20.125, 20.625], times: ([3000], "days since 2017-01-01"))
    late.add("sm", .double([0.2, 0.2, 0.2, 0.2]))
    try late.write(to: sandbox.path + "/late.nc")
    #expect(
      try remark(experiment("variable: sm", files: "late.nc"))
        == "P has no pair: the product's values are from 2025-03-20 to 2025-03-20, the stations' from 2017-01-01 to "
        + "2017-03-21.")
    let far = experiment("variable: sm", files: "all.nc").replacing("distance: 60", with: "distance: 1")
    #expect(try remark(far) == "P has no pair: no cell within 1 km (3).")
    #expect(
      try remark(experiment("variable: sm, valid: [0.9, 1]", files: "all.nc"))
        == "P has no pair: outside valid range (240).")
  }

  @Test("a porosity that cannot be one is refused; a grid that is not used is told")
  func doubtful() throws {
    let sandbox = try field()
    var porosity = SmallMaps(latitudes: [10.125, 10.625], longitudes: [20.125, 20.625])
    porosity.add("p", .double([40, 40, 40, 40]), [:])
    try porosity.write(to: sandbox.path + "/por.nc")
    let text = experiment(
      "variable: sm, units: percent of saturation, porosity: {file: por.nc, variable: p}", files: "all.nc")
    let refused = try sandbox.failure(of: text)
    #expect(refused?.exitCode == 3 && refused?.reason.contains("no porosity") == true)
    let told = try sandbox.run(experiment("variable: sm, grid: {degrees: 0.1}", files: "all.nc"))
    #expect(told.result.problems.contains { $0.reason.contains("`grid:` is not used") })
    #expect(told.tables.pairs.map(\.times.count) == [80, 80, 80])
  }

  @Test("a folder with somebody's own files is never written into")
  func ownFiles() throws {
    let sandbox = try field()
    let text = experiment("variable: sm", files: "all.nc")
    try sandbox.write(text, to: "experiment.yml")
    for options in [[], ["--overwrite"]] {
      let run = try LabProcess.run(
        ["validate", "experiment.yml", "--out", ".", "--no-figures"] + options, in: sandbox.path)
      #expect(run.status == 2 && run.errors.contains("no run's"), "\(run.errors)")
    }
    #expect(try String(contentsOfFile: sandbox.path + "/experiment.yml", encoding: .utf8) == text)
  }

  @Test("stamps at the end of their months are told")
  func endStamps() throws {
    let sandbox = try Sandbox()
    try SmallStation(values: Signal.soil(200, seed: 1)).write(to: sandbox.path + "/archive")
    for (name, stamp) in [("end", 31.0), ("middle", 15.5), ("start", 0.0)] {
      let writer = try NetCDFWriter(writing: sandbox.path + "/\(name).nc")
      let time = try writer.dimension("time", length: 1)
      let pair = try writer.dimension("nv", length: 2)
      var dimensions = [time]
      for (axis, unit, value) in [("lat", "degrees_north", 10.0), ("lon", "degrees_east", 20.0)] {
        let dimension = try writer.dimension(axis, length: 1)
        let variable = try writer.variable(axis, .double, [dimension])
        try writer.attribute("units", unit, of: variable)
        try writer.write(.double([value]), to: variable)
        dimensions.append(dimension)
      }
      let stamps = try writer.variable("time", .double, [time])
      try writer.attribute("units", "days since 2017-01-01", of: stamps)
      try writer.attribute("bounds", "time_bnds", of: stamps)
      let bounds = try writer.variable("time_bnds", .double, [time, pair])
      let sm = try writer.variable("sm", .double, dimensions)
      try writer.attribute("units", "m3 m-3", of: sm)
      try writer.write(.double([stamp]), to: stamps)
      try writer.write(.double([0, 31]), to: bounds)
      try writer.write(.double([0.2]), to: sm)
      try writer.finish()
      let result = try sandbox.run(experiment("variable: sm", files: "\(name).nc")).result
      let isTold = result.problems.contains { $0.reason.contains("end of their intervals (time_bnds)") }
      #expect(isTold == (name == "end"), "\(name)")
    }
  }

  @Test("precipitation is no product to be scored; a file that is no netCDF stops the run, exit 3")
  func refused() throws {
    let sandbox = try field()
    let rain = try sandbox.failure(
      of: experiment("variable: sm, quantity: precipitation, units: mm/day", files: "all.nc"))
    #expect(rain?.exitCode == 2 && rain?.reason.contains("not soil moisture") == true)
    try sandbox.write("no netCDF", to: "days/80.nc")
    let broken = try sandbox.failure(of: experiment("variable: sm", files: "days/*.nc"))
    #expect(broken?.exitCode == 3 && broken?.path?.hasSuffix("days/80.nc") == true)
  }

  /// The folder of real data beside the project, where it is.
  private static let shared: String? = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    let path =
      ProcessInfo.processInfo.environment["LAB_SHARED_DATA"] ?? root.path + "/../shared/data"
    return FileManager.default.fileExists(atPath: path + "/images") ? path : nil
  }()

  @Test(
    "old networks against the CCI days at hand: no time in common, which is said, and everything is accounted for",
    .enabled(if: shared != nil, "real data are not here"))
  func realDaysWithoutOverlap() throws {
    let data = try #require(MapRunTests.shared)
    let sandbox = try Sandbox()
    let (tables, result) = try sandbox.run(
      """
      stations: {archive: \(YAML.quoted(data + "/ismn/multinetwork")), flags: [G, U]}
      products:
        - {name: CCI, description: esa-cci-combined-v05, files: \(YAML.quoted(data + "/images/cci_v05.2_combined/*.nc"))}
        - {name: CCIP, description: esa-cci-passive-v05, files: \(YAML.quoted(data + "/images/cci_v05.2_passive/*.nc"))}

      """)
    #expect(tables.pairs.count == 16 && tables.pairs.allSatisfy(\.times.isEmpty))
    // Two days at each of eight sensors were read; what is not fill or flagged found no station sample.
    for product in ["CCI", "CCIP"] {
      #expect(tables.ledger("product samples", product: product)["read"] == 16)
      let bias = RunTables.select(tables.scores, ["product": product, "metric": "bias", "stratum": "all"])
      #expect(bias.count == 8 && bias.allSatisfy { ["noOverlap", "noData"].contains($0["status"]) })
      #expect(bias.contains { $0["status"] == "noOverlap" })
    }
    let remark = result.remarks.first { $0.hasPrefix("CCI has no pair") }
    #expect(
      remark
        == "CCI has no pair: the product's values are from 2016-06-07 to 2016-06-08, the stations' from 2007-01-01 to "
        + "2013-12-31.")
  }
}
