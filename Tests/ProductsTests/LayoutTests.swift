import Files
import Foundation
import Grids
import Products
import Testing

@Suite struct LayoutTests {
  @Test(arguments: InventedFile.Layout.allCases)
  func everyLayoutGivesTheSameSeries(layout: InventedFile.Layout) throws {
    var file = InventedFile(layout: layout)
    if layout == .single {
      file.latitudes = [20]
      file.longitudes = [1]
      file.values = .float([0.11, 0.21, 0.31, 0.41])
    }
    let source = try file.source()
    let cell = try #require(source.nearestCell(to: GeographicPoint(latitude: 20.1, longitude: 1), within: 50))
    #expect(cell.identifier == (layout == .single ? nil : 200))
    let record = try source.series(at: cell)
    #expect(record.series.values.map { Float($0) } == [0.11, 0.21, 0.31, 0.41])
    #expect(
      record.series.times.map(UTC.dateText) == ["2017-01-01", "2017-01-02", "2017-01-03", "2017-01-04"])
    #expect(record.excluded.isEmpty)
    #expect(record.problems.isEmpty)
    let inspection = try ProductInspection.inspect(path: source.files[0])
    #expect(inspection.variable == "sm")
    #expect(inspection.locations == source.cells.count)
    #expect(inspection.problems.isEmpty)
    #expect(!inspection.lines.isEmpty)
  }

  @Test func filesSplitByYearAreOneCell() throws {
    let folder = try InventedFile.scratch()
    var paths: [String] = []
    for year in [2018, 2017] {
      var file = InventedFile()
      file.timeAttributes = ["units": .text("days since \(year)-01-01")]
      paths.append(folder.appending(path: "\(year).nc").path)
      try file.write(to: paths[paths.count - 1])
    }
    let source = try InventedFile.open(paths)
    #expect(source.cells.count == 3)
    let record = try source.series(at: source.cells[0])
    #expect(record.stepsRead == 8)
    #expect(
      record.series.times.map { UTC.components($0).year } == [2017, 2017, 2017, 2017, 2018, 2018, 2018, 2018])
  }

  @Test func aGridDefinitionBesideTheCellsIsPassedOver() throws {
    let folder = try InventedFile.scratch()
    let grid = folder.appending(path: "grid.nc").path
    let writer = try NetCDFWriter(writing: grid)
    let point = try writer.dimension("gp", length: 1)
    for name in ["gpi", "cell"] {
      try writer.write(.int32([1]), to: try writer.variable(name, .int32, [point]))
    }
    try writer.finish()
    let cells = folder.appending(path: "0001.nc").path
    try InventedFile().write(to: cells)
    let source = try InventedFile.open([grid, cells])
    #expect(source.cells.count == 3)
    #expect(source.problems.map(\.reason) == ["is a grid definition, not read"])
    #expect(failure { _ = try InventedFile.open([grid]) } != nil)
    #expect(failure { _ = try InventedFile.open([]) }?.exitCode == 2)
  }

  @Test func flagsKeepASampleWhereAllRulesHold() throws {
    var file = InventedFile()
    let quality: [Int16] = [0, 1, 2, 127, 0, 0, 0, 0, 0, 0, 0, 0]
    file.extra = [
      ("flag", .int16(quality), ["_FillValue": .values(.int16([127]))]),
      ("surface", .float([4, 4, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0]), [:]),
    ]
    let record = try file.record {
      $0.flags = [
        FlagRule(variable: "surface", .bitsSet, [4]), FlagRule(variable: "flag", .bitsClear, [1]),
      ]
    }
    #expect(record.series.values.map { Float($0) } == [0.1, 0.3])
    #expect(record.excluded["flag 1"] == 1)
    #expect(record.excluded["flag missing"] == 1)
    let none = try file.record { $0.flags = [FlagRule(variable: "surface", .equals, [0])] }
    #expect(none.series.isEmpty)
    #expect(none.excluded["surface 4"] == 4)
    let absent = failure { _ = try file.record { $0.flags = [FlagRule(variable: "quality", .equals, [0])] } }
    #expect(absent?.reason.contains("'quality'") == true)
  }

  @Test func perSampleStampsAndSumsReplaceTheAxis() throws {
    var file = InventedFile()
    let stamps: [Double] = [17_167.25, -9999, .nan, 17_170.5] + Array(repeating: 17_167.25, count: 8)
    file.extra = [
      ("t0", .double(stamps), [:]),
      ("Days", .int32(Array(repeating: 6210, count: 12)), ["_FillValue": .values(.int32([-1]))]),
      (
        "Seconds", .int32([0, 60, 3600, -1] + Array(repeating: 0, count: 8)),
        ["_FillValue": .values(.int32([-1]))]
      ),
    ]
    let exact = try file.record {
      $0.time = .variable("t0", units: "days since 1970-01-01", fill: [-9999])
    }
    #expect(exact.series.times.map(UTC.text) == ["2017-01-01T06:00:00Z", "2017-01-04T12:00:00Z"])
    #expect(exact.excluded["no time stamp"] == 2)
    let sum = try file.record {
      $0.time = .sum(
        [TimeTerm(variable: "Days", unit: "days"), TimeTerm(variable: "Seconds", unit: "seconds")],
        since: "2000-01-01")
    }
    #expect(
      sum.series.times.map(UTC.text) == [
        "2017-01-01T00:00:00Z", "2017-01-01T00:01:00Z", "2017-01-01T01:00:00Z",
      ])
    #expect(sum.excluded["no time stamp"] == 1)
    let unitless = failure { _ = try file.record { $0.time = .variable("t0", units: nil, fill: []) } }
    #expect(unitless?.reason.contains("has no units") == true)
  }

  @Test func nearestWithDataPassesOverEmptyCells() throws {
    var file = InventedFile()
    file.latitudes = [10, 10.1, 10.2]
    file.longitudes = [0, 0, 0]
    file.values = .float(Array(repeating: .nan, count: 4) + [.nan, 0.2, .nan, .nan, 0.1, 0.1, 0.1, 0.1])
    let source = try file.source()
    let station = GeographicPoint(latitude: 10, longitude: 0)
    #expect(source.nearestCell(to: station, within: 50)?.identifier == 100)
    func withData(within km: Double) throws -> Int64? {
      try source.cells(for: [station], within: km, needsData: true)[0]?.identifier
    }
    #expect(try withData(within: 50) == 200)
    #expect(try withData(within: 5) == nil)
    #expect(!source.readsWholeFiles)
    try source.prepare(source.cells, jobs: 2, scratch: "/nowhere")
    #expect(source.cells(near: station, within: 50).map(\.identifier) == [100, 200, 300])
  }

  @Test func manyThreadsReadOneSource() async throws {
    var files: [String] = []
    let folder = try InventedFile.scratch()
    for (number, layout) in [InventedFile.Layout.orthogonal, .indexed, .contiguous, .timeFirst].enumerated() {
      var file = InventedFile(layout: layout)
      file.longitudes = file.longitudes.map { $0 + Double(number) * 10 }
      files.append(folder.appending(path: "\(number).nc").path)
      try file.write(to: files[number])
    }
    let source = try ProductSource(
      name: "test", description: ProductDescription(variable: "sm"), files: files, openFiles: 2)
    let expected = try source.cells.map { try source.series(at: $0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<8 {
        group.addTask {
          for step in 0..<30 {
            let cell = source.cells[(step * 7 + worker) % source.cells.count]
            let record = try source.series(at: cell)
            #expect(record == expected[cell.index])
          }
        }
      }
      try await group.waitForAll()
    }
  }
}
