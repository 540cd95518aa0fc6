/// A satellite's instrument, with its orbit and swath as in METHODS §8.
public enum Sensor: String, Sendable, Hashable, CaseIterable {
  case amsrE = "amsr-e"
  case windSat = "windsat"
  case tmi
  case smos
  case ascat
  case fy3b = "fy-3b"
  case amsr2
  case smap
  case modis

  /// The sensor of a name as settings write it, in any case; nil for another.
  public init?(name: String) {
    self.init(rawValue: name.lowercased())
  }

  /// The name as its makers write it.
  public var title: String {
    switch self {
    case .amsrE: "AMSR-E"
    case .windSat: "WindSat"
    case .tmi: "TMI"
    case .smos: "SMOS"
    case .ascat: "ASCAT"
    case .fy3b: "FY-3B MWRI"
    case .amsr2: "AMSR2"
    case .smap: "SMAP"
    case .modis: "MODIS"
    }
  }

  /// The orbit.
  ///
  /// Revolutions a day from the repeat cycles where there is one: Aqua and GCOM-W1 233 in 16 days, SMAP 117 in 8, Metop
  /// 412 in 29; otherwise from the height. The longitudes of the first nodes are ours.
  public var orbit: Orbit {
    switch self {
    case .amsrE, .modis:
      Orbit(inclination: 98.2, perDay: 233.0 / 16, ascendingHour: 13.5, longitude: 12)
    case .amsr2: Orbit(inclination: 98.2, perDay: 233.0 / 16, ascendingHour: 13.5, longitude: 17)
    case .windSat: Orbit(inclination: 98.7, perDay: 14.16, ascendingHour: 18, longitude: 31)
    // TRMM's plane turns once against the sun in about 46 days.
    case .tmi:
      Orbit(inclination: 35, perDay: 15.6, ascendingHour: 9, hoursPerDay: -24.0 / 46, longitude: 55)
    case .smos: Orbit(inclination: 98.44, perDay: 14.39, ascendingHour: 6, longitude: 73)
    case .ascat: Orbit(inclination: 98.7, perDay: 412.0 / 29, ascendingHour: 21.5, longitude: 90)
    case .fy3b: Orbit(inclination: 98.75, perDay: 14.17, ascendingHour: 13 + 2.0 / 3, longitude: 108)
    case .smap: Orbit(inclination: 98.12, perDay: 117.0 / 8, ascendingHour: 18, longitude: 126)
    }
  }

  /// What it sees on both sides of its track.
  public var swath: Swath {
    switch self {
    case .amsrE: Swath(width: 1445)
    case .amsr2: Swath(width: 1450)
    case .windSat: Swath(width: 1025)
    case .tmi: Swath(width: 878)
    case .smos, .smap: Swath(width: 1000)
    // Two swaths of 550 km beside a gap of 670 km.
    case .ascat: Swath(width: 1770, gap: 670)
    case .fy3b: Swath(width: 1400)
    case .modis: Swath(width: 2330)
    }
  }
}
