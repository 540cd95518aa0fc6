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
      // A refused run takes no lock away: the third is refused like the second.
      for _ in 0..<2 {
        let second = #expect(throws: Failure.self) { try RunFolder(path: path, overwrite: true) }
        #expect(second?.exitCode == 2 && second?.reason.contains("another run") == true)
      }
      try AtomicFile.write("{}", to: first.file(RunFolder.completionMark))
      try first.publish()
    }
    let finished = #expect(throws: Failure.self) { try RunFolder(path: path, overwrite: false) }
    #expect(finished?.description.contains("--overwrite") == true)
    _ = try RunFolder(path: path, overwrite: true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path) == [RunFolder.completionMark])
  }

  /// The files below a folder with their texts.
  private func texts(in path: String) throws -> [String: String] {
    var texts: [String: String] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path)
    where !Paths.isFolder(path + "/" + name) {
      texts[name] = try String(contentsOfFile: path + "/" + name, encoding: .utf8)
    }
    return texts
  }

  /// Writes a run of the given files with its manifest.
  private func write(_ files: [String: String], into folder: RunFolder) throws {
    for (name, text) in files {
      if name.contains("/") { try folder.createFolder(Paths.folder(of: name)) }
      try AtomicFile.write(text, to: folder.file(name))
    }
    let listed = files.keys.sorted().map { "{\"role\": \"output\", \"name\": \"\($0)\"}" }
    try AtomicFile.write(
      "{\"outputs\": [\(listed.joined(separator: ", "))]}", to: folder.file(RunFolder.completionMark))
  }

  private let old = [
    "scores.csv": "old", "figures/map.svg": "old", "figures/gone.svg": "old", "lost/a.csv": "old",
  ]
  private let new = ["scores.csv": "new", "figures/map.svg": "new", "figures/added.svg": "new"]

  @Test("FIELD row 43: a run replaces the older one whole, its stale files too, and nothing of others")
  func replacing() throws {
    let path = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      let folder = try RunFolder(path: path, overwrite: false)
      try write(old, into: folder)
      try folder.publish()
    }
    try AtomicFile.write("mine", to: path + "/notes.txt")
    let before = try texts(in: path)
    #expect(before.count == old.count + 2)
    do {
      // Dropped unfinished, as after a failure.
      let folder = try RunFolder(path: path, overwrite: true)
      try AtomicFile.write("new", to: folder.file("scores.csv"))
    }
    #expect(try texts(in: path) == before)
    do {
      let folder = try RunFolder(path: path, overwrite: true)
      try write(new, into: folder)
      #expect(try folder.contents() == new.keys.sorted())
      try folder.publish()
    }
    var after = try texts(in: path)
    after[RunFolder.completionMark] = nil
    #expect(after == new.merging(["notes.txt": "mine"]) { $1 })
    #expect(!Paths.exists(path + "/lost"))
  }

  @Test(
    "FIELD row 43: a move that was interrupted is ended when the folder is opened again", arguments: 0...4)
  func interruptedMove(moved: Int) throws {
    let path = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      let folder = try RunFolder(path: path, overwrite: false)
      try write(old, into: folder)
      try folder.publish()
    }
    // A complete new run in the hidden folder, with the first steps of its move done by hand.
    do {
      let folder = try RunFolder(path: path, overwrite: true)
      try write(new, into: folder)
    }
    let stage = path + "/.partial/"
    if moved > 0 {
      try FileManager.default.moveItem(atPath: path + "/manifest.json", toPath: stage + ".replaced")
    }
    for name in new.keys.sorted().prefix(max(0, moved - 1)) {
      try? FileManager.default.removeItem(atPath: path + "/" + name)
      try FileManager.default.moveItem(atPath: stage + name, toPath: path + "/" + name)
    }
    let refused = #expect(throws: Failure.self) { try RunFolder(path: path, overwrite: false) }
    #expect(refused?.reason.contains("finished run") == true)
    var after = try texts(in: path)
    after[RunFolder.completionMark] = nil
    #expect(after == new)
  }

  @Test("a manifest cannot have files outside its folder removed")
  func hostileManifest() throws {
    let parent = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: parent) }
    let path = parent + "/run"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    try AtomicFile.write("mine", to: parent + "/mine.txt")
    try AtomicFile.write(
      "{\"outputs\": [{\"name\": \"../mine.txt\"}, {\"name\": \"\(parent)/mine.txt\"}]}",
      to: path + "/manifest.json")
    let folder = try RunFolder(path: path, overwrite: true)
    try write(["a.csv": "new"], into: folder)
    try folder.publish()
    #expect(Paths.exists(parent + "/mine.txt") && Paths.exists(path + "/a.csv"))
  }

  @Test("FIELD row 26: a folder's name is no pattern, a file's name may be one")
  func globbing() throws {
    let parent = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: parent) }
    let folder = parent + "/we[ir]d *?\\ -x"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    for name in ["a.nc", "b.nc", "c[1].nc"] { try AtomicFile.write("", to: folder + "/" + name) }
    #expect(Paths.glob("[ab].nc", in: folder).map(Paths.name(of:)) == ["a.nc", "b.nc"])
    #expect(Paths.glob("*.nc", in: folder).count == 3)
    #expect(Paths.glob("c[1].nc", in: folder) == [folder + "/c[1].nc"])
    #expect(Paths.glob("d*.nc", in: folder).isEmpty)
    #expect(Paths.glob(folder + "/c[1].nc", in: "elsewhere") == [folder + "/c[1].nc"])
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
