import Files
import Foundation
import Grids
import Lab
import Testing

/// What a run makes of stations, cells and their surroundings, from files to tables.
@Suite("Units and surroundings of a run")
struct UnitRunTests {
  private static let days = 60

  /// One station with two sensors 0.04 apart and a product at it.
  private func field(second: (inout SmallStation) -> Void = { _ in }) throws -> (Sandbox, [Double]) {
    let sandbox = try Sandbox()
    let soil = Signal.soil(UnitRunTests.days, seed: 5)
    try SmallStation(values: soil).write(to: sandbox.path + "/archive")
    var other = SmallStation(instrument: "Second", values: soil.map { Signal.fourDecimals($0 + 0.04) })
    second(&other)
    try other.write(to: sandbox.path + "/archive")
    try SmallProduct(daily: soil).write(to: sandbox.path + "/p.nc")
    return (sandbox, soil)
  }

  private func experiment(_ stations: String, strata: String = "[all]", more: String = "") -> String {
    """
    stations: {archive: archive, \(stations)}
    products: [{name: P, description: {variable: sm}, files: p.nc}]
    strata: \(strata)
    metrics: [bias, RMSE]
    minimum: {stations: 1}
    \(more)

    """
  }

  @Test("a station's mean: sensors at one level, members listed with their offsets, the ledger adds up")
  func station() throws {
    let (sandbox, soil) = try field()
    let tables = try sandbox.run(experiment("unit: station")).tables
    let series = try #require(tables.pairs.first)
    #expect(tables.pairs.count == 1 && series.sensor == "Probe+Second")
    #expect(zip(series.stationValues, soil).allSatisfy { abs($0 - $1 - 0.02) < 1e-9 })
    #expect(tables.members.map { $0["member_sensor"] } == ["Probe", "Second"])
    let offsets = tables.members.compactMap { Double($0["offset"] ?? "") }
    #expect(offsets.count == 2 && abs(offsets[0] + 0.02) < 1e-9 && abs(offsets[1] - 0.02) < 1e-9)
    #expect(tables.members.allSatisfy { (Double($0["leave_one_out"] ?? "") ?? 1) < 1e-9 })
    #expect(tables.ledger("upscaling") == ["read": 120, "kept": 120])
    #expect(
      tables.score("bias", "P").flatMap { Double($0["value"] ?? "") }.map { abs($0 + 0.02) < 1e-9 } == true)
  }

  @Test("a fixed set: without one member there is no sample; with a share there is, without a jump")
  func share() throws {
    let (sandbox, soil) = try field { $0.values = Array($0.values.prefix(40)) }
    let fixed = try sandbox.run(experiment("unit: station")).tables
    #expect(fixed.pairs.first?.times.count == 40)
    #expect(fixed.ledger("upscaling")["fewer than the share of the members present"] == 20)
    let loose = try sandbox.run(experiment("unit: station, upscaling: {share: 0.5}")).tables
    let series = try #require(loose.pairs.first)
    // The mean of levels is kept where only the first sensor is left: 0.02 above it throughout.
    #expect(series.times.count == 60)
    #expect(zip(series.stationValues, soil).allSatisfy { abs($0 - $1 - 0.02) < 1e-9 })
  }

  @Test("a cell's mean counts a station once, however many sensors it has")
  func cell() throws {
    let (sandbox, soil) = try field()
    try SmallStation(name: "Beta", latitude: 10.02, values: soil.map { Signal.fourDecimals($0 + 0.1) })
      .write(to: sandbox.path + "/archive")
    try SmallStation(name: "Far", latitude: 40, values: soil).write(to: sandbox.path + "/archive")
    let text = experiment("unit: cell, upscaling: {grid: {degrees: 0.25}}")
    let tables = try sandbox.run(text).tables
    #expect(tables.pairs.map(\.station) == ["Alpha+Beta", "Far"])
    // Alpha's sensors lie 0 and 0.04 above the soil, their mean 0.02; with Beta's 0.1 the cell's mean is 0.06.
    #expect(zip(tables.pairs[0].stationValues, soil).allSatisfy { abs($0 - $1 - 0.06) < 1e-9 })
    #expect(tables.pairs[1].times.isEmpty)
    let two = try sandbox.run(experiment("unit: cell, upscaling: {at_least: 2, grid: {degrees: 0.25}}"))
      .tables
    #expect(two.pairs.map(\.station) == ["Alpha+Beta"])
    #expect(two.ledger("sensors")["in a unit of fewer than 2 stations"] == 1)
  }

  @Test("frozen soil by the station's thermometer: left out and counted; unknown stays")
  func frozen() throws {
    let (sandbox, soil) = try field { _ in }
    // The first ten days below zero, twenty above, then no temperature at all.
    var thermometer = SmallStation(values: (0..<30).map { $0 < 10 ? -1.5 : 4 })
    thermometer.instrument = "Thermo"
    let path = sandbox.path + "/archive/" + thermometer.file.replacing("_sm_", with: "_ts_")
    try thermometer.text.write(toFile: path, atomically: true, encoding: .utf8)
    let tables = try sandbox.run(experiment("frozen: {below: 0, within: 1h}")).tables
    #expect(tables.pairs.map(\.times.count) == [50, 50])
    #expect(tables.pairs[0].stationValues == Array(soil.dropFirst(10)))
    #expect(tables.ledger("station samples")["soil below 0 °C"] == 20)
    #expect(tables.ledger("note")["no soil temperature within the window"] == 60)
  }

  @Test("classes from rasters, tables and boxes")
  func classes() throws {
    let (sandbox, _) = try field()
    var maps = SmallMaps(latitudes: [10.5, 9.5], longitudes: [19.5, 20.5])
    maps.add("class", .int8([0, 0, 7, 26]), [:])
    maps.add("cover", .int16([10, 10, 10, 130]), [:])
    maps.add("water", .float([0, 0, 0, 12]), ["units": .text("%")])
    try maps.write(to: sandbox.path + "/maps.nc")
    // 10.0° N, 20.0° E lies on the corner of four cells: it belongs to the north-eastern one, whose class is 0, sea.
    func group(_ stations: String, _ stratum: String) throws -> [String] {
      let tables = try sandbox.run(experiment(stations, strata: "[all, \(stratum)]")).tables
      return RunTables.select(tables.summary, ["stratum": stratum, "metric": "bias"]).compactMap {
        $0["group"]
      }
    }
    #expect(try group("koppen: {file: maps.nc, variable: class}", "koppen") == ["unknown"])
    for station in try FileManager.default.contentsOfDirectory(atPath: sandbox.path + "/archive/NET/Alpha")
    where station.hasSuffix(".stm") {
      let path = sandbox.path + "/archive/NET/Alpha/" + station
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try text.replacing("Station 10.0 20.0", with: "Station 9.99 20.01").write(
        toFile: path, atomically: true, encoding: .utf8)
    }
    #expect(try group("koppen: {file: maps.nc, variable: class}", "koppen") == ["Dfb"])
    #expect(try group("koppen: {file: maps.nc, variable: class, legend: {26: wet}}", "koppen") == ["wet"])
    #expect(try group("landcover: {file: maps.nc, variable: cover}", "landcover") == ["130"])
    #expect(try group("water: {file: maps.nc, variable: water}", "water") == ["5-20 %"])
    let cover = "landcover: {file: maps.nc, variable: cover}, exclude: {landcover: "
    #expect(try group(cover + "[10, 190]}", "landcover") == ["130"])
    let excluded = try sandbox.failure(of: experiment(cover + "[190, 130]}"))
    #expect(excluded?.reason == "no sensor is left")
    #expect(excluded?.advice?.contains("landcover 130 is excluded") == true, "\(excluded as Any)")
    #expect(
      try group("regions: [{name: A, box: [0, 9, 0, 30]}, {name: B, box: [9, 11, 0, 30]}]", "region") == ["B"]
    )
    try sandbox.write("network,station,koppen\nNET,alpha,Cfa\n", to: "classes.csv")
    #expect(try group("koppen: {file: classes.csv}", "koppen") == ["Cfa"])
    #expect(try group("koppen: {file: classes.csv}", "koppen-group") == ["C"])

    // Rows of stations that the archive does not have are told once, with the line of the first.
    try sandbox.write(
      "network,station,koppen\nNET,alpha,Cfa\nNET,Alhpa,Cfb\n" + (1...6).map { "N,S\($0),Af\n" }.joined(),
      to: "classes.csv")
    let problems = try sandbox.run(experiment("koppen: {file: classes.csv}")).result.problems
      .filter { $0.path.hasSuffix("classes.csv") }
    #expect(problems.count == 1 && problems[0].line == 3 && problems[0].count == 7, "\(problems)")
    #expect(problems.first?.reason.contains("(NET/Alhpa, N/S1, N/S2, N/S3, N/S4, …)") == true)

    try sandbox.write("network,station,water_fraction\nNET,Alpha,0.03\n", to: "wet.csv")
    #expect(try group("water: {file: wet.csv}", "water") == ["1-5 %"])

    let wet = try sandbox.failure(of: experiment("water: {file: maps.nc, variable: water, at_most: 0.05}"))
    #expect(wet?.reason == "no sensor is left" && wet?.advice?.contains("more than 5 % open water") == true)
    let stray = try sandbox.failure(of: experiment("koppen: {file: maps.nc, variable: cover}"))
    #expect(stray?.exitCode == 3 && stray?.reason.contains("130, which is no class") == true)
  }

  @Test("a station of a list that stands at two places is refused with its line")
  func twoPlaces() throws {
    let (sandbox, _) = try field()
    try sandbox.write("time,value\n2017-01-01 12:00,0.2\n", to: "a.csv")
    try sandbox.write(
      """
      network,station,sensor,latitude,longitude,depth_from,depth_to,file,units,time_zone
      NET,Alpha,A,10,20,0.05,0.05,a.csv,m3 m-3,UTC
      NET,Alpha,B,10,21,0.05,0.05,a.csv,m3 m-3,UTC

      """, to: "list.csv")
    let failure = try sandbox.failure(
      of: experiment("unit: station").replacing("archive: archive", with: "archive: list.csv"))
    #expect(
      failure?.line == 3 && failure?.reason.contains("109 km from where line 2 has it") == true, "\(failure)")
  }

  @Test("of two copies without a date in their names none is called the newer")
  func newest() throws {
    let (sandbox, _) = try field()
    try sandbox.write("time,value\n2017-01-01 12:00,0.2\n", to: "a.csv")
    let list = """
      network,station,sensor,latitude,longitude,depth_from,depth_to,file,units,time_zone
      NET,Alpha,Probe,10,20,0.05,0.05,a.csv,m3 m-3,UTC

      """
    try sandbox.write(list, to: "one.csv")
    try sandbox.write(list, to: "two.csv")
    let text = experiment("prefer: newest").replacing("archive: archive", with: "archive: [one.csv, two.csv]")
    #expect(try sandbox.failure(of: text)?.reason.contains("no date in the names") == true)
  }
}
