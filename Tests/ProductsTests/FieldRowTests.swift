import Files
import Foundation
import Grids
import Products
import Testing

/// The bad inputs of FIELD §4, by row number.
@Suite struct FieldRowTests {
  @Test func field27MissingCoordinatesAreNamed() throws {
    var file = InventedFile()
    file.coordinateNames = ("a", "b")
    file.coordinateAttributes = false
    #expect(failure { _ = try file.source() }?.reason.contains("no latitude") == true)
    file.coordinateNames = ("Latitude", "b")
    #expect(failure { _ = try file.source() }?.reason.contains("no longitude") == true)
    file.coordinateNames = ("Latitude", "LON")
    #expect(try file.source().cells.count == 3)
    let absent = failure { _ = try InventedFile().source { $0.variable = "soil_moisture" } }
    #expect(absent?.reason.contains("'soil_moisture'") == true)
    #expect(absent?.advice?.contains("sm") == true)
    #expect(absent?.exitCode == 3)
    file.timeAttributes = [:]
    #expect(failure { _ = try file.source() }?.reason.contains("has no units") == true)
  }

  @Test func field13CoordinatesThatCannotBeUsedAreCounted() throws {
    var file = InventedFile()
    file.latitudes = [10, .nan, 30]
    file.longitudes = [0, 1, 500]
    let source = try file.source()
    #expect(source.cells.map(\.identifier) == [100])
    #expect(source.problems.map(\.count) == [1, 1])
  }

  @Test func field14ExchangedCoordinatesAreRefused() throws {
    var file = InventedFile()
    file.latitudes = [100, 120, 140]
    file.longitudes = [10, 20, 30]
    let refused = failure { _ = try file.source() }
    #expect(refused?.reason.contains("look exchanged") == true)
  }

  @Test func field29LongitudesTurnAndWrap() throws {
    var file = InventedFile()
    file.latitudes = [0, 0, 89.9]
    file.longitudes = [359.9, 180.05, 120]
    let source = try file.source()
    #expect(abs(source.cells[0].point.longitude + 0.1) < 1e-9)
    func nearest(_ latitude: Double, _ longitude: Double) -> Int64? {
      source.nearestCell(to: GeographicPoint(latitude: latitude, longitude: longitude), within: 60)?
        .identifier
    }
    #expect(nearest(0, 0.1) == 100)
    #expect(nearest(0, -0.2) == 100)
    #expect(nearest(0, 179.9) == 200)
    #expect(nearest(0, -179.9) == 200)
    #expect(nearest(89.9, -60) == 300)
    #expect(nearest(45, 0) == nil)
    #expect(nearest(.nan, 0) == nil)
  }

  @Test func field30EquallyNearCellsAreChosenByOrder() throws {
    var file = InventedFile()
    file.latitudes = [1, -1, 1]
    file.longitudes = [1, 1, -1]
    let source = try file.source()
    #expect(
      source.nearestCell(to: GeographicPoint(latitude: 0, longitude: 0), within: 500)?.identifier == 100)
    #expect(
      source.nearestCell(to: GeographicPoint(latitude: 1, longitude: 0), within: 500)?.identifier == 100)
    #expect(source.nearestCell(to: GeographicPoint(latitude: -1, longitude: 1), within: 0)?.identifier == 200)
  }

  @Test func field31UnitsAreConvertedOrRefused() throws {
    var file = InventedFile()
    file.values = .float(Array(repeating: 25, count: 12))
    file.valueAttributes = ["units": .text("%")]
    #expect(try file.record().series.values == [0.25, 0.25, 0.25, 0.25])
    file.valueAttributes = ["units": .text("kg m-2")]
    #expect(failure { _ = try file.record() }?.advice?.contains("layer_depth") == true)
    #expect(try file.record { $0.layerDepth = 0.1 }.series.values.first == 0.25)
    for units in [nil, "1", "K"] {
      file.valueAttributes = units.map { ["units": .text($0)] } ?? [:]
      let refused = failure { _ = try file.record() }
      #expect(refused?.advice?.contains("units:") == true)
      #expect(refused?.path?.hasSuffix("file.nc") == true)
    }
    #expect(try file.record { $0.units = "percent" }.series.count == 4)
    file.valueAttributes = ["units": .text("%"), "long_name": .text("degree of saturation")]
    #expect(failure { _ = try file.record() }?.reason.contains("porosity") == true)
  }

  @Test func field32MissingValuesWithoutAttributeAreLeftOut() throws {
    var file = InventedFile()
    file.values = .float([-9999, 0.2, -9999, 0.4] + Array(repeating: 0.1, count: 8))
    let record = try file.record()
    #expect(record.series.count == 2)
    #expect(record.excluded["outside physical range"] == 2)
    #expect(record.problems.first?.reason.contains("probably a missing value") == true)
    #expect(record.problems.first?.count == 2)
    let told = try file.record { $0.fill = [-9999] }
    #expect(told.excluded["fill value"] == 2)
    #expect(told.problems.isEmpty)
  }

  @Test func field32BothKindsOfMissingValueCount() throws {
    var file = InventedFile()
    file.values = .float([-9999, -1, 9.96921e36, 0.4] + Array(repeating: 0.1, count: 8))
    file.valueAttributes["_FillValue"] = .values(.float([-9999]))
    file.valueAttributes["missing_value"] = .values(.float([-1, 9.96921e36]))
    #expect(try file.record().excluded["fill value"] == 3)
    file.valueAttributes = ["units": .text("m3 m-3")]
    #expect(try file.record().excluded["fill value"] == 1)
  }

  @Test func field12PercentInVolumetricUnitsIsPointedOut() throws {
    var file = InventedFile()
    file.values = .float([23.4, 30, 12, 45] + Array(repeating: 0.1, count: 8))
    let record = try file.record()
    #expect(record.series.isEmpty)
    #expect(record.problems.first?.reason.contains("look like percent") == true)
  }

  @Test func field33PackedValuesAreUnpackedOnce() throws {
    var file = InventedFile()
    // Stored 0, 2000, 5001, −32768 with scale 1e-4, offset 0.01 and a valid range in stored numbers.
    file.values = .int16([0, 2000, 5001, -32_768] + Array(repeating: 1, count: 8))
    file.valueAttributes = [
      "units": .text("m3 m-3"), "scale_factor": .numbers(1e-4), "add_offset": .numbers(0.01),
      "_FillValue": .values(.int16([-32_768])), "valid_range": .values(.int16([0, 5000])),
    ]
    let record = try file.record()
    #expect(record.series.values.count == 2)
    #expect(abs(record.series.values[0] - 0.01) < 1e-12)
    #expect(abs(record.series.values[1] - 0.21) < 1e-12)
    #expect(record.excluded["outside valid range"] == 1)
    #expect(record.excluded["fill value"] == 1)
    // The same range as unpacked fractions, and from a description in the file's units.
    file.valueAttributes["valid_range"] = .values(.double([0.01, 0.51]))
    #expect(try file.record().excluded["outside valid range"] == 1)
    #expect(try file.record { $0.valid = 0.01...0.51 }.excluded["outside valid range"] == 1)
    file.valueAttributes["scale_factor"] = .text("0.0001")
    #expect(failure { _ = try file.record() }?.reason.contains("scale_factor") == true)
  }

  @Test func field33UnsignedBytesInSignedStorage() throws {
    var file = InventedFile()
    file.values = .int8([50, -56, -1, -2] + Array(repeating: 1, count: 8))
    file.valueAttributes = [
      "units": .text("m3 m-3"), "_Unsigned": .text("true"), "scale_factor": .numbers(0.005),
      "_FillValue": .values(.int8([-1])), "valid_max": .values(.int8([-3])),
    ]
    let record = try file.record()
    #expect(record.series.values == [0.25, 1])
    #expect(record.excluded["fill value"] == 1)
    #expect(record.excluded["outside valid range"] == 1)
  }

  @Test func limitsAreComparedInTheStoredType() throws {
    var file = InventedFile()
    file.values = .float(
      [0.02, Float(0.02).nextDown, 0.5, Float(0.5).nextUp] + Array(repeating: 0.1, count: 8))
    let record = try file.record { $0.valid = 0.02...0.5 }
    #expect(record.series.count == 2)
    #expect(record.excluded["outside valid range"] == 2)
  }

  @Test(arguments: [InventedFile.Layout.orthogonal, .contiguous])
  func field34UnorderedAndDuplicateTimesAreSettled(layout: InventedFile.Layout) throws {
    var file = InventedFile(layout: layout)
    file.times = .double([3, 1, 1, 0])
    let differ = try file.record()
    #expect(differ.series.values.map { Float($0) } == [0.4, 0.1])
    #expect(differ.excluded["duplicate time, values differ"] == 2)
    #expect(differ.problems.map(\.reason) == ["times run backwards, sorted"])
    #expect(differ.problems.first?.count == 2)
    file.values = .float([0.1, 0.2, 0.2, 0.4] + Array(repeating: 0.1, count: 8))
    let equal = try file.record()
    #expect(equal.series.values.map { Float($0) } == [0.4, 0.2, 0.1])
    #expect(equal.excluded["duplicate time, values equal"] == 1)
  }

  @Test func field35OtherCalendarsSkipDatesThatNeverWere() throws {
    var file = InventedFile()
    file.times = .int32([57, 58, 59, 60])
    file.timeAttributes = ["units": .text("days since 2017-01-01"), "calendar": .text("360_day")]
    let record = try file.record()
    #expect(record.series.times.map(UTC.dateText) == ["2017-02-28", "2017-03-01"])
    #expect(record.excluded["date not in the real calendar"] == 2)
    file.timeAttributes["calendar"] = .text("noleap")
    #expect(try file.record().series.times.map(UTC.dateText).last == "2017-03-02")
    for (name, value) in [("units", "months since 2000-01-01"), ("units", "foo"), ("calendar", "lunar")] {
      var bad = file
      bad.timeAttributes[name] = .text(value)
      let refused = failure { _ = try bad.record() }
      #expect(refused?.reason.hasPrefix("time variable time:") == true)
      #expect(refused?.path != nil)
    }
  }

  @Test func field35TimeValuesNeverOverflow() throws {
    var file = InventedFile()
    file.times = .double([1e300, .nan, -1e18, 1])
    let record = try file.record()
    #expect(record.series.count == 1)
    #expect(record.excluded["no time stamp"] == 3)
  }

  @Test func field36OffsetsAndLocalOverpassesBecomeUTC() throws {
    var file = InventedFile()
    file.timeAttributes = ["units": .text("days since 2017-01-01 00:00:00 +02:00")]
    #expect(try file.record().series.times.first.map(UTC.text) == "2016-12-31T22:00:00Z")
    file.timeAttributes = ["units": .text("days since 2017-01-01")]
    file.longitudes = [150, 1, 200]
    let source = try file.source { $0.time = .overpass(localSolarHour: 6, day: .axis) }
    let first = try source.series(at: source.cells[0])
    #expect(first.series.times.first.map(UTC.text) == "2016-12-31T20:00:00Z")
    let last = try source.series(at: source.cells[2])
    #expect(last.series.times.first.map(UTC.text) == "2017-01-01T16:40:00Z")
  }

  @Test func field37DeclaredSizesBeyondTheBudgetAreRefused() throws {
    let path = try InventedFile.scratch().appending(path: "huge.nc").path
    let writer = try NetCDFWriter(writing: path)
    let place = try writer.dimension("locations", length: 1 << 31)
    let time = try writer.dimension("time", length: 1 << 31)
    let chunks = NetCDFWriter.Storage(chunks: [1024])
    for name in ["lat", "lon"] { _ = try writer.variable(name, .float, [place], storage: chunks) }
    let axis = try writer.variable("time", .double, [time], storage: chunks)
    try writer.attribute("units", "days since 2000-01-01", of: axis)
    let sm = try writer.variable("sm", .float, [place, time], storage: .init(chunks: [64, 1024]))
    try writer.attribute("units", "m3 m-3", of: sm)
    try writer.finish()
    let refused = failure { _ = try InventedFile.open([path]) }
    #expect(refused?.reason.contains("larger than the limit") == true)
    #expect(try ProductInspection.inspect(path: path, byteBudget: 1 << 20).problems.isEmpty == false)
  }

  @Test func field38OtherTypesThanNumbersAreRefused() throws {
    var file = InventedFile()
    file.values = .string(Array(repeating: "0.2", count: 12))
    #expect(failure { _ = try file.record() }?.reason.contains("of type string") == true)
    file.values = .char(Array(repeating: 65, count: 12))
    #expect(failure { _ = try file.record() }?.reason.contains("of type char") == true)
    file = InventedFile()
    file.times = .char([65, 66, 67, 68])
    #expect(failure { _ = try file.record() }?.reason.contains("of type char") == true)
    file = InventedFile()
    file.extra = [("flag", .float([0, 1, .nan, 0.5] + Array(repeating: 0, count: 8)), [:])]
    let record = try file.record { $0.flags = [FlagRule(variable: "flag", .equals, [0])] }
    #expect(record.series.count == 1)
    #expect(record.excluded.sorted.map(\.reason) == ["flag 0.5", "flag 1", "flag missing"])
  }

  @Test func field39AnEmptyProductIsARecordWithoutSamples() throws {
    var file = InventedFile()
    file.values = .float(Array(repeating: .nan, count: 12))
    let record = try file.record()
    #expect(record.series.isEmpty)
    #expect(record.excluded["not finite"] == 4)
  }

  @Test func field41InfiniteValuesAreCounted() throws {
    var file = InventedFile()
    file.values = .float([.infinity, -.infinity, 0.3, .nan] + Array(repeating: 0.1, count: 8))
    let record = try file.record()
    #expect(record.series.count == 1)
    #expect(record.excluded["not finite"] == 3)
  }
}
