import Foundation
import Glibc
import Testing

@testable import Files

struct FileTreeTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  @Test("a folder and a zip of it list the same files in the same order")
  func sameOrder() throws {
    let names = ["b/z.txt", "b/a.txt", "a b/c.txt", "a/c.txt", "a-b/c.txt", "top.txt"]
    for name in names { try folder.write("in/" + name, name) }
    let zip = try folder.write("in.zip", ZipWriter.zip(names.map { .init($0, $0) }))
    let tree = try FileTree.open(folder.path + "/in")
    let zipped = try FileTree.open(zip)
    #expect(tree.entries.map(\.relativePath) == zipped.entries.map(\.relativePath))
    #expect(tree.entries.count == 6 && !tree.isZip && zipped.isZip)
    for (one, two) in Swift.zip(tree.entries, zipped.entries) {
      #expect(try tree.contents(of: one) == zipped.contents(of: two))
      #expect(one.size == two.size)
    }
    #expect(zipped.messagePath(of: zipped.entries[0]).hasSuffix("in.zip/a/c.txt"))
  }

  @Test func theTopItselfMayBeALink() throws {
    try folder.write("t/a.txt", "x")
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: "t")
    #expect(try FileTree.open(folder.path + "/link").entries.count == 1)
  }

  @Test(
    "FIELD row 26: odd names are read",
    arguments: [
      "a b", "ünïcode 東京", "quote'\"`", "-rf", "$(x)", "tab\tname", String(repeating: "x", count: 255),
    ])
  func names(name: String) throws {
    try folder.write("t/" + name, "content")
    let tree = try FileTree.open(folder.path + "/t")
    #expect(tree.entries.map(\.name) == [name])
    #expect(try tree.contents(of: tree.entries[0]) == Array("content".utf8))
  }

  @Test("FIELD row 26: a name that is not UTF-8 is read; one too long is an error that says so")
  func notUTF8() throws {
    let path: [CChar] = (folder.path + "/").utf8CString.dropLast() + [CChar(bitPattern: 0xff), 0x61, 0]
    let file = open(path, O_WRONLY | O_CREAT, 0o600)
    #expect(write(file, "x", 1) == 1)
    close(file)
    let tree = try FileTree.open(folder.path)
    #expect(tree.entries.count == 1)
    #expect(try tree.contents(of: tree.entries[0]) == [0x78])
    let failure = #expect(throws: Failure.self) {
      try FileTree.open(folder.path + "/" + String(repeating: "x", count: 256))
    }
    #expect(failure?.reason.contains("its name is too long") == true)
  }

  @Test func whatIsNeitherFolderNorZipIsNamed() throws {
    let cases: [(String, [UInt8], String)] = [
      ("a.nc", [0x89, 0x48, 0x44, 0x46, 0x0d], "a NetCDF or HDF5 file"),
      ("b.txt", [0x61], "a file of another kind"),
      ("c.gz", [0x1f, 0x8b, 8], "a gzip file"), ("d", [], "an empty file"),
    ]
    for (name, bytes, found) in cases {
      let path = try folder.write(name, bytes)
      let failure = #expect(throws: Failure.self) { try FileTree.open(path) }
      #expect(failure?.reason == "is \(found), neither a folder nor a zip")
    }
    #expect(throws: Failure.self) { try FileTree.open(folder.path + "/absent") }
    #expect(throws: Failure.self) { try FileTree.open("") }
    #expect(throws: Failure.self) { try FileTree.open("/dev/null") }
  }

  @Test func aNameThatOccursTwiceInAZipIsToldAndTheFirstIsUsed() throws {
    let path = try folder.write(
      "d.zip", ZipWriter.zip([.init("a", "first"), .init("a", "second"), .init("./a", "3")]))
    let tree = try FileTree.open(path)
    #expect(tree.entries.count == 1 && tree.problems.count == 2)
    #expect(try tree.contents(of: tree.entries[0]) == Array("first".utf8))
  }

  @Test func limitsHold() throws {
    try folder.write("t/a", String(repeating: "x", count: 100))
    try folder.write("t/b", "x")
    #expect(throws: Failure.self) { try FileTree.open(folder.path + "/t", limits: ReadLimits(files: 1)) }
    let tree = try FileTree.open(folder.path + "/t", limits: ReadLimits(bytesPerFile: 50))
    let fault = #expect(throws: ReadFault.self) { try tree.open(tree.entries[0]).readAll() }
    guard case .refused = fault else {
      Issue.record("not refused")
      return
    }
    #expect(throws: ReadFault.self) { try tree.contents(of: tree.entries[0], limit: 10) }
  }
}
