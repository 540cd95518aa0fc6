import Files
import Foundation
import Grids
import Products
import Testing

/// Files of few bytes that declare more than anyone would wait for.
@Suite struct DeclaredChunkTests {
  /// A single series whose numbers were never written, in chunks of so many.
  private func file(stamps: Int, chunk: Int) throws -> String {
    let path = try InventedFile.scratch().appending(path: "empty.nc").path
    let writer = try NetCDFWriter(writing: path)
    let time = try writer.dimension("time", length: stamps)
    let storage = NetCDFWriter.Storage(chunks: [chunk])
    let axis = try writer.variable("time", .double, [time], storage: storage)
    try writer.attribute("units", "days since 2017-01-01", of: axis)
    for (name, units) in [("lat", "degrees_north"), ("lon", "degrees_east")] {
      let made = try writer.variable(name, .double, [])
      try writer.attribute("units", units, of: made)
      try writer.write(.double([10]), to: made)
    }
    let moisture = try writer.variable("sm", .float, [time], storage: storage)
    try writer.attribute("units", "m3 m-3", of: moisture)
    try writer.finish()
    return path
  }

  /// FIELD row 37: the library keeps kilobytes for every chunk it touches, so millions of them are refused.
  @Test func field37MillionsOfChunksAreRefused() throws {
    let path = try file(stamps: 2_000_000, chunk: 1)
    let source = try InventedFile.open([path])
    let refused = failure(of: { _ = try source.series(at: try #require(source.cells.first)) })
    #expect(refused?.reason.contains("more than 1048576 chunks of [1]") == true, "\(refused as Any)")
    #expect(refused?.advice?.contains("nccopy") == true)
    let told = try ProductInspection.inspect(path: path).problems.joined(separator: "\n")
    #expect(told.contains("chunks of [1]"), "\(told)")
  }

  @Test func field37EmptyStampsAreLeftOutAndCounted() throws {
    let path = try file(stamps: 100_000, chunk: 10)
    let source = try InventedFile.open([path])
    let record = try source.series(at: try #require(source.cells.first))
    #expect(record.stepsRead == 100_000 && record.excluded["fill value"] == 100_000)
    let inspected = try ProductInspection.inspect(path: path)
    #expect(inspected.values?.excluded.map(\.count) == [100_000])
  }
}
