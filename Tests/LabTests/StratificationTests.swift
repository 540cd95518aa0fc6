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
    #expect(try read("koppen-group").ofPairs == nil)
    #expect(try read("distance*cell-stations").ofPairs == nil)
    #expect(try read("year*season").ofPairs?.name == "year*season")
    #expect(try read("koppen*flag").ofPairs?.name == "flag")
    #expect(try read("flag-common*day-night").ofPairs?.name == "flag*day-night")
  }

  @Test(
    "unknown kinds and crossings without meaning are refused",
    arguments: [
      "kopen", "season*season", "all*koppen", "koppen*season*year", "koppen*", "flag*flag-common", "flags",
    ])
  func refused(text: String) {
    #expect(throws: Failure.self) { try read(text) }
  }

  @Test("a label joins the factors' groups; what the metadata do not say is unknown")
  func labels() throws {
    #expect(try read("koppen*season").label(station: [.koppen: "BSk"], pair: ["JJA"]) == "BSk*JJA")
    #expect(try read("season*frm").label(station: [:], pair: ["DJF"]) == "DJF*unknown")
    let place = Placement(distance: 5, stations: 3)
    #expect(
      try read("cell-stations*flag").label(station: [:], placement: place, pair: ["filled"]) == "3-5*filled")
    #expect(try read("distance").label(station: [:], placement: place, pair: []) == "5-15 km")
    #expect(try read("distance").label(station: [:], pair: []) == "unknown")
    #expect(try read("water").label(station: [.water: "dry"], placement: place, pair: []) == "dry")
    #expect(Stratification.all.label(station: [:], pair: []) == "all")
  }

  @Test("groups stand in their natural order, unknown last")
  func order() throws {
    #expect(
      GroupOrder().sorted(["SON", "DJF", "JJA", "MAM"], of: try read("season")) == [
        "DJF", "MAM", "JJA", "SON",
      ])
    #expect(
      GroupOrder().sorted(["unknown", "Cfa", "BSk"], of: try read("koppen")) == ["BSk", "Cfa", "unknown"])
    #expect(GroupOrder().sorted(["120", "11", "210"], of: try read("landcover")) == ["11", "120", "210"])
    #expect(
      GroupOrder().sorted(["Cfa*DJF", "BSk*JJA", "BSk*MAM"], of: try read("koppen*season"))
        == ["BSk*MAM", "BSk*JJA", "Cfa*DJF"])
    #expect(
      GroupOrder().sorted(
        ["over 30 km", "15-30 km", "unknown", "5-15 km", "0-5 km"], of: try read("distance"))
        == ["0-5 km", "5-15 km", "15-30 km", "over 30 km", "unknown"])
    #expect(
      GroupOrder().sorted(["6+", "1", "3-5", "2"], of: try read("cell-stations")) == ["1", "2", "3-5", "6+"])
  }

  @Test("classes of distance hold their lower ends, classes of stations in a cell both")
  func placements() {
    let distances = [0, 4.999, 5, 14.999, 15, 29.999, 30, 49].map {
      Placement(distance: $0, stations: 1).group(of: .distance)
    }
    #expect(
      distances == [
        "0-5 km", "0-5 km", "5-15 km", "5-15 km", "15-30 km", "15-30 km", "over 30 km", "over 30 km",
      ])
    let stations = (1...7).map { Placement(distance: 0, stations: $0).group(of: .cellStations) }
    #expect(stations == ["1", "2", "3-5", "3-5", "3-5", "6+", "6+"])
    #expect(
      StratumKind.allCases.allSatisfy { kind in
        (Placement(distance: 1, stations: 1).group(of: kind) != nil) == (kind.basis == .placement)
      })
  }

  @Test("pairs fall into season, month and year by the product's UTC time")
  func temporal() throws {
    // 2016-12-31 23:00, 2017-02-28 12:00, 2017-03-01 00:00 UTC
    let times: [Int64] = [1_483_225_200, 1_488_283_200, 1_488_326_400].map { $0 * 1_000_000 }
    var pairs = MatchUps()
    pairs.times = times
    let seasons = PairGroups(try read("season"), pairs: pairs, years: nil)
    #expect(seasons.groups.map(\.name) == ["DJF", "MAM", "JJA", "SON"])
    #expect(seasons.groups.map(\.positions) == [[0, 1], [2], [], []])
    let years = PairGroups(try read("year*season"), pairs: pairs, years: 2016...2017)
    #expect(years.groups.map(\.name).prefix(2) == ["2016*DJF", "2016*MAM"])
    #expect(years.groups.first { $0.name == "2017*DJF" }?.positions == [1])
    #expect(PairGroups(.all, pairs: pairs, years: nil).groups.first?.positions == [0, 1, 2])
  }
}
