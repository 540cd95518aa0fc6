internal import Grids

#if canImport(Glibc)
  internal import Glibc
#endif

/// Picks places that are spread evenly over the sphere, always the same ones.
///
/// The sphere is cut into boxes of about equal area; of each box that holds places the one next to its middle is taken.
enum EvenSpread {
  /// The positions, ascending, of at most `limit` of some places; all where there are no more.
  static func positions(of points: [GeographicPoint], atMost limit: Int) -> [Int] {
    guard points.count > limit else { return Array(points.indices) }
    guard limit > 0 else { return [] }
    // Wider boxes are fewer: halve between a width that is surely too small and one box for half the sphere.
    var (low, high) = (0.0, 180.0)
    for _ in 0..<20 {
      let middle = (low + high) / 2
      var boxes: Set<Box> = []
      for point in points where boxes.count <= limit { boxes.insert(Box(of: point, width: middle)) }
      if boxes.count <= limit { high = middle } else { low = middle }
    }
    var best: [Box: (position: Int, distance: Double)] = [:]
    for (position, point) in points.enumerated() {
      let box = Box(of: point, width: high)
      let distance = point.distance(to: box.middle(width: high))
      if let known = best[box], known.distance <= distance { continue }
      best[box] = (position, distance)
    }
    // The widest boxes may still be more than a tiny limit.
    return Array(best.values.map(\.position).sorted().prefix(limit))
  }

  /// A box by its band of latitude and its place in it.
  private struct Box: Hashable {
    var band: Int
    var column: Int

    init(of point: GeographicPoint, width: Double) {
      band = Int(((point.latitude + 90) / width).rounded(.down))
      let turn = ((point.longitude + 180) / 360).truncatingRemainder(dividingBy: 1)
      column = Int(((turn < 0 ? turn + 1 : turn) * Box.columns(of: band, width: width)).rounded(.down))
    }

    /// How many boxes a band has: fewer towards the poles.
    private static func columns(of band: Int, width: Double) -> Double {
      let latitude = min(90, max(-90, (Double(band) + 0.5) * width - 90))
      return max(1, (360 * cos(latitude * .pi / 180) / width).rounded())
    }

    func middle(width: Double) -> GeographicPoint {
      GeographicPoint(
        latitude: min(90, max(-90, (Double(band) + 0.5) * width - 90)),
        longitude: (Double(column) + 0.5) / Box.columns(of: band, width: width) * 360 - 180)
    }
  }
}
