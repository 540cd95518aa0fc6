import Files
import Testing

@testable import Lab

@Suite("Strata")
struct StratificationTests {
  private func read(_ text: String) throws -> Stratification {
    try Stratification(try YAMLNode.parse(text: text, path: "e.yml"))
  }

  @Test("names read back, crossings keep the user's order")
  func names() throws {
    #expect(try read("koppen*season").name == "koppen*season")
    #expect(try read("season * koppen").factors == [.season, .koppen])
    #expect(try read("koppen-group").temporal == nil)
    #expect(try read("year*season").temporal?.name == "year*season")
  }

  @Test(
    "unknown kinds and crossings without meaning are refused",
    arguments: ["kopen", "season*season", "all*koppen", "koppen*season*year", "koppen*"])
  func refused(text: String) {
    #expect(throws: Failure.self) { try read(text) }
  }

  @Test("a label joins the factors' groups; what the metadata do not say is unknown")
  func labels() throws {
    #expect(try read("koppen*season").label(station: [.koppen: "BSk"], temporal: ["JJA"]) == "BSk*JJA")
    #expect(try read("season*frm").label(station: [:], temporal: ["DJF"]) == "DJF*unknown")
    #expect(Stratification.all.label(station: [:], temporal: []) == "all")
  }

  @Test("groups stand in their natural order, unknown last")
  func order() throws {
    #expect(
      GroupOrder.sorted(["SON", "DJF", "JJA", "MAM"], of: try read("season")) == ["DJF", "MAM", "JJA", "SON"])
    #expect(
      GroupOrder.sorted(["unknown", "Cfa", "BSk"], of: try read("koppen")) == ["BSk", "Cfa", "unknown"])
    #expect(GroupOrder.sorted(["120", "11", "210"], of: try read("landcover")) == ["11", "120", "210"])
    #expect(
      GroupOrder.sorted(["Cfa*DJF", "BSk*JJA", "BSk*MAM"], of: try read("koppen*season"))
        == ["BSk*MAM", "BSk*JJA", "Cfa*DJF"])
  }

  @Test("pairs fall into season, month and year by the product's UTC time")
  func temporal() throws {
    // 2016-12-31 23:00, 2017-02-28 12:00, 2017-03-01 00:00 UTC
    let times: [Int64] = [1_483_225_200, 1_488_283_200, 1_488_326_400].map { $0 * 1_000_000 }
    let seasons = TemporalGroups(try read("season"), times: times, years: nil)
    #expect(seasons.groups.map(\.name) == ["DJF", "MAM", "JJA", "SON"])
    #expect(seasons.groups.map(\.positions) == [[0, 1], [2], [], []])
    let years = TemporalGroups(try read("year*season"), times: times, years: 2016...2017)
    #expect(years.groups.map(\.name).prefix(2) == ["2016*DJF", "2016*MAM"])
    #expect(years.groups.first { $0.name == "2017*DJF" }?.positions == [1])
    #expect(TemporalGroups(.all, times: times, years: nil).groups.first?.positions == [0, 1, 2])
  }
}
