/// Which product values go with which station values, whatever rule found it.
///
/// Positions refer to the two series that were linked; along the pairs no index ever decreases.
struct MatchLink: Hashable, Sendable {
  /// The product value of each pair.
  var product: [Int] = []
  /// The one station value of each pair, or the two whose mean is taken.
  var station: [ClosedRange<Int>] = []
  /// Positions of the pairs that had two samples equally near.
  var ties: [Int] = []
  /// Product values that found a station sample on one side only.
  var oneSided: [Int] = []

  /// No pairs.
  init() {}

  /// The pairs of the nearest samples.
  init(_ match: NearestMatcher.Match) {
    product = match.product
    station = match.station.map { $0...$0 }
    ties = match.ties
  }

  /// How many different station values the pairs at the given ascending positions use.
  func stationValuesUsed(by positions: some Sequence<Int>) -> Int {
    var count = 0
    var last = -1
    for position in positions {
      let range = station[position]
      count += max(0, range.upperBound - max(range.lowerBound, last + 1) + 1)
      last = max(last, range.upperBound)
    }
    return count
  }

  /// A station quantity at each pair: the one value, or the mean of the two.
  func averaging(_ values: [Double]) -> [Double] {
    station.map { range in
      range.count == 1 ? values[range.lowerBound] : (values[range.lowerBound] + values[range.upperBound]) / 2
    }
  }

  /// The station's time at each pair: the sample's, or half-way between the two.
  func averaging(_ times: [Int64]) -> [Int64] {
    station.map { times[$0.lowerBound] + (times[$0.upperBound] - times[$0.lowerBound]) / 2 }
  }
}
