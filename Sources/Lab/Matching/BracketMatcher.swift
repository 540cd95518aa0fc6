/// Pairs each product value with the two station samples on either side of it.
///
/// These are the last sample at or before the product's time and the first after it, both at most `window` away, ends
/// included; a sample exactly at the product's time is taken alone. A station sample may serve several product
/// values. Both time axes are strictly increasing; one pass over each.
/// - Source: METHODS §2.11.
struct BracketMatcher {
  /// The largest |product − station| time in microseconds.
  var window: Int64

  /// Finds the pairs of two strictly increasing time axes, both in microseconds UTC.
  func match(product: [Int64], station: [Int64]) -> MatchLink {
    var link = MatchLink()
    var next = 0  // the first station sample later than the product time
    for (index, time) in product.enumerated() {
      while next < station.count && station[next] <= time { next += 1 }
      let before = next - 1
      if before >= 0 && station[before] == time {
        link.product.append(index)
        link.station.append(before...before)
        continue
      }
      let hasBefore = before >= 0 && time - station[before] <= window
      let hasAfter = next < station.count && station[next] - time <= window
      if hasBefore && hasAfter {
        link.product.append(index)
        link.station.append(before...next)
      } else if hasBefore || hasAfter {
        link.oneSided.append(index)
      }
    }
    return link
  }
}
