#if canImport(Glibc)
  import Glibc
#endif

/// Finds the nearest of many points on the sphere.
///
/// Points are sorted by latitude and searched outwards from the wanted one, with chords between unit vectors as
/// cheap distances.
public struct NearestIndex: Sendable {
  private let points: [GeographicPoint]
  /// Positions in `points`, by latitude.
  private let order: [Int32]
  private let latitudes: [Double]
  private let vectors: [SIMD3<Double>]

  /// Two points count as equally near within this many kilometres (1 mm).
  static let tie = 1e-6

  /// Prepares the search; the points are valid.
  ///
  /// - Complexity: O(n log n).
  public init(_ points: [GeographicPoint]) {
    self.points = points
    let order = points.indices.sorted { (points[$0].latitude, $0) < (points[$1].latitude, $1) }
    self.order = order.map(Int32.init)
    latitudes = order.map { points[$0].latitude }
    vectors = order.map { NearestIndex.vector(points[$0]) }
  }

  /// The nearest point at most `km` away, the first in the list among equals; nil where there is none.
  public func nearest(to point: GeographicPoint, within km: Double) -> Int? {
    guard var limit = chord(km), point.isValid else { return nil }
    let target = NearestIndex.vector(point)
    scan(from: point.latitude, limit: { limit }) { position in
      limit = min(limit, NearestIndex.squaredLength(vectors[position] - target).squareRoot() + 1e-7)
    }
    return candidates(point, target, limit).filter { $0.distance <= km }.min { first, second in
      abs(first.distance - second.distance) <= NearestIndex.tie
        ? first.position < second.position : first.distance < second.distance
    }?.position
  }

  /// All points at most `km` away, the nearest first, equal ones in the order of the list.
  public func all(near point: GeographicPoint, within km: Double) -> [Int] {
    guard let limit = chord(km), point.isValid else { return [] }
    return candidates(point, NearestIndex.vector(point), limit).filter { $0.distance <= km }
      .sorted { ($0.distance, $0.position) < ($1.distance, $1.position) }.map(\.position)
  }

  private func candidates(
    _ point: GeographicPoint, _ target: SIMD3<Double>, _ limit: Double
  ) -> [(position: Int, distance: Double)] {
    var found: [(position: Int, distance: Double)] = []
    scan(from: point.latitude, limit: { limit }) { position in
      if NearestIndex.squaredLength(vectors[position] - target) <= limit * limit {
        let original = Int(order[position])
        found.append((original, point.distance(to: points[original])))
      }
    }
    return found
  }

  /// Visits points outwards from a latitude until the difference in latitude alone exceeds the limit (a chord).
  private func scan(from latitude: Double, limit: () -> Double, _ visit: (Int) -> Void) {
    var low = 0
    var high = latitudes.count
    while low < high {
      let middle = (low + high) / 2
      if latitudes[middle] < latitude { low = middle + 1 } else { high = middle }
    }
    func isWithin(_ position: Int) -> Bool {
      2 * sin(abs(latitudes[position] - latitude) * .pi / 360) <= limit()
    }
    var south = low - 1
    var north = low
    while south >= 0 || north < latitudes.count {
      if north < latitudes.count {
        if isWithin(north) {
          visit(north)
          north += 1
        } else {
          north = latitudes.count
        }
      }
      if south >= 0 {
        if isWithin(south) {
          visit(south)
          south -= 1
        } else {
          south = -1
        }
      }
    }
  }

  /// The chord of an arc of `km`, a little widened against rounding; nil where the distance makes no sense.
  private func chord(_ km: Double) -> Double? {
    guard km >= 0 else { return nil }
    let half = min(km / (2 * GeographicPoint.earthRadius), .pi / 2)
    return 2 * sin(half) + 1e-7
  }

  private static func vector(_ point: GeographicPoint) -> SIMD3<Double> {
    let (latitude, longitude) = (point.latitude * .pi / 180, point.longitude * .pi / 180)
    return SIMD3(cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude))
  }

  private static func squaredLength(_ vector: SIMD3<Double>) -> Double { (vector * vector).sum() }
}
