import Foundation
import Testing

@Suite("docs/bad-input.md")
struct BadInputTableTests {
  @Test("every row is there once and names tests that exist")
  func table() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "docs/bad-input.md"), encoding: .utf8)
    var sources: [String] = []
    let files = FileManager.default.enumerator(
      at: root.appending(path: "Tests"), includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      if file.pathExtension == "swift" { sources.append(try String(contentsOf: file, encoding: .utf8)) }
    }
    var numbers: [Int] = []
    for line in text.split(separator: "\n") where line.hasPrefix("| ") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard let number = Int(cells[0]) else { continue }
      numbers.append(number)
      let tests = try #require(cells.last).split(separator: ",").map {
        $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")).split(separator: ".")
      }
      #expect(!tests.isEmpty)
      for test in tests {
        #expect(test.count == 2, "\(line)")
        let isThere = sources.contains {
          $0.contains("struct \(test[0]) ") && $0.contains("func \(test.last ?? "")(")
        }
        #expect(isThere, "row \(number) names \(test.joined(separator: "."))")
      }
    }
    #expect(numbers == Array(1...47))
  }
}
