import Files
import Foundation
import Grids
import Products
import Testing

/// Counts, cells and distances against pytesmo on the same files (FORMATS §3).
@Suite(.enabled(if: SharedData.isPresent, "the shared data folder is absent"))
struct ReferenceProductTests {
  static let entries = [
    "C3S_V202012": "c3s-combined-v202012", "ESA_CCI_SM_C_V07_1": "esa-cci-combined-v07",
    "ERA5_LAND_V20190904": "era5-land", "SMAP_V8_AM": "smap-l3-v8-am", "SMAP_V9_AM_PM": "smap-l3-v9",
  ]

  private func compare(_ name: String, exact: Bool) throws -> Int {
    let rows = try SharedData.rows("reference/\(name).csv")
    let catalogue = try Catalogue.shipped()
    var sources: [String: ProductSource] = [:]
    for row in rows {
      let product = try #require(row["product"])
      let entry = try #require(Self.entries[product])
      if sources[product] == nil {
        var description = try catalogue.entry(named: entry)
        if exact, let time = description.exactTime { description.time = time }
        sources[product] = try ProductSource(
          name: product, description: description, files: SharedData.cells(product))
      }
      let source = try #require(sources[product])
      func number(_ key: String) throws -> Double { try #require(row[key].flatMap(Double.init)) }
      let station = GeographicPoint(
        latitude: try number("station_lat"), longitude: try number("station_lon"))
      let cell = try #require(source.nearestCell(to: station, within: 50))
      #expect(cell.identifier == Int64(try number("gpi")))
      #expect(cell.point.latitude == (try number("gp_lat")))
      #expect(cell.point.longitude == (try number("gp_lon")))
      #expect(abs(cell.point.distance(to: station) - (try number("distance_km"))) < 1e-6)
      let record = try source.series(at: cell)
      // pytesmo counts samples before it settles duplicate stamps: two nominal days may share one noon.
      let duplicates =
        record.excluded["duplicate time, values differ"] + record.excluded["duplicate time, values equal"]
      #expect(exact || duplicates == 0)
      #expect(
        record.series.count + duplicates == Int(try number("n_product_valid")),
        "\(product) \(record.excluded.sorted)")
      #expect(record.stepsRead == record.series.count + record.excluded.total)
    }
    return rows.count
  }

  @Test func nominalTimesAgreeWithPytesmo() throws {
    #expect(try compare("pytesmo_hawaii_metrics", exact: false) > 0)
  }

  @Test func exactTimesAgreeWithPytesmo() throws {
    #expect(try compare("pytesmo_hawaii_metrics_exact_time", exact: true) > 0)
  }

  @Test(arguments: [
    ("C3S_V202012", "c3s"), ("ESA_CCI_SM_C_V07_1", "esa-cci"), ("ERA5_LAND_V20190904", "era5-land"),
    ("SMAP_V8_AM", "smap-l3-v8-am"), ("SMAP_V8_PM", "smap-l3-v8-pm"), ("SMAP_V9_AM_PM", "smap-l3-v9"),
  ])
  func everyLocationOfEveryCellFileIsRead(product: String, entry: String) throws {
    let catalogue = try Catalogue.shipped()
    var description = try catalogue.entry(named: entry)
    for exact in [false, true] {
      if exact {
        guard let time = description.exactTime else { continue }
        description.time = time
      }
      let source = try ProductSource(
        name: product, description: description, files: SharedData.cells(product))
      var kept = 0
      for cell in source.cells {
        let record = try source.series(at: cell)
        #expect(record.stepsRead == record.series.count + record.excluded.total)
        kept += record.series.count
      }
      #expect(kept > 0)
      #expect(source.problems.isEmpty)
    }
  }

  @Test func saturationIsRefusedWithoutPorosity() throws {
    let entry = try Catalogue.shipped().entry(named: "ascat-h113")
    let failure = #expect(throws: Failure.self) {
      _ = try ProductSource(name: "ASCAT", description: entry, files: SharedData.cells("ASCAT_H113"))
    }
    #expect(failure?.reason.contains("porosity") == true)
    #expect(throws: Failure.self) {
      _ = try ProductSource(
        name: "ASCAT", description: ProductDescription(variable: "sm"), files: SharedData.cells("ASCAT_H113"))
    }
  }
}
