import Testing

@testable import Files

/// Tables read row by row through libcsv.
struct CSVStreamTests {
  private func rows(_ text: String, longestLine: Int = 1 << 16) throws -> [[String]] {
    try rows(Array(text.utf8), longestLine: longestLine)
  }

  /// The fields of each row; a broken row is `["?"]`.
  private func rows(_ bytes: [UInt8], longestLine: Int = 1 << 16) throws -> [[String]] {
    var reader = CSVStream(ByteStream(bytes: bytes, path: "x.csv"), longestLine: longestLine)
    var rows: [[String]] = []
    try reader.forEachRow(onFault: { $0.failure }) { (fields) throws(Failure) in
      rows.append(fields.isBroken ? ["?"] : (0..<fields.count).map { fields.text($0) })
      return true
    }
    return rows
  }

  @Test("the separator is that which the first line has most of", arguments: [",", ";", "\t"])
  func separators(separator: String) throws {
    #expect(
      try rows("a\(separator)b\(separator)c\n1\(separator)\(separator)3\n") == [
        ["a", "b", "c"], ["1", "", "3"],
      ])
    #expect(try rows("\"x,y;z\"\(separator)b\n1\(separator)2") == [["x,y;z", "b"], ["1", "2"]])
  }

  @Test("fields are unquoted, blanks around them dropped, empty ones kept")
  func fields() throws {
    #expect(try rows("a,b\n \"1\"\"2\" , x y \n,\n") == [["a", "b"], ["1\"2", "x y"], ["", ""]])
    #expect(try rows("one\n1\n\n  \n2") == [["one"], ["1"], ["2"]])
    #expect(try rows("") == [] && rows("\u{FEFF}a\r\n1\r2\n") == [["a"], ["1"], ["2"]])
  }

  @Test("broken quotes cost their own line only", arguments: ["\"1,2", "1\"2,3", "\"1\"2,3", "x,\""])
  func brokenQuotes(line: String) throws {
    #expect(try rows("a,b\n\(line)\n3,4\n\(line)") == [["a", "b"], ["?"], ["3", "4"], ["?"]])
  }

  @Test("a line longer than the limit is broken, the next is read")
  func longLine() throws {
    #expect(
      try rows("a,b\n\(String(repeating: "9", count: 100)),2\n3,4\n", longestLine: 32) == [
        ["a", "b"], ["?"], ["3", "4"],
      ])
  }

  @Test("lines are numbered with the blank ones, and the last may lack its end")
  func places() throws {
    var reader = CSVStream(ByteStream(bytes: Array("a\n\n1\n2".utf8), path: "x.csv"))
    var places: [String] = []
    try reader.forEachRow(onFault: { $0.failure }) { (fields) throws(Failure) in
      places.append("\(fields.line) \(fields.isEnded)")
      return true
    }
    #expect(places == ["1 true", "3 true", "4 false"])
  }

  @Test("NUL bytes end the reading")
  func nul() throws {
    var reader = CSVStream(ByteStream(bytes: Array("a\n1\0\n".utf8), path: "x.csv"))
    try reader.forEachRow(onFault: { $0.failure }) { (_) throws(Failure) in true }
    let foundNUL = reader.foundNUL
    #expect(foundNUL)
  }

  @Test("a table that both readers take is the same to both")
  func agreement() throws {
    var random = SplitMix(state: 11)
    let words = ["1", "-9.5", "a b", "\"x,\"\"y\"", "", " 7 ", "é"]
    for _ in 0..<200 {
      var text = "a,b,c\n"
      for _ in 0..<Int.random(in: 0..<20, using: &random) {
        text += (0..<3).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: ",") + "\r\n"
      }
      let whole = try CSVReader.read(Array(text.utf8), path: "x.csv")
      #expect(try rows(text) == [whole.header] + whole.rows.map(\.fields))
    }
  }
}
