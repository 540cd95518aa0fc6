import Testing

@testable import Lab

@Suite("Matching to the nearest sample")
struct NearestMatcherTests {
  private let hour: Int64 = 3_600_000_000

  /// Every product time against every station time, the rule of FORMATS §3 word for word.
  private func slow(window: Int64, product: [Int64], station: [Int64]) -> NearestMatcher.Match {
    var match = NearestMatcher.Match()
    for (index, time) in product.enumerated() {
      guard let nearest = station.map({ abs($0 - time) }).min(), nearest <= window else { continue }
      let candidates = station.indices.filter { abs(station[$0] - time) == nearest }
      if candidates.count > 1 { match.ties.append(match.product.count) }
      match.product.append(index)
      match.station.append(candidates.last ?? 0)
    }
    return match
  }

  @Test("window ends are included, ties go to the later sample, samples may serve twice")
  func rules() {
    let matcher = NearestMatcher(window: hour)
    let match = matcher.match(
      product: [0, 10, 20].map { $0 * hour }, station: [-1, 1, 11, 19].map { $0 * hour })
    #expect(match.product == [0, 1, 2])
    #expect(match.station == [1, 2, 3])
    #expect(match.ties == [0])
    #expect(matcher.match(product: [0], station: [hour + 1]).product.isEmpty)
    let reused = NearestMatcher(window: 2 * hour).match(product: [0, hour], station: [2 * hour])
    #expect(reused.station == [0, 0])
    #expect(matcher.match(product: [0], station: []).product.isEmpty)
    #expect(matcher.match(product: [], station: [0]).product.isEmpty)
  }

  @Test("the one-pass matcher agrees with every-against-every", arguments: 0..<50)
  func agreesWithSlowRule(seed: Int) {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func random(below limit: Int64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64(state >> 33) % limit
    }
    let product = Set((0..<30).map { _ in random(below: 60) }).sorted()
    let station = Set((0..<40).map { _ in random(below: 80) - 10 }).sorted()
    let window = random(below: 4)
    #expect(
      NearestMatcher(window: window).match(product: product, station: station)
        == slow(window: window, product: product, station: station))
  }
}
