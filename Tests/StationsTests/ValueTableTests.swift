import Foundation
import Synchronization
import Testing

@testable import Files
@testable import Grids
@testable import Stations

/// Values of tables: units, time zones, long tables, and FIELD §4 rows 2–12, 16, 17.
struct ValueTableTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  private func withRow(_ row: String, header: String = "time,value") throws -> SensorRecord {
    var rows = InventedTable.rows(200)
    if header != "time,value" { rows = rows.map { $0 + ",G" } }
    rows[10] = row
    return try folder.tableRecord(InventedTable.table(rows, header: header))
  }

  // MARK: Units and zones

  /// By hand: 60 % of a field capacity of 0.24 kg kg⁻¹ in soil of 1300 kg m⁻³ is 0.6 · 0.24 · 1.3 = 0.1872.
  @Test(
    "relative humidity becomes m³ m⁻³ by gravimetric field capacity and bulk density",
    arguments: [
      ("60", ["units": "relative %", "field_capacity": "0.24", "bulk_density": "1300"]),
      ("0.6", ["units": "relative 1", "field_capacity": "0.24", "bulk_density": "1300"]),
      (
        "60",
        ["units": "Relative %", "field_capacity": "24", "field_capacity_units": "%", "bulk_density": "1300"]
      ),
      (
        "60",
        [
          "units": "relative %", "field_capacity": "0.24", "bulk_density": "1.3",
          "bulk_density_units": "g cm-3",
        ]
      ),
    ])
  func relativeHumidity(stored: String, changes: [String: String]) throws {
    let record = try folder.tableRecord("time,value\n2017-06-01 08:00,\(stored)\n", changes)
    #expect(record.count == 1 && abs(record.values[0] - 0.1872) < 1e-15)
  }

  @Test("percent by volume and temperatures in °C and K")
  func units() throws {
    let table = "time,value\n2017-06-01 08:00,23.4\n2017-06-01 09:00,290.15\n"
    let percent = try folder.tableRecord(table, ["units": "%"])
    #expect(percent.values == [23.4 / 100] && percent.excluded["outside physical range"] == 1)
    let kelvin = try folder.tableRecord(table, ["units": "K", "variable": "ts"])
    #expect(kelvin.count == 1 && abs(kelvin.values[0] - 17) < 1e-9)
    let celsius = try folder.tableRecord(table, ["units": "degC", "variable": "ts"])
    #expect(celsius.values == [23.4] && celsius.excluded["outside physical range"] == 1)
  }

  @Test(
    "local time becomes UTC",
    arguments: [
      ("UTC+8", "2016-12-31 18:00"), ("+08:00", "2016-12-31 18:00"), ("utc", "2017-01-01 02:00"),
      ("UTC-3:30", "2017-01-01 05:30"), ("GMT-0330", "2017-01-01 05:30"),
    ])
  func zones(zone: String, expected: String) throws {
    let record = try folder.tableRecord("time,value\n2017-01-01 02:00,0.2\n", ["time_zone": zone])
    #expect(record.times == [try instant(expected)] && record.repaired.isEmpty)
  }

  @Test("an offset in the stamp counts more than the declared zone; a contradiction is counted")
  func offsets() throws {
    let rows = ["2017-01-01T02:00+08:00,0.2", "2017-01-01T02:00:00Z,0.3", "2017-01-01 11:00 UTC+8,0.4"]
    let record = try folder.tableRecord(InventedTable.table(rows), ["time_zone": "UTC+8"])
    #expect(
      record.times == [
        try instant("2016-12-31 18:00"), try instant("2017-01-01 02:00"), try instant("2017-01-01 03:00"),
      ])
    #expect(record.repaired["offset in the time stamp differs from time_zone, the stamp's is used"] == 1)
    #expect(record.problems.map(\.line) == [3])
  }

  @Test(
    "time stamps in every documented spelling",
    arguments: [
      "2017-01-01 02:00", "2017-01-01 02:00:00", "2017/01/01 02:00", "2017-01-01T02:00", "2017010102",
      "201701010200", "20170101020000", "2017/1/1 2:00", "2017-01-01T02:00:00.000", "2017-01-01   02:00",
    ])
  func stamps(text: String) throws {
    guard case .time(let time) = TableTime.read(Array(text.utf8).span) else {
      Issue.record("\(text) is not read")
      return
    }
    #expect(time.clock == (try instant("2017-01-01 02:00")) && time.offset == nil && time.repair == nil)
  }

  @Test(
    "what is no time stamp is a fault",
    arguments: [
      ("2017-01-01", STMFault.noClock), ("20170101", .noClock), ("01/02/2017 10:00", .notUnderstood),
      ("2017-01/01 10:00", .notUnderstood), ("2017-02-29 10:00", .impossibleDate),
      ("2017-13-01 10:00", .impossibleDate),
      ("2017-01-01 25:00", .impossibleTime), ("2017-01-01 10:61", .impossibleTime),
      ("2017010125", .impossibleTime),
      ("201701011", .notUnderstood), ("2017-01-01 10", .notUnderstood),
      ("2017-01-01 10:00 CST", .notUnderstood),
      ("2017-01-01 10:00:", .notUnderstood), ("2017-01-01 10:00:00.", .notUnderstood), ("", .notUnderstood),
      ("2017-01-01 10:00+15:00", .notUnderstood), ("42736.5", .notUnderstood),
      ("2017-01-01 24:01", .impossibleTime),
    ])
  func badStamps(text: String, fault: STMFault) {
    #expect(TableTime.read(Array(text.utf8).span) == .fault(fault))
  }

  // MARK: FIELD §4

  @Test("FIELD row 2: a table with a header alone has no samples and says so")
  func headerOnly() throws {
    let record = try folder.tableRecord("time,value\n\n  \n")
    #expect(
      record.rowsRead == 0 && record.count == 0 && record.problems.first?.reason.contains("no rows") == true)
  }

  @Test(
    "FIELD rows 3, 4, 6, 7: a bad line is skipped and told with its line",
    arguments: [
      ("garbage", STMFault.cut), ("2017-01-01 10:00", .cut), (",,,,,1", .notUnderstood),
      ("\"2017-01-01 10:00,1", .notUnderstood),
      ("2017-01-01 \"10:00\",0.1", .notUnderstood), ("2017-01-01 10:00,abc", .notANumber),
      ("2017-01-01 10:00,0x1", .notANumber),
      ("2017-01-01 10:00,0,25", .notUnderstood), ("2017-13-01 10:00,0.1", .impossibleDate),
      ("2017-01-01 10:75,0.1", .impossibleTime), ("2017-01-01,0.1", .noClock),
      ("2017-01-01 10:00,inf", .notFinite),
    ])
  func badLine(line: String, fault: STMFault) throws {
    let record = try withRow(line)
    #expect(record.count == 199 && record.rowsRead == 200 && record.excluded[fault.rawValue] == 1)
    #expect(record.problems.map(\.line) == [12])
  }

  @Test("FIELD row 3: more than one damaged line in ten is an error with file and line")
  func tooMuchDamage() throws {
    var rows = InventedTable.rows(100)
    for index in 0..<10 { rows[index * 3] = "garbage" }
    #expect(try folder.tableRecord(InventedTable.table(rows)).count == 90)
    rows[99] = "garbage"
    let failure = #expect(throws: Failure.self) { try folder.tableRecord(InventedTable.table(rows)) }
    #expect(failure?.line == 2 && failure?.path == folder.path + "/values.csv" && failure?.exitCode == 3)
  }

  @Test("FIELD row 5: a last line without a line end counts only with a flag behind the value")
  func lastLineCut() throws {
    let table = InventedTable.table(InventedTable.rows(5))
    #expect(try folder.tableRecord(table + "2017-01-02 00:00,0.19").excluded["last line cut short"] == 1)
    #expect(try folder.tableRecord(table + "2017-01-02 00:00").excluded["last line cut short"] == 1)
    let flagged = InventedTable.table(InventedTable.rows(5).map { $0 + ",G" }, header: "time,value,flag")
    #expect(try folder.tableRecord(flagged + "2017-01-02 00:00,0.19,").excluded["last line cut short"] == 1)
    #expect(try folder.tableRecord(flagged + "2017-01-02 00:00,0.19,G").count == 6)
  }

  @Test("FIELD row 8: 24:00 is the next day's 00:00 of the local clock")
  func endOfDay() throws {
    for stamp in ["2017-01-31 24:00", "2017013124"] {
      let record = try folder.tableRecord("time,value\n\(stamp),0.2\n", ["time_zone": "UTC+8"])
      #expect(record.times == [try instant("2017-01-31 16:00")])
      #expect(record.repaired["24:00 read as the next day's 00:00"] == 1)
    }
  }

  @Test("FIELD rows 9, 10: duplicate and unsorted times")
  func duplicates() throws {
    let rows = [
      "2017-01-01 03:00,0.3", "2017-01-01 01:00,0.1", "2017-01-01 02:00,0.2", "2017-01-01 02:00,0.2",
      "2017-01-01 01:00,0.9",
    ]
    let record = try folder.tableRecord(InventedTable.table(rows))
    #expect(record.times == [try instant("2017-01-01 02:00"), try instant("2017-01-01 03:00")])
    #expect(record.values == [0.2, 0.3] && record.repaired["unsorted time put in order"] == 2)
    #expect(record.excluded["duplicate time, same value"] == 1)
    #expect(record.excluded["duplicate time, values differ"] == 2)
  }

  @Test("the order of the lines does not matter")
  func order() throws {
    var rows = InventedTable.rows(300)
    let sorted = try folder.tableRecord(InventedTable.table(rows))
    var random = SplitMix(state: 9)
    rows.shuffle(using: &random)
    let shuffled = try folder.tableRecord(InventedTable.table(rows))
    #expect(shuffled.times == sorted.times && shuffled.values == sorted.values)
  }

  @Test(
    "missing values of every spelling are counted as such",
    arguments: ["", "NA", "NaN", "nan", "N/A", "-9999", "-9999.0", "-99", "999999", "32766"])
  func missing(text: String) throws {
    let record = try withRow("2017-01-01 10:00,\(text)")
    #expect(record.count == 199 && record.excluded["fill value"] == 1 && record.problems.isEmpty)
  }

  @Test("FIELD row 11: values outside 0…1 m³ m⁻³ are left out")
  func outside() throws {
    for text in ["-0.01", "1.2", "-999"] {
      #expect(try withRow("2017-01-01 10:00,\(text)").excluded["outside physical range"] == 1)
    }
  }

  @Test(
    "FIELD row 12: percent in a table of m³ m⁻³, and fractions in one of percent, cost the sensor with a hint"
  )
  func wrongUnit() throws {
    let percent = (0..<30).map { "2017-01-01 \($0 / 60 + 10):\(String(format: "%02d", $0 % 60)),\(20 + $0)" }
    let record = try folder.tableRecord(InventedTable.table(percent))
    #expect(record.skipped == "unit mismatch: values look like percent" && record.count == 0)
    #expect(record.problems[0].reason.contains("values such as 20.0") && record.problems[0].line == 2)
    let soil = ["field_capacity": "0.2", "bulk_density": "1300"]
    for units in ["relative 1", "%", "relative %"] {
      let changes = soil.merging(["units": units]) { $1 }
      let table = units == "relative 1" ? percent : InventedTable.rows(30)
      let found = try folder.tableRecord(InventedTable.table(table), changes)
      #expect(found.count == 0 && found.excluded.total == 30)
      #expect(
        found.skipped == "unit mismatch: values look like "
          + (units == "relative 1" ? "percent" : "fractions"))
    }
    // A dry soil that passes 1 % once is no mistake, and relative humidity may pass field capacity.
    #expect(
      try folder.tableRecord(
        InventedTable.table(InventedTable.rows(30) + ["2017-02-01 00:00,1.5"]), ["units": "%"]
      ).count == 31)
    let wet = InventedTable.table((0..<30).map { "2017-01-01 10:\(10 + $0),1.1" })
    #expect(try folder.tableRecord(wet, soil.merging(["units": "relative 1"]) { $1 }).count == 30)
  }

  @Test("FIELD row 16: BOM, CR LF, CR, quotes and blanks around fields")
  func conversions() throws {
    let plain = try folder.tableRecord(InventedTable.table(InventedTable.rows(20)))
    for end in ["\r\n", "\r"] {
      #expect(
        try folder.tableRecord("\u{FEFF}" + InventedTable.table(InventedTable.rows(20), end: end)) == plain)
    }
    let quoted = InventedTable.rows(20).map { row in
      row.split(separator: ",").map { " \"\($0)\" " }.joined(separator: ",")
    }
    #expect(try folder.tableRecord(InventedTable.table(quoted, header: "\"time\" , \"value\"")) == plain)
  }

  @Test("FIELD row 17: NUL bytes far into a table cost all its samples")
  func nulBytes() throws {
    let text = InventedTable.table((0..<20).flatMap { _ in InventedTable.rows(300) }) + "\0\n"
    #expect(text.utf8.count > 1 << 17)
    let record = try folder.tableRecord(text)
    #expect(record.count == 0 && record.skipped == "NUL bytes in file")
  }

  @Test("FIELD row 18: flags are selected as those of an archive; an empty flag is good")
  func flags() throws {
    let rows = [
      "2017-01-01 00:00,0.1,", "2017-01-01 01:00,0.2,G", "2017-01-01 02:00,0.3,\"D05,C02\"",
      "2017-01-01 03:00,0.4,0",
      "2017-01-01 04:00,0.5,U",
    ]
    let record = try folder.tableRecord(InventedTable.table(rows, header: "time,value,flag"))
    #expect(record.flags.map(\.description) == ["G", "G", "C02,D05", "0", "U"])
    #expect(StationSelection().series(from: record).series.values == [0.1, 0.2])
    var selection = StationSelection()
    selection.flags = FlagSet(["G", "0"])
    #expect(selection.series(from: record).series.values == [0.1, 0.2, 0.4])
  }

  // MARK: Long tables

  private func longList(_ stations: Int) -> String {
    var text = InventedTable.header + "\n"
    for station in 0..<stations {
      text += "CMA,S \(station),n.s.,34,113,1,0,0.1,values.csv,m3 m-3,UTC+8\n"
      text += "CMA,S \(station),n.s.,34,113,1,0.1,0.2,values.csv,%,UTC\n"
    }
    return text
  }

  private func longTable(_ stations: Int, hours: Int, byTime: Bool) -> String {
    var rows: [(Int, Int, String)] = []
    for station in 0..<stations {
      for (hour, stamp) in InventedTable.rows(hours).map({ $0.prefix(16) }).enumerated() {
        rows.append((station, hour, "S_\(station),0,0.10,\(stamp),0.\(100 + station)"))
        rows.append((station, hour, "s-\(station),0.1,0.2,\(stamp),\(10 + station)"))
      }
    }
    if byTime { rows.sort { ($0.1, $0.0) < ($1.1, $1.0) } }
    return InventedTable.table(rows.map(\.2), header: "station,depth_from,depth_to,time,value")
  }

  @Test("a long table serves all its sensors, whatever the order of its rows", arguments: [false, true])
  func longTable(byTime: Bool) throws {
    try folder.write("values.csv", longTable(3, hours: 48, byTime: byTime) + "X,0,0.1,2017-01-01 00:00,0.2\n")
    let archive = try folder.list(longList(3))
    #expect(archive.sensors.count == 6 && Set(archive.sensors.map(\.id)).count == 6)
    #expect(archive.sensors[0].path == folder.path + "/values.csv/S 0")
    #expect(archive.files(of: archive.sensors) == [folder.path + "/list.csv", folder.path + "/values.csv"])
    for (index, sensor) in archive.sensors.enumerated() {
      let record = try archive.record(of: sensor)
      #expect(record.count == 48 && record.rowsRead == 48 && record.excluded.isEmpty)
      let isDeep = index % 2 == 1
      #expect(record.times[0] == (try instant(isDeep ? "2017-01-01 00:00" : "2016-12-31 16:00")))
      #expect(record.values[5] == (isDeep ? Double(10 + index / 2) / 100 : Double(100 + index / 2) / 1000))
      #expect(record.problems.map(\.count) == [1])
      #expect(record.problems[0].reason.contains("station list does not have"))
      #expect(record.problems[0].line == 290)
    }
  }

  @Test("a long table equals its parts as one file a station")
  func split() throws {
    try folder.write("values.csv", longTable(2, hours: 30, byTime: true))
    let long = try folder.list(longList(2))
    for sensor in long.sensors where sensor.depthFrom == 0 {
      let rows = longTable(2, hours: 30, byTime: false).split(separator: "\n").filter {
        $0.hasPrefix("S_" + sensor.station.dropFirst(2) + ",")
      }.map { $0.split(separator: ",").suffix(2).joined(separator: ",") }
      let alone = try TestFolder().tableRecord(InventedTable.table(rows), ["time_zone": "UTC+8"])
      #expect(alone.times == (try long.record(of: sensor)).times)
      #expect(alone.values == (try long.record(of: sensor)).values)
    }
  }

  @Test("several threads may read one long table")
  func threads() throws {
    try folder.write("values.csv", longTable(8, hours: 100, byTime: true))
    let archive = try folder.list(longList(8))
    let counts = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 32) { index in
      let record = try? archive.record(of: archive.sensors[index % 16])
      counts.withLock { $0.append(record?.count ?? -1) }
    }
    #expect(counts.withLock { $0 } == [Int](repeating: 100, count: 32))
  }

  @Test(
    "damage in a long table costs the sensor it belongs to; damage that is nobody's is counted and limited")
  func longDamage() throws {
    var lines = longTable(2, hours: 50, byTime: true).split(separator: "\n").map(String.init)
    for index in lines.indices where lines[index].hasPrefix("S_1,") {
      lines[index] = lines[index].replacing("0.101", with: "x")
    }
    lines[1] = "\"S_0,0"
    try folder.write("values.csv", lines.map { $0 + "\n" }.joined())
    let archive = try folder.list(longList(2))
    let first = try archive.record(of: archive.sensors[0])
    #expect(first.count == 49 && first.problems.map(\.reason) == ["line not understood; line skipped"])
    let failure = #expect(throws: Failure.self) { try archive.record(of: archive.sensors[2]) }
    #expect(failure?.reason.contains("50 of 50 lines") == true && failure?.line == 4)
    for index in 1..<60 { lines[index] = "\"" }
    try folder.write("values.csv", lines.map { $0 + "\n" }.joined())
    let damaged = try folder.list(longList(2))
    let refused = #expect(throws: Failure.self) { try damaged.record(of: damaged.sensors[0]) }
    #expect(refused?.reason.contains("59 of 200 lines belong to no sensor") == true && refused?.line == 2)
  }

  @Test("a byte budget is kept")
  func budget() throws {
    let rows = (0..<20).flatMap { _ in InventedTable.rows(300) }
    try folder.write("values.csv", InventedTable.table(rows))
    let path = try folder.write("list.csv", InventedTable.list())
    // The header is in the first 65,536 bytes, which may be read.
    let archive = try StationArchive.open(path, limits: ReadLimits(bytesPerFile: 70_000))
    let failure = #expect(throws: Failure.self) { try archive.record(of: archive.sensors[0]) }
    #expect(failure?.reason.contains("70000 bytes") == true)
  }
}
