import Files
import Foundation
import Testing

@testable import Report

@Suite struct JSONTextTests {
  struct Page: Codable, Equatable {
    var b: String
    var a: Double
  }

  @Test func namesThatTurnTheTextAreEscapedAndComeBack() throws {
    let page = Page(b: "a\u{202E}b\u{200F}\u{2028}\"\\\u{9B}<script>/ō", a: 0.1)
    let text = try JSONText.text(page)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !PlainText.isControl($0) })
    #expect(text.contains("\\u202e") && text.contains("<script>/ō"))
    #expect(try JSONDecoder().decode(Page.self, from: Data(text.utf8)) == page)
    // Keys in order.
    #expect(text.firstRange(of: "\"a\"")!.lowerBound < text.firstRange(of: "\"b\"")!.lowerBound)
  }

  @Test func whatIsNoNumberIsSpelled() throws {
    #expect(try JSONText.text(["x": Double.nan]).contains("\"nan\""))
    #expect(try JSONText.text(["x": -Double.infinity]).contains("\"-inf\""))
  }
}
