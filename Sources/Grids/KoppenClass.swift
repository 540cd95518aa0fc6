/// A main group of the Köppen–Geiger climates.
public enum KoppenGroup: String, CaseIterable, Sendable {
  /// Tropical.
  case tropical = "A"
  /// Arid.
  case arid = "B"
  /// Temperate.
  case temperate = "C"
  /// Cold (continental).
  case cold = "D"
  /// Polar.
  case polar = "E"

  /// The group's name.
  public var name: String {
    switch self {
    case .tropical: "Tropical"
    case .arid: "Arid"
    case .temperate: "Temperate"
    case .cold: "Cold"
    case .polar: "Polar"
    }
  }
}

/// The 30 Köppen–Geiger classes in the order of their published maps.
///
/// Beck et al. (2018, doi:10.1038/sdata.2018.214), after Peel et al. (2007, doi:10.5194/hess-11-1633-2007).
public enum KoppenClass: String, CaseIterable, Sendable {
  case Af, Am, Aw
  case BWh, BWk, BSh, BSk
  case Csa, Csb, Csc, Cwa, Cwb, Cwc, Cfa, Cfb, Cfc
  case Dsa, Dsb, Dsc, Dsd, Dwa, Dwb, Dwc, Dwd, Dfa, Dfb, Dfc, Dfd
  case ET, EF

  /// Reads a code such as `BSk`, in any case; nil for anything else (`W` for water, `unknown`).
  ///
  /// `As`, a name some sources use for a tropical savannah with its dry season in summer, is read as `Aw`.
  public init?(code: String) {
    let trimmed = code.filter { $0 != " " }.lowercased()
    if trimmed == "as" {
      self = .Aw
      return
    }
    guard let found = KoppenClass.allCases.first(where: { $0.rawValue.lowercased() == trimmed }) else {
      return nil
    }
    self = found
  }

  /// Reads the number of the maps, 1 (Af) to 30 (EF); nil for anything else (0 is sea).
  public init?(number: Int) {
    guard (1...30).contains(number) else { return nil }
    self = KoppenClass.allCases[number - 1]
  }

  /// Reads a class as tables write it: a code such as `BSk`, or the number 1…30 of the maps.
  public init?(text: String) {
    let trimmed = text.filter { !$0.isWhitespace }
    let found = Int(trimmed).map { KoppenClass(number: $0) } ?? KoppenClass(code: trimmed)
    guard let found else { return nil }
    self = found
  }

  /// The number on the maps of Beck et al., 1…30.
  public var number: Int { (KoppenClass.allCases.firstIndex(of: self) ?? 0) + 1 }

  /// The main group, from the first letter.
  public var group: KoppenGroup {
    switch rawValue.first {
    case "A": .tropical
    case "B": .arid
    case "C": .temperate
    case "D": .cold
    default: .polar
    }
  }

  /// The name in words, such as `Arid, steppe, cold`.
  public var name: String {
    switch self {
    case .Af: "Tropical, rainforest"
    case .Am: "Tropical, monsoon"
    case .Aw: "Tropical, savannah"
    case .BWh: "Arid, desert, hot"
    case .BWk: "Arid, desert, cold"
    case .BSh: "Arid, steppe, hot"
    case .BSk: "Arid, steppe, cold"
    case .ET: "Polar, tundra"
    case .EF: "Polar, frost"
    default: group.name + ", " + KoppenClass.season(rawValue) + ", " + KoppenClass.summer(rawValue)
    }
  }

  private static func season(_ code: String) -> String {
    switch code.dropFirst().first {
    case "s": "dry summer"
    case "w": "dry winter"
    default: "no dry season"
    }
  }

  private static func summer(_ code: String) -> String {
    switch code.last {
    case "a": "hot summer"
    case "b": "warm summer"
    case "c": "cold summer"
    default: "very cold winter"
    }
  }
}
