extension QualityControl {
  /// D06: an hour, or two equal ones, off by 15 %, there and back by the same amount, in a calm day.
  mutating func checkSpikes() {
    guard values.count > 30 else { return }
    for hour in 12..<(values.count - 12) {
      let length = peak(hour)
      guard length > 0 else { continue }
      let isFar = { (ratio: Double) in ratio > 1.15 || ratio < 0.85 }
      guard isFar(values[hour] / values[hour - 1]) else { continue }
      let back = abs(curvature(hour - 1) / curvature(hour + 1))
      guard back > 0.8, back < 1.2 else { continue }
      let around = moments((hour - 12)...(hour + 12), without: hour)
      // Percent in the source: variance over mean below 1 is 0.01 here.
      guard abs(around.variance / around.mean) < 0.01 else { continue }
      for offset in 0..<length { flags[hour + offset].insert(.spike) }
    }
  }

  /// 1 where an hour is higher or lower than both beside it, 2 where it and the next are equal and so, otherwise 0.
  private func peak(_ hour: Int) -> Int {
    let (before, at, next) = (values[hour - 1], values[hour], values[hour + 1])
    if (at > before && at > next) || (at < before && at < next) { return 1 }
    guard at == next else { return 0 }
    let after = values[hour + 2]
    return (at > before && at > after) || (at < before && at < after) ? 2 : 0
  }

  /// D07, D08: a change of 10 % and 0.01 within an hour, far steeper than the day around it, that ends at once; and drops
  /// from above 0.05 to zero.
  mutating func checkBreaks() {
    guard values.count > 30 else { return }
    // Sums over the slopes there are make the mean of any 25 hours quick.
    var sums: [(sum: Double, count: Double)] = [(0, 0)]
    sums.reserveCapacity(values.count + 1)
    for hour in values.indices {
      let (slope, last) = (slope(hour), sums[hour])
      sums.append(slope.isNaN ? last : (last.sum + slope, last.count + 1))
    }
    for hour in 1..<(values.count - 2) {
      let change = values[hour] - values[hour - 1]
      guard abs(change) > 0.01 else { continue }
      if values[hour] == 0 {
        if abs(change) > 0.05 { flags[hour].insert(.drop) }
        continue
      }
      guard abs(change / values[hour]) > 0.1 else { continue }
      let (first, last) = (max(0, hour - 12), min(values.count - 1, hour + 12))
      let count = sums[last + 1].count - sums[first].count
      let mean = (sums[last + 1].sum - sums[first].sum) / count
      let slope = slope(hour)
      guard count >= 4, abs(slope) > abs(10 * mean) else { continue }
      let turn = curvature(hour)
      guard turn != 0, abs(abs(curvature(hour - 1) / turn) - 1) <= 0.01 + 1e-5,
        abs(turn / curvature(hour + 2)) > 10
      else { continue }
      flags[hour].insert(slope < 0 ? .drop : .jump)
    }
  }
}
