internal import Grids

/// The natural order of groups.
///
/// Seasons stand as in the year, a product's own groups as in its description, classes with a number by the number,
/// everything else alphabetically; `unknown` comes last.
public struct GroupOrder: Sendable {
  private static let seasons = ["DJF", "MAM", "JJA", "SON"]
  private let told: [SampleAspect: [String]]

  /// The order where no product has groups of its own.
  public init() { told = [:] }

  /// The order for an experiment's products: the groups of the first product, then those only later ones have.
  public init(_ experiment: Experiment) {
    var told: [SampleAspect: [String]] = [:]
    for aspect in SampleAspect.allCases {
      told[aspect] = GroupOrder.names(of: aspect, in: experiment)
    }
    self.told = told
  }

  /// The names of an aspect's groups over all products, each once.
  static func names(of aspect: SampleAspect, in experiment: Experiment) -> [String] {
    var names: [String] = []
    for product in experiment.products {
      for name in product.description.groups[aspect]?.names ?? [] where !names.contains(name) {
        names.append(name)
      }
    }
    return names
  }

  /// The groups of a grouping in order.
  public func sorted(_ groups: Set<String>, of stratification: Stratification) -> [String] {
    var keyed: [(key: String, group: String)] = []
    for group in groups { keyed.append((key: key(group, of: stratification), group: group)) }
    keyed.sort { ($0.key, $0.group) < ($1.key, $1.group) }
    return keyed.map(\.group)
  }

  /// The text that sorts a group among its like.
  private func key(_ group: String, of stratification: Stratification) -> String {
    zip(stratification.factors, stratification.parts(of: group)).map { kind, part in
      if part == "unknown" { return "\u{10FFFF}" }
      var rank: Int?
      if kind == .season { rank = GroupOrder.seasons.firstIndex(of: part) }
      if let aspect = kind.aspect { rank = told[aspect]?.firstIndex(of: part) }
      if let rank { return GroupOrder.padded(String(rank)) }
      switch kind {
      case .landcover, .distance, .cellStations, .water: return GroupOrder.padded(part)
      default: return part
      }
    }.joined(separator: "\u{1}")
  }

  /// The text with the number it starts with filled up to four digits.
  private static func padded(_ text: String) -> String {
    let digits = text.prefix { $0.isASCII && $0.isNumber }.count
    return digits == 0 ? text : String(repeating: "0", count: max(0, 4 - digits)) + text
  }
}
