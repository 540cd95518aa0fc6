import Foundation
import Testing

@testable import Files
@testable import Stations

/// FIELD §4, rows 1–8: damaged text, and the behaviour it must get.
struct FieldRowTextTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  private func withRow(_ row: String) throws -> SensorRecord { try folder.record(row, at: 10, of: 200) }

  @Test("FIELD row 1: an empty file is skipped", arguments: ["", "\n", "\r\r", "\u{FEFF}", "  \n \t \n"])
  func empty(text: String) throws {
    try folder.write(Invented.series, text)
    #expect(try folder.skipReason() == "empty file")
  }

  @Test("FIELD row 1: nothing but empty files is an error that says why")
  func onlyEmpty() throws {
    try folder.write(Invented.series, "")
    let failure = #expect(throws: Failure.self) { try folder.archive() }
    #expect(failure?.reason == "none of its 1 .stm files can be used: empty file")
  }

  @Test("FIELD row 2: a file with a header alone is skipped", arguments: ["", "\n", "\n\n  \n"])
  func headerOnly(end: String) throws {
    try folder.write(Invented.series, Invented.header + end)
    #expect(try folder.skipReason() == "no samples")
  }

  @Test("FIELD row 2: blank lines are no rows")
  func blankLines() throws {
    let rows = Invented.rows(4).flatMap { ["", $0, "   "] }
    #expect(try folder.record(Invented.file(rows)).rowsRead == 4)
  }

  @Test(
    "FIELD row 2: a header that is none is skipped",
    arguments: [
      "garbage", "NETX NETX Alpha north west 4 0.05 0.05 P", "2017/01/01 00:00 0.2 G M",
    ])
  func badHeader(header: String) throws {
    try folder.write(Invented.series, Invented.file(Invented.rows(3), header: header))
    #expect(try folder.skipReason().contains("header"))
  }

  @Test(
    "FIELD row 3: a garbage line is skipped and told with its line",
    arguments: [
      "garbage", "2017/01/01", ",,,,,,,,", "%PDF-1.4 \u{1b}[31m", "2017-01-01 10:00 0.1 G M",
    ])
  func garbage(line: String) throws {
    let record = try withRow(line)
    #expect(record.count == 199 && record.rowsRead == 200 && record.excluded.total == 1)
    #expect(record.problems.map(\.line) == [12])
    #expect(record.problems[0].reason.hasSuffix("; line skipped"))
  }

  @Test("FIELD row 3: a garbage line before CEOP rows costs only itself")
  func garbageFirst() throws {
    let record = try folder.record("garbage\n" + Invented.rows(30) { Invented.ceop($0, $1) + "\n" }.joined())
    #expect(record.count == 30 && record.excluded["line not understood"] == 1)
  }

  @Test("FIELD row 3: more than one damaged line in ten is an error with file and line")
  func tooMuchGarbage() throws {
    var rows = Invented.rows(100)
    for index in 0..<10 { rows[index * 3] = "garbage" }
    #expect(try folder.record(Invented.file(rows)).count == 90)
    rows[99] = "garbage"
    try folder.write(Invented.series, Invented.file(rows))
    let archive = try folder.archive()
    let failure = #expect(throws: Failure.self) { try archive.record(of: archive.sensors[0]) }
    #expect(failure?.line == 2 && failure?.path == archive.sensors[0].path && failure?.exitCode == 3)
    #expect(failure?.reason.contains("11 of 100 lines") == true)
  }

  @Test("FIELD row 3: a line longer than any row is garbage", arguments: [300_000, 600_000])
  func longLine(length: Int) throws {
    let record = try withRow(String(repeating: "9", count: length))
    #expect(record.count == 199 && record.excluded["line not understood"] == 1)
  }

  @Test(
    "FIELD row 4: a line cut after the time or the value is skipped",
    arguments: [
      "2017/01/01 10:00", "2017/01/01 10:0", "2017/01/01 10:00   0.11", "2017/01/01",
    ])
  func cutLine(line: String) throws {
    #expect(try withRow(line).excluded["line cut short"] == 1)
    var rows = Invented.rows(40) { Invented.ceop($0, $1) }
    rows[10] = String(rows[10].prefix(110 - line.count))
    #expect(try folder.record(rows.map { $0 + "\n" }.joined()).excluded["line cut short"] == 1)
  }

  @Test("FIELD row 5: last line cut inside the number")
  func lastLineCut() throws {
    let whole = Invented.file(Invented.rows(20))
    for count in 1...29 {
      let record = try folder.record(String(whole.dropLast(count)))
      // Only the line end gone: the row is whole. More gone: at least its provider's flag is missing.
      let isWhole = count == 1
      #expect(record.excluded["last line cut short"] == (isWhole ? 0 : 1), "\(count)")
      #expect(record.count == (isWhole ? 20 : 19), "\(count)")
    }
    let ceop = Invented.rows(20) { Invented.ceop($0, $1) + "\n" }.joined()
    for count in 2..<110 {
      let record = try folder.record(String(ceop.dropLast(count)))
      #expect(record.count == 19 && record.rowsRead == 20 && record.excluded["last line cut short"] == 1)
    }
  }

  @Test("FIELD row 5: a whole last line without a line end and provider's flag is kept where none has one")
  func lastLineWhole() throws {
    let text = Invented.file(Invented.rows(5) { "\($0) \($1) U" })
    #expect(try folder.record(String(text.dropLast())).count == 5)
  }

  @Test(
    "FIELD row 6: a word in the value column is skipped",
    arguments: ["abc", "0,25", "0x1", "--", "0.2.2", "1e"])
  func notANumber(value: String) throws {
    let record = try withRow(Invented.row("2017/01/01 10:00", value))
    #expect(record.count == 199 && record.excluded["not a number"] == 1)
  }

  @Test(
    "FIELD row 7: an impossible date or time is skipped",
    arguments: [
      "2007/13/45 10:00", "2017/02/29 10:00", "2017/00/10 10:00", "2017/01/00 10:00", "0000/01/01 10:00",
      "9999/01/01 10:00", "2100/02/29 10:00",
    ])
  func impossibleDate(time: String) throws {
    let record = try withRow(Invented.row(time, "0.2"))
    #expect(record.count == 199 && record.excluded["impossible date"] == 1)
  }

  @Test(
    "FIELD row 7: an impossible time is skipped", arguments: ["25:00", "10:60", "24:01", "99:99", "10:00:61"])
  func impossibleTime(time: String) throws {
    #expect(try withRow(Invented.row("2017/01/01 " + time, "0.2")).excluded["impossible time"] == 1)
  }

  @Test("FIELD row 7: leap days are days")
  func leapDays() throws {
    for (index, day) in ["2016/02/29", "2000/02/29", "2020/12/31", "1970/01/01", "1969/12/31"].enumerated() {
      let record = try folder.record(Invented.file([Invented.row(day + " 01:30", "0.2")]))
      #expect(record.times == [try instant(day + " 01:30")], "\(index)")
    }
  }

  @Test("FIELD row 8: 24:00 is the next day's 00:00, a 60th second the 59th; both are counted")
  func endOfDay() throws {
    let record = try folder.record(
      Invented.file([
        Invented.row("2016/12/31 23:59:60", "0.2"), Invented.row("2017/12/31 24:00", "0.3"),
        Invented.row("2018/02/28 24:00", "0.4"),
      ]))
    #expect(
      record.times == [
        try instant("2016/12/31 23:59:59"), try instant("2018/01/01 00:00"), try instant("2018/03/01 00:00"),
      ])
    #expect(record.repaired["24:00 read as the next day's 00:00"] == 2)
    #expect(record.repaired["60th second read as the 59th"] == 1)
    #expect(record.problems.count == 2 && record.excluded.isEmpty)
  }
}
