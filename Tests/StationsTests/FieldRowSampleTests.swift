import Foundation
import Testing

@testable import Files
@testable import Stations

/// FIELD §4, rows 9–18 (and 41, 47): series whose samples or places cannot be right.
struct FieldRowSampleTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  private func withRow(_ row: String) throws -> SensorRecord { try folder.record(row, at: 10, of: 200) }

  @Test("FIELD row 9: of equal samples at one time the first stays, contradicting ones all go")
  func duplicates() throws {
    let record = try folder.record(
      Invented.file([
        Invented.row("2017/01/01 00:00", "0.20"), Invented.row("2017/01/01 00:00", "0.2"),
        Invented.row("2017/01/01 01:00", "0.3"), Invented.row("2017/01/01 01:00", "0.31"),
        Invented.row("2017/01/01 01:00", "0.3"), Invented.row("2017/01/01 02:00", "0.4", "G"),
        Invented.row("2017/01/01 02:00", "0.4", "D01"), Invented.row("2017/01/01 03:00", "0.5"),
      ]))
    #expect(record.times == [try instant("2017/01/01 00:00"), try instant("2017/01/01 03:00")])
    #expect(record.values == [0.2, 0.5])
    #expect(record.excluded["duplicate time, same value"] == 1)
    #expect(record.excluded["duplicate time, values differ"] == 3)
    #expect(record.excluded["duplicate time, flags differ"] == 2)
    #expect(record.problems.first?.line == 3)
  }

  @Test("FIELD row 10: unsorted rows are sorted and counted")
  func unsorted() throws {
    let rows = Invented.rows(30)
    let record = try folder.record(Invented.file(rows.reversed()))
    let sorted = try folder.record(Invented.file(rows))
    #expect(record.times == sorted.times && record.values == sorted.values && record.excluded.isEmpty)
    #expect(record.repaired["unsorted time put in order"] == 29)
    #expect(record.problems.map(\.line) == [3])
  }

  @Test(
    "FIELD row 11: soil moisture outside 0…1 without a range flag is skipped",
    arguments: ["-9999", "-0.001", "1.001"])
  func outsideRange(value: String) throws {
    let record = try withRow(Invented.row("2017/01/01 10:00", value))
    #expect(record.excluded["outside physical range"] == 1 && record.count == 199)
    #expect(try withRow(Invented.row("2017/01/01 10:00", "0")).count == 200)
    #expect(try withRow(Invented.row("2017/01/01 10:00", "1")).count == 200)
  }

  @Test("FIELD row 11: a value its flag already calls out of range is left to the flag, and never accepted")
  func outsideRangeFlagged() throws {
    let record = try withRow(Invented.row("2017/01/01 10:00", "2.286", "C02"))
    #expect(record.count == 200 && record.values[10] == 2.286)
    var selection = StationSelection()
    #expect(selection.series(from: record).excluded["flag C02"] == 1)
    selection.flags = FlagSet(["G", "C02"])
    #expect(selection.series(from: record).excluded["outside physical range"] == 1)
  }

  @Test("FIELD row 12: percent in an m³ m⁻³ file excludes the sensor with a hint")
  func percent() throws {
    let rows = Invented.rows(50) { time, _ in Invented.row(time, "23.4") }
    let record = try folder.record(Invented.file(rows))
    #expect(record.count == 0 && record.rowsRead == 50)
    #expect(record.excluded["unit mismatch: values look like percent"] == 50)
    #expect(record.skipped == "unit mismatch: values look like percent")
    #expect(record.problems.first?.reason.contains("Divide the values by 100") == true)
    let one = try withRow(Invented.row("2017/01/01 10:00", "23.4"))
    #expect(one.skipped == nil && one.count == 199)
  }

  @Test(
    "FIELD row 13: an impossible latitude or coordinate skips the station",
    arguments: [
      ("95.0 -155.9", "latitude 95.0 is outside"), ("NaN -155.9", "coordinate is not a number"),
      ("19.5 nan", "coordinate is not a number"), ("-190 10", "latitude -190.0 is outside"),
      ("19.5 361", "longitude 361.0 is outside"), ("inf 10", "coordinate is not a number"),
    ])
  func badCoordinates(place: String, reason: String) throws {
    try folder.write(
      Invented.series,
      Invented.file(Invented.rows(3), header: "NETX NETX Alpha \(place) 411.0 0.05 0.05 Probe"))
    #expect(try folder.skipReason().hasPrefix(reason))
    try folder.write(
      Invented.series,
      Invented.rows(3) { Invented.ceop($0, $1, place: place + " 411 0.05 0.05") + "\n" }.joined())
    #expect(try folder.skipReason().hasPrefix(reason))
  }

  @Test("FIELD row 14: swapped latitude and longitude are refused with that advice")
  func swapped() throws {
    try folder.write(
      Invented.series,
      Invented.file(Invented.rows(3), header: "NETX NETX Alpha 120.5 31.2 4.0 0.05 0.05 Probe"))
    let failure = #expect(throws: Failure.self) { try folder.archive() }
    #expect(failure?.advice?.contains("swapped") == true)
    #expect(failure?.line == 1 && failure?.path?.hasSuffix(".stm") == true && failure?.exitCode == 3)
  }

  @Test(
    "FIELD row 15: a negative depth, or from below to, skips the sensor",
    arguments: [
      ("-0.050000_0.050000", "negative depth"), ("0.100000_0.050000", "depth from is below depth to"),
      ("-99.900000_-99.900000", "depth unknown (-99.9)"),
    ])
  func badDepth(depths: String, reason: String) throws {
    try folder.write(
      Invented.folder + "NETX_NETX_Alpha_sm_\(depths)_P_20170101_20181231.stm",
      Invented.file(Invented.rows(3)))
    #expect(try folder.skipReason() == reason)
  }

  @Test("FIELD row 16: byte-order mark, CR LF, tabs and foreign flags are read")
  func conversions() throws {
    let rows = ["2017/01/01 00:00\t0.2\tG\tM\t", "2017/01/01 01:00\t\t0.3  Gß,D01  é"]
    let record = try folder.record("\u{FEFF}" + Invented.file(rows, end: "\r\n"))
    #expect(record.values == [0.2, 0.3] && record.problems.isEmpty)
    #expect(record.flags[1].codes == ["D01", "Gß"])
    let latin = Array(Invented.file(["2017/01/01 00:00 0.2 G\u{21} M"]).utf8).map { $0 == 0x21 ? 0xdf : $0 }
    #expect(try folder.record(latin).flags[0].description == "G\u{FFFD}")
  }

  @Test("FIELD row 17: a file with NUL bytes is skipped whole")
  func nulBytes() throws {
    var bytes = Array(Invented.file(Invented.rows(2000)).utf8)
    bytes[bytes.count - 100] = 0
    let late = try folder.record(bytes)
    #expect(late.count == 0 && late.skipped == "NUL bytes in file" && late.excluded.total == late.rowsRead)
    bytes[200] = 0
    try folder.write(Invented.series, bytes)
    #expect(try folder.skipReason() == "NUL bytes in file")
    let wide = Invented.file(Invented.rows(3)).data(using: .utf16)
    try folder.write(Invented.series, Array(try #require(wide)))
    #expect(["NUL bytes in file", "UTF-16 text, not ASCII or UTF-8"].contains(try folder.skipReason()))
  }

  @Test("FIELD row 18: commas in flags, blanks in the sensor's and the provider's words")
  func commasAndBlanks() throws {
    let header = "NETX NETX Alpha 19.5 -155.9 411 0.05 0.05 Hydraprobe Analog (2.5 Volt) A"
    let rows = [
      "2017/01/01 00:00 0.2 D01,D02,D03 5,6", "2017/01/01 01:00 0.3 G a b c d", "2017/01/01 02:00 0.4 D01, M",
    ]
    let record = try folder.record(Invented.file(rows, header: header))
    #expect(record.values == [0.2, 0.3, 0.4])
    #expect(record.flags.map(\.description) == ["D01,D02,D03", "G", "D01"])
  }

  @Test("FIELD row 41: NaN and infinite values are skipped", arguments: ["NaN", "inf", "-Infinity", "1e999"])
  func notFinite(value: String) throws {
    #expect(try withRow(Invented.row("2017/01/01 10:00", value)).excluded["not finite"] == 1)
  }

  @Test("FIELD row 47: the decimal comma of a locale changes nothing")
  func locale() throws {
    let before = setlocale(LC_ALL, nil).map { String(cString: $0) }
    defer { _ = before.map { setlocale(LC_ALL, $0) } }
    _ = setlocale(LC_ALL, "de_DE.UTF-8")
    let rows = [
      Invented.row("2017/01/01 00:00", "0.1234567890123456789"), Invented.row("2017/01/01 01:00", "2.5e-1"),
    ]
    #expect(try folder.record(Invented.file(rows)).values == [0.12345678901234568, 0.25])
  }
}
