internal import Grids

/// Which pairs belong to which group of a grouping that goes by the pair: its time, what the product says of it.
///
/// Times are the product's. Seasons, months and years are of UTC; day and night, where the product does not tell
/// them apart itself, go by the local solar hour at the station: day is from 6 to before 18.
struct PairGroups {
  /// The grouping.
  let stratification: Stratification
  /// Each group with the positions of its pairs in time order, the groups in their natural order.
  let groups: [(name: String, positions: [Int])]

  /// Groups pairs.
  ///
  /// Every season, month and group of the product appears, with no pairs where there are none; years appear where
  /// `years` has them, and `unknown` where a pair is, or where the product has no groups at all.
  /// - Parameters:
  ///   - told: what the product's description says of its groups.
  ///   - longitude: the station's, degrees east.
  init(
    _ stratification: Stratification, pairs: MatchUps, told: [SampleAspect: SampleGroups] = [:],
    longitude: Double = 0, years: ClosedRange<Int>?
  ) {
    self.stratification = stratification
    guard stratification != .all else {
      groups = [(name: "all", positions: Array(0..<pairs.count))]
      return
    }
    var names = [""]
    var labels = [String](repeating: "", count: pairs.count)
    for (index, kind) in stratification.factors.enumerated() {
      let factor = Factor(kind, pairs: pairs, told: told, longitude: longitude, years: years)
      let separator = index == 0 ? "" : "*"
      names = names.flatMap { name in factor.names.map { name + separator + $0 } }
      for position in labels.indices { labels[position] += separator + factor.labels[position] }
    }
    var positions: [String: [Int]] = [:]
    for (position, label) in labels.enumerated() { positions[label, default: []].append(position) }
    groups = names.map { (name: $0, positions: positions[$0] ?? []) }
  }

  /// One kind of groups: their names in order, and each pair's.
  private struct Factor {
    var names: [String]
    var labels: [String]

    private static let seasons = ["DJF", "MAM", "JJA", "SON"]
    private static let months = (1...12).map { $0 < 10 ? "0\($0)" : "\($0)" }
    static let unknown = "unknown"

    init(
      _ kind: StratumKind, pairs: MatchUps, told: [SampleAspect: SampleGroups], longitude: Double,
      years: ClosedRange<Int>?
    ) {
      switch kind {
      case .season:
        names = Factor.seasons
        labels = pairs.times.map { Factor.seasons[UTC.components($0).month % 12 / 3] }
      case .month:
        names = Factor.months
        labels = pairs.times.map { Factor.months[UTC.components($0).month - 1] }
      case .year:
        names = years.map { $0.map(String.init) } ?? []
        labels = pairs.times.map { String(UTC.components($0).year) }
      default:
        guard let aspect = kind.aspect else { preconditionFailure("the group of a pair goes by the pair") }
        if let groups = told[aspect] {
          (names, labels) = Factor.of(groups, codes: pairs.groups[aspect], count: pairs.count)
        } else if aspect == .dayNight {
          names = ["day", "night"]
          labels = pairs.times.map { Factor.isDay($0, longitude: longitude) ? "day" : "night" }
        } else {
          names = [Factor.unknown]
          labels = Array(repeating: Factor.unknown, count: pairs.count)
        }
      }
    }

    /// The groups a product tells apart; a pair without a code is `unknown`.
    private static func of(
      _ groups: SampleGroups, codes: [UInt8]?, count: Int
    ) -> (names: [String], labels: [String]) {
      let all = groups.names
      let labels = (0..<count).map { position in
        guard let codes, codes.indices.contains(position), all.indices.contains(Int(codes[position])) else {
          return unknown
        }
        return all[Int(codes[position])]
      }
      var names: [String] = []
      for name in all where !names.contains(name) { names.append(name) }
      if !names.contains(unknown), names.isEmpty || labels.contains(unknown) { names.append(unknown) }
      return (names, labels)
    }

    /// Whether the sun's hour at a longitude lies from 6 to before 18.
    private static func isDay(_ time: Int64, longitude: Double) -> Bool {
      let east = Int64((longitude / 15 * Double(UTC.hour)).rounded())
      let hour = ((time % UTC.day + east) % UTC.day + UTC.day) % UTC.day
      return hour >= 6 * UTC.hour && hour < 18 * UTC.hour
    }
  }
}
