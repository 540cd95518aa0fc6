import Testing

@testable import Lab

@Suite("Matching to the two samples on either side")
struct BracketMatcherTests {
  private let hour: Int64 = 3_600_000_000

  /// Every product time against every station time, the rule word for word.
  private func slow(window: Int64, product: [Int64], station: [Int64]) -> MatchLink {
    var link = MatchLink()
    for (index, time) in product.enumerated() {
      let before = station.indices.filter { station[$0] <= time && time - station[$0] <= window }.last
      let after = station.indices.filter { station[$0] > time && station[$0] - time <= window }.first
      if let before, station[before] == time {
        link.product.append(index)
        link.station.append(before...before)
      } else if let before, let after {
        link.product.append(index)
        link.station.append(before...after)
      } else if before != nil || after != nil {
        link.oneSided.append(index)
      }
    }
    return link
  }

  @Test("both neighbours within the window, ends included; an exact sample alone; samples may serve twice")
  func rules() {
    let matcher = BracketMatcher(window: hour)
    // Stations at 0, 1, 2, 5 h; products at 0:00, 0:30, 1:30, 3:00, 4:30, 6:00, 7:00.
    let station = [0, 1, 2, 5].map { $0 * hour }
    let product = [0, hour / 2, 3 * hour / 2, 3 * hour, 9 * hour / 2, 6 * hour, 7 * hour]
    let link = matcher.match(product: product, station: station)
    #expect(link.product == [0, 1, 2])
    #expect(link.station == [0...0, 0...1, 1...2])
    #expect(link.oneSided == [3, 4, 5])  // 3:00 is an hour after 2, two before 5; 7:00 has none
    #expect(link.averaging([0.1, 0.3, 0.2, 0.4]) == [0.1, 0.2, 0.25])
    #expect(link.averaging(station) == [0, hour / 2, 3 * hour / 2])
    #expect(link.stationValuesUsed(by: 0..<3) == 3)
    #expect(link.stationValuesUsed(by: [0, 2]) == 3)
    #expect(link.stationValuesUsed(by: [1, 2]) == 3)
    #expect(link.stationValuesUsed(by: [1]) == 2)
    // Ends are included on both sides.
    #expect(matcher.match(product: [hour], station: [0, 2 * hour]).station == [0...1])
    #expect(matcher.match(product: [hour], station: [-1, 2 * hour]).oneSided == [0])
    #expect(matcher.match(product: [hour], station: [0, 2 * hour + 1]).oneSided == [0])
    #expect(matcher.match(product: [hour], station: [hour - 1]).oneSided == [0])
    #expect(matcher.match(product: [hour], station: []) == MatchLink())
    #expect(matcher.match(product: [], station: [hour]) == MatchLink())
  }

  @Test("the one-pass matcher agrees with every-against-every", arguments: 0..<50)
  func agreesWithSlowRule(seed: Int) {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func random(below limit: Int64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64(state >> 33) % limit
    }
    let product = Set((0..<30).map { _ in random(below: 60) }).sorted()
    let station = Set((0..<30).map { _ in random(below: 80) - 10 }).sorted()
    let window = random(below: 6)
    let link = BracketMatcher(window: window).match(product: product, station: station)
    #expect(link == slow(window: window, product: product, station: station))
    // Later is nothing else: all times moved together give the same pairs.
    let shift: Int64 = 86_400_000_000 * 365
    #expect(
      BracketMatcher(window: window).match(
        product: product.map { $0 + shift }, station: station.map { $0 + shift })
        == link)
    // The bookkeeping counts what a set would.
    #expect(link.stationValuesUsed(by: link.station.indices) == Set(link.station.flatMap { Array($0) }).count)
  }
}
