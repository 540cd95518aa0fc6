import Files
import Foundation
import Grids
import Products
import Testing

/// Files with arbitrary content in a valid container: every step is kept or has a reason.
@Suite struct FuzzTests {
  struct Dice {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }

    mutating func number() -> Double {
      let odd: [Double] = [
        .nan, .infinity, -.infinity, -9999, 1e300, -1e300, 9.96921e36, 127, -1, 0, 0.02, 0.5, 1, 1.0000001,
        23, .leastNonzeroMagnitude,
      ]
      let roll = Int(next() % 40)
      return roll < odd.count ? odd[roll] : Double(next() % 1000) / 1000
    }

    mutating func array(_ count: Int) -> NetCDFArray {
      let values = (0..<count).map { _ in number() }
      switch next() % 5 {
      case 0: return .double(values)
      case 1: return .int16(values.map { Int16($0.isFinite && abs($0) < 30_000 ? $0 : -32_768) })
      case 2: return .int8(values.map { Int8($0.isFinite && abs($0) < 127 ? $0 : -128) })
      case 3: return .uint16(values.map { UInt16($0.isFinite && $0 >= 0 && $0 < 65_000 ? $0 : 65_534) })
      default: return .float(values.map { Float($0) })
      }
    }

    mutating func attributes() -> [String: NetCDFAttribute] {
      var result: [String: NetCDFAttribute] = ["units": .text("m3 m-3")]
      if next() % 3 == 0 { result["scale_factor"] = .numbers(number()) }
      if next() % 3 == 0 { result["add_offset"] = .numbers(number()) }
      if next() % 3 == 0 { result["valid_range"] = .numbers(number(), number()) }
      if next() % 3 == 0 { result["valid_min"] = .numbers(number()) }
      if next() % 3 == 0 { result["missing_value"] = .numbers(number(), number()) }
      if next() % 3 == 0 { result["_Unsigned"] = .text("true") }
      return result
    }
  }

  @Test(arguments: 1...120) func everyStepIsKeptOrHasAReason(seed: Int) throws {
    var dice = Dice(state: UInt64(seed) &* 0x9E37_79B9)
    let locations = Int(dice.next() % 4) + 1
    let steps = Int(dice.next() % 30) + 1
    let layouts: [InventedFile.Layout] = [.orthogonal, .timeFirst, .indexed, .contiguous]
    var file = InventedFile(layout: layouts[Int(dice.next() % 4)])
    file.latitudes = (0..<locations).map { Double($0) }
    file.longitudes = file.latitudes
    file.identifiers = nil
    file.times = .double(
      (0..<steps).map { _ in dice.next() % 4 == 0 ? dice.number() : Double(dice.next() % 20) })
    file.timeAttributes["calendar"] = .text(CFCalendar.allCases[Int(dice.next() % 6)].rawValue)
    file.values = dice.array(locations * steps)
    file.valueAttributes = dice.attributes()
    file.extra = [("flag", dice.array(locations * steps), dice.attributes())]
    let source: ProductSource
    do {
      source = try file.source {
        $0.flags = [FlagRule(variable: "flag", dice.next() % 2 == 0 ? .notEquals : .bitsClear, [1])]
        if dice.next() % 2 == 0 { $0.valid = 0.02...0.9 }
        $0.fill = [-9999]
      }
    } catch let failure as Failure {
      // A scale of zero or of no finite number is the only thing to refuse here.
      #expect(failure.reason.contains("scale_factor") || failure.reason.contains("add_offset"))
      return
    }
    #expect(source.cells.count == locations)
    for cell in source.cells {
      let record = try source.series(at: cell)
      #expect(record.stepsRead == steps)
      #expect(record.stepsRead == record.series.count + record.excluded.total)
      #expect(record.series.values.allSatisfy { $0 >= 0 && $0 <= 1 })
      #expect(zip(record.series.times, record.series.times.dropFirst()).allSatisfy { $0 < $1 })
    }
    _ = try ProductInspection.inspect(path: source.files[0])
  }

  /// An index that points outside the locations, and row sizes that do not fit.
  @Test func indicesOfRaggedArraysAreChecked() throws {
    for (sizes, isGood) in [
      ([2, 2], true), ([4, 0], true), ([1, 1], true), ([3, 2], false), ([-1, 2], false),
      ([Int64.max, 2], false),
    ]
      as [([Int64], Bool)]
    {
      let path = try InventedFile.scratch().appending(path: "ragged.nc").path
      let writer = try NetCDFWriter(writing: path)
      let place = try writer.dimension("locations", length: 2)
      let sample = try writer.dimension("obs", length: 4)
      for name in ["lat", "lon"] {
        try writer.write(.float([1, 2]), to: try writer.variable(name, .float, [place]))
      }
      let rows = try writer.variable("row_size", .int64, [place])
      try writer.write(.int64(sizes), to: rows)
      let time = try writer.variable("time", .double, [sample])
      try writer.attribute("units", "days since 2000-01-01", of: time)
      try writer.write(.double([1, 2, 3, 4]), to: time)
      let sm = try writer.variable("sm", .float, [sample])
      try writer.attribute("units", "m3 m-3", of: sm)
      try writer.write(.float([0.1, 0.2, 0.3, 0.4]), to: sm)
      try writer.finish()
      let refused = failure {
        let source = try InventedFile.open([path])
        let counts = try source.cells.map { try source.series(at: $0).stepsRead }
        #expect(counts == sizes.map(Int.init))
      }
      #expect((refused == nil) == isGood)
    }
  }

  @Test func samplesOfNoLocationAreAProblem() throws {
    let path = try InventedFile.scratch().appending(path: "indexed.nc").path
    let writer = try NetCDFWriter(writing: path)
    let place = try writer.dimension("locations", length: 2)
    let sample = try writer.dimension("obs", length: 4)
    for name in ["lat", "lon"] {
      try writer.write(.float([1, 2]), to: try writer.variable(name, .float, [place]))
    }
    let index = try writer.variable("locationIndex", .int64, [sample])
    try writer.write(.int64([1, 7, -1, 1]), to: index)
    let time = try writer.variable("time", .double, [sample])
    try writer.attribute("units", "days since 2000-01-01", of: time)
    try writer.write(.double([4, 3, 2, 1]), to: time)
    let sm = try writer.variable("sm", .float, [sample])
    try writer.attribute("units", "m3 m-3", of: sm)
    try writer.write(.float([0.1, 0.2, 0.3, 0.4]), to: sm)
    try writer.finish()
    let source = try InventedFile.open([path])
    #expect(source.problems.map(\.reason) == ["sample of no location, skipped"])
    #expect(source.problems.first?.count == 2)
    #expect(try source.series(at: source.cells[0]).stepsRead == 0)
    #expect(try source.series(at: source.cells[1]).series.values.map { Float($0) } == [0.4, 0.1])
  }
}
