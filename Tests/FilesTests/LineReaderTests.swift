import Testing

@testable import Files

struct LineReaderTests {
  struct Line: Equatable {
    var text: String
    var number: Int
    var isEnded = true
    var isCut = false
  }

  static func lines(_ bytes: [UInt8], capacity: Int = 1 << 12) throws -> (lines: [Line], foundNUL: Bool) {
    var reader = LineReader(ByteStream(bytes: bytes, path: "test"), capacity: capacity)
    var result: [Line] = []
    try reader.forEachLine(onFault: { $0 }) { (line, place) throws(ReadFault) in
      result.append(
        Line(
          text: DecimalText.string(line), number: place.number, isEnded: place.isEnded, isCut: place.isCut))
      return true
    }
    return (result, reader.foundNUL)
  }

  @Test(
    "four kinds of line end give the same lines",
    arguments: ["a\nbc\n\nd\n", "a\r\nbc\r\n\r\nd\r\n", "a\rbc\r\rd\r", "a\nbc\r\n\rd\r"], [16, 17, 4096])
  func lineEnds(text: String, capacity: Int) throws {
    let lines = try Self.lines(Array(text.utf8), capacity: capacity).lines
    #expect(lines.map(\.text) == ["a", "bc", "", "d"])
    #expect(lines.map(\.number) == [1, 2, 3, 4])
    #expect(lines.allSatisfy { $0.isEnded && !$0.isCut })
  }

  @Test("a line end cut by the buffer's border is one line end", arguments: 10...40)
  func border(length: Int) throws {
    let text = (0..<5).map { _ in String(repeating: "x", count: length) + "\r\n" }.joined()
    let lines = try Self.lines(Array(text.utf8), capacity: 48).lines
    #expect(lines.count == 5)
    #expect(lines.map(\.number) == [1, 2, 3, 4, 5])
    #expect(lines.allSatisfy { $0.text.utf8.count == length })
  }

  @Test func theLastLineMayLackItsEnd() throws {
    #expect(try Self.lines(Array("a\nb".utf8)).lines.last == Line(text: "b", number: 2, isEnded: false))
    #expect(try Self.lines(Array("a\nb\r".utf8)).lines.last == Line(text: "b", number: 2))
    #expect(try Self.lines([]).lines == [])
  }

  @Test func aByteOrderMarkIsDropped() throws {
    #expect(try Self.lines([0xef, 0xbb, 0xbf] + Array("a\n".utf8)).lines == [Line(text: "a", number: 1)])
    #expect(try Self.lines([0xef, 0xbb, 0xbf]).lines == [])
    #expect(try Self.lines([0xef, 0xbb]).lines.count == 1)
  }

  @Test func aLineLongerThanTheBufferIsCutAndTheNextOneIsWhole() throws {
    for length in [16, 17, 31, 32, 33, 100] {
      for end in ["\n", "\r\n", "\r"] {
        let text = String(repeating: "x", count: length) + end + "next" + end
        let lines = try Self.lines(Array(text.utf8), capacity: 16).lines
        #expect(
          lines.first?.isCut == true && lines.first?.text.utf8.count == 16, "\(length) \(end.utf8.count)")
        #expect(lines.dropFirst() == [Line(text: "next", number: 2)], "\(length) \(end.utf8.count)")
      }
    }
  }

  @Test func readingStopsAtANULByte() throws {
    #expect(try Self.lines(Array("a\nb\0\n".utf8)).foundNUL)
    #expect(try !Self.lines(Array("a\nb\n".utf8)).foundNUL)
  }
}

struct DecimalTextTests {
  static func value(_ text: String) -> Double? { DecimalText.double(Array(text.utf8).span) }

  @Test(arguments: [
    "0.3150", "0", "-0", "12.", ".5", "+1.25", "0.1", "1e3", "1E-3", "123456789012345", "1234567890123456789",
    "0.000000000000000000000000000001", "-9999", "1e22", "9007199254740993", "0.10000000000000000555",
    "1e400",
    "1e-400", "2.2250738585072011e-308", "00000000000000000000.5", "179769313486231570000000000000e279",
  ])
  func isRoundedAsStrtodRounds(text: String) throws {
    let expected = try #require(Double(text.hasSuffix(".") ? text + "0" : text))
    #expect(Self.value(text)?.bitPattern == expected.bitPattern)
  }

  @Test(arguments: [
    "", "-", ".", "1,5", "0x10", "1e", "1e+", "1.2.3", "abc", "1 ", " 1", "1d3", "--1", "nanx", "infinite",
    "1_0",
  ])
  func refusesWhatIsNoNumber(text: String) { #expect(Self.value(text) == nil) }

  @Test func knowsTheNonFinite() {
    #expect(Self.value("NaN")?.isNaN == true)
    #expect(Self.value("-inf") == -.infinity)
    #expect(Self.value("Infinity") == .infinity)
  }

  @Test func agreesWithTheStandardLibraryOnManyNumbers() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let digits = String(
        UInt64.random(in: 0...UInt64.max, using: &random).description.prefix(Int.random(in: 1...19)))
      let point = digits.index(digits.startIndex, offsetBy: Int.random(in: 0...digits.count))
      var text = digits[..<point] + "." + digits[point...]
      if Bool.random() { text += "e\(Int.random(in: -330...300))" }
      let expected = try #require(
        Double(text.first == "." ? "0" + text : text.replacing(".e", with: ".0e")) ?? Double(text + "0"))
      #expect(Self.value(String(text))?.bitPattern == expected.bitPattern, "\(text)")
    }
  }
}
