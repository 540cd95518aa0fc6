/// Which sensors have a value in every group of a product's flag, so that the groups are compared at the same stations.
///
/// The groups are those the description names and that have a value at some sensor; `unknown` is none of them. With
/// fewer than two there is nothing to compare. A crossing is looked at group by group of the other factor: in
/// `flag-common*season` a sensor may be in for winter and out for summer.
struct CommonSensors {
  private struct Members {
    var groups: Set<String> = []
    var sensors: Set<Int32> = []
  }
  private let flag: Int
  private let members: [[String]: Members]

  /// Looks through the columns of one product, scaling and metric.
  /// - Parameters:
  ///   - columns: each with the groups of its pairs, factor by factor.
  ///   - flag: which factor the flag is.
  init(_ columns: [(parts: [String], column: ScoreTable.Column)], flag: Int) {
    self.flag = flag
    var valued: [[String]: [String: Set<Int32>]] = [:]
    for (parts, column) in columns where parts[flag] != "unknown" {
      let sensors = zip(column.sensors, column.values).filter { $0.1.isFinite }.map(\.0)
      guard !sensors.isEmpty else { continue }
      valued[CommonSensors.others(parts, flag: flag), default: [:]][parts[flag], default: []].formUnion(
        sensors)
    }
    members = valued.mapValues { groups in
      guard groups.count > 1 else { return Members() }
      let sensors = groups.values.dropFirst().reduce(groups.values.first ?? []) { $0.intersection($1) }
      return Members(groups: Set(groups.keys), sensors: sensors)
    }
  }

  /// Whether a group has a row at all.
  func has(_ parts: [String]) -> Bool { find(parts)?.groups.contains(parts[flag]) ?? false }

  /// Whether a sensor has a value in all groups that this one is compared with.
  func admits(_ sensor: Int32, _ parts: [String]) -> Bool { find(parts)?.sensors.contains(sensor) ?? false }

  private func find(_ parts: [String]) -> Members? { members[CommonSensors.others(parts, flag: flag)] }

  private static func others(_ parts: [String], flag: Int) -> [String] {
    parts.enumerated().filter { $0.offset != flag }.map(\.element)
  }
}
