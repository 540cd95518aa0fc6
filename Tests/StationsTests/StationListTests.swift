import Foundation
import Testing

@testable import Files
@testable import Grids
@testable import Stations

/// A station list: what it says, and what is refused with its line.
struct StationListTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  @Test("a list and its table are read as an archive")
  func archive() throws {
    try folder.write("data/values.csv", InventedTable.table(InventedTable.rows(30)))
    let archive = try folder.list(
      InventedTable.list([
        "file": "data/values.csv", "koppen": "7", "landcover": "10", "clay": "20", "sand": "40", "silt": "40",
        "frm": "representative", "water_fraction": "0.05",
      ]))
    let sensor = try #require(archive.sensors.first)
    #expect(archive.sensors.count == 1 && archive.skipped.isEmpty && archive.problems.isEmpty)
    #expect(archive.format == "station list" && archive.networks == ["CMA"])
    #expect(sensor.id == "CMA/Alpha/sm/0.0-0.1/TDR" && sensor.path == folder.path + "/data/values.csv")
    #expect(sensor.point == GeographicPoint(latitude: 34.5, longitude: 113.25) && sensor.elevation == 120)
    let known = archive.metadata(of: sensor)
    #expect(known.koppen2007 == "BSk" && known.koppen2017 == "BSk" && known.landCover[2010]?.code == "10")
    #expect(known.soilTexture == .loam && known.frmClass == "representative" && known.waterFraction == 0.05)
    #expect(archive.files(of: [sensor]) == [folder.path + "/data/values.csv", folder.path + "/list.csv"])
    let record = try archive.record(of: sensor)
    #expect(record.count == 30 && record.values[7] == 0.107)
    #expect(record.times[7] == (try instant("2017-01-01 07:00")))
    #expect(StationSelection().series(from: record).series.count == 30)
  }

  @Test(
    "columns may stand in any order and case, separated by commas, semicolons or tabs",
    arguments: [",", ";", "\t"])
  func separators(separator: String) throws {
    try folder.write("values.csv", InventedTable.table(InventedTable.rows(5)).replacing(",", with: separator))
    let lines = InventedTable.list().split(separator: "\n").map {
      $0.split(separator: ",").reversed().joined(separator: separator)
    }
    let archive = try folder.list(lines[0].uppercased() + "\n" + lines[1] + "\n")
    #expect(try archive.record(of: archive.sensors[0]).count == 5)
  }

  @Test("a texture may be stated where its fractions are unknown")
  func texture() throws {
    try folder.write("values.csv", InventedTable.table(InventedTable.rows(3)))
    let archive = try folder.list(InventedTable.list(["texture": "Silt Loam"]))
    #expect(archive.metadata(of: archive.sensors[0]).soilTexture == .siltLoam)
  }

  @Test(
    "mistakes are refused with the line and advice",
    arguments: [
      (["latitud": "3"], "unknown column 'latitud'", "Did you mean 'latitude'?"),
      (["units": "mm"], "units 'mm' are not among", "relative %"),
      (["units": "relative"], "do not say percent or share", "relative %"),
      (["units": "saturation"], "not among", "m3 m-3"),
      (["units": "relative %"], "needs field_capacity and bulk_density", "kg m-3"),
      (["units": "relative %", "field_capacity": "0.2"], "needs field_capacity and bulk_density", "kg kg-1"),
      (["units": "relative %", "bulk_density": "1400"], "needs field_capacity and bulk_density", "kg kg-1"),
      (
        ["units": "relative %", "field_capacity": "0.2", "bulk_density": "1.4"], "1.4 kg m-3 is too light",
        "g cm-3"
      ),
      (
        [
          "units": "relative %", "field_capacity": "0.2", "bulk_density": "1400",
          "bulk_density_units": "g cm-3",
        ],
        "not within 0…3", "kg m-3"
      ),
      (["units": "relative %", "field_capacity": "24", "bulk_density": "1400"], "not within 0…1", "percent"),
      (
        [
          "units": "relative %", "field_capacity": "0.24", "field_capacity_units": "%",
          "bulk_density": "1400",
        ],
        "not within 1…100", "kg kg-1"
      ),
      (
        ["units": "relative 1", "field_capacity": "0.8", "bulk_density": "1400"],
        "more than the soil's volume", "mass of water"
      ),
      (["time_zone": "Asia/Shanghai"], "not an offset from UTC", "UTC+8"),
      (["time_zone": "8"], "not an offset from UTC", "UTC+8"),
      (["time_zone": ""], "'time_zone' is empty", ""),
      (["time_zone": "UTC+15"], "not an offset from UTC", ""),
      (["variable": "p"], "variable 'p' is not known", "ts"),
      (["variable": "ts"], "no unit of temperature", "degC"),
      (["file": "absent.csv"], "there is no file", "folder"),
      (["file": "*.csv"], "is a pattern", ""),
      (["depth_to": "10"], "no depth of a soil sensor", "0.10"),
      (["depth_from": "ten"], "depth_from 'ten' is not a number", ""),
      (["koppen": "Xyz"], "no Köppen–Geiger class", "BSk"),
      (["koppen": "31"], "no Köppen–Geiger class", "30"),
      (["texture": "mud"], "not a class", "loam"), (["clay": "130"], "not within 0.0…100.0", ""),
      (["water_fraction": "5"], "not within 0.0…1.0", ""),
      (["latitude": "113.25", "longitude": "34.5"], "latitude 113.25 is outside", "look swapped"),
    ])
  func mistakes(changes: [String: String], reason: String, advice: String) throws {
    let failure = try folder.listFailure(changes)
    #expect(failure.reason.contains(reason), "\(failure)")
    #expect(advice.isEmpty || failure.advice?.contains(advice) == true, "\(failure)")
    #expect(failure.path == folder.path + "/list.csv" && failure.exitCode == 3)
    #expect(failure.line == (reason.contains("unknown column") ? 1 : 2))
  }

  @Test("a list that is no table is refused")
  func notATable() throws {
    try folder.write("values.csv", InventedTable.table(InventedTable.rows(3)))
    for (text, reason) in [
      ("", "not even a header"), (InventedTable.header + "\n", "no rows"),
      ("network,station\nA,B\n", "has no column 'latitude'"),
      (InventedTable.header + ",station\n", "column 'station' is there twice"),
      (InventedTable.list() + "CMA,Beta\n", "has 2 fields"),
      (InventedTable.list() + "CMA,\"Beta,TDR\n", "quotes make no sense"),
      (InventedTable.list().replacing("Alpha", with: "A\0"), "NUL bytes"),
    ] {
      let failure = #expect(throws: Failure.self) { try folder.list(text) }
      #expect(failure?.reason.contains(reason) == true, "\(text)")
    }
    let bytes = Array(InventedTable.list().utf8) + [0xd6, 0xd0] + Array(",x\n".utf8)
    let failure = #expect(throws: Failure.self) { try StationArchive.open(folder.write("gbk.csv", bytes)) }
    #expect(failure?.reason == "is not UTF-8 text" && failure?.line == 3)
  }

  @Test("FIELD rows 13, 15, 20: impossible places and depths and second copies are skipped with the line")
  func skipped() throws {
    try folder.write("values.csv", InventedTable.table(InventedTable.rows(3), header: "time,value"))
    for name in ["b", "c", "d", "e"] {
      try folder.write(name + ".csv", InventedTable.table(InventedTable.rows(3)))
    }
    let rows = [
      "CMA,B,TDR,95,170,1,0,0.1,b.csv,m3 m-3,UTC", "CMA,C,TDR,nan,113,1,0,0.1,c.csv,m3 m-3,UTC",
      "CMA,D,TDR,34,113,1,0.2,0.1,d.csv,m3 m-3,UTC", "CMA,Alpha,TDR,34,113,1,0,0.1,e.csv,m3 m-3,UTC",
    ]
    let archive = try folder.list(InventedTable.list() + rows.map { $0 + "\n" }.joined())
    #expect(archive.sensors.map(\.station) == ["Alpha"])
    #expect(
      archive.skipped.map(\.reason) == [
        "latitude 95.0 is outside -90…90", "coordinate is not a number", "depth from is below depth to",
        "same sensor as line 2",
      ])
    #expect(archive.problems.map(\.line) == [3, 4, 5, 6])
  }

  @Test("FIELD rows 1, 17: an empty table or one with NUL bytes costs its sensor")
  func unusableTables() throws {
    try folder.write("values.csv", "")
    let failure = #expect(throws: Failure.self) { try folder.list(InventedTable.list()) }
    #expect(
      failure?.reason == "none of its 1 sensors can be used: values.csv: empty file" && failure?.line == 2)
    try folder.write("b.csv", InventedTable.table(InventedTable.rows(3)))
    let both = InventedTable.list() + "CMA,B,TDR,34,113,1,0,0.1,b.csv,m3 m-3,UTC\n"
    #expect(try folder.list(both).skipped.map(\.reason) == ["empty file"])
    try folder.write("values.csv", "time,value\n2017-01-01 00:00,0.1\0\n")
    #expect(try folder.list(both).skipped.map(\.reason) == ["NUL bytes in file"])
  }

  @Test(
    "columns of a table that are unknown or missing are refused",
    arguments: [
      ("time,sm", "unknown column 'sm'"), ("time,value,qc", "unknown column 'qc'"),
      ("time,flag", "no column 'value'"),
      ("network,time,value", "none named 'station'"),
    ])
  func tableHeaders(header: String, reason: String) throws {
    try folder.write("values.csv", header + "\n1,2,3\n")
    let failure = #expect(throws: Failure.self) { try folder.list(InventedTable.list()) }
    #expect(failure?.reason.contains(reason) == true && failure?.line == 1)
    #expect(failure?.path == folder.path + "/values.csv")
  }

  @Test("two sensors that a table does not tell apart are refused with both lines")
  func ambiguous() throws {
    let second = "CMA,Alpha,TDR,34.5,113.25,120,0.1,0.2,values.csv,m3 m-3,UTC\n"
    for header in ["time,value", "station,time,value"] {
      try folder.write("values.csv", header + "\n")
      let failure = #expect(throws: Failure.self) { try folder.list(InventedTable.list() + second) }
      #expect(failure?.reason.contains("that of line 2") == true && failure?.line == 3)
    }
    try folder.write("values.csv", "station,depth_to,time,value\n")
    #expect(try folder.list(InventedTable.list() + second).sensors.count == 2)
  }
}
