internal import Files
internal import Lab
internal import Statistics

/// What figures are drawn from: a finished run's tables and, where they are at hand, its pairs.
///
/// The pairs are read once, when the first figure asks for them.
final class FigureDesk {
  /// The run.
  let run: RunResult
  /// The pairs; `nil` where there is no `matchups.nc`.
  let pairs: RunPairs?
  /// The rain at the stations; `nil` where none has a gauge.
  let rain: RunRain?
  private var known: PairDigest?

  init(run: RunResult, pairs: RunPairs?, rain: RunRain? = nil) {
    (self.run, self.pairs, self.rain) = (run, pairs, rain)
  }

  /// The pairs in numbers; `nil` where there are none.
  /// - Throws: `Failure` (data) where they cannot be read.
  func digest() throws(Failure) -> PairDigest? {
    if let known { return known }
    guard let pairs else { return nil }
    known = try PairDigest(run: run, pairs: pairs)
    return known
  }

  /// A sensor's whole-record score as `scores.csv` has it.
  func score(product: Int, sensor: Int, metric: Metric) -> Double? {
    let key = ScoreTable.Key(
      product: product, stratification: .all, group: "all", scaling: run.shownScaling, metric: metric)
    guard let column = run.table[key], let position = column.sensors.firstIndex(of: Int32(clamping: sensor))
    else { return nil }
    let value = column.values[position]
    return value.isFinite ? value : nil
  }

  /// Each sensor's whole-record score; `nil` where it has none.
  func scores(product: Int, metric: Metric) -> [Double?] {
    let key = ScoreTable.Key(
      product: product, stratification: .all, group: "all", scaling: run.shownScaling, metric: metric)
    var values = [Double?](repeating: nil, count: run.sensors.count)
    guard let column = run.table[key] else { return values }
    for (sensor, value) in zip(column.sensors, column.values) where value.isFinite {
      values[Int(sensor)] = value
    }
    return values
  }

  /// The sensors with pairs of a product, from the best to the worst R; those without an R come last.
  func ranked(product: Int) -> [Int] {
    let scores = scores(product: product, metric: .r)
    let present = run.sensors.indices.filter { (pairs?.count(product: product, sensor: $0) ?? 0) > 0 }
    return present.sorted { first, second in
      let (a, b) = (scores[first] ?? -2, scores[second] ?? -2)
      return a == b ? first < second : a > b
    }
  }
}
