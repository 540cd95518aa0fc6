import Files
import Grids

/// The samples of one day until it is whole: one layer for each map or swath that has any.
struct DayLayers {
  /// The samples of one step of one file.
  struct Layer {
    /// The number of the file and the step in it.
    var place: (file: Int, step: Int)
    /// NaN where there is none.
    var values: [Double]
    var times: [Int64]
    /// Per-sample instants where they are not `times`; otherwise empty.
    var exact: [Int64] = []
  }

  let cells: Int
  private(set) var layers: [Layer] = []

  /// No samples of so many cells.
  init(cells: Int) { self.cells = cells }

  /// Adds a sample; samples of one place follow each other.
  mutating func add(
    _ value: Double, at time: Int64, exact: Int64?, cell: Int, place: (file: Int, step: Int)
  ) {
    var position = layers.count - 1
    while position >= 0, layers[position].place != place { position -= 1 }
    if position < 0 {
      position = layers.count
      layers.append(
        Layer(
          place: place, values: Array(repeating: .nan, count: cells),
          times: Array(repeating: .min, count: cells),
          exact: exact == nil ? [] : Array(repeating: .min, count: cells)))
    }
    layers[position].values[cell] = value
    layers[position].times[cell] = time
    if let exact, !layers[position].exact.isEmpty { layers[position].exact[cell] = exact }
  }

  /// The day's map, with what was left out on the way.
  /// - Throws: `Failure` (data) where samples are several and that is refused.
  consuming func map(
    of day: Int64, several rule: SeveralSamples, wantsTimes: Bool, account: inout DailyMapAccount
  ) throws(Failure) -> DailyMap {
    var map = DailyMap(day: day, values: Array(repeating: .nan, count: cells), sources: layers.count)
    if wantsTimes { map.times = Array(repeating: .min, count: cells) }
    if layers.count == 1 {
      let layer = layers[0]
      for cell in 0..<cells where !layer.values[cell].isNaN {
        map.values[cell] = Float(layer.values[cell])
        account.kept += 1
      }
      if wantsTimes { map.times = layer.exact.isEmpty ? layer.times : layer.exact }
      return map
    }
    var hasSeveral = false
    for cell in 0..<cells {
      var kept = KeptSamples(aspects: 0)
      var exact: [Int64: Int64] = [:]
      for layer in layers where !layer.values[cell].isNaN {
        kept.append(time: layer.times[cell], value: layer.values[cell])
        if wantsTimes, !layer.exact.isEmpty { exact[layer.times[cell]] = layer.exact[cell] }
      }
      guard !kept.times.isEmpty else { continue }
      // The same rules as for series: sorted, equal samples of one instant once, different ones not at all.
      let record = kept.record(aspects: [], stepsRead: kept.times.count, excluded: Tally(), problems: [])
      account.excluded.merge(record.excluded)
      let series = record.series
      guard let last = series.values.last, let latest = series.times.last else { continue }
      account.kept += series.count
      if series.count > 1 {
        guard rule != .refuse else {
          throw Failure(
            .data,
            "a cell has \(series.count) samples on \(UTC.dateText(day)), at "
              + series.times.map(UTC.text).joined(separator: " and "),
            advice: "Read one product at a time, or have their mean or the latest of them taken")
        }
        account.severalCells += 1
        hasSeveral = true
      }
      map.values[cell] = Float(rule == .latest ? last : DayLayers.mean(series.values))
      guard wantsTimes else { continue }
      let times = series.times.map { exact[$0] ?? $0 }.filter { $0 != .min }
      map.times[cell] = rule == .latest ? (exact[latest] ?? latest) : DayLayers.mean(times)
    }
    if hasSeveral { account.severalDays += 1 }
    return map
  }

  /// The mean as the windows of a validation take it: from the first value on, exact for equal values.
  private static func mean(_ values: [Double]) -> Double {
    guard let anchor = values.first else { return .nan }
    return anchor + values.reduce(0) { $0 + ($1 - anchor) } / Double(values.count)
  }

  private static func mean(_ times: [Int64]) -> Int64 {
    guard let anchor = times.first else { return .min }
    // Instants of one day: their differences are small.
    return anchor + times.reduce(0) { $0 + ($1 - anchor) } / Int64(times.count)
  }
}
