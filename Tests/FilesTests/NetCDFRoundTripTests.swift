import Files
import Foundation
import Testing

/// A folder that is removed with everything in it.
struct ScratchFolder: ~Copyable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "lab-netcdf-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func path(_ name: String) -> String { url.appending(path: name).path }

  deinit { try? FileManager.default.removeItem(at: url) }
}

@Suite struct NetCDFRoundTripTests {
  static let arrays: [NetCDFArray] = [
    .int8([-128, 0, 127]), .uint8([0, 1, 255]), .char([97, 98, 99]), .int16([-32768, 0, 32767]),
    .uint16([0, 1, 65535]), .int32([.min, 0, .max]), .uint32([0, 1, .max]), .int64([.min, 0, .max]),
    .uint64([0, 1, .max]), .float([-.infinity, 0.1, 3.4e38]), .double([-1e308, 0.1, .infinity]),
    .string(["", "Ōtāhuhu, \"x\"", "c"]),
  ]

  @Test(arguments: arrays) func everyTypeComesBackAsWritten(array: NetCDFArray) throws {
    let folder = try ScratchFolder()
    let path = folder.path("a.nc")
    let writer = try NetCDFWriter(writing: path)
    let three = try writer.dimension("three", length: 3)
    let variable = try writer.variable("v", array.type, [three])
    try writer.attribute("a", .values(array), of: variable)
    try writer.attribute("global", "text\u{0301}")
    try writer.write(array, to: variable)
    try writer.finish()

    let file = try NetCDFFile(reading: path)
    let read = try file.requiredVariable("/v")
    #expect(try file.raw(read) == array)
    #expect(read.type == array.type)
    #expect(file.attributes["global"]?.text == "text\u{0301}")
    if case .char = array {
      #expect(read.text("a") == "abc")
    } else {
      #expect(read.attributes["a"] == .values(array))
    }
    #expect(try file.raw(read, NetCDFSlab(start: [1], count: [2])).count == 2)
  }

  @Test func recordsCanBeWrittenPartByPart() throws {
    let folder = try ScratchFolder()
    let writer = try NetCDFWriter(writing: folder.path("a.nc"))
    let obs = try writer.dimension("obs", length: nil)
    let storage = NetCDFWriter.Storage(chunks: [4])
    let value = try writer.variable("value", .float, [obs], fill: .float([.nan]), storage: storage)
    let name = try writer.variable("name", .string, [obs])
    for part in 0..<5 {
      let slab = NetCDFSlab(start: [part * 3], count: [3])
      try writer.write(.float([1, 2, 3].map { Float($0 * (part + 1)) }), to: value, at: slab)
      try writer.write(.string(["a\(part)", "b", "c"]), to: name, at: slab)
    }
    try writer.finish()
    let file = try NetCDFFile(reading: folder.path("a.nc"))
    let read = try file.requiredVariable("value")
    #expect(read.shape == [15])
    #expect(try file.doubles(read, NetCDFSlab(start: [11], count: [4])) == [12, 5, 10, 15])
    #expect(try file.int64s(read).prefix(3) == [1, 2, 3])
    #expect(try file.strings(try file.requiredVariable("name"))[12] == "a4")
  }

  @Test func sameContentGivesSameBytesAtAnotherTime() throws {
    let folder = try ScratchFolder()
    func write(_ name: String) throws -> Data {
      let writer = try NetCDFWriter(writing: folder.path(name))
      let obs = try writer.dimension("obs", length: nil)
      let place = try writer.dimension("place", length: 2)
      let value = try writer.variable("value", .float, [obs, place])
      let text = try writer.variable("text", .string, [place])
      try writer.attribute("title", "same bytes")
      try writer.attribute("labels", .values(.string(["x", "y"])), of: value)
      try writer.write(.string(["one", "two"]), to: text)
      for row in 0..<100 {
        let slab = NetCDFSlab(start: [row, 0], count: [1, 2])
        try writer.write(.float([Float(row), Float(row) / 3]), to: value, at: slab)
      }
      try writer.finish()
      return try Data(contentsOf: URL(filePath: folder.path(name)))
    }
    let first = try write("first.nc")
    Thread.sleep(forTimeInterval: 1.1)
    #expect(try write("second-with-a-longer-name.nc") == first)
  }

  @Test func anUnfinishedFileLeavesNothing() throws {
    let folder = try ScratchFolder()
    do {
      let writer = try NetCDFWriter(writing: folder.path("a.nc"))
      _ = try writer.dimension("x", length: 1)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test(arguments: ["with space.nc", "Übersee-ØÆ.nc", "quote'\".nc", "#hash?x=1.nc", "-dash.nc"])
  func unusualFileNamesWork(name: String) throws {
    let folder = try ScratchFolder()
    let writer = try NetCDFWriter(writing: folder.path(name))
    let scalar = try writer.variable("s", .int32)
    try writer.write(.int32([7]), to: scalar)
    try writer.finish()
    #expect(FileManager.default.fileExists(atPath: folder.path(name)))
    let file = try NetCDFFile(reading: folder.path(name))
    #expect(try file.doubles(try file.requiredVariable("s")) == [7])
  }
}
