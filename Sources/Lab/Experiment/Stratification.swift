public import Files
public import Grids

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
  /// The water fraction around the station, by class.
  case water
  /// The region the station lies in, of those the experiment names.
  case region
  /// How the product says its value came about, such as `observed` or `filled`.
  case flag
  /// As `flag`, and in summaries only sensors that have a value in each of the groups.
  case flagCommon = "flag-common"
  /// The satellite's pass, as the product says it.
  case orbit
  /// `day` or `night`: as the product says it, otherwise by the local solar hour (6 to before 18 is day).
  case dayNight = "day-night"
  /// `frozen` or `thawed` ground, as the product says it.
  case frozen
  /// Kilometres from the station to the centre of the product's cell, by class.
  case distance
  /// How many stations share the product's cell, by class.
  case cellStations = "cell-stations"

  /// What decides the group a pair is in.
  public enum Basis: Sendable {
    /// The pair itself: its time, or what the product says of its value.
    case pair
    /// The station, whatever the product.
    case station
    /// The station and the product's cell there.
    case placement
  }

  /// What decides the group a pair is in; `all` is everyone's.
  public var basis: Basis {
    switch self {
    case .season, .month, .year, .flag, .flagCommon, .orbit, .dayNight, .frozen: .pair
    case .distance, .cellStations: .placement
    case .all, .koppen, .koppenGroup, .network, .landcover, .texture, .frm, .water, .region: .station
    }
  }

  /// What of the product's own word the group goes by, where it does.
  public var aspect: SampleAspect? {
    switch self {
    case .flag, .flagCommon: .flag
    case .orbit: .orbit
    case .dayNight: .dayNight
    case .frozen: .frozen
    default: nil
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

  /// The factors that go by the pair itself: what `scores.csv` groups by.
  ///
  /// `flag-common` is `flag` there: a sensor's own scores do not depend on the other sensors'.
  public var ofPairs: Stratification? {
    let kinds = factors.filter { $0.basis == .pair }.map { $0 == .flagCommon ? .flag : $0 }
    return kinds.isEmpty ? nil : Stratification(factors: kinds)
  }

  /// The factors' groups in a label such as `BSk*JJA`.
  func parts(of label: String) -> [String] {
    factors.count < 2
      ? [label] : label.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
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
    guard Set(kinds) != [.flag, .flagCommon] else {
      throw node.failure("'\(text)' crosses a stratum with itself")
    }
    factors = kinds
  }

  /// The group's label in tables, the factors' groups joined by `*` (`BSk*JJA`).
  /// - Parameters:
  ///   - station: the station's group of each kind; a missing one is `unknown`.
  ///   - placement: how the station stands in the product's cell; `unknown` where it has none.
  ///   - pair: the groups of the factors that go by the pair, in their order.
  public func label(station: [StratumKind: String], placement: Placement? = nil, pair: [String]) -> String {
    var next = pair.makeIterator()
    return factors.map { kind in
      if kind == .all { return "all" }
      switch kind.basis {
      case .pair: return next.next() ?? "unknown"
      case .station: return station[kind] ?? "unknown"
      case .placement: return placement?.group(of: kind) ?? "unknown"
      }
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
