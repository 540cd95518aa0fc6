import Numerics

/// The ranks 1…n of values, ties sharing the mean of the ranks they cover; the order of the input is kept.
///
/// O(n log n). A NaN has no rank: values are finite by the caller's promise.
/// - Source: Kendall (1945), the treatment of ties in ranking problems; SciPy's `rankdata(method="average")`.
public func averageRanks(_ values: [Double]) -> [Double] {
  let order = Ascending.order(values)
  var ranks = [Double](repeating: 0, count: values.count)
  var start = 0
  while start < order.count {
    let value = values[order[start]]
    var end = start + 1
    while end < order.count && values[order[end]] == value { end += 1 }
    let rank = Double(start + 1 + end) / 2
    for i in start..<end { ranks[order[i]] = rank }
    start = end
  }
  return ranks
}
