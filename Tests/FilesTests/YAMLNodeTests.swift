import Testing

@testable import Files

@Suite("YAML with lines")
struct YAMLNodeTests {
  private func failure(_ text: String, _ body: (YAMLNode) throws -> Void = { _ in }) -> Failure? {
    do {
      try body(try YAMLNode.parse(text: text, path: "e.yml"))
      return nil
    } catch let failure as Failure {
      return failure
    } catch {
      Issue.record("unexpected error \(error)")
      return nil
    }
  }

  @Test("FIELD row 45: an unknown key names its line and the key that was meant")
  func unknownKey() {
    let found = failure("name: a\nsclaing: [none]\n") { _ = try $0.map(allowed: ["name", "scaling"]) }
    #expect(found?.line == 2)
    #expect(found?.exitCode == 2)
    #expect(found?.description == "e.yml:2: unknown key 'sclaing'. Did you mean 'scaling'?")
  }

  @Test("FIELD row 45: a duplicate key is refused with its line")
  func duplicateKey() {
    let found = failure("a: 1\nb: 2\na: 3\n")
    #expect(found?.reason == "the key 'a' stands twice")
    #expect(found?.line != nil)
  }

  @Test(
    "FIELD row 45: aliases are refused before anything is expanded",
    arguments: [
      "a: &x [1]\nb: *x\n", "- &a a\n- [*a, *a]\n", "a: {b: &c 1}\n", "a:\n  &anchor b: 1\n",
    ])
  func aliases(text: String) {
    #expect(failure(text)?.reason == "YAML anchors and aliases are not supported")
  }

  @Test("an asterisk or ampersand inside a word, in quotes or in a comment is text")
  func asterisks() throws {
    let node = try YAMLNode.parse(
      text: "strata: [koppen*season] # *all*\nfiles: data/*.nc\nname: \"a &b *c\"\n", path: "e.yml")
    let map = try node.map(allowed: ["strata", "files", "name"])
    #expect(try map["strata"]?.list().first?.text() == "koppen*season")
    #expect(try map["files"]?.text() == "data/*.nc")
    #expect(try map["name"]?.text() == "a &b *c")
  }

  @Test(
    "FIELD row 45: numbers that are none",
    arguments: [".nan", "nan", "inf", "-.inf", "0x10", "1h", "1,5", "''"])
  func notANumber(text: String) {
    #expect(failure("a: \(text)\n") { _ = try $0.map(allowed: ["a"])["a"]?.number() }?.line == 1)
  }

  @Test("syntax errors carry their line")
  func syntax() {
    #expect(failure("a: [1, 2\nb: 3\n")?.line ?? 0 >= 1)
    #expect(failure("a: 1\n\tb: 2\n")?.path == "e.yml")
  }

  @Test(
    "quoted text reads back as itself",
    arguments: ["", "plain", "a\"b\\c", "tab\tnew\nline", "bell\u{7}", "µ — `x` |"])
  func quoting(text: String) throws {
    let node = try YAMLNode.parse(text: "a: \(YAMLNode.quoted(text))\n", path: "e.yml")
    #expect(try node.map(allowed: ["a"])["a"]?.text() == text)
  }

  @Test("a text of more than the limit is refused unread")
  func tooLarge() {
    #expect(failure(String(repeating: "#", count: YAMLNode.byteLimit + 1))?.kind == .usage)
  }
}
