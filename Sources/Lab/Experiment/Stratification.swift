public import Files

/// What match-ups are grouped by.
public enum StratumKind: String, CaseIterable, Sendable {
  /// Everything together; its only group is `all`.
  case all
  /// The station's Köppen–Geiger class, such as `BSk`.
  case koppen
  /// The main group of the station's Köppen–Geiger class: `A` tropical, `B` arid, `C` temperate, `D` cold, `E` polar.
  case koppenGroup = "koppen-group"
  /// `DJF`, `MAM`, `JJA`, `SON` of the product's time (UTC).
  case season
  /// `01`…`12` of the product's time (UTC).
  case month
  /// The calendar year of the product's time (UTC).
  case year
  /// The station's network.
  case network
  /// The station's land-cover class (ESA CCI code).
  case landcover
  /// The USDA soil texture class at the sensor's depth.
  case texture
  /// The station's FRM class.
  case frm

  /// Whether the group depends on the time of the pair rather than on the station alone.
  public var isTemporal: Bool {
    switch self {
    case .season, .month, .year: true
    default: false
    }
  }
}

/// One way to group match-ups: by a kind, or by the crossing of two.
public struct Stratification: Hashable, Sendable {
  /// One kind, or two that are crossed, in the order the user wrote them.
  public let factors: [StratumKind]

  /// All match-ups together.
  public static let all = Stratification(factors: [.all])

  /// The name in tables: `koppen`, `koppen*season`.
  public var name: String { factors.map(\.rawValue).joined(separator: "*") }

  /// The factors that depend on the time of a pair.
  public var temporal: Stratification? {
    let kinds = factors.filter(\.isTemporal)
    return kinds.isEmpty ? nil : Stratification(factors: kinds)
  }

  /// Creates a grouping by the given kinds.
  public init(factors: [StratumKind]) { self.factors = factors }

  /// Reads `koppen` or `koppen*season`.
  /// - Throws: `Failure` (usage) naming an unknown kind, or a crossing of more than two or of a kind with itself.
  public init(_ node: YAMLNode) throws(Failure) {
    let text = try node.text()
    var kinds: [StratumKind] = []
    for word in text.split(separator: "*", omittingEmptySubsequences: false) {
      let name = String(word).trimmingBlanks
      guard let kind = StratumKind(rawValue: name) else {
        let known = StratumKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw node.failure(
          "unknown stratum '\(name)'", advice: "Strata: \(known), and crossings such as koppen*season")
      }
      kinds.append(kind)
    }
    guard kinds.count <= 2 else { throw node.failure("'\(text)' crosses more than two strata") }
    guard kinds.count < 2 || (kinds[0] != kinds[1] && !kinds.contains(.all)) else {
      throw node.failure("'\(text)' crosses a stratum with itself or with 'all'")
    }
    factors = kinds
  }

  /// The group's label in tables, the factors' groups joined by `*` (`BSk*JJA`).
  /// - Parameters:
  ///   - station: the station's group of each kind; a missing one is `unknown`.
  ///   - temporal: the groups of the temporal factors, in their order.
  public func label(station: [StratumKind: String], temporal: [String]) -> String {
    var next = temporal.makeIterator()
    return factors.map { kind in
      if kind == .all { return "all" }
      return kind.isTemporal ? next.next() ?? "unknown" : station[kind] ?? "unknown"
    }.joined(separator: "*")
  }
}

extension String {
  /// The text without blanks at either end.
  var trimmingBlanks: String {
    var view = self[...]
    while let first = view.first, first == " " || first == "\t" { view.removeFirst() }
    while let last = view.last, last == " " || last == "\t" { view.removeLast() }
    return String(view)
  }
}
