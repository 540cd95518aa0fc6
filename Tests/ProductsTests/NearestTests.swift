import Grids
import Testing

@testable import Products

@Suite struct NearestTests {
  @Test func theIndexAgreesWithTryingEveryPoint() {
    var dice = FuzzTests.Dice(state: 7)
    func random() -> GeographicPoint {
      GeographicPoint(
        latitude: Double(dice.next() % 180_001) / 1000 - 90,
        longitude: Double(dice.next() % 360_001) / 1000 - 180)
    }
    var points = (0..<3000).map { _ in random() }
    points += [(90, 0), (-90, 10), (0, 180), (0, -180)].map {
      GeographicPoint(latitude: $0.0, longitude: $0.1)
    }
    let index = NearestIndex(points)
    for _ in 0..<300 {
      let target = random()
      let km = Double(dice.next() % 600)
      let near = points.indices.filter { points[$0].distance(to: target) <= km }
      let best = near.min { points[$0].distance(to: target) < points[$1].distance(to: target) }
      #expect(index.nearest(to: target, within: km) == best)
      #expect(Set(index.all(near: target, within: km)) == Set(near))
    }
  }

  @Test func oddDistancesAndPointsFindNothing() {
    let index = NearestIndex([GeographicPoint(latitude: 0, longitude: 0)])
    let origin = GeographicPoint(latitude: 0, longitude: 0)
    #expect(index.nearest(to: origin, within: 0) == 0)
    #expect(index.nearest(to: origin, within: -1) == nil)
    #expect(index.nearest(to: origin, within: .nan) == nil)
    #expect(index.nearest(to: GeographicPoint(latitude: 0, longitude: 180), within: .infinity) == 0)
    #expect(index.nearest(to: GeographicPoint(latitude: 91, longitude: 0), within: 50) == nil)
    #expect(NearestIndex([]).nearest(to: origin, within: 50) == nil)
    #expect(index.nearest(to: GeographicPoint(latitude: 0, longitude: 360), within: 1) == 0)
  }
}
