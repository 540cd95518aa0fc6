internal import Grids

/// Which pairs belong to which season, month, year or crossing of two, by the product's time in UTC.
struct TemporalGroups {
  /// The grouping.
  let stratification: Stratification
  /// Each group with the positions of its pairs in time order, the groups in their natural order.
  let groups: [(name: String, positions: [Int])]

  private static let seasons = ["DJF", "MAM", "JJA", "SON"]
  private static let months = (1...12).map { $0 < 10 ? "0\($0)" : "\($0)" }

  /// Groups pairs by their times (microseconds UTC).
  ///
  /// Every season and month appears, with no pairs where there are
  /// none; years appear where `years` has them.
  init(_ stratification: Stratification, times: [Int64], years: ClosedRange<Int>?) {
    self.stratification = stratification
    guard stratification != .all else {
      groups = [(name: "all", positions: Array(times.indices))]
      return
    }
    var names = [""]
    for (index, kind) in stratification.factors.enumerated() {
      let labels: [String]
      switch kind {
      case .season: labels = TemporalGroups.seasons
      case .month: labels = TemporalGroups.months
      case .year: labels = years.map { $0.map(String.init) } ?? []
      default: preconditionFailure("only temporal factors group pairs")
      }
      names = names.flatMap { name in labels.map { index == 0 ? $0 : name + "*" + $0 } }
    }
    var positions: [String: [Int]] = [:]
    for (position, time) in times.enumerated() {
      let date = UTC.components(time)
      let name = stratification.factors.map { kind in
        switch kind {
        case .season: TemporalGroups.seasons[date.month % 12 / 3]
        case .month: TemporalGroups.months[date.month - 1]
        default: String(date.year)
        }
      }.joined(separator: "*")
      positions[name, default: []].append(position)
    }
    groups = names.map { (name: $0, positions: positions[$0] ?? []) }
  }
}
