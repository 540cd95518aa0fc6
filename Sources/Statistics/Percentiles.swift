/// Percentiles as CDF matching takes them, from ascending samples.
enum Percentiles {
  /// The values at probabilities 0…100 %, made distinct; nil where that cannot be done.
  static func distinct(ofSorted data: [Double], at probabilities: [Double]) -> [Double]? {
    spread(atPlottingPositions(data, probabilities), over: probabilities)
  }

  /// The values at probabilities by plotting positions 100·(j+½)/n, linear between, clamped at the ends.
  private static func atPlottingPositions(_ data: [Double], _ probabilities: [Double]) -> [Double] {
    let n = Double(data.count)
    func position(_ j: Int) -> Double { 100 * (Double(j) + 0.5) / n }
    let last = data.count - 1
    var j = 0
    return probabilities.map { p in
      if p < position(0) { return data[0] }
      while j < last && position(j + 1) <= p { j += 1 }
      if j == last || p == position(j) { return data[j] }
      let slope = (data[j + 1] - data[j]) / (position(j + 1) - position(j))
      return slope * (p - position(j)) + data[j]
    }
  }

  /// Percentiles that repeat, spread out: the first of each and the last probability are kept, and all are
  /// interpolated again between those; nil where the kept ones do not rise.
  private static func spread(_ percentiles: [Double], over probabilities: [Double]) -> [Double]? {
    let order = percentiles.indices.sorted {
      (percentiles[$0], $0) < (percentiles[$1], $1)
    }
    var kept: [Int] = []
    for i in order where kept.last.map({ percentiles[$0] != percentiles[i] }) ?? true { kept.append(i) }
    if kept.count == percentiles.count || kept.count < 2 { return percentiles }
    var keptProbabilities = kept.map { probabilities[$0] }
    keptProbabilities[kept.count - 1] = probabilities[probabilities.count - 1]
    let heights = kept.map { percentiles[$0] }
    guard let curve = PiecewiseLinear(x: keptProbabilities, y: heights) else { return nil }
    return probabilities.map { curve($0) }
  }
}
