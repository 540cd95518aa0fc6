import Files
import Foundation
import Grids
import Products
import Testing

/// Stacks that are damaged, wrong or hostile.
@Suite struct StackRefusalTests {
  @Test func filesOfAnotherGridAreRefusedNamingBoth() throws {
    let folder = try InventedFile.scratch()
    let changes: [(inout InventedStack) -> Void] = [
      { $0.latitudes[3] = 13.5 }, { $0.latitudes.append(14) },
      { $0.longitudes = $0.longitudes.map { $0 + 5 } },
      { $0.latitudes.reverse() },
    ]
    for (number, change) in changes.enumerated() {
      let paths = ["a\(number).nc", "b\(number).nc"].map { folder.appending(path: $0).path }
      var stack = InventedStack()
      try stack.write(to: paths[0])
      change(&stack)
      try stack.write(to: paths[1])
      let refused = failure { _ = try InventedStack.record(try InventedStack.open(paths), 11, 0) }
      #expect(refused?.path == paths[1])
      #expect(refused?.reason.contains(paths[0]) == true)
      #expect(refused?.exitCode == 3)
    }
  }

  @Test func aFileThatCannotBeReadIsNamed() throws {
    let folder = try InventedFile.scratch()
    let paths = (0..<3).map { folder.appending(path: "\($0).nc").path }
    for path in paths { try InventedStack().write(to: path) }
    try Data("no netCDF".utf8).write(to: URL(filePath: paths[1]))
    for jobs in [1, 3] {
      let refused = failure { _ = try InventedStack.record(try InventedStack.open(paths), 11, 0, jobs: jobs) }
      #expect(refused?.path == paths[1] && refused?.exitCode == 3)
    }
    var other = InventedStack()
    other.group = "Group/"
    try other.write(to: paths[1])
    #expect(failure { _ = try InventedStack.record(try InventedStack.open(paths), 11, 0) }?.path == paths[1])
    try InventedFile(layout: .single, latitudes: [1], longitudes: [1], values: .float([1, 1, 1, 1])).write(
      to: paths[1])
    let series = failure { _ = try InventedStack.record(try InventedStack.open(paths), 11, 0) }
    #expect(series?.reason.contains("laid out in another way") == true && series?.path == paths[1])
  }

  @Test func gridsThatAreNoneAreRefused() throws {
    for (latitudes, longitudes, reason) in [
      ([10, 11, 11, 12], [0.0, 1], "not strictly monotonic"),
      ([10, 12, 11], [0, 1], "not strictly monotonic"),
      ([10, .nan], [0, 1], "missing or beyond"), ([10, 11], [0, 5, 3], "not strictly monotonic"),
      ([100, 110], [10, 20], "look exchanged"), ([100, 110], [100, 120], "beyond 90"),
    ] as [([Double], [Double], String)] {
      var stack = InventedStack()
      stack.latitudes = latitudes
      stack.longitudes = longitudes
      let refused = failure { _ = try stack.source() }
      #expect(refused?.reason.contains(reason) == true, "\(refused?.description ?? "read")")
      #expect(refused?.path != nil)
    }
  }

  /// FIELD row 37: what a header declares is not believed before memory is asked for.
  @Test func field37HugeMapsAreReadByTheCellOrRefused() throws {
    let path = try InventedFile.scratch().appending(path: "huge.nc").path
    let writer = try NetCDFWriter(writing: path)
    let rows = try writer.dimension("y", length: 1 << 31)
    let columns = try writer.dimension("x", length: 1 << 31)
    let one = try writer.dimension("time", length: 1)
    let time = try writer.variable("time", .double, [one])
    try writer.attribute("units", "days since 2000-01-01", of: time)
    try writer.write(.double([1]), to: time)
    for (name, units, axis) in [("lat", "degrees_north", rows), ("lon", "degrees_east", columns)] {
      let variable = try writer.variable(name, .float, [axis], storage: .init(chunks: [1024]))
      try writer.attribute("units", units, of: variable)
    }
    let sm = try writer.variable("sm", .float, [one, rows, columns], storage: .init(chunks: [1, 64, 64]))
    try writer.attribute("units", "m3 m-3", of: sm)
    try writer.finish()
    #expect(failure { _ = try InventedStack.open([path]) }?.reason.contains("larger than the limit") == true)
    let grid = failure { _ = try InventedStack.open([path]) { $0.grid = .ease2(kilometres: 1) } }
    #expect(grid?.exitCode == 3)
    // A million steps that are not there, and a chunk of a gigabyte, of which one cell is wanted.
    let long = try InventedFile.scratch().appending(path: "long.nc").path
    let steps = try NetCDFWriter(writing: long)
    let t = try steps.dimension("time", length: 1 << 40)
    let y = try steps.dimension("lat", length: 2)
    let x = try steps.dimension("lon", length: 2)
    for (name, axis, units) in [
      ("time", t, "days since 2000-01-01"), ("lat", y, "degrees_north"), ("lon", x, "degrees_east"),
    ] {
      let variable = try steps.variable(
        name, .double, [axis], storage: .init(chunks: [name == "time" ? 1024 : 2]))
      try steps.attribute("units", units, of: variable)
      if name != "time" { try steps.write(.double([0, 1]), to: variable) }
    }
    let deep = try steps.variable("sm", .float, [t, y, x], storage: .init(chunks: [1024, 2, 2]))
    try steps.attribute("units", "m3 m-3", of: deep)
    try steps.finish()
    #expect(failure { _ = try InventedStack.open([long]) }?.reason.contains("larger than the limit") == true)
    let wide = try InventedFile.scratch().appending(path: "wide.nc").path
    var stack = InventedStack()
    stack.times = [0]
    stack.latitudes = (0..<64).map { Double($0) }
    stack.longitudes = (0..<64).map { Double($0) }
    stack.storage = .contiguous
    try stack.write(to: wide)
    let tight = failure {
      _ = try ProductSource(
        name: "t", description: ProductDescription(variable: "sm"), files: [wide], byteBudget: 256)
    }
    #expect(tight?.reason.contains("larger than the limit") == true)
  }

  /// A chunk that would exceed the budget when decompressed is refused, however few cells are wanted.
  @Test func field37ChunksBeyondTheBudgetAreRefused() throws {
    let path = try InventedFile.scratch().appending(path: "chunk.nc").path
    let writer = try NetCDFWriter(writing: path)
    let y = try writer.dimension("lat", length: 2000)
    let x = try writer.dimension("lon", length: 2000)
    for (name, axis, units) in [("lat", y, "degrees_north"), ("lon", x, "degrees_east")] {
      let variable = try writer.variable(name, .double, [axis])
      try writer.attribute("units", units, of: variable)
      try writer.write(.double((0..<2000).map { Double($0) / 100 }), to: variable)
    }
    let sm = try writer.variable("sm", .float, [y, x], storage: .init(chunks: [2000, 2000]))
    try writer.attribute("units", "m3 m-3", of: sm)
    try writer.finish()
    let refused = failure {
      _ = try ProductSource(
        name: "t", description: ProductDescription(variable: "sm"), files: [path], byteBudget: 1 << 20)
    }
    #expect(refused?.reason.contains("has chunks of [2000, 2000]") == true)
  }

  /// FIELD row 38: text where numbers are needed, and flags that are no whole numbers.
  @Test func field38OtherTypesThanNumbersAreRefusedInMaps() throws {
    var stack = InventedStack()
    for type in [NetCDFType.string, .char] {
      stack.type = type
      #expect(failure { _ = try stack.source() }?.reason.contains("of type \(type)") == true)
    }
    stack = InventedStack()
    stack.extra = [
      .init(name: "flag", axes: [.time, .row, .column], type: .float) { step, _, _ in [0, 0.5, .nan][step] },
      .init(name: "clock", axes: [.time], type: .char, attributes: ["units": .text("days since 2000-01-01")])
      { _, _, _ in 65 },
      .init(name: "mark", axes: [.time, .row, .column], type: .string) { _, _, _ in 0 },
    ]
    let record = try stack.record(11, 0) { $0.flags = [FlagRule(variable: "flag", .bitsClear, [1])] }
    #expect(record.series.count == 1)
    #expect(record.excluded.sorted.map(\.reason) == ["flag 0.5", "flag missing"])
    let clock = failure { _ = try stack.source { $0.time = .variable("clock", units: nil, fill: []) } }
    #expect(clock?.reason.contains("of type char") == true)
    let mark = failure { _ = try stack.source { $0.flags = [FlagRule(variable: "mark", .equals, [0])] } }
    #expect(mark?.reason.contains("of type string") == true)
    let group = failure {
      _ = try stack.source {
        $0.groups[.flag] = SampleGroups(variable: "mark", groups: [.init(name: "a", .equals, [0])])
      }
    }
    #expect(group?.reason.contains("of type string") == true)
  }

  /// Bytes turned over anywhere in a file never trap: it is read, or refused with a reason.
  @Test(arguments: 1...40) func damagedFilesNeverTrap(seed: Int) throws {
    var dice = FuzzTests.Dice(state: UInt64(seed) &* 0xD1B5_4A33)
    var stack = InventedStack(axes: StackLayoutTests.orders[seed % 5])
    stack.storage = [InventedStack.Storage.chunked, .contiguous, .classic][seed % 3]
    stack.extra = [.init(name: "flag", axes: [.row, .column], type: .int16) { _, row, _ in Double(row) }]
    let path = try InventedFile.scratch().appending(path: "damaged_20170101.nc").path
    try stack.write(to: path)
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    for _ in 0..<(1 + Int(dice.next() % 6)) {
      bytes[Int(dice.next()) % bytes.count] ^= UInt8(1 << (dice.next() % 8))
    }
    if dice.next() % 4 == 0 { bytes.removeLast(Int(dice.next()) % bytes.count / 2) }
    try Data(bytes).write(to: URL(filePath: path))
    let refused = failure {
      let source = try ProductSource(
        name: "damaged", description: damaged(seed), files: [path], byteBudget: 1 << 24)
      let places = [(10.0, 0.0), (12, 1), (13, -2)].map { GeographicPoint(latitude: $0.0, longitude: $0.1) }
      let cells = try source.cells(for: places, within: 500, needsData: seed % 2 == 0).compactMap { $0 }
      try source.prepare(cells, jobs: 2, scratch: "/tmp")
      for cell in cells {
        let record = try source.series(at: cell)
        #expect(record.series.values.allSatisfy { (0...1).contains($0) })
      }
    }
    if let refused { #expect(refused.exitCode == 3 || refused.exitCode == 2) }
    _ = try? ProductInspection.inspect(path: path, byteBudget: 1 << 24)
  }

  private func damaged(_ seed: Int) -> ProductDescription {
    var description = ProductDescription(variable: "sm")
    description.flags = [FlagRule(variable: "flag", .notEquals, [1])]
    if seed % 7 == 0 { description.grid = .regular(degrees: 30) }
    return description
  }
}
