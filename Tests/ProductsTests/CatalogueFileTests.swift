import Files
import Foundation
import Grids
import Products
import Testing

/// Catalogue entries on real files; the numbers were read with `ncdump -p 9,17`, at the row and column named.
@Suite struct CatalogueFileTests {
  struct Sample: CustomTestStringConvertible {
    var entry: String
    var folder: String
    /// Inside the cell.
    var latitude: Double
    var longitude: Double
    /// m³ m⁻³ by time.
    var values: [String: Double]
    /// The names of each aspect's groups, in the order of time.
    var groups: [SampleAspect: [String]] = [:]
    var testDescription: String { entry }
  }

  static let samples = [
    // Row 581, column 442; t0 of the first day is 16959.097222222015 days.
    Sample(
      entry: "esa-cci-combined-v05", folder: "cci_v05.2_combined", latitude: -55.4, longitude: -69.4,
      values: ["2016-06-07T00:00:00Z": 0.26491186, "2016-06-08T00:00:00Z": 0.255082339],
      groups: [.dayNight: ["night", "night"], .orbit: ["ascending", "ascending"]]),
    // Row 577, column 446; the second day has a value too.
    Sample(
      entry: "esa-cci-passive-v05", folder: "cci_v05.2_passive", latitude: -54.4, longitude: -68.4,
      values: ["2016-06-06T00:00:00Z": 0.329999983], groups: [.dayNight: ["night"], .orbit: ["descending"]]),
    // The first step's column 16 of row 0: 42.4672127 kg m-2 in 10 cm.
    Sample(
      entry: "cmip6-mrsos", folder: "cmip6", latitude: -0.35, longitude: 100.5,
      values: ["1970-01-01T12:00:00Z": 0.424672127, "1970-01-02T12:00:00Z": 0.399293327]),
    // Column 7 of row 0; layer 1 holds 0.141886473 there.
    Sample(
      entry: "lis-hist", folder: "lis", latitude: 29.875, longitude: -9.625,
      values: ["2017-04-01T00:00:00Z": 0.115410067]),
    // Stored 97, scaled by 3.05185094759971e-05; 5606 days and 20656 seconds since 2000.
    Sample(
      entry: "smos-l3-asc", folder: "smos_l3", latitude: 32.58, longitude: 1.69,
      values: ["2015-05-08T05:44:16Z": 97 * 3.05185094759971e-05], groups: [.orbit: ["ascending"]]),
    // The only sample of row 12, column 49 of the 36 km grid; 492531479.30201805 s, surface_flag 0.
    Sample(
      entry: "smap-l2", folder: "smap_l2", latitude: 69.29, longitude: -161.51,
      values: ["2015-08-11T02:16:55.118018Z": 0.182743534], groups: [.frozen: ["thawed"]]),
  ]

  private func source(_ sample: Sample, _ change: (inout ProductDescription) -> Void = { _ in }) throws
    -> ProductSource
  {
    let folder = SharedData.path("images/" + sample.folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    var description = try Catalogue.shipped().entry(named: sample.entry)
    change(&description)
    return try ProductSource(
      name: sample.entry, description: description,
      files: names.filter { !$0.contains("landmask") }.map { folder + "/" + $0 })
  }

  private func record(_ sample: Sample, _ source: ProductSource) throws -> ProductRecord {
    let point = GeographicPoint(latitude: sample.latitude, longitude: sample.longitude)
    let cell = try #require(source.nearestCell(to: point, within: 50))
    try source.prepare([cell], jobs: 1, scratch: FileManager.default.temporaryDirectory.path)
    return try source.series(at: cell)
  }

  @Test(
    "what an entry says gives the values, times and groups of real files",
    .enabled(if: SharedData.isPresent), arguments: samples)
  func values(sample: Sample) throws {
    let record = try record(sample, try source(sample))
    let rules = try Catalogue.shipped().entry(named: sample.entry).groups
    for (number, expected) in sample.values.sorted(by: { $0.key < $1.key }).enumerated() {
      let position = try #require(record.series.times.firstIndex { UTC.text($0) == expected.key })
      #expect(abs(record.series.values[position] - expected.value) < 1e-8)
      for (aspect, names) in sample.groups {
        let code = Int(try #require(record.groups[aspect])[position])
        let known = try #require(rules[aspect]).names
        #expect(known.indices.contains(code) && known[code] == names[number], "\(aspect)")
      }
    }
  }

  @Test(
    "products in percent of saturation are refused without porosity, also where files say plain percent",
    .enabled(if: SharedData.isPresent),
    arguments: [("esa-cci-active-v05", "cci_v05.2_active"), ("cgls-ssm-1km", "cgls_ssm1km")])
  func saturation(entry: String, folder: String) throws {
    let sample = Sample(entry: entry, folder: folder, latitude: 0, longitude: 0, values: [:])
    let refused = failure { _ = try source(sample) }
    #expect(refused?.reason.contains("porosity") == true, "\(refused?.description ?? "")")
  }

  @Test("exact times of the images are those of each observation", .enabled(if: SharedData.isPresent))
  func exactTimes() throws {
    let sample = CatalogueFileTests.samples[0]
    let record = try record(
      sample,
      try source(sample) { description in if let exact = description.exactTime { description.time = exact } })
    // 16959.097222222015 and 16960.083333333489 days since 1970.
    let expected = [16959.097222222015, 16960.083333333489].map { $0 * 86_400 }
    #expect(record.series.times.count == 2)
    for (time, seconds) in zip(record.series.times, expected) {
      #expect(abs(Double(time) / 1e6 - seconds) < 1e-3)
    }
  }
}
