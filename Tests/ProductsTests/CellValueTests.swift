import Files
import Foundation
import Grids
import Products
import Testing

/// Series against netCDF4-python on the same files: `Tests/Oracle/cell_values.py`.
@Suite(.enabled(if: SharedData.isPresent, "the shared data folder is absent"))
struct CellValueTests {
  struct Expected: Sendable {
    var product: String
    var entry: String
    var gpi: Int64
    var exact = false
    var count: Int
    var sum: Double
    var first: Int64
    var last: Int64
  }

  static let rows = [
    Expected(
      product: "C3S_V202012", entry: "c3s", gpi: 632_257, count: 2748, sum: 608.6160437017679,
      first: 693_446_400_000_000, last: 1_609_372_800_000_000),
    Expected(
      product: "ESA_CCI_SM_C_V07_1", entry: "esa-cci", gpi: 632_257, count: 3757, sum: 798.0049887374043,
      first: 693_446_400_000_000, last: 1_640_822_400_000_000),
    Expected(
      product: "ERA5_LAND_V20190904", entry: "era5-land", gpi: 2_522_045, count: 730, sum: 240.25544947385788,
      first: 1_483_250_400_000_000, last: 1_546_236_000_000_000),
    Expected(
      product: "SMAP_V8_AM", entry: "smap-l3-v8-am", gpi: 262_273, count: 597, sum: 204.9164139777422,
      first: 1_428_105_600_000_000, last: 1_658_707_200_000_000),
    Expected(
      product: "SMAP_V8_PM", entry: "smap-l3-v8-pm", gpi: 262_273, count: 1002, sum: 326.2679472565651,
      first: 1_427_846_400_000_000, last: 1_658_707_200_000_000),
    Expected(
      product: "SMAP_V9_AM_PM", entry: "smap-l3-v9", gpi: 262_273, count: 2923, sum: 631.7272675298154,
      first: 1_427_862_719_395_912, last: 1_737_822_938_314_480),
    Expected(
      product: "C3S_V202012", entry: "c3s", gpi: 632_257, exact: true, count: 2748, sum: 608.6160437017679,
      first: 693_478_062_000_000, last: 1_609_354_800_000_000),
    Expected(
      product: "ESA_CCI_SM_C_V07_1", entry: "esa-cci", gpi: 632_257, exact: true, count: 3757,
      sum: 798.0049887374043, first: 693_478_062_000_060, last: 1_640_816_099_999_973),
    Expected(
      product: "SMAP_V8_AM", entry: "smap-l3-v8-am", gpi: 262_273, exact: true, count: 597,
      sum: 204.9164139777422, first: 1_428_166_291_365_259, last: 1_658_766_941_672_171),
  ]

  @Test(arguments: rows) func seriesAgreeWithNetCDF4Python(expected: Expected) throws {
    var description = try Catalogue.shipped().entry(named: expected.entry)
    if expected.exact { description.time = try #require(description.exactTime) }
    let source = try ProductSource(
      name: expected.product, description: description, files: SharedData.cells(expected.product))
    let cell = try #require(source.cells.first { $0.identifier == expected.gpi })
    let series = try source.series(at: cell).series
    #expect(series.count == expected.count)
    #expect(abs(series.values.reduce(0, +) - expected.sum) < 1e-9)
    #expect(series.times.first == expected.first)
    #expect(series.times.last == expected.last)
  }
}
