import Files
import Foundation
import Grids
import Products
import Testing

/// Maps in every arrangement give the same records, with values worked out by hand.
@Suite struct StackLayoutTests {
  static let orders: [[InventedStack.Axis]] = [
    [.time, .row, .column], [.time, .column, .row], [.row, .column, .time], [.column, .row, .time],
    [.row, .time, .column], [.time, .layer, .row, .column], [.row, .column, .layer, .time],
  ]

  /// Row 2, column 3 of `InventedStack` at its three steps: 0.05 + 0.2 + 0.06 + 0.01·step.
  static let expected: [Float] = [0.31, 0.32, 0.33]

  static func check(_ record: ProductRecord, sourceLocation: SourceLocation = #_sourceLocation) {
    for (value, wanted) in zip(record.series.values, expected) {
      #expect(abs(value - Double(wanted)) < 1e-6, sourceLocation: sourceLocation)
    }
    #expect(
      record.series.times.map(UTC.dateText) == ["2017-01-01", "2017-01-02", "2017-01-03"],
      sourceLocation: sourceLocation)
    #expect(record.stepsRead == 3 && record.excluded.isEmpty, sourceLocation: sourceLocation)
  }

  @Test(arguments: orders, [InventedStack.Storage.chunked, .contiguous, .classic])
  func everyOrderAndStorageGivesTheSameRecord(axes: [InventedStack.Axis], storage: InventedStack.Storage)
    throws
  {
    var stack = InventedStack(axes: axes, storage: storage)
    let record = try stack.record(12.2, 0.9) { if axes.contains(.layer) { $0.select = ["layer": 1] } }
    StackLayoutTests.check(record)
    #expect(record.problems.isEmpty)
    // A layer of length 1 needs no choice.
    stack.layers = 1
    StackLayoutTests.check(try stack.record(12.2, 0.9))
  }

  /// FIELD row 28: rows from north to south are taken by their coordinates' values.
  @Test(arguments: orders) func field28DescendingLatitudesAreTakenByValue(axes: [InventedStack.Axis]) throws {
    var stack = InventedStack(axes: axes)
    stack.layers = 1
    let upright = stack.value
    stack.latitudes.reverse()
    stack.value = { upright($0, 3 - $1, $2) }
    let record = try stack.record(12.2, 0.9)
    StackLayoutTests.check(record)
  }

  /// FIELD row 29: 0–360, ±180 and any turn of them, on a grid round the globe with rows at the poles.
  @Test func field29EveryTurnOfTheGlobeGivesTheSameRecords() throws {
    let plain = stride(from: -170.0, through: 180, by: 10).map { $0 }
    let latitudes = stride(from: -90.0, through: 90, by: 10).map { $0 }
    let turned = plain.map { $0 < 0 ? $0 + 360 : $0 }
    let arrangements: [[Double]] = [
      plain, plain.reversed(), turned.sorted(), Array(turned.sorted()[20...] + turned.sorted()[..<20]),
    ]
    let places = [
      (89.9, 3.0), (-90, 0), (90, 0), (0, 179.9), (0, -179.9), (0, 180), (0, 174.9), (0, 175), (4.9, -5),
      (5, -5.1),
    ]
    var records: [[ProductRecord]] = []
    for longitudes in arrangements {
      var stack = InventedStack()
      stack.latitudes = latitudes
      stack.longitudes = longitudes
      // The value tells the cell: its latitude and its longitude within the circle.
      stack.value = { step, row, column in
        let turn = (longitudes[column] + 360).truncatingRemainder(dividingBy: 360)
        return (latitudes[row] + 90) / 400 + turn / 1e4 + Double(step) / 1e6
      }
      let source = try stack.source()
      records.append(
        try places.map { place in
          let point = GeographicPoint(latitude: place.0, longitude: place.1)
          let cell = try #require(try source.cells(for: [point], within: 2000, needsData: false)[0])
          try source.prepare([cell], jobs: 1, scratch: "/tmp")
          return try source.series(at: cell).samples
        })
    }
    for other in records.dropFirst() { #expect(other == records[0]) }
    let first = records[0].map { ($0.series.values.first ?? .nan) }
    for (value, place) in zip(
      first,
      [(90, 0), (-90, 0), (90, 0), (0, 180), (0, 180), (0, 180), (0, 170), (0, 180), (0, 0), (10, 350)])
    {
      #expect(abs(value - (Double(place.0 + 90) / 400 + Double(place.1) / 1e4)) < 1e-7)
    }
  }

  /// FIELD row 30: a station on an edge or corner is in the cell north and east of it, whatever the order.
  @Test func field30AStationOnAnEdgeIsInTheCellThatOwnsIt() throws {
    for isFlipped in [false, true] {
      var stack = InventedStack()
      let upright = stack.value
      if isFlipped {
        stack.latitudes.reverse()
        stack.longitudes.reverse()
        stack.value = { upright($0, 3 - $1, 4 - $2) }
      }
      for (latitude, longitude) in [(11.5, 0.5), (12.0, 0.5), (11.5, 1.0), (12.4999, 1.4999)] {
        StackLayoutTests.check(try stack.record(latitude, longitude))
      }
      #expect(failure { _ = try stack.record(13.5, 0) }?.reason == "no cell")
      #expect(try stack.record(9.5, -2.5).floats.first == 0.05)
    }
  }

  @Test func oneFileADayIsTheSameAsAllInOne() throws {
    let daily = TimeRule.fileName(try FileNameTime(pattern: "yyyyMMdd"))
    let folder = try InventedFile.scratch()
    var paths: [String] = []
    let whole = InventedStack()
    for day in [2, 0, 1] {
      var stack = InventedStack(axes: day == 1 ? [.column, .row] : [.row, .column])
      stack.times = [0]
      stack.timeUnits = nil
      stack.value = { _, row, column in whole.value(day, row, column) }
      paths.append(folder.appending(path: "SM_2017010\(day + 1)_v1.nc").path)
      try stack.write(to: paths[paths.count - 1])
    }
    let source = try InventedStack.open(paths) { $0.time = daily }
    let record = try InventedStack.record(source, 12.2, 0.9)
    StackLayoutTests.check(record)
    // The same with a time axis of length one, and with one number beside the map.
    for axes in [[InventedStack.Axis.time, .row, .column], [.row, .column]] {
      for (day, path) in paths.enumerated() {
        var stack = InventedStack(axes: axes)
        stack.times = [Double(day)]
        stack.value = { _, row, column in whole.value(day, row, column) }
        try stack.write(to: path)
      }
      let records = try [1, 4].map {
        try InventedStack.record(try InventedStack.open(paths), 12.2, 0.9, jobs: $0)
      }
      StackLayoutTests.check(records[0])
      #expect(records[0] == records[1])
    }
    // Without any time the advice is to look at the name.
    var timeless = InventedStack(axes: [.row, .column])
    timeless.timeUnits = nil
    #expect(failure { _ = try timeless.source() }?.advice?.contains("time: {file: yyyyMMdd}") == true)
    let two = failure { _ = try whole.source { $0.time = daily } }
    #expect(two?.reason.contains("no date") == true)
    let dated = failure {
      _ = try whole.source(name: "a_20170101.nc") { $0.time = daily }
    }
    #expect(dated?.reason.contains("3 time steps") == true)
  }

  @Test func furtherDimensionsMustBeChosen() throws {
    let stack = InventedStack(axes: [.layer, .row, .column])
    let refused = failure { _ = try stack.source() }
    #expect(refused?.reason.contains("dimension layer of length 2") == true)
    #expect(refused?.advice?.contains("select: {layer: 0}") == true)
    #expect(failure { _ = try stack.source { $0.select = ["layer": 2] } }?.exitCode == 2)
    #expect(failure { _ = try stack.source { $0.select = ["layer": 1, "depth": 0] } }?.exitCode == 2)
    #expect(failure { _ = try stack.source { $0.select = ["layer": -1] } }?.exitCode == 2)
  }

  /// Two-dimensional coordinates of the same grid, in either order of dimensions, some of them missing.
  @Test func curvilinearCellsAreTheNearest() throws {
    for isTransposed in [false, true] {
      var stack = InventedStack()
      let (latitudes, longitudes) = (stack.latitudes, stack.longitudes)
      stack.hasCoordinates = false
      let axes: [InventedStack.Axis] = isTransposed ? [.column, .row] : [.row, .column]
      stack.names = ["time", "y", "x", "z"]
      stack.extra = [
        .init(name: "lat", axes: axes, attributes: ["_FillValue": .values(.float([-9999]))]) {
          _, row, column in
          row == 1 && column == 1 ? -9999 : latitudes[row]
        },
        .init(name: "lon", axes: axes, attributes: ["_FillValue": .values(.float([-9999]))]) {
          _, row, column in
          row == 1 && column == 1 ? -9999 : longitudes[column]
        },
      ]
      let source = try stack.source()
      StackLayoutTests.check(try InventedStack.record(source, 12.2, 0.9))
      #expect(source.problems.map(\.reason) == ["cell without coordinates, skipped"])
      #expect(source.nearestCell(to: GeographicPoint(latitude: 11, longitude: -1), within: 50) == nil)
    }
  }

  /// `grid:` by row and column, in both orders of dimensions, with coordinates that cannot be used or none.
  @Test func aKnownGridNeedsNoCoordinates() throws {
    for axes in [[InventedStack.Axis.row, .column], [.column, .row], [.time, .row, .column]] {
      for hasBrokenCoordinates in [false, true] {
        var stack = InventedStack(axes: axes)
        stack.times = [0]
        stack.hasCoordinates = false
        stack.names = ["time", "y", "x", "z"]
        stack.latitudes = Array(repeating: .nan, count: 36)
        stack.longitudes = Array(repeating: .nan, count: 72)
        stack.value = { _, row, column in Double(row) / 100 + Double(column) / 10_000 }
        if hasBrokenCoordinates {
          stack.extra = ["latitude", "longitude"].map { name in
            .init(name: name, axes: [.row, .column], attributes: ["_FillValue": .values(.float([-9999]))]) {
              _, _, _ in -9999
            }
          }
        }
        let source = try stack.source { $0.grid = .regular(degrees: 5) }
        #expect(source.problems.isEmpty)
        for (latitude, longitude, row, column) in [(89.0, -179.0, 0, 0), (12, 1, 15, 36), (-90, 179, 35, 71)]
        {
          let place = GeographicPoint(latitude: latitude, longitude: longitude)
          let cell = try #require(try source.cells(for: [place], within: 400, needsData: false)[0])
          #expect((cell.row, cell.column) == (row, column))
          try source.prepare([cell], jobs: 1, scratch: "/tmp")
          #expect(try source.series(at: cell).floats == [Float(Double(row) / 100 + Double(column) / 10_000)])
        }
        if hasBrokenCoordinates { continue }
        let wrong = failure { _ = try stack.source { $0.grid = .regular(degrees: 10) } }
        #expect(wrong?.reason.contains("no dimensions of lengths 18 and 36") == true)
      }
    }
    var stack = InventedStack(axes: [.row, .column])
    stack.hasCoordinates = false
    stack.times = [0]
    stack.latitudes = Array(repeating: 0, count: 406)
    stack.longitudes = Array(repeating: 0, count: 964)
    stack.value = { _, row, column in Double(row) / 1000 + Double(column) / 1e6 }
    let hint = failure { _ = try stack.source() }
    #expect(hint?.advice?.contains("grid: ease2-36km") == true)
    let source = try stack.source { $0.grid = .ease2(kilometres: 36) }
    let record = try InventedStack.record(source, 1e-6, 1e-6)
    #expect(record.floats == [Float(0.202 + 482e-6)])
    // A grid that is given stands in for coordinates, not above them: these run from south to north.
    var upright = InventedStack(axes: [.row, .column])
    upright.times = [0]
    upright.latitudes = stride(from: -85.0, through: 85, by: 10).map { $0 }
    upright.longitudes = stride(from: -175.0, through: 175, by: 10).map { $0 }
    upright.value = { _, row, _ in Double(row) / 100 }
    let south = try InventedStack.record(try upright.source { $0.grid = .regular(degrees: 10) }, -85, 5)
    #expect(south.floats == [0])
  }

  /// IMERG's arrangement: (time, lon, lat) in a group, mm an hour.
  @Test func precipitationIsReadFromAGroup() throws {
    var stack = InventedStack(axes: [.time, .column, .row])
    stack.group = "Grid/"
    stack.attributes = ["units": .text("mm/hr"), "_FillValue": .values(.float([-9999.9]))]
    stack.value = { step, row, column in step == 1 ? -9999.9 : Double(row) + Double(column) / 10 }
    let record = try stack.record(12.2, 0.9) { $0.quantity = .precipitation }
    #expect(record.floats == [Float(2.3) * 24, Float(2.3) * 24])
    #expect(record.excluded["fill value"] == 1)
    stack.value = { step, _, _ in Double(step) * 50 }
    let heavy = try stack.record(12.2, 0.9) { $0.quantity = .precipitation }
    #expect(heavy.excluded["outside physical range"] == 1)
    #expect(heavy.problems.first?.reason.contains("mm a day") == true)
    let unit = failure { _ = try InventedStack().source { $0.quantity = .precipitation } }
    #expect(unit?.reason.contains("no unit of precipitation") == true)
  }

  /// SMAP L3's arrangement: morning and afternoon in groups, each with coordinates of its own that are missing where
  /// the swath did not pass.
  @Test func everyGroupHasItsOwnCoordinatesAndFlags() throws {
    var stack = InventedStack(axes: [.row, .column])
    stack.times = [0]
    stack.hasCoordinates = false
    stack.names = ["time", "y", "x", "z"]
    let (latitudes, longitudes) = (stack.latitudes, stack.longitudes)
    for (group, isMissing, shift) in [("AM/", { $0 == 1 }, 0.0), ("PM/", { $0 == 3 }, 0.1)]
      as [(String, (Int) -> Bool, Double)]
    {
      let name = { (name: String) in group + name + (group == "PM/" ? "_pm" : "") }
      let missing: [String: NetCDFAttribute] = ["_FillValue": .values(.float([-9999]))]
      stack.extra += [
        .init(name: name("latitude"), axes: [.row, .column], attributes: missing) { _, row, column in
          isMissing(column) ? -9999 : latitudes[row]
        },
        .init(name: name("longitude"), axes: [.row, .column], attributes: missing) { _, _, column in
          isMissing(column) ? -9999 : longitudes[column]
        },
        .init(name: name("flag"), axes: [.row, .column], type: .int16) { _, row, _ in row == 0 ? 1 : 0 },
        .init(name: name("sm"), axes: [.row, .column], attributes: ["units": .text("m3 m-3")]) { _, row, _ in
          0.1 * Double(row) + shift
        },
      ]
    }
    let path = try InventedFile.scratch().appending(path: "day_20170101.nc").path
    try stack.write(to: path)
    let morning = try InventedFile.open([path]) {
      $0.variable = "AM/sm"
      $0.flags = [FlagRule(variable: "flag", .equals, [0])]
    }
    let afternoon = try InventedFile.open([path]) {
      $0.variable = "PM/sm_pm"
      $0.flags = [FlagRule(variable: "flag_pm", .equals, [0])]
    }
    #expect(try InventedStack.record(morning, 12, 1).floats == [0.2])
    #expect(try InventedStack.record(afternoon, 12, -1).floats == [0.3])
    #expect(try InventedStack.record(afternoon, 10, 0).excluded["flag_pm 1"] == 1)
    let west = GeographicPoint(latitude: 12, longitude: -1)
    #expect(morning.nearestCell(to: west, within: 50) == nil)
    #expect(afternoon.nearestCell(to: west, within: 50)?.column == 1)
  }
}
