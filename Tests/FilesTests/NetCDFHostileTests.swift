import Files
import Foundation
import Testing

@Suite struct NetCDFHostileTests {
  private func failure(_ body: () throws -> Void) -> Failure? {
    do {
      try body()
      return nil
    } catch {
      return error as? Failure
    }
  }

  /// FIELD row 37: lengths in the header that no memory can hold are refused before anything is allocated.
  @Test func field37HugeDimensionsAreRefusedBeforeAllocation() throws {
    let folder = try ScratchFolder()
    let path = folder.path("huge.nc")
    let writer = try NetCDFWriter(writing: path)
    let side = try writer.dimension("side", length: 1 << 31)
    let chunked = NetCDFWriter.Storage(chunks: [1000, 1000])
    _ = try writer.variable("v", .double, [side, side], storage: chunked)
    try writer.finish()
    let file = try NetCDFFile(reading: path)
    let variable = try file.requiredVariable("v")
    let refused = failure { _ = try file.doubles(variable) }
    #expect(refused?.reason.contains("larger than the limit") == true)
    #expect(refused?.exitCode == 3)
    #expect(try file.doubles(variable, NetCDFSlab(start: [5, 5], count: [1, 2])).count == 2)
    for slab in [
      NetCDFSlab(start: [.max, 0], count: [1, 1]), NetCDFSlab(start: [0, 0], count: [-1, 1]),
      NetCDFSlab(start: [0], count: [1]), NetCDFSlab(start: [1, 1 << 31], count: [1, 1]),
    ] {
      #expect(failure { _ = try file.doubles(variable, slab) } != nil)
    }
  }

  @Test func field37ChunksLargerThanTheBudgetAreRefused() throws {
    let folder = try ScratchFolder()
    let path = folder.path("chunks.nc")
    let writer = try NetCDFWriter(writing: path)
    let side = try writer.dimension("side", length: 1 << 24)
    _ = try writer.variable("v", .double, [side], storage: .init(chunks: [1 << 24]))
    try writer.finish()
    let file = try NetCDFFile(reading: path, byteBudget: 1 << 20)
    let variable = try file.requiredVariable("v")
    let refused = failure { _ = try file.doubles(variable, NetCDFSlab(start: [0], count: [1])) }
    #expect(refused?.reason.contains("chunks") == true)
  }

  /// FIELD row 38: text is not a number.
  @Test func field38TextIsRefusedWhereNumbersAreNeeded() throws {
    let folder = try ScratchFolder()
    let writer = try NetCDFWriter(writing: folder.path("text.nc"))
    let two = try writer.dimension("two", length: 2)
    let strings = try writer.variable("strings", .string, [two])
    let characters = try writer.variable("characters", .char, [two])
    try writer.write(.string(["1", "2"]), to: strings)
    try writer.write(.char([49, 50]), to: characters)
    try writer.finish()
    let file = try NetCDFFile(reading: folder.path("text.nc"))
    for name in ["strings", "characters"] {
      let variable = try file.requiredVariable(name)
      let refused = failure { _ = try file.doubles(variable) }
      #expect(refused?.reason.contains("where numbers are needed") == true)
      #expect(refused?.path == folder.path("text.nc"))
    }
    #expect(try file.strings(try file.requiredVariable("characters")) == ["12"])
  }

  @Test func whatIsNoNetCDFFileIsRefusedWithTheReason() throws {
    let folder = try ScratchFolder()
    #expect(
      failure { _ = try NetCDFFile(reading: folder.path("absent.nc")) }?.reason.contains("No such file")
        == true)
    #expect(failure { _ = try NetCDFFile(reading: folder.url.path) }?.reason == "is not a regular file")
    #expect(
      failure { _ = try NetCDFFile(reading: "http://127.0.0.1:9/x.nc") }?.reason.contains("No such file")
        == true)
    #expect(failure { _ = try NetCDFFile(reading: "") } != nil)
    #expect(failure { _ = try NetCDFFile(reading: "a\\b.nc") }?.reason.contains("No such file") == true)
    #expect(
      failure { _ = try NetCDFWriter(writing: folder.path("a\\b.nc")) }?.reason.contains("backslash") == true)
    for (name, content) in [("empty.nc", ""), ("text.nc", "not a file"), ("cut.nc", "CDF\u{1}")] {
      try Data(content.utf8).write(to: URL(filePath: folder.path(name)))
      #expect(failure { _ = try NetCDFFile(reading: folder.path(name)) }?.exitCode == 3)
    }
  }

  /// A file cut at any length, or with damaged bytes, gives values or a failure, never a crash.
  @Test func damagedFilesGiveValuesOrFailures() throws {
    let folder = try ScratchFolder()
    let writer = try NetCDFWriter(writing: folder.path("good.nc"))
    let obs = try writer.dimension("obs", length: nil)
    let value = try writer.variable("value", .float, [obs], storage: .init(chunks: [50]))
    try writer.attribute("units", "m3 m-3", of: value)
    let all = NetCDFSlab(start: [0], count: [200])
    try writer.write(.float((0..<200).map { Float($0) }), to: value, at: all)
    try writer.finish()
    let good = try Data(contentsOf: URL(filePath: folder.path("good.nc")))
    let path = folder.path("bad.nc")
    func readAll() {
      guard let file = try? NetCDFFile(reading: path, byteBudget: 1 << 26) else { return }
      for variable in file.variables { _ = try? file.raw(variable) }
    }
    for length in stride(from: 0, to: good.count, by: max(1, good.count / 60)) {
      try good.prefix(length).write(to: URL(filePath: path))
      readAll()
    }
    var seed: UInt64 = 1
    for _ in 0..<150 {
      var bad = good
      for _ in 0..<4 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bad[Int((seed >> 33) % UInt64(bad.count))] = UInt8(truncatingIfNeeded: seed >> 20)
      }
      try bad.write(to: URL(filePath: path))
      readAll()
    }
  }

  @Test func manyThreadsMayReadAtOnce() async throws {
    let folder = try ScratchFolder()
    let writer = try NetCDFWriter(writing: folder.path("a.nc"))
    let x = try writer.dimension("x", length: 1000)
    let value = try writer.variable("v", .int32, [x], storage: .init(chunks: [10]))
    try writer.write(.int32(Array(0..<1000)), to: value)
    try writer.finish()
    let path = folder.path("a.nc")
    let sums = try await withThrowingTaskGroup(of: Double.self) { group in
      for _ in 0..<16 {
        group.addTask {
          let file = try NetCDFFile(reading: path)
          return try file.doubles(try file.requiredVariable("v")).reduce(0, +)
        }
      }
      return try await group.reduce(into: [Double]()) { $0.append($1) }
    }
    #expect(sums == Array(repeating: 499_500, count: 16))
  }

  /// HDF5 1.10 reads freed memory where a file with strings is open twice and one of the two is closed.
  @Test func aFileMayBeOpenTwice() throws {
    let folder = try ScratchFolder()
    let path = folder.path("a.nc")
    let writer = try NetCDFWriter(writing: path)
    let x = try writer.dimension("x", length: 3)
    let text = try writer.variable("text", .string, [x], fill: .string(["none"]), storage: .init(chunks: [2]))
    try writer.write(.string(["a", "b", "c"]), to: text)
    try writer.finish()
    for _ in 0..<20 {
      var first: NetCDFFile? = try NetCDFFile(reading: path)
      let second = try NetCDFFile(reading: path)
      #expect(first?.variables.count == 1)
      first = nil
      let third = try NetCDFFile(reading: path)
      for file in [second, third] {
        #expect(try file.strings(try file.requiredVariable("text")) == ["a", "b", "c"])
      }
    }
  }

  @Test func aReplacedFileIsReadAnew() throws {
    let folder = try ScratchFolder()
    let path = folder.path("a.nc")
    var open: [NetCDFFile] = []
    for value in 1...3 {
      let writer = try NetCDFWriter(writing: path)
      try writer.write(.int32([Int32(value)]), to: try writer.variable("v", .int32))
      try writer.finish()
      open.append(try NetCDFFile(reading: path))
    }
    #expect(try open.map { try $0.int32s(try $0.requiredVariable("v")) } == [[1], [2], [3]])
  }

  @Test func writingIntoAMissingFolderIsAFailure() throws {
    let folder = try ScratchFolder()
    let refused = failure { _ = try NetCDFWriter(writing: folder.path("no/such/a.nc")) }
    #expect(refused?.exitCode == 3)
  }
}
