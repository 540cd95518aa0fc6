import Testing

@testable import Files

struct CSVReaderTests {
  static func table(
    _ text: String, _ separator: CSVReader.Separator = .comma, strict: Bool = true
  ) throws(Failure) -> CSVTable {
    try CSVReader.read(Array(text.utf8), separator: separator, path: "t.csv", strict: strict)
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func readsHeaderRowsAndLineNumbers(end: String) throws {
    let table = try Self.table(["a,b", "1, 2 ", "", "\"x\(end)y\",\"q\"\"q\"", "3,"].joined(separator: end))
    #expect(table.header == ["a", "b"])
    #expect(
      table.rows == [
        .init(line: 2, fields: ["1", "2"]), .init(line: 4, fields: ["x\(end)y", "q\"q"]),
        .init(line: 6, fields: ["3", ""]),
      ])
  }

  @Test func splitsAtSemicolonsAndDropsAByteOrderMark() throws {
    let table = try Self.table("\u{FEFF}frm_class;tsw;name;tsw\nvery;bulk;a,b;1\n", .semicolon)
    #expect(table.header == ["frm_class", "tsw", "name", "tsw"])
    #expect(table.column("tsw") == 1)
    #expect(table.rows[0].fields == ["very", "bulk", "a,b", "1"])
  }

  @Test func brokenQuotingIsAnErrorWithItsLine() {
    let stray = #expect(throws: Failure.self) { try Self.table("a,b\n1,2\n3,30\" x\n") }
    #expect(stray?.line == 3)
    let open = #expect(throws: Failure.self) { try Self.table("a,b\n1,2\n3,\"x\n4,5\n") }
    #expect(open?.line == 3 && open?.reason == "a quote is not closed")
    #expect((try? Self.table("a,b\n3,30\" x\n", strict: false))?.rows.count == 1)
  }

  @Test func emptyTablesNULBytesAndMissingColumnsAreErrors() throws {
    #expect(throws: Failure.self) { try Self.table("") }
    #expect(throws: Failure.self) { try Self.table("\n\n") }
    #expect(#expect(throws: Failure.self) { try Self.table("a\nb\nc\0\n") }?.line == 3)
    let table = try Self.table("a,b\n")
    #expect(table.rows.isEmpty)
    let failure = #expect(throws: Failure.self) { try table.requiredColumn("c") }
    #expect(failure?.description == "t.csv:1: has no column `c`; it has `a`, `b`")
  }

  @Test func shortAndLongRowsKeepTheirFields() throws {
    let table = try Self.table("a,b\n1\n1,2,3\n")
    #expect(table.rows.map(\.fields.count) == [1, 2 + 1])
  }
}
