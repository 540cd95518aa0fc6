internal import Grids

/// Which match-ups of several products are one common sample (DESIGN §5).
///
/// - `day`: product times on one UTC day; one sample a product and day, those nearest to the reference product's.
/// - `window`: product times within the matching window, each the other's nearest, so that none serves twice.
/// - `exact`: equal product times.
///
/// Of two equally near the later is taken. Two products exchanged give the same samples.
struct CommonSamples: Hashable, Sendable {
  /// For each product the positions of its samples; all of one length, never decreasing.
  private(set) var positions: [[Int]]
  /// The time of each common sample: half-way between its first and its last product time.
  private(set) var times: [Int64] = []

  /// Finds the common samples of products.
  ///
  /// - Parameters:
  ///   - times: each product's times, strictly increasing, microseconds UTC; at least one product.
  ///   - rule: what is common.
  ///   - window: the matching window in microseconds, for `window`.
  ///   - reference: the product to whose times the others' are held; of two products it does not matter which.
  init(
    _ times: [[Int64]], rule: Experiment.Comparison.Common, window: Int64, reference: Int
  ) {
    positions = times.map { _ in [] }
    switch rule {
    case .day: findDays(times, reference: reference)
    case .window: findNearest(times, within: window, reference: reference)
    case .exact: findNearest(times, within: 0, reference: reference)
    }
  }

  /// How many common samples there are.
  var count: Int { times.count }

  private mutating func append(_ found: [Int], of all: [[Int64]]) {
    var first = Int64.max
    var last = Int64.min
    for (product, position) in found.enumerated() {
      positions[product].append(position)
      first = min(first, all[product][position])
      last = max(last, all[product][position])
    }
    times.append(first + (last - first) / 2)
  }

  private mutating func findDays(_ times: [[Int64]], reference: Int) {
    var next = times.map { _ in 0 }
    while next[reference] < times[reference].count {
      let day = UTC.startOfDay(times[reference][next[reference]])
      var ranges: [Range<Int>] = []
      for (product, all) in times.enumerated() {
        var start = next[product]
        while start < all.count, all[start] < day { start += 1 }
        var end = start
        while end < all.count, UTC.startOfDay(all[end]) == day { end += 1 }
        ranges.append(start..<end)
        next[product] = end
      }
      guard !ranges.contains(where: \.isEmpty) else { continue }
      var best: (apart: Int64, found: [Int])?
      for own in ranges[reference] {
        let time = times[reference][own]
        let found = times.indices.map { product in
          product == reference ? own : CommonSamples.nearest(to: time, times[product], in: ranges[product])
        }
        let apart = times.indices.reduce(Int64(0)) { $0 + abs(times[$1][found[$1]] - time) }
        if apart <= best?.apart ?? .max { best = (apart, found) }
      }
      if let best { append(best.found, of: times) }
    }
  }

  private mutating func findNearest(_ times: [[Int64]], within window: Int64, reference: Int) {
    let own = times[reference]
    guard times.allSatisfy({ !$0.isEmpty }) else { return }
    for (position, time) in own.enumerated() {
      var found: [Int] = []
      for (product, all) in times.enumerated() {
        if product == reference {
          found.append(position)
          continue
        }
        let nearest = CommonSamples.nearest(to: time, all, in: 0..<all.count)
        guard abs(all[nearest] - time) <= window,
          CommonSamples.nearest(to: all[nearest], own, in: 0..<own.count) == position
        else { break }
        found.append(nearest)
      }
      if found.count == times.count { append(found, of: times) }
    }
  }

  /// The position of the time nearest to `time` in a part that is not empty; of two equally near the later.
  private static func nearest(to time: Int64, _ times: [Int64], in part: Range<Int>) -> Int {
    var (low, high) = (part.lowerBound, part.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time { low = middle + 1 } else { high = middle }
    }
    if low == part.upperBound { return low - 1 }
    guard low > part.lowerBound else { return low }
    return times[low] - time <= time - times[low - 1] ? low : low - 1
  }
}
