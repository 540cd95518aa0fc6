extension QualityControl {
  /// D09: after a drop, values that hardly change for 13 hours and more; gaps do not count.
  mutating func checkLowPlateaus() {
    let hours = values.indices.filter { !values[$0].isNaN }
    guard hours.count > 13 else { return }
    /// Variance over mean of thirteen values from a position on, in percent; rounded like the source's.
    func steadiness(_ position: Int) -> Double {
      guard position + 13 <= hours.count else { return .nan }
      let part = hours[position..<(position + 13)].map { values[$0] * 100 }
      let mean = part.reduce(0, +) / 13
      let variance = part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 12
      let ratio = (variance * 1e4).rounded() / (mean * 1e4).rounded()
      return ratio.isNaN && part[0] == 0 ? 0 : ratio
    }
    var position = 0
    while position < hours.count {
      guard flags[hours[position]].contains(.drop), steadiness(position) < 0.001 else {
        position += 1
        continue
      }
      var end = position
      var before = 0.0
      while end + 1 < hours.count {
        let now = steadiness(end + 1)
        if !(now - before < 0.001) { break }
        before = now
        end += 1
      }
      // The last window that is steady reaches 12 values further.
      let last = min(hours.count - 1, end + 12)
      for index in position...last { flags[hours[index]].insert(.lowPlateau) }
      position = last + 1
    }
  }

  /// D10: twelve hours and more that hardly change, between a rise and a fall, near the highest value there is; gaps do
  /// not count.
  mutating func checkHighPlateaus() {
    let hours = values.indices.filter { !values[$0].isNaN }
    guard hours.count > 12, let highest = values.filter({ $0 < 0.6 }).max() else {
      return
    }
    let threshold = 0.95 * highest
    func isCalm(_ position: Int) -> Bool {
      guard position >= 0, position + 12 <= hours.count else { return false }
      // A plateau's mean is near the highest value, so windows that begin and end lower need no look.
      let (first, last) = (values[hours[position]], values[hours[position + 11]])
      guard first > 0.5 * highest || last > 0.5 * highest else { return false }
      var (sum, squares) = (0.0, 0.0)
      for index in position..<(position + 12) { sum += values[hours[index]] }
      for index in position..<(position + 12) {
        squares += (values[hours[index]] - sum / 12) * (values[hours[index]] - sum / 12)
      }
      return squares / 11 <= 5e-6
    }
    var position = 0
    while position < hours.count {
      guard isCalm(position) else {
        position += 1
        continue
      }
      let first = position
      while isCalm(position + 1) { position += 1 }
      let last = position
      position += 1
      if let range = plateau(first, last, hours) {
        let mean = range.reduce(0) { $0 + values[hours[$1]] } / Double(range.count)
        if mean > threshold { for index in range { flags[hours[index]].insert(.highPlateau) } }
      }
    }
  }

  /// The positions between the rise and the fall around calm windows; nil where one of the two is missing.
  private func plateau(_ first: Int, _ last: Int, _ hours: [Int]) -> ClosedRange<Int>? {
    let end = min(hours.count - 1, last + 11)
    func extreme(_ range: ClosedRange<Int>, _ isBetter: (Double, Double) -> Bool) -> (at: Int, slope: Double)?
    {
      var best: (at: Int, slope: Double)?
      for index in range.clamped(to: 0...(hours.count - 1)) {
        let slope = slope(hours[index])
        if !slope.isNaN, best.map({ isBetter(slope, $0.slope) }) ?? true { best = (index, slope) }
      }
      return best
    }
    guard let rise = extreme(max(0, first - 12)...(first + 12), >), (rise.slope * 1e5).rounded() >= 250,
      let fall = extreme(last...(last + 24), <), (fall.slope * 1e5).rounded() < 0
    else { return nil }
    let start = (first...end).contains(rise.at) ? rise.at : first
    let stop = (first...end).contains(fall.at) && fall.at >= start ? fall.at : end
    return start...stop
  }
}
