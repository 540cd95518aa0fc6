import Files
import Foundation
import Grids
import Products
import Testing

/// Footprints with places of their own, binned onto a grid.
@Suite struct SwathTests {
  /// Scans of footprints, in one dimension or two.
  struct Swath {
    var latitudes: [Double]
    var longitudes: [Double]
    var values: [Double]
    var seconds: [Double]
    var flags: [Double]
    /// The number of footprints in a scan; nil for a mere list.
    var width: Int?
    /// Whether time stands along scans only.
    var scanTime = false

    func write(to path: String) throws {
      let writer = try NetCDFWriter(writing: path)
      var axes: [NetCDFWriter.Dimension] = []
      if let width { axes.append(try writer.dimension("scan", length: values.count / width)) }
      axes.append(try writer.dimension("pixel", length: width ?? values.count))
      let columns: [(String, String?, [Double])] = [
        ("latitude", "degrees_north", latitudes), ("longitude", "degrees_east", longitudes),
        ("sm", "m3 m-3", values), ("flag", nil, flags),
      ]
      for (name, units, values) in columns {
        let variable = try writer.variable("Data/" + name, .double, axes, fill: .double([-9999]))
        if let units { try writer.attribute("units", units, of: variable) }
        try writer.write(.double(values), to: variable)
      }
      let stamps = scanTime ? Array(axes.prefix(1)) : axes
      let time = try writer.variable("Data/seconds", .double, stamps, fill: .double([-9999]))
      let numbers =
        scanTime ? stride(from: 0, to: seconds.count, by: width ?? 1).map { seconds[$0] } : seconds
      try writer.write(.double(numbers), to: time)
      try writer.finish()
    }
  }

  /// Six footprints: three in one cell of 1°, two in its neighbour, one without coordinates.
  static let swath = Swath(
    latitudes: [10.2, 10.4, 10.9, 11.5, 11.0, -9999], longitudes: [0.2, 0.4, 359.1, 0.5, 0.0, 3],
    values: [0.1, 0.3, 0.9, 0.2, -9999, 0.4], seconds: [0, 60, 30, 10, 10, 10], flags: [0, 0, 0, 8, 0, 0])

  static func describe(_ description: inout ProductDescription) {
    description.variable = "Data/sm"
    description.grid = .regular(degrees: 1)
    description.time = .variable("seconds", units: "seconds since 2000-01-01 12:00:00", fill: [])
    description.flags = [FlagRule(variable: "flag", .equals, [0])]
  }

  static func open(_ swaths: [Swath], _ change: (inout ProductDescription) -> Void = describe) throws
    -> ProductSource
  {
    let folder = try InventedFile.scratch()
    var paths: [String] = []
    for (number, swath) in swaths.enumerated() {
      paths.append(folder.appending(path: "\(number).nc").path)
      try swath.write(to: paths[number])
    }
    return try InventedFile.open(paths, change)
  }

  @Test(arguments: [nil, 3, 2, 1, 6]) func footprintsOfACellAreOneMeanSample(width: Int?) throws {
    var swath = SwathTests.swath
    swath.width = width
    let source = try SwathTests.open([swath])
    let record = try InventedStack.record(source, 10.99, 0.99)
    // (0.1 + 0.3) / 2 at the mean of 0 s and 60 s.
    #expect(record.floats == [0.2])
    #expect(record.series.times.map(UTC.text) == ["2000-01-01T12:00:30Z"])
    #expect(record.stepsRead == 1 && record.footprints == 2)
    #expect(try InventedStack.record(source, 10.5, -0.5).floats == [0.9])
    // Neither footprint of this cell is valid: one step, left out for the commonest reason, the first among equals.
    let none = try InventedStack.record(source, 11.5, 0.5)
    #expect(none.series.isEmpty && none.stepsRead == 1 && none.excluded.total == 1)
    #expect(none.excluded["fill value"] == 1)
    // A cell that the swath passes by has no step at all.
    let outside = try InventedStack.record(source, -40, 100)
    #expect(outside.stepsRead == 0 && outside.excluded.isEmpty)
  }

  @Test func scanTimesAreSharedByTheirFootprints() throws {
    var swath = SwathTests.swath
    swath.width = 2
    swath.scanTime = true
    swath.seconds = [20, 20, 40, 40, 50, 50]
    let record = try InventedStack.record(try SwathTests.open([swath]), 10.5, 0.5)
    #expect(record.series.times.map(UTC.text) == ["2000-01-01T12:00:20Z"])
  }

  @Test func filesAreSamplesOfTheirOwnForAnyNumberOfJobs() throws {
    var swaths: [Swath] = []
    for day in 0..<9 {
      var swath = SwathTests.swath
      swath.width = day % 2 == 0 ? nil : 3
      swath.seconds = swath.seconds.map { $0 + Double(day) * 86_400 }
      swath.values[0] = Double(day) / 100
      // Every other day the cell is passed by.
      if day % 2 == 1 { swath.latitudes = swath.latitudes.map { $0 == -9999 ? -9999 : $0 - 30 } }
      swaths.append(swath)
    }
    let lists = swaths.filter { $0.width == nil }
    for jobs in [1, 4] {
      let record = try InventedStack.record(try SwathTests.open(lists), 10.5, 0.5, jobs: jobs)
      #expect(record.floats == [0.15, 0.16, 0.17, 0.18, 0.19])
      #expect(record.footprints == 10)
      // Lists and scans may not be mixed up with maps, but with one another.
      let mixed = try InventedStack.record(try SwathTests.open(swaths), 10.5, 0.5, jobs: jobs)
      #expect(mixed.samples == record.samples)
    }
  }

  @Test func groupsOfAMeanAreKnownWhereAllFootprintsAgree() throws {
    var swath = SwathTests.swath
    swath.flags = [0, 0, 8, 8, 0, 0]
    func change(_ description: inout ProductDescription) {
      SwathTests.describe(&description)
      description.flags = []
      description.groups = [
        .frozen: SampleGroups(
          variable: "flag",
          groups: [.init(name: "frozen", .bitsSet, [8]), .init(name: "thawed", .equals, [0])]),
        .orbit: .constant("descending"),
      ]
    }
    let source = try SwathTests.open([swath], change)
    #expect(try InventedStack.record(source, 10.5, 0.5).groups == [.frozen: [1], .orbit: [0]])
    #expect(try InventedStack.record(source, 10.5, -0.5).groups == [.frozen: [0], .orbit: [0]])
    swath.flags[0] = 8
    let mixed = try SwathTests.open([swath], change)
    #expect(try InventedStack.record(mixed, 10.5, 0.5).groups[.frozen] == [SampleGroups.unknown])
  }

  @Test func aSwathNeedsAGrid() throws {
    let list = failure {
      _ = try SwathTests.open([SwathTests.swath]) {
        SwathTests.describe(&$0)
        $0.grid = .coordinates
      }
    }
    #expect(list?.reason.contains("is a swath") == true)
    #expect(list?.advice?.contains("grid: ease2-36km") == true)
    // Scans of one file look like a map; the second file shows that they are none.
    var first = SwathTests.swath
    first.width = 3
    first.latitudes[5] = 12
    var second = first
    second.latitudes[5] = 13
    let refused = failure {
      let source = try SwathTests.open([first, second]) {
        SwathTests.describe(&$0)
        $0.grid = .coordinates
      }
      _ = try InventedStack.record(source, 10.2, 0.2)
    }
    #expect(refused?.reason.contains("has other coordinates than") == true)
    #expect(refused?.path?.hasSuffix("1.nc") == true && refused?.reason.hasSuffix("0.nc") == true)
    #expect(refused?.advice?.contains("grid") == true)
  }
}
