/// The natural order of groups: seasons through the year, everything else alphabetically, `unknown` last.
public enum GroupOrder {
  private static let seasons = ["DJF": "0", "MAM": "1", "JJA": "2", "SON": "3"]

  /// The groups of a grouping in order.
  public static func sorted(_ groups: Set<String>, of stratification: Stratification) -> [String] {
    var keyed: [(key: String, group: String)] = []
    for group in groups { keyed.append((key: key(group, of: stratification), group: group)) }
    keyed.sort { ($0.key, $0.group) < ($1.key, $1.group) }
    return keyed.map(\.group)
  }

  /// The text that sorts a group among its like.
  private static func key(_ group: String, of stratification: Stratification) -> String {
    let parts = group.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    return zip(stratification.factors, parts).map { kind, part in
      if part == "unknown" { return "\u{10FFFF}" }
      if kind == .season { return seasons[part] ?? part }
      if kind == .landcover, part.count < 4 { return String(repeating: "0", count: 4 - part.count) + part }
      return part
    }.joined(separator: "\u{1}")
  }
}
