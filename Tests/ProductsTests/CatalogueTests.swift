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
    ] {
      #expect(failure { _ = try Catalogue(yaml: text, path: "own.yml") }?.line == 3)
    }
  }
}
