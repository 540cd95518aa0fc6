import Foundation
import Testing

@testable import Files

@Suite("Files that appear whole or not at all")
struct OutputTests {
  private func temporaryFolder() throws -> String {
    let path = NSTemporaryDirectory() + "lab-output-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  @Test("a stream that is dropped leaves the old file and no temporary one")
  func droppedStream() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/a.csv"
    try AtomicFile.write("old", to: path)
    do {
      let stream = try AtomicTextStream(path: path)
      try stream.write(String(repeating: "x", count: 200_000))
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.csv"])
    try AtomicFile.write("new", to: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
  }

  @Test(
    "FIELD row 43: a full disk is a clear failure and leaves nothing", .enabled(if: Paths.exists("/dev/full"))
  )
  func diskFull() throws {
    // The temporary name is a link to the device that is always full.
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/a.csv"
    try FileManager.default.createSymbolicLink(
      atPath: AtomicFile.temporaryName(for: path), withDestinationPath: "/dev/full")
    let failure = #expect(throws: Failure.self) { try AtomicFile.write("text", to: path) }
    #expect(failure?.exitCode == 3)
    #expect(failure?.description.contains("No space left on device") == true)
    #expect(!Paths.exists(path))
  }

  @Test("FIELD row 43: a folder that cannot be written is a clear failure")
  func noFolder() {
    let failure = #expect(throws: Failure.self) { try AtomicFile.write("text", to: "/proc/none/a.csv") }
    #expect(failure?.kind == .data)
    #expect(failure?.path == "/proc/none/a.csv")
  }

  @Test("FIELD row 44: two runs into one folder, and a finished run, are refused")
  func locking() throws {
    let path = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      let first = try RunFolder(path: path, overwrite: false)
      let second = #expect(throws: Failure.self) { try RunFolder(path: path, overwrite: true) }
      #expect(second?.exitCode == 2)
      try AtomicFile.write("{}", to: first.file(RunFolder.completionMark))
    }
    let finished = #expect(throws: Failure.self) { try RunFolder(path: path, overwrite: false) }
    #expect(finished?.description.contains("--overwrite") == true)
    _ = try RunFolder(path: path, overwrite: true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
  }

  @Test("CSV fields are quoted only where needed and numbers are the shortest that read back")
  func csvRow() {
    var row = CSVRow()
    row.append("plain")
    row.append("a,b")
    row.append("say \"x\"")
    row.append(0.1)
    row.append(-0.0)
    row.append(1e-20)
    row.append(3.0)
    row.append(Double.nan)
    row.append(Double?.none)
    row.append(Int?.some(7))
    #expect(row.text == "plain,\"a,b\",\"say \"\"x\"\"\",0.1,0,1e-20,3,,,7")
  }

  @Test("SHA-256 of known text and of the same text in a file")
  func digest() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // printf abc | sha256sum
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(Digest(of: "abc").sha256 == expected)
    try AtomicFile.write("abc", to: folder + "/a")
    let digest = try Digest(ofFile: folder + "/a")
    #expect(digest.sha256 == expected && digest.byteCount == 3)
  }

  @Test("control characters cannot forge a second line of a message")
  func singleLine() {
    #expect(
      Failure(.data, "bad\nlab: fine", path: "a\u{1B}[2Jb").description
        == "a\u{FFFD}[2Jb: bad\u{FFFD}lab: fine")
  }
}
