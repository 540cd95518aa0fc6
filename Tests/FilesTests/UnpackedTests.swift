import Foundation
import Testing

@testable import Files

/// Chunks unpacked outside netCDF-C give what netCDF-C gives, and what is stored unusually is left to it.
@Suite struct UnpackedTests {
  /// How the variable of a generated file is stored, and whether its chunks are unpacked by ourselves.
  struct Storage: Sendable, CustomStringConvertible {
    var attributes: String
    var isOurs: Bool
    var description: String { attributes }
  }

  static let storages: [Storage] = [
    Storage(attributes: "_DeflateLevel = 4 ; V:_Shuffle = \"true\"", isOurs: true),
    Storage(attributes: "_DeflateLevel = 1 ; V:_Shuffle = \"false\"", isOurs: true),
    Storage(attributes: "_Shuffle = \"true\"", isOurs: true),
    Storage(attributes: "_Storage = \"chunked\"", isOurs: true),
    Storage(attributes: "_DeflateLevel = 4 ; V:_Fletcher32 = \"true\"", isOurs: false),
    Storage(attributes: "_DeflateLevel = 4 ; V:_Endianness = \"big\"", isOurs: false),
  ]
  static let types = [
    "byte", "ubyte", "short", "ushort", "int", "uint", "int64", "uint64", "float", "double",
  ]

  /// Makes a netCDF-4 file from CDL.
  private func make(_ cdl: String, in folder: TestFolder) throws -> String {
    let source = try folder.write("a.cdl", cdl)
    let path = folder.path + "/a.nc"
    let generator = Process()
    generator.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    generator.arguments = ["ncgen", "-4", "-o", path, source]
    try generator.run()
    generator.waitUntilExit()
    try #require(generator.terminationStatus == 0)
    return path
  }

  @Test(arguments: storages, types) func sameNumbersAsTheLibrary(storage: Storage, type: String) throws {
    var random = SplitMix(state: 7)
    let folder = try TestFolder()
    let values = (0..<5 * 7 * 11).map { _ in "\(Int.random(in: 0...120, using: &random))" }
    let path = try make(
      """
      netcdf a { dimensions: t = 5 ; y = 7 ; x = 11 ; group: g { variables: \(type) v(t, y, x) ;
        v:\(storage.attributes.replacing("V:", with: "v:")) ; v:_ChunkSizes = 2, 3, 4 ;
      data: v = \(values.joined(separator: ", ")) ; } }
      """, in: folder)
    let file = try NetCDFFile(reading: path)
    let variable = try file.requiredVariable("g/v")
    #expect(try file.unpacked(variable) == file.raw(variable))
    for _ in 0..<40 {
      var slab = NetCDFSlab(start: [], count: [])
      for length in [5, 7, 11] {
        let start = Int.random(in: 0..<length, using: &random)
        slab.start.append(start)
        slab.count.append(Int.random(in: 0...(length - start), using: &random))
      }
      #expect(try file.unpacked(variable, slab) == file.raw(variable, slab))
    }
    #expect(try file.isUnpackedHere(variable) == storage.isOurs)
  }

  @Test func chunksThatWereNeverWrittenAreFill() throws {
    let folder = try TestFolder()
    let writer = try NetCDFWriter(writing: folder.path + "/a.nc")
    let (y, x) = (try writer.dimension("y", length: 4), try writer.dimension("x", length: 4))
    let v = try writer.variable(
      "v", .float, [y, x], fill: .float([-9]), storage: NetCDFWriter.Storage(chunks: [2, 2]))
    try writer.write(.float([1, 2, 3, 4]), to: v, at: NetCDFSlab(start: [0, 0], count: [2, 2]))
    try writer.finish()
    let file = try NetCDFFile(reading: folder.path + "/a.nc")
    let variable = try file.requiredVariable("v")
    #expect(
      try file.unpacked(variable) == .float([1, 2, -9, -9, 3, 4, -9, -9, -9, -9, -9, -9, -9, -9, -9, -9]))
    let written = NetCDFSlab(start: [0, 0], count: [2, 2])
    #expect(try file.unpacked(variable, written) == .float([1, 2, 3, 4]))
  }

  /// A record variable that ends before the others: netCDF-C pads it, HDF5 knows only what is there.
  @Test func recordsThatAreNotThereYet() throws {
    let folder = try TestFolder()
    let writer = try NetCDFWriter(writing: folder.path + "/a.nc")
    let t = try writer.dimension("t", length: nil)
    let storage = NetCDFWriter.Storage(chunks: [2])
    let long = try writer.variable("long", .int32, [t], storage: storage)
    let short = try writer.variable("short", .int32, [t], fill: .int32([-1]), storage: storage)
    try writer.write(.int32([1, 2, 3, 4]), to: long, at: NetCDFSlab(start: [0], count: [4]))
    try writer.write(.int32([5, 6]), to: short, at: NetCDFSlab(start: [0], count: [2]))
    try writer.finish()
    let file = try NetCDFFile(reading: folder.path + "/a.nc")
    let variable = try file.requiredVariable("short")
    #expect(try file.unpacked(variable) == .int32([5, 6, -1, -1]))
  }

  /// netCDF hides such a variable under another name, and keeps the dimension under this one.
  @Test func aVariableNamedAsADimensionThatIsNotItsOwn() throws {
    let folder = try TestFolder()
    let path = try make(
      """
      netcdf a { dimensions: x = 3 ; y = 2 ; variables: float x(y, x) ; x:_ChunkSizes = 1, 3 ; x:_DeflateLevel = 2 ;
      data: x = 1, 2, 3, 4, 5, 6 ; }
      """, in: folder)
    let file = try NetCDFFile(reading: path)
    #expect(try file.unpacked(try file.requiredVariable("x")) == .float([1, 2, 3, 4, 5, 6]))
  }

  @Test func aDamagedChunkIsAFailure() throws {
    let folder = try TestFolder()
    var random = SplitMix(state: 3)
    let path = folder.path + "/a.nc"
    let writer = try NetCDFWriter(writing: path)
    let x = try writer.dimension("x", length: 4096)
    let v = try writer.variable("v", .double, [x], storage: NetCDFWriter.Storage(chunks: [4096]))
    try writer.write(.double((0..<4096).map { _ in Double.random(in: 0...1, using: &random) }), to: v)
    try writer.finish()
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    // The chunk is nearly the whole file: its middle is deflated data.
    for index in bytes.count / 2..<bytes.count / 2 + 200 { bytes[index] = 0xff }
    let damaged = try folder.write("b.nc", bytes)
    let file = try NetCDFFile(reading: damaged)
    let variable = try file.requiredVariable("v")
    #expect(throws: Failure.self) { try file.unpacked(variable) }
  }

  @Test func manyThreadsReadTheSame() async throws {
    let folder = try TestFolder()
    let path = folder.path + "/a.nc"
    let writer = try NetCDFWriter(writing: path)
    let (t, x) = (try writer.dimension("t", length: 16), try writer.dimension("x", length: 300))
    let v = try writer.variable("v", .float, [t, x], storage: NetCDFWriter.Storage(chunks: [1, 128]))
    try writer.write(.float((0..<16 * 300).map { Float($0) }), to: v)
    try writer.finish()
    let file = try NetCDFFile(reading: path)
    let variable = try file.requiredVariable("v")
    var rows: [Int: NetCDFArray] = [:]
    try OrderedWork.run(count: 16, jobs: 8) { row throws(Failure) in
      try file.unpacked(variable, NetCDFSlab(start: [row, 0], count: [1, 300]))
    } deliver: { row, values throws(Failure) in
      rows[row] = values
    }
    for row in 0..<16 { #expect(rows[row] == .float((0..<300).map { Float(row * 300 + $0) })) }
  }
}
