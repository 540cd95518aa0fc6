import Files
import Foundation
import Grids
import Testing

@testable import Products

/// However little is held in memory at once, the records are the same.
@Suite struct StackLimitTests {
  @Test(arguments: StackLayoutTests.orders, [InventedStack.Storage.chunked, .contiguous])
  func blocksOfAnySizeGiveTheSameRecords(axes: [InventedStack.Axis], storage: InventedStack.Storage) throws {
    let folder = try InventedFile.scratch()
    var paths: [String] = []
    for number in 0..<3 {
      var stack = InventedStack(axes: axes, storage: storage)
      stack.latitudes = (0..<7).map { Double($0) }
      stack.longitudes = (0..<9).map { Double($0) }
      stack.layers = 1
      stack.times = (0..<11).map { Double(number * 11 + $0) }
      stack.value = { step, row, column in
        let mark = (step * 63 + row * 9 + column) * 37 % 101
        return mark % 7 == 0 ? .nan : mark % 11 == 0 ? 1.5 : Double(mark) / 101
      }
      stack.extra = [
        .init(name: "flag", axes: [.time, .row, .column], type: .int16) { Double(($0 + $1 * $2) % 5) },
        .init(name: "mask", axes: [.column, .row], type: .int16) { Double(($1 + $2) % 3) },
        .init(name: "clock", axes: [.row, .column], type: .double) { Double($1 + $2) / 100 },
      ]
      paths.append(folder.appending(path: "\(number).nc").path)
      try stack.write(to: paths[number])
    }
    var description = ProductDescription(variable: "sm")
    description.flags = [
      FlagRule(variable: "flag", .notEquals, [3]), FlagRule(variable: "mask", .notEquals, [2]),
    ]
    description.groups = [
      .flag: SampleGroups(
        variable: "flag", groups: [.init(name: "a", .equals, [0]), .init(name: "b", .equals, [1])])
    ]
    var expected: [ProductRecord]?
    for limits in [
      StackLimits(), StackLimits(samplesPerBlock: 1, slabBytes: 1, spooledSamples: 1),
      StackLimits(samplesPerBlock: 50, slabBytes: 100, spooledSamples: 300),
      StackLimits(samplesPerBlock: 7, slabBytes: 1000, spooledSamples: 1),
    ] {
      for jobs in [1, 4] {
        let product = try #require(
          try StackProduct(files: paths, description: description, byteBudget: 1 << 20))
        // Every second cell, so that tiles hold cells that are not wanted.
        let cells = stride(from: 0, to: 63, by: 2).map { product.productCell(product.geometry.cell($0)) }
        try product.prepare(cells, jobs: jobs, scratch: "/tmp", limits: limits) { _, _ in }
        let records = try cells.map { try product.record($0) }
        #expect(records.allSatisfy { $0.stepsRead == 33 })
        if let expected { #expect(records == expected) }
        expected = expected ?? records
      }
    }
    let first = try #require(expected)
    #expect(first.contains { $0.series.count > 10 } && first.contains { $0.excluded["flag 3"] > 0 })
    #expect(first.contains { !$0.problems.isEmpty })
  }

  @Test func aFileWithoutStepsCountsNothing() throws {
    let path = try InventedFile.scratch().appending(path: "empty.nc").path
    let writer = try NetCDFWriter(writing: path)
    let time = try writer.dimension("time", length: nil)
    var axes = [time]
    let axis = try writer.variable("time", .double, [time])
    try writer.attribute("units", "days since 2000-01-01", of: axis)
    for (name, units) in [("lat", "degrees_north"), ("lon", "degrees_east")] {
      let dimension = try writer.dimension(name, length: 3)
      axes.append(dimension)
      let variable = try writer.variable(name, .double, [dimension])
      try writer.attribute("units", units, of: variable)
      try writer.write(.double([1, 2, 3]), to: variable)
    }
    let sm = try writer.variable("sm", .float, axes)
    try writer.attribute("units", "m3 m-3", of: sm)
    try writer.finish()
    var calls: [Int] = []
    let source = try InventedFile.open([path])
    let cell = try #require(source.nearestCell(to: GeographicPoint(latitude: 2, longitude: 2), within: 9))
    try source.prepare([cell], jobs: 2, scratch: "/tmp") { done, _ in calls.append(done) }
    let record = try source.series(at: cell)
    #expect(record.stepsRead == 0 && record.series.isEmpty && record.excluded.isEmpty)
    #expect(calls == [0, 1])
  }

  /// Cell files of a product are read with the description of its maps, `grid:` and all.
  @Test(arguments: [InventedFile.Layout.orthogonal, .timeFirst, .indexed, .contiguous])
  func aGridInTheDescriptionLeavesSeriesAlone(layout: InventedFile.Layout) throws {
    let source = try InventedFile(layout: layout).source { $0.grid = .ease2(kilometres: 36) }
    #expect(!source.readsWholeFiles)
    #expect(try source.series(at: source.cells[1]).series.count == 4)
  }
}
