/// Pairs each product value with the nearest station sample in a window (DESIGN §7, FORMATS §3).
///
/// Window ends are included; of two samples equally near the later is taken; a station sample may serve several
/// product values. Both time axes are strictly increasing; one pass over each.
public struct NearestMatcher {
  /// The pairs as indices into the two series, in product order.
  public struct Match: Hashable, Sendable {
    /// Indices of the product values that found a station sample.
    public var product: [Int] = []
    /// The index of the station sample of each.
    public var station: [Int] = []
    /// Positions of the pairs that had two samples equally near.
    public var ties: [Int] = []
  }

  /// The largest |product − station| time in microseconds.
  public var window: Int64

  /// Creates a matcher for a window in microseconds.
  public init(window: Int64) { self.window = window }

  /// Finds the pairs of two strictly increasing time axes, both in microseconds UTC.
  public func match(product: [Int64], station: [Int64]) -> Match {
    var match = Match()
    guard !station.isEmpty else { return match }
    match.product.reserveCapacity(min(product.count, station.count))
    match.station.reserveCapacity(min(product.count, station.count))
    var next = 0  // the first station sample later than the product time
    for (index, time) in product.enumerated() {
      while next < station.count && station[next] <= time { next += 1 }
      let before = next - 1
      var nearest = before
      var distance = before >= 0 ? time - station[before] : Int64.max
      var isTie = false
      if next < station.count {
        let later = station[next] - time
        if later <= distance {
          isTie = later == distance
          distance = later
          nearest = next
        }
      }
      guard distance <= window else { continue }
      if isTie { match.ties.append(match.product.count) }
      match.product.append(index)
      match.station.append(nearest)
    }
    return match
  }
}
