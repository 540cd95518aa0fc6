import Files
import Foundation
import Grids
import Products
import Testing

/// What is kept of maps, and why the rest is not; times and groups.
@Suite struct StackSampleTests {
  /// The same numbers as series at locations and as maps are judged alike, whatever they are.
  @Test(arguments: 1...60) func mapsAreJudgedLikeSeries(seed: Int) throws {
    var dice = FuzzTests.Dice(state: UInt64(seed) &* 0x51_7C_C1B7)
    let steps = Int(dice.next() % 12) + 1
    let (values, flags) = (dice.array(6 * steps), dice.array(6 * steps))
    let (valueAttributes, flagAttributes) = (dice.attributes(), dice.attributes())
    let times = (0..<steps).map { _ in dice.next() % 5 == 0 ? dice.number() : Double(dice.next() % 9) }
    var file = InventedFile(layout: .timeFirst)
    file.latitudes = [10, 10, 10, 11, 11, 11]
    file.longitudes = [0, 1, 2, 0, 1, 2]
    file.identifiers = nil
    file.times = .double(times)
    file.values = values
    file.valueAttributes = valueAttributes
    file.extra = [("flag", flags, flagAttributes)]
    var stack = InventedStack()
    stack.storage = dice.next() % 2 == 0 ? .chunked : .contiguous
    stack.latitudes = [10, 11]
    stack.longitudes = [0, 1, 2]
    stack.times = times
    stack.type = values.type
    stack.attributes = valueAttributes
    // The series lie location by location.
    let (numbers, marks) = (values.doubles ?? [], flags.doubles ?? [])
    stack.value = { step, row, column in numbers[(row * 3 + column) * steps + step] }
    stack.extra = [
      .init(name: "flag", axes: [.time, .row, .column], type: flags.type, attributes: flagAttributes) {
        marks[($1 * 3 + $2) * steps + $0]
      }
    ]
    let change: (inout ProductDescription) -> Void = {
      $0.flags = [FlagRule(variable: "flag", seed % 2 == 0 ? .notEquals : .bitsClear, [1])]
      if seed % 3 == 0 { $0.valid = 0.02...0.9 }
      $0.fill = [-9999]
      $0.groups = [
        .flag: SampleGroups(
          variable: "flag", groups: [.init(name: "low", .equals, [0]), .init(name: "odd", .bitsSet, [1])]),
        .orbit: .constant("descending"),
      ]
    }
    let series: ProductSource
    do {
      series = try file.source(change)
    } catch let refused as Failure {
      #expect(failure { _ = try stack.source(change) }?.reason == refused.reason)
      return
    }
    let maps = try stack.source(change)
    let places = zip(file.latitudes, file.longitudes).map { GeographicPoint(latitude: $0, longitude: $1) }
    let cells = try maps.cells(for: places, within: 10, needsData: false).compactMap { $0 }
    #expect(cells.count == 6)
    try maps.prepare(cells, jobs: 2, scratch: "/tmp")
    for (cell, other) in zip(cells, series.cells) {
      let (mine, expected) = (try maps.series(at: cell), try series.series(at: other))
      #expect(mine.samples == expected.samples)
      #expect(mine.problems.map(\.reason) == expected.problems.map(\.reason))
      #expect(mine.problems.map(\.count) == expected.problems.map(\.count))
      #expect(mine.groups[.orbit] == Array(repeating: 0, count: mine.series.count))
      #expect(mine.groups[.flag]?.count == mine.series.count)
    }
  }

  @Test func groupsFollowTheSamples() throws {
    var stack = InventedStack()
    // Backwards in time, with a mask that has no time of its own.
    stack.times = [2, 1, 0]
    stack.extra = [
      .init(name: "gap", axes: [.time, .row, .column], type: .int16) { step, _, _ in [0, 1, 7][step] },
      .init(name: "frozen", axes: [.row, .column], type: .int16) { _, row, _ in row == 2 ? 256 : 0 },
    ]
    let record = try stack.record(12, 1) {
      $0.groups = [
        .flag: SampleGroups(
          variable: "gap",
          groups: [.init(name: "observed", .equals, [1]), .init(name: "filled", .equals, [0])]),
        .frozen: SampleGroups(variable: "frozen", groups: [.init(name: "frozen", .bitsSet, [256])]),
        .orbit: .constant("ascending"),
      ]
    }
    #expect(record.groups[.flag] == [SampleGroups.unknown, 0, 1])
    #expect(record.groups[.frozen] == [0, 0, 0])
    #expect(record.groups[.orbit] == [0, 0, 0])
    #expect(record.problems.map(\.reason) == ["times run backwards, sorted"])
    #expect(record.problems.first?.count == 2)
    // A group variable of a series file is read as well.
    var file = InventedFile()
    file.extra = [("gap", .float([1, 0, .nan, 1] + Array(repeating: 0, count: 8)), [:])]
    let series = try file.record {
      $0.groups[.flag] = SampleGroups(variable: "gap", groups: [.init(name: "observed", .equals, [1])])
    }
    #expect(series.groups[.flag] == [0, SampleGroups.unknown, SampleGroups.unknown, 0])
  }

  /// A later file without the variable of a group: its samples are unknown, and the record says so.
  @Test func aGroupThatOnlySomeFilesKnowIsUnknownInTheOthers() throws {
    let folder = try InventedFile.scratch()
    var paths: [String] = []
    for number in 0..<3 {
      var stack = InventedStack()
      stack.times = [Double(number)]
      if number == 0 {
        stack.extra = [.init(name: "gap", axes: [.row, .column], type: .int16) { _, _, _ in 1 }]
      }
      paths.append(folder.appending(path: "\(number).nc").path)
      try stack.write(to: paths[number])
    }
    let source = try InventedStack.open(paths) {
      $0.groups[.flag] = SampleGroups(variable: "gap", groups: [.init(name: "observed", .equals, [1])])
    }
    let record = try InventedStack.record(source, 11, 0)
    #expect(record.groups[.flag] == [0, SampleGroups.unknown, SampleGroups.unknown])
    #expect(record.problems.map(\.count) == [2])
    #expect(
      record.problems.first?.reason.contains("'gap'") == true && record.problems.first?.path == paths[1])
    #expect(source.problems.isEmpty)
  }

  @Test func timesPerSampleSumsAndOverpasses() throws {
    var stack = InventedStack()
    stack.longitudes = [-180, -90, 0, 90]
    stack.extra = [
      .init(name: "t0", axes: [.time, .row, .column], type: .double) { step, row, column in
        row == 0 ? -9999 : 17_167 + Double(step) + Double(column) / 8
      },
      .init(name: "Days", axes: [.row, .column], type: .int32) { _, _, _ in 6210 },
      .init(name: "Seconds", axes: [.row, .column], type: .int32) { _, row, column in
        Double(row * 60 + column)
      },
    ]
    let exact: (inout ProductDescription) -> Void = {
      $0.time = .variable("t0", units: "days since 1970-01-01", fill: [-9999])
    }
    #expect(
      try stack.record(12, 90, exact).series.times.map(UTC.text) == [
        "2017-01-01T09:00:00Z", "2017-01-02T09:00:00Z", "2017-01-03T09:00:00Z",
      ])
    #expect(try stack.record(10, 90, exact).excluded["no time stamp"] == 3)
    // 01:30 local solar time at 90° E and W is 19:30 UTC of the day before and 07:30 UTC.
    let overpass: (inout ProductDescription) -> Void = {
      $0.time = .overpass(localSolarHour: 1.5, day: .axis)
    }
    #expect(try stack.record(12, 90, overpass).series.times.first.map(UTC.text) == "2016-12-31T19:30:00Z")
    #expect(try stack.record(12, -90, overpass).series.times.first.map(UTC.text) == "2017-01-01T07:30:00Z")
    var day = stack
    day.axes = [.row, .column]
    day.times = [0]
    day.timeUnits = nil
    let sum = try day.record(12, 90) {
      $0.time = .sum(
        [TimeTerm(variable: "Days", unit: "days"), TimeTerm(variable: "Seconds", unit: "seconds")],
        since: "2000-01-01")
    }
    #expect(sum.series.times.map(UTC.text) == ["2017-01-01T00:02:03Z"])
    let dayOfYear = TimeRule.fileName(try FileNameTime(pattern: "yyyyDDD"))
    let named = try day.source(name: "SM_2017001.nc") {
      $0.time = .overpass(localSolarHour: 6, day: dayOfYear)
    }
    #expect(try InventedStack.record(named, 12, 90).series.times.map(UTC.text) == ["2017-01-01T00:00:00Z"])
    // A stamp with a shape of its own does not fit.
    stack.extra.append(.init(name: "odd", axes: [.time, .layer]) { _, _, _ in 0 })
    let odd = failure {
      _ = try stack.source { $0.time = .variable("odd", units: "days since 2000-01-01", fill: []) }
    }
    #expect(odd?.reason.contains("do not fit") == true)
  }

  /// FIELD row 34: time stamps that come twice, inside a file and across files, and out of order.
  @Test func field34DuplicateTimesAcrossFilesAreSettled() throws {
    let folder = try InventedFile.scratch()
    var paths: [String] = []
    for (number, times) in [[5.0, 4, 3], [0, 1, 2], [2, 3, 9]].enumerated() {
      var stack = InventedStack()
      stack.times = times
      // Day 2 agrees in both files, day 3 does not.
      stack.value = { step, _, _ in times[step] == 3 ? 0.3 + Double(number) / 100 : times[step] / 10 }
      paths.append(folder.appending(path: "\(number).nc").path)
      try stack.write(to: paths[number])
    }
    for jobs in [1, 4] {
      let record = try InventedStack.record(try InventedStack.open(paths), 11, 0, jobs: jobs)
      #expect(record.floats == [0, 0.1, 0.2, 0.4, 0.5, 0.9])
      #expect(record.stepsRead == 9)
      #expect(record.excluded["duplicate time, values equal"] == 1)
      #expect(record.excluded["duplicate time, values differ"] == 2)
      #expect(record.problems.map(\.count) == [2])
    }
  }

  /// Packing, fill, units and chunks are each file's own.
  @Test func everyFileIsUnpackedInItsOwnWay() throws {
    let folder = try InventedFile.scratch()
    var paths: [String] = []
    for number in 0..<4 {
      var stack = InventedStack()
      stack.times = [Double(number)]
      let plain = stack.value
      switch number {
      case 0: break
      case 1:
        stack.type = .int16
        stack.attributes["scale_factor"] = .numbers(1e-4)
        stack.attributes["_FillValue"] = .values(.int16([2500]))
        stack.value = { (plain($0, $1, $2) * 1e4).rounded() }
      case 2:
        stack.attributes = ["units": .text("percent")]
        stack.storage = .contiguous
        stack.value = { 100 * plain($0, $1, $2) }
      default:
        stack.storage = .classic
        stack.axes = [.column, .row, .time]
      }
      paths.append(folder.appending(path: "\(number).nc").path)
      try stack.write(to: paths[number])
    }
    let source = try InventedStack.open(paths)
    let record = try InventedStack.record(source, 12.2, 0.9)
    #expect(record.series.count == 4)
    for value in record.series.values { #expect(abs(value - 0.31) < 1e-6) }
    // Row 2, column 0 is 0.25: the fill value of the second file.
    let filled = try InventedStack.record(source, 12, -2)
    #expect(filled.series.count == 3 && filled.excluded["fill value"] == 1)
  }

  @Test func shareOfSaturationNeedsAPorosity() throws {
    var stack = InventedStack()
    stack.attributes = ["units": .text("percent"), "long_name": .text("degree of saturation")]
    stack.value = { step, _, _ in [20, 50, 101][step] }
    let without = failure { _ = try stack.source() }
    #expect(without?.advice?.contains("porosity: {file:") == true)
    var porosity = InventedStack(axes: [.row, .column])
    porosity.latitudes = [12, 11, 10]
    porosity.value = { _, row, _ in [0.5, 0.4, -9999][row] }
    let path = try InventedFile.scratch().appending(path: "porosity.nc").path
    try porosity.write(to: path)
    let given: (inout ProductDescription) -> Void = { $0.porosity = PorosityRule(file: path, variable: "sm") }
    let source = try stack.source(given)
    #expect(try InventedStack.record(source, 12, 0).floats == [0.1, 0.25])
    #expect(try InventedStack.record(source, 11, 0).floats == [0.08, 0.2])
    #expect(try InventedStack.record(source, 11, 0).excluded["outside physical range"] == 1)
    for latitude in [10.0, 13] {
      let none = try InventedStack.record(source, latitude, 0)
      #expect(none.series.isEmpty)
      #expect(none.excluded["no porosity here"] == 2)
    }
    var file = InventedFile()
    file.latitudes = [10, 11, 12]
    file.values = .float(Array(repeating: 50, count: 12))
    file.valueAttributes = ["units": .text("% saturation")]
    let series = try file.source(given)
    #expect(try series.series(at: series.cells[2]).floats == [0.25, 0.25, 0.25, 0.25])
    #expect(try series.series(at: series.cells[0]).excluded["no porosity here"] == 4)
    let volumetric = failure { _ = try InventedStack().source(given) }
    #expect(volumetric?.reason.contains("not a share of saturation") == true)
  }

  @Test func theNearestCellWithDataIsFoundInOnePass() throws {
    var stack = InventedStack()
    stack.value = { step, row, column in row == 2 && column == 2 || row == 0 ? 0.2 : .nan }
    let source = try stack.source()
    #expect(source.readsWholeFiles && source.cells.isEmpty)
    let places = [(11.1, 0.1), (12.1, 0.1), (10, 2), (13, -2)].map {
      GeographicPoint(latitude: $0.0, longitude: $0.1)
    }
    let cells = try source.cells(for: places, within: 125, needsData: true)
    #expect(cells.map { $0?.row } == [2, 2, 0, nil])
    #expect(cells.map { $0?.column } == [2, 2, 4, nil])
    // They are prepared: no further pass is needed, nor made.
    var calls: [Int] = []
    try source.prepare(cells.compactMap { $0 }, jobs: 1, scratch: "/nowhere") { done, total in
      calls.append(done)
      #expect(total == 1)
    }
    #expect(calls == [1])
    #expect(try source.series(at: try #require(cells[0])).series.count == 3)
  }

  @Test func progressCountsFilesAndUnpreparedCellsAreAFault() throws {
    let source = try InventedStack().source()
    let place = GeographicPoint(latitude: 11, longitude: 0)
    let cell = try #require(source.nearestCell(to: place, within: 50))
    #expect(failure { _ = try source.series(at: cell) }?.exitCode == 70)
    var calls: [Int] = []
    try source.prepare([cell, cell], jobs: 3, scratch: "/tmp") { done, _ in calls.append(done) }
    #expect(calls == [0, 1])
    #expect(try source.series(at: cell).stepsRead == 3)
    let disk = failure {
      try InventedStack().source().prepare([cell], jobs: 1, scratch: "/proc/none") { _, _ in }
    }
    #expect(disk?.exitCode == 3 && disk?.path == "/proc/none")
  }
}
