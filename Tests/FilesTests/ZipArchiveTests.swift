import Foundation
import Testing

@testable import Files

struct ZipArchiveTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  private func archive(_ members: [ZipWriter.Member], limits: ReadLimits = ReadLimits()) throws -> ZipArchive
  {
    try ZipArchive(path: folder.write("a.zip", ZipWriter.zip(members)), limits: limits)
  }

  @Test func readsStoredAndDeflatedMembersAndLeavesFoldersOut() throws {
    var packed = ZipWriter.Member("net/b.txt", [UInt8](repeating: 0x61, count: 1 + 258 * 4))
    packed.packed = (ZipWriter.bomb(0x61, repeats: 4), 8)
    let zip = try archive([.init("net/", []), .init("net/a.txt", "hello"), packed])
    #expect(zip.members.map(\.name) == ["net/a.txt", "net/b.txt"])
    #expect(try zip.open(zip.members[0]).readAll() == Array("hello".utf8))
    #expect(try zip.open(zip.members[1]).readAll() == packed.bytes)
  }

  @Test func manyStreamsAtOnceHaveTheirOwnHandles() throws {
    let zip = try archive((0..<8).map { .init("m\($0)", String(repeating: "\($0)", count: 100_000)) })
    DispatchQueue.concurrentPerform(iterations: 64) { index in
      let bytes = try? zip.open(zip.members[index % 8]).readAll()
      #expect(bytes == [UInt8](repeating: 0x30 + UInt8(index % 8), count: 100_000))
    }
  }

  @Test func readsWhatTheZipToolMakes() throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/zip") else { return }
    let text = (0..<5000).map { "line \($0)\n" }.joined()
    try folder.write("in/a folder/ünï'cödé.txt", text)
    let tool = Process()
    tool.executableURL = URL(fileURLWithPath: "/usr/bin/zip")
    tool.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    tool.arguments = ["-q", "-r", "tool.zip", "in"]
    try tool.run()
    tool.waitUntilExit()
    let zip = try ZipArchive(path: folder.path + "/tool.zip")
    #expect(zip.members.map(\.name) == ["in/a folder/ünï'cödé.txt"])
    #expect(try zip.open(zip.members[0]).readAll() == Array(text.utf8))
  }

  @Test("FIELD row 21: a truncated zip is refused as not a complete zip", arguments: [0.1, 0.5, 0.9, 0.999])
  func truncated(fraction: Double) throws {
    let whole = ZipWriter.zip([.init("a", String(repeating: "x", count: 5000))])
    let path = try folder.write("t.zip", whole.prefix(Int(Double(whole.count) * fraction)))
    let failure = #expect(throws: Failure.self) { try ZipArchive(path: path) }
    #expect(failure?.reason == "is not a complete zip")
    #expect(failure?.path == path && failure?.exitCode == 3)
  }

  @Test("FIELD row 22: a CRC error is damage to that member only")
  func crc() throws {
    var bad = ZipWriter.Member("bad", "some text")
    bad.crc = 1
    let zip = try archive([bad, .init("good", "fine")])
    let fault = #expect(throws: ReadFault.self) { try zip.open(zip.members[0]).readAll() }
    guard case .damaged(let failure) = fault else {
      Issue.record("not damage: \(String(describing: fault))")
      return
    }
    #expect(failure.reason.contains("CRC"))
    #expect(failure.path?.hasSuffix("a.zip/bad") == true)
    #expect(try zip.open(zip.members[1]).readAll() == Array("fine".utf8))
  }

  @Test("FIELD row 22: broken deflate data and unknown methods are damage")
  func brokenDeflate() throws {
    var broken = ZipWriter.Member("broken", [UInt8](repeating: 0x61, count: 259))
    broken.packed = ([0xff, 0xff, 0xff, 0x01], 8)
    var unknown = ZipWriter.Member("unknown", "x")
    unknown.packed = ([1, 2, 3], 97)
    var secret = ZipWriter.Member("secret", "abcdefghijklmnop")
    secret.flags = 1
    let zip = try archive([broken, unknown, secret])
    #expect(zip.members[2].isEncrypted)
    for member in zip.members {
      let fault = #expect(throws: ReadFault.self) { try zip.open(member).readAll() }
      guard case .damaged = fault else {
        Issue.record("\(member.name) is not damage: \(String(describing: fault))")
        continue
      }
    }
  }

  @Test(
    "FIELD row 23: names that leave the archive are refused by name",
    arguments: ["../../x", "a/../../x", "/etc/x", "..\\x", "C:\\x", "c:x", "a\\..\\x", ".."])
  func slip(name: String) throws {
    let failure = #expect(throws: Failure.self) { try archive([.init("fine", "x"), .init(name, "x")]) }
    #expect(failure?.reason.contains("`\(name)` points outside") == true)
  }

  @Test(
    "FIELD row 23: dots inside names are harmless", arguments: ["a/..b", "a.../b", "...", "n.s."])
  func dots(name: String) throws { #expect(try archive([.init(name, "x")]).members.count == 1) }

  @Test("FIELD row 24: declared sizes over the budget are refused on opening")
  func declaredBomb() throws {
    var huge = ZipWriter.Member("huge", "x")
    huge.declaredSize = 3_000_000_000
    #expect(throws: Failure.self) { try archive([huge]) }
    let limits = ReadLimits(bytesPerFile: 100, bytesInAll: 150)
    #expect(throws: Failure.self) {
      try archive([.init("a", [UInt8](repeating: 0, count: 101))], limits: limits)
    }
    let two = (0..<2).map { ZipWriter.Member("\($0)", [UInt8](repeating: 0, count: 80)) }
    let failure = #expect(throws: Failure.self) { try archive(two, limits: limits) }
    #expect(failure?.reason.contains("byte budget") == true)
  }

  @Test("FIELD row 24: a member that unpacks to more than it declares is refused while it streams")
  func lyingBomb() throws {
    var stored = ZipWriter.Member("stored", [UInt8](repeating: 0x61, count: 5000))
    stored.declaredSize = 10
    var packed = ZipWriter.Member("packed", [UInt8](repeating: 0x61, count: 10))
    packed.packed = (ZipWriter.bomb(0x61, repeats: 200_000), 8)
    let zip = try archive([stored, packed])
    for member in zip.members {
      var stream = try zip.open(member)
      var buffer = [UInt8](repeating: 0, count: 4096)
      var fault: ReadFault?
      do { while try stream.read(into: &buffer, from: 0) > 0 {} } catch { fault = error }
      guard case .refused(let failure) = fault else {
        Issue.record("\(member.name) was not refused: \(String(describing: fault))")
        continue
      }
      #expect(failure.reason.contains("more than the 10 bytes"))
      #expect(stream.delivered <= 10)
    }
  }

  @Test func aMemberCountOverTheLimitIsRefused() throws {
    let limits = ReadLimits(files: 2)
    #expect(throws: Failure.self) { try archive((0..<3).map { .init("\($0)", "x") }, limits: limits) }
  }

  @Test func anArchiveReplacedWhileItIsReadIsRefused() throws {
    let zip = try archive([.init("a", "first"), .init("b", "other")])
    let first = try zip.open(zip.members[0])
    try FileManager.default.removeItem(atPath: zip.path)
    try folder.write("a.zip", ZipWriter.zip([.init("a", "changed"), .init("b", "changed too")]))
    let fault = #expect(throws: ReadFault.self) { try zip.open(zip.members[1]).readAll() }
    #expect(fault?.failure.reason == "changed while it was being read")
    #expect(try first.readAll() == Array("first".utf8))
  }
}
