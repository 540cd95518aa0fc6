import Files
import Foundation
import Grids
import Products
import Testing

/// Catalogue entries of files without coordinates: the numbers land in the cells where they belong.
@Suite struct KnownGridTests {
  /// A map of 16-bit numbers, missing but for some cells.
  private func map(
    _ variable: String, rows: Int, columns: Int, missing: Int16,
    cells: [(row: Int, column: Int, value: Int16)],
    attributes: [String: NetCDFAttribute], hasLayer: Bool = false, name: String
  ) throws -> String {
    let path = try InventedFile.scratch().appending(path: name).path
    let writer = try NetCDFWriter(writing: path)
    // Plain HDF5 has no names for dimensions: the library calls them so.
    var dimensions = [
      try writer.dimension("phony_dim_0", length: rows), try writer.dimension("phony_dim_1", length: columns),
    ]
    if hasLayer { dimensions.append(try writer.dimension("phony_dim_2", length: 1)) }
    let made = try writer.variable(variable, .int16, dimensions)
    for (key, value) in attributes.sorted(by: { $0.key < $1.key }) {
      try writer.attribute(key, value, of: made)
    }
    var values = [Int16](repeating: missing, count: rows * columns)
    for cell in cells { values[cell.row * columns + cell.column] = cell.value }
    try writer.write(.int16(values), to: made)
    try writer.finish()
    return path
  }

  private func open(_ entry: String, _ path: String) throws -> ProductSource {
    try ProductSource(
      name: entry, description: try Catalogue.shipped().entry(named: entry), files: [path])
  }

  /// Row and column of each place are ⌊r + ½⌋ and ⌊s + ½⌋ of NSIDC's ezlhconv, by PROJ: (1075.935, 108.204),
  /// (1252.268, 460.834), (93.621, 193.569).
  @Test func fengYunIsOnTheFirstEASEGrid() throws {
    let path = try map(
      "Descending Soil Moisture", rows: 586, columns: 1383, missing: -999,
      cells: [(108, 1076, 234), (461, 1252, 105), (194, 94, 380)],
      attributes: [
        "Slope": .values(.float([0.001])), "Intercept": .values(.float([0])),
        "FillValue": .values(.int16([-999])),
      ], name: "FY3B_MWRIX_GBAL_L2_VSM_MLT_ESD_20150812_AOAD_025KM_MS.HDF")
    let source = try open("fy3b-mwri-d", path)
    for (latitude, longitude, value) in [(38.9, 100.2, 0.234), (-35, 146.1, 0.105), (19.7, -155.5, 0.38)] {
      let record = try InventedStack.record(source, latitude, longitude)
      #expect(record.series.values.count == 1)
      #expect(abs((record.series.values.first ?? .nan) - value) < 1e-7)
      // 01:40 local solar time at the cell's own longitude, less than half a cell from the place's.
      let instant = try #require(record.series.times.first)
      // 2015-08-12 00:00 UTC.
      let hours = Double(instant - 1_439_337_600_000_000) / Double(UTC.hour)
      #expect(abs(hours - (100.0 / 60 - longitude / 15)) < 0.01)
      #expect(record.problems.isEmpty)
    }
    let beside = try InventedStack.record(source, 38.9, 100.6)
    #expect(beside.series.values.isEmpty && beside.excluded["fill value"] == 1)
  }

  @Test func fengYunWithoutPackingIsNotTakenForVolumes() throws {
    let path = try map(
      "Descending Soil Moisture", rows: 586, columns: 1383, missing: -999, cells: [(108, 1076, 234)],
      attributes: [:], name: "FY3B_MWRIX_GBAL_L2_VSM_MLT_ESD_20150812_AOAD_025KM_MS.HDF")
    let record = try InventedStack.record(try open("fy3b-mwri-d", path), 38.9, 100.2)
    #expect(record.series.values.isEmpty)
    #expect(record.excluded["outside physical range"] == 1)
  }

  /// 42.1° N 3.3° E: row ⌊(90 − 42.1)/0.25⌋ = 191, column ⌊3.3/0.25⌋ = 13 from 0° E; 3.3° W is 1426.
  @Test func jaxaBeginsAtGreenwich() throws {
    let path = try map(
      "Geophysical Data", rows: 720, columns: 1440, missing: -32_768,
      cells: [(191, 13, 255), (191, 1426, 120), (191, 12, -32_767)],
      attributes: ["SCALE FACTOR": .values(.float([0.1])), "UNIT": .text("%")], hasLayer: true,
      name: "GW1AM2_20250701_01D_EQMD_L3SGSMCLC3300300.h5")
    let source = try open("jaxa-amsr2-d-025", path)
    for (longitude, value) in [(3.3, 0.255), (-3.3, 0.12)] {
      let record = try InventedStack.record(source, 42.1, longitude)
      #expect(abs((record.series.values.first ?? .nan) - value) < 1e-9)
    }
    #expect(try InventedStack.record(source, 42.1, 3.1).excluded["fill value"] == 1)
  }

  @Test func theOtherResolutionIsRefusedWithAdvice() throws {
    let path = try map(
      "Geophysical Data", rows: 720, columns: 1440, missing: -32_768, cells: [], attributes: [:],
      name: "GW1AM2_20250701_01D_EQMD_L3SGSMCLC3300300.h5")
    let refused = failure(of: { _ = try open("jaxa-amsr2-d", path) })
    #expect(refused?.reason.contains("lengths 1800 and 3600") == true, "\(refused as Any)")
    #expect(refused?.advice?.contains("Give the `grid:`") == true)
  }

  @Test func fileOfAKnownSizeIsToldItsGrid() throws {
    let path = try map(
      "sm", rows: 586, columns: 1383, missing: -999, cells: [], attributes: [:], name: "x.nc")
    let refused = failure(of: { _ = try InventedFile.open([path]) })
    #expect(refused?.advice?.contains("`grid: ease1-25km`") == true, "\(refused as Any)")
  }
}
