/// The ranks 1…n of values, ties sharing the mean of the ranks they cover; the order of the input is kept.
///
/// O(n log n). A NaN has no rank: values are finite by the caller's promise.
/// - Source: Kendall (1945), the treatment of ties in ranking problems; SciPy's `rankdata(method="average")`.
public func averageRanks(_ values: [Double]) -> [Double] {
  var sorted: [(value: Double, index: Int)] = []
  sorted.reserveCapacity(values.count)
  for i in 0..<values.count { sorted.append((values[i], i)) }
  sorted.sort { $0.value < $1.value }
  var ranks = [Double](repeating: 0, count: values.count)
  var start = 0
  while start < sorted.count {
    var end = start + 1
    while end < sorted.count && sorted[end].value == sorted[start].value { end += 1 }
    let rank = Double(start + 1 + end) / 2
    for i in start..<end { ranks[sorted[i].index] = rank }
    start = end
  }
  return ranks
}
