import Files
import Grids

/// The kept samples of one place as they were found, and how they become a series.
struct KeptSamples: Sendable {
  var times: [Int64] = []
  var values: [Double] = []
  /// The codes of each aspect, in the order of the aspects.
  var groups: [[UInt8]]

  /// No samples yet, with so many aspects told apart.
  init(aspects: Int) { groups = Array(repeating: [], count: aspects) }

  /// Adds a sample; its group codes are added by the caller.
  mutating func append(time: Int64, value: Double) {
    times.append(time)
    values.append(value)
  }

  /// Sorts the samples, settles duplicate times and gives the record.
  ///
  /// Of samples at one instant the first is kept where all values are equal, none where they differ.
  consuming func record(
    aspects: [SampleAspect], stepsRead: Int, excluded: Tally, problems: [Problem], footprints: Int = 0
  ) -> ProductRecord {
    var excluded = excluded
    var order = Array(times.indices)
    if zip(times, times.dropFirst()).contains(where: { $0 > $1 }) {
      // Position as second key: the sort is stable.
      order.sort { (times[$0], $0) < (times[$1], $1) }
    }
    var series = TimeSeries()
    var codes = [[UInt8]](repeating: [], count: groups.count)
    var first = 0
    while first < order.count {
      var end = first + 1
      while end < order.count, times[order[end]] == times[order[first]] { end += 1 }
      let value = values[order[first]]
      if order[first..<end].allSatisfy({ values[$0] == value }) {
        series.times.append(times[order[first]])
        series.values.append(value)
        for aspect in groups.indices { codes[aspect].append(groups[aspect][order[first]]) }
        excluded.add("duplicate time, values equal", end - first - 1)
      } else {
        excluded.add("duplicate time, values differ", end - first)
      }
      first = end
    }
    return ProductRecord(
      series: series, stepsRead: stepsRead, excluded: excluded, problems: problems,
      groups: Dictionary(uniqueKeysWithValues: zip(aspects, codes)), footprints: footprints)
  }
}
