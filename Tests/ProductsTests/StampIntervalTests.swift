import Files
import Foundation
import Grids
import Products
import Testing

/// Time stamps with CF bounds, and how samples are moved to the middle of their intervals.
@Suite struct StampIntervalTests {
  private enum Shape: String, CaseIterable { case series, maps }

  /// Two months stamped at their end: 1 February and 1 March 2017, in days since 1 January.
  private func file(
    _ shape: Shape, bounds: [Double]? = [0, 31, 31, 59], units: String? = nil
  ) throws -> String {
    let path = try InventedFile.scratch().appending(path: "monthly.nc").path
    let writer = try NetCDFWriter(writing: path)
    let time = try writer.dimension("time", length: 2)
    let axis = try writer.variable("time", .double, [time])
    try writer.attribute("units", "days since 2017-01-01", of: axis)
    if let bounds {
      try writer.attribute("bounds", "time_bnds", of: axis)
      let ends = try writer.variable("time_bnds", .double, [time, try writer.dimension("bnds", length: 2)])
      if let units { try writer.attribute("units", units, of: ends) }
      try writer.write(.double(bounds), to: ends)
    }
    try writer.write(.double([31, 59]), to: axis)
    var dimensions = [time]
    for (name, units) in [("lat", "degrees_north"), ("lon", "degrees_east")] {
      if shape == .maps { dimensions.append(try writer.dimension(name, length: 2)) }
      let made = try writer.variable(name, .double, shape == .maps ? [dimensions[dimensions.count - 1]] : [])
      try writer.attribute("units", units, of: made)
      try writer.write(.double(shape == .maps ? [10, 11] : [10]), to: made)
    }
    let moisture = try writer.variable("sm", .float, dimensions)
    try writer.attribute("units", "m3 m-3", of: moisture)
    try writer.write(
      .float(shape == .maps ? [0.1, 0, 0, 0, 0.2, 0, 0, 0] : [0.1, 0.2]), to: moisture)
    try writer.finish()
    return path
  }

  private func record(_ path: String, _ change: (inout ProductDescription) -> Void) throws -> ProductRecord {
    let source = try InventedFile.open([path], change)
    return source.readsWholeFiles
      ? try InventedStack.record(source, 10, 10) : try source.series(at: try #require(source.cells.first))
  }

  @Test(arguments: ["series", "maps"]) func stampsMoveToTheMiddleOnlyWhenAsked(shape: String) throws {
    let shape = try #require(Shape(rawValue: shape))
    let path = try file(shape)
    let plain = try InventedFile.open([path])
    let told = plain.problems.map(\.reason).joined()
    #expect(told.contains("at the end of their intervals (time_bnds)"), "\(told)")
    #expect(told.contains("`time: {bounds: centre}`"))
    #expect(
      try record(path) { _ in }.series.times.map(UTC.text) == [
        "2017-02-01T00:00:00Z", "2017-03-01T00:00:00Z",
      ])
    // The middle of 31 days from 1 January, and of 28 from 1 February.
    let middle = ["2017-01-16T12:00:00Z", "2017-02-15T00:00:00Z"]
    for rule in [TimeRule.centre(of: .axis), .centre(of: .variable("time", units: nil, fill: []))] {
      let moved = try record(path) { $0.time = rule }
      #expect(moved.series.times.map(UTC.text) == middle)
      #expect(moved.floats == [0.1, 0.2])
      #expect(try InventedFile.open([path]) { $0.time = rule }.problems.isEmpty)
    }
    let inspected = try ProductInspection.inspect(path: path, description: described(.centre(of: .axis)))
    #expect(inspected.time?.first == middle[0] && inspected.time?.last == middle[1])
  }

  private func described(_ rule: TimeRule) -> ProductDescription {
    var description = ProductDescription(variable: "sm")
    description.time = rule
    return description
  }

  @Test func boundsMayHaveUnitsOfTheirOwn() throws {
    let path = try file(.series, bounds: [0, 744, 744, 1416], units: "hours since 2017-01-01")
    #expect(
      try record(path) { $0.time = .centre(of: .axis) }.series.times.map(UTC.text)
        == ["2017-01-16T12:00:00Z", "2017-02-15T00:00:00Z"])
  }

  @Test(arguments: ["series", "maps"]) func withoutBoundsThereIsNoMiddle(shape: String) throws {
    let path = try file(try #require(Shape(rawValue: shape)), bounds: nil)
    let refused = failure(of: { _ = try InventedFile.open([path]) { $0.time = .centre(of: .axis) } })
    #expect(refused?.reason.contains("has no bounds") == true, "\(refused as Any)")
    #expect(refused?.advice?.contains("bounds: centre") == true)
  }

  @Test func aStampWithoutAnIntervalHasNoTime() throws {
    let path = try file(.series, bounds: [0, 31, 31, .nan])
    let moved = try record(path) { $0.time = .centre(of: .axis) }
    #expect(moved.series.count == 1 && moved.excluded["no time stamp"] == 1)
  }
}
