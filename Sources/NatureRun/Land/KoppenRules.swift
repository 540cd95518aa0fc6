public import Grids

/// The Köppen–Geiger class of a climate from its twelve monthly normals.
///
/// Thresholds and order (arid before the others but polar, the border of C and D at 0 °C) as in Peel et al.
/// (2007), Hydrol. Earth Syst. Sci. 11, 1633–1644, Table 1; the same formulas stand in Kottek et al. (2006),
/// Meteorol. Z. 15, 259–263, who put that border at −3 °C.
public enum KoppenRules {
  /// The class of a place.
  ///
  /// - Parameters:
  ///   - temperature: the monthly means in °C, January first.
  ///   - precipitation: the monthly sums in mm, January first.
  ///   - isSouthern: whether the place lies south of the equator, where summer is October to March.
  /// - Precondition: twelve of each.
  public static func koppenClass(
    temperature: [Double], precipitation: [Double], isSouthern: Bool
  ) -> KoppenClass {
    precondition(temperature.count == 12 && precipitation.count == 12, "a year has twelve months")
    let warmest = temperature.max() ?? 0
    let coldest = temperature.min() ?? 0
    let mean = temperature.reduce(0, +) / 12
    let year = precipitation.reduce(0, +)
    let northernSummer = Array(3...8)
    let summer = isSouthern ? [0, 1, 2, 9, 10, 11] : northernSummer
    let winter = isSouthern ? northernSummer : [0, 1, 2, 9, 10, 11]
    func sum(_ months: [Int]) -> Double { months.reduce(0) { $0 + precipitation[$1] } }
    func least(_ months: [Int]) -> Double { months.map { precipitation[$0] }.min() ?? 0 }
    func most(_ months: [Int]) -> Double { months.map { precipitation[$0] }.max() ?? 0 }

    if warmest < 10 { return warmest > 0 ? .ET : .EF }
    var threshold = 2 * mean + 14
    if sum(winter) >= 0.7 * year { threshold = 2 * mean }
    if sum(summer) >= 0.7 * year { threshold = 2 * mean + 28 }
    if year < 10 * threshold {
      let isHot = mean >= 18
      if year < 5 * threshold { return isHot ? .BWh : .BWk }
      return isHot ? .BSh : .BSk
    }
    let driest = precipitation.min() ?? 0
    if coldest >= 18 {
      if driest >= 60 { return .Af }
      return driest >= 100 - year / 25 ? .Am : .Aw
    }
    let hasDrySummer = least(summer) < 40 && least(summer) < most(winter) / 3
    let hasDryWinter = least(winter) < most(summer) / 10
    // Where both hold, the wetter half year decides (Kottek et al.).
    let season =
      hasDrySummer && !(hasDryWinter && sum(summer) > sum(winter)) ? "s" : hasDryWinter ? "w" : "f"
    let warmMonths = temperature.count { $0 >= 10 }
    let isCold = coldest <= 0
    let heat: String
    if warmest >= 22 {
      heat = "a"
    } else if warmMonths >= 4 {
      heat = "b"
    } else {
      heat = isCold && coldest < -38 ? "d" : "c"
    }
    return KoppenClass(code: (isCold ? "D" : "C") + season + heat) ?? .Cfb
  }
}
