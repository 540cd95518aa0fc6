import Files
import Grids
import Products
import Testing

@Suite struct CatalogueTests {
  private func description(_ text: String) throws -> ProductDescription {
    try Catalogue.shipped().description(try YAMLNode.parse(text: text, path: "experiment.yml"))
  }

  @Test func theShippedCatalogueIsWhole() throws {
    let catalogue = try Catalogue.shipped()
    #expect(catalogue.names.contains("lab"))
    for name in catalogue.names {
      let entry = try catalogue.entry(named: name)
      #expect(entry.verified != nil)
      #expect(entry.title != nil)
      #expect(entry.name != nil)
      let text = entry.yamlLines.joined(separator: "\n")
      var again = try ProductDescription(try YAMLNode.parse(text: text, path: "again.yml"))
      again.name = entry.name
      #expect(again == entry)
    }
    let files = catalogue.names.filter { catalogue.entries[$0]?.verified == .file }
    #expect(files.contains("era5-land"))
    #expect(catalogue.entries["esa-cci-combined-v09"]?.verified == .assumed)
  }

  @Test func everyNameIsListedOnceAndLikeIsNoHiddenPromise() throws {
    let catalogue = try Catalogue.shipped()
    let listed = catalogue.families.flatMap(\.listings).flatMap { [$0.name] + $0.aliases }
    #expect(listed.sorted() == catalogue.names)
    for listing in catalogue.families.flatMap(\.listings) {
      let entry = try catalogue.entry(named: listing.name)
      // A share of saturation cannot be scored without porosity, so the entry must say so.
      if entry.units?.contains("saturation") == true {
        #expect(listing.note?.contains("porosity") == true, "\(listing.name)")
      }
      for alias in listing.aliases { #expect(catalogue.entries[alias] == entry) }
      for reference in entry.references {
        #expect(reference.hasPrefix("doi:10."), "\(listing.name): \(reference)")
      }
      // One pass has one direction; the two of an instrument are not confused.
      if listing.name.contains("-desc") || listing.name.hasPrefix("lprm") && listing.name.contains("-d-") {
        #expect(entry.groups[.orbit] == .constant("descending"), "\(listing.name)")
      }
      if listing.name.contains("-asc") || listing.name.hasPrefix("lprm") && listing.name.contains("-a-") {
        #expect(entry.groups[.orbit] == .constant("ascending"), "\(listing.name)")
      }
      #expect((entry.quantity == .precipitation) == listing.name.hasPrefix("imerg"))
    }
  }

  @Test(arguments: [
    ("sgd-sm-1.0", "LPRM_AMSR2_20130102.nc", "2013-01-02T00:00:00Z"),
    ("rsssm", "RSSSM_2011D27.nc", "2011-09-21T00:00:00Z"),
    ("song-china-1km", "SM_2016060.h5", "2016-02-29T00:00:00Z"),
    ("meng-china-0.05", "SM_200807.nc", "2008-07-01T00:00:00Z"),
    ("smap-l4", "SMAP_L4_SM_gph_20150331T013000_Vv7032_001.h5", "2015-03-31T01:30:00Z"),
    ("imerg-v07", "3B-HHR.MS.MRG.3IMERG.20000601-S013000-E015959.0090.V07B.HDF5", "2000-06-01T01:30:00Z"),
    ("imerg-v06-daily", "3B-DAY.MS.MRG.3IMERG.20150101-S000000-E235959.V06.nc4", "2015-01-01T00:00:00Z"),
    ("lprm-amsr2-d-c1", "LPRM-AMSR2_L3_D_SOILM3_V001_20150401013507.nc4", "2015-04-01T00:00:00Z"),
    ("lprm-amsre-d-c", "LPRM-AMSR_E_L3_D_SOILM3_V002_20020619.nc", "2002-06-19T00:00:00Z"),
    ("jaxa-amsr2-d", "GW1AM2_20250701_01D_EQMD_L3SGSMCHF3300300.h5", "2025-07-01T00:00:00Z"),
    ("fy3b-mwri-a", "FY3B_MWRIX_GBAL_L2_VSM_MLT_ESD_20150812_AOAD_025KM_MS.HDF", "2015-08-12T00:00:00Z"),
    (
      "smos-ic-v105-images-asc", "SM_RE06_MIR_CDF3SA_20150101T000000_20150101T235959_105_001_8.DBL.nc",
      "2015-01-01T00:00:00Z"
    ),
  ])
  func datesAreReadFromTheNamesProducersGive(name: String, file: String, instant: String) throws {
    var rule = try Catalogue.shipped().entry(named: name).time
    if case .overpass(_, let day) = rule { rule = day }
    guard case .fileName(let time) = rule else {
      Issue.record("\(name) has no date in its files' names")
      return
    }
    #expect(UTC.text(try time.instant(in: file)) == instant)
  }

  @Test func aCatalogueIsAddedToAndReplacedIn() throws {
    let shipped = try Catalogue.shipped()
    let own = try Catalogue(
      yaml: """
        family: Mine
        entries:
          my-land: {like: era5-land, variable: swvl2, aliases: [land]}
          c3s: {variable: other}
          era5: {variable: mine}
        """, path: "own.yml", over: shipped)
    let both = shipped.adding(own)
    #expect(both.entries["my-land"]?.variable == "swvl2")
    #expect(both.entries["land"]?.layerDepth == 0.07)
    #expect(both.entries["my-land"]?.verified == .assumed)
    #expect(both.entries["era5"]?.variable == "mine")
    // Only the alias is the user's: the entry it stood for stays.
    #expect(both.entries["c3s"]?.variable == "other")
    #expect(both.entries["c3s-combined-v202012"] == shipped.entries["c3s"])
    #expect(both.listing(of: "c3s-combined-v202012")?.aliases == [])
    #expect(both.families.last?.title == "Mine")
    let listed = both.families.flatMap(\.listings).flatMap { [$0.name] + $0.aliases }
    #expect(listed.sorted() == both.names)
    // The other way round the entry is replaced and its alias keeps the shipped description, under its own name.
    let replaced = shipped.adding(
      try Catalogue(yaml: "entries: {ascat-h113: {variable: x}}", path: "own.yml"))
    #expect(replaced.entries["ascat-h113"]?.variable == "x")
    #expect(replaced.entries["ascat"]?.variable == "sm")
    #expect(replaced.entries["ascat"]?.name == "ascat")
    #expect(replaced.listing(of: "ascat")?.name == "ascat")
  }

  @Test func nearNamesAreThoseThatHoldTheWordOrDifferByLetters() {
    #expect(failure { _ = try description("rss") }?.advice?.contains("rsssm") == true)
    #expect(failure { _ = try description("SMAP-L4x") }?.advice?.contains("smap-l4") == true)
    #expect(failure { _ = try description("gapfilled") }?.advice?.contains("esa-cci-gapfilled") == true)
  }

  @Test func anExperimentNamesOrChangesAnEntry() throws {
    #expect(try description("era5-land").variable == "swvl1")
    let exact = try description("{catalogue: c3s, time: exact, flag: []}")
    #expect(exact.variable == "sm")
    #expect(exact.flags.isEmpty)
    #expect(exact.time == exact.exactTime)
    #expect(try description("{variable: sm, units: percent}").name == nil)
  }

  @Test func unknownNamesAreAnsweredWithNearOnes() {
    let refused = failure { _ = try description("era5-lnd") }
    #expect(refused?.advice?.contains("era5-land") == true)
    #expect(refused?.line == 1)
    #expect(refused?.exitCode == 2)
    #expect(failure { _ = try description("{catalogue: nope}") }?.line == 1)
    #expect(failure { _ = try description("{units: percent}") }?.reason.contains("variable") == true)
  }

  @Test func aCatalogueOfOnesOwnIsReadWithLines() throws {
    let own = try Catalogue(
      yaml: "entries:\n  a:\n    variable: sm\n    verified: file\n  b: {like: a, aliases: [c]}",
      path: "own.yml")
    #expect(own.names == ["a", "b", "c"])
    #expect(own.entries["c"]?.verified == .assumed)
    for text in [
      "entries:\n  a: {variable: sm}\n  b: {like: x}",
      "entries:\n  a: {variable: sm}\n  b: {like: a, aliases: [a]}",
      "entries:\n  a: {variable: sm}\n  b: {like: a, not: x}",
      "entries:\n  a: {variable: sm}\n  \"\": {variable: sm}",
    ] {
      #expect(failure { _ = try Catalogue(yaml: text, path: "own.yml") }?.line == 3)
    }
  }
}
