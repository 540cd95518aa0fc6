public import Files
internal import Numerics

/// A calendar of the CF conventions (§4.4.1): which dates exist and how many days lie between them.
///
/// Years are astronomical (year 0 is 1 BC). Day numbers count from 1970-01-01 of the same calendar, except
/// that the calendars of the real world (`standard`, `julian`, `prolepticGregorian`) share one count of days:
/// there, one day number is one day.
public enum CFCalendar: String, CaseIterable, Sendable {
  /// Julian until 1582-10-04, Gregorian from 1582-10-15, the default of CF.
  case standard
  /// Gregorian for all time.
  case prolepticGregorian = "proleptic_gregorian"
  /// Julian for all time: a date is the day the Julian calendar gives that name (13 days after the
  /// Gregorian namesake today).
  case julian
  /// Every year has 365 days.
  case noLeap = "noleap"
  /// Every year has 366 days.
  case allLeap = "all_leap"
  /// Every month has 30 days.
  case day360 = "360_day"

  /// Reads the `calendar` attribute; absent means `standard`.
  /// - Throws: `Failure` (data) for `none` and for names CF does not know.
  public init(attribute: String?) throws(Failure) {
    let name = (attribute ?? "standard").lowercased().filter { $0 != " " && $0 != "\0" }
    switch name {
    case "standard", "gregorian", "": self = .standard
    case "proleptic_gregorian": self = .prolepticGregorian
    case "julian": self = .julian
    case "noleap", "365_day": self = .noLeap
    case "all_leap", "366_day": self = .allLeap
    case "360_day": self = .day360
    case "none":
      throw Failure(.data, "the calendar 'none' has no dates, so times cannot be placed in UTC")
    default:
      throw Failure(
        .data, "unknown calendar '\(name.prefix(40))'",
        advice: "Known are standard, proleptic_gregorian, julian, noleap, all_leap and 360_day")
    }
  }

  /// Whether every date is a day that happened: instants convert by counting days, and no date is skipped.
  public var isRealWorld: Bool {
    switch self {
    case .standard, .prolepticGregorian, .julian: true
    case .noLeap, .allLeap, .day360: false
    }
  }

  /// The number of days in a month of a year.
  public func length(ofMonth month: Int, year: Int) -> Int {
    guard (1...12).contains(month) else { return 0 }
    if self == .day360 { return 30 }
    if month == 2 { return isLeap(year) ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// Whether a year has a 29 February.
  public func isLeap(_ year: Int) -> Bool {
    switch self {
    case .noLeap, .day360: false
    case .allLeap: true
    case .julian: CFCalendar.modulo(year, 4) == 0
    case .standard where year <= 1582: CFCalendar.modulo(year, 4) == 0
    case .standard, .prolepticGregorian:
      CFCalendar.modulo(year, 4) == 0
        && (CFCalendar.modulo(year, 100) != 0 || CFCalendar.modulo(year, 400) == 0)
    }
  }

  /// The number of a date; nil where the calendar has no such date (30 February, 10 October 1582 in
  /// `standard`) or the year lies beyond ±1 000 000.
  public func day(year: Int, month: Int, day: Int) -> Int? {
    guard abs(year) <= 1_000_000, (1...12).contains(month), day >= 1,
      day <= length(ofMonth: month, year: year)
    else { return nil }
    switch self {
    case .noLeap, .allLeap, .day360:
      let before = (1..<month).reduce(0) { $0 + length(ofMonth: $1, year: year) }
      return (year - 1970) * daysPerYear + before + day - 1
    case .prolepticGregorian: return CivilDay.number(year: year, month: month, day: day)
    case .julian: return CFCalendar.julianDay(year, month, day)
    case .standard:
      let date = (year, month, day)
      if date >= (1582, 10, 15) { return CivilDay.number(year: year, month: month, day: day) }
      return date <= (1582, 10, 4) ? CFCalendar.julianDay(year, month, day) : nil
    }
  }

  /// The date of a day number.
  public func date(ofDay number: Int) -> (year: Int, month: Int, day: Int) {
    switch self {
    case .noLeap, .allLeap, .day360:
      let year = 1970 + CFCalendar.floorDivide(number, daysPerYear)
      var rest = CFCalendar.modulo(number, daysPerYear)
      var month = 1
      while rest >= length(ofMonth: month, year: year) {
        rest -= length(ofMonth: month, year: year)
        month += 1
      }
      return (year, month, rest + 1)
    case .prolepticGregorian: return CivilDay.date(of: number)
    case .julian: return CFCalendar.julianDate(number)
    case .standard:
      return number >= CFCalendar.reform ? CivilDay.date(of: number) : CFCalendar.julianDate(number)
    }
  }

  private var daysPerYear: Int {
    switch self {
    case .day360: 360
    case .allLeap: 366
    default: 365
    }
  }

  /// The day number of 1582-10-15.
  private static let reform = -141_427

  /// Days since Gregorian 1970-01-01, which is Julian 1969-12-19.
  private static func julianDay(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivide(shifted, 4)
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 1461 + (shifted - era * 4) * 365 + dayOfYear - 719_470
  }

  private static func julianDate(_ number: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = number + 719_470
    let era = floorDivide(shifted, 1461)
    let dayOfEra = shifted - era * 1461
    let yearOfEra = (dayOfEra - dayOfEra / 1460) / 365
    return date(year: yearOfEra + era * 4, dayFromMarch: dayOfEra - 365 * yearOfEra)
  }

  private static func date(year: Int, dayFromMarch: Int) -> (year: Int, month: Int, day: Int) {
    let shiftedMonth = (5 * dayFromMarch + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (month <= 2 ? year + 1 : year, month, dayFromMarch - (153 * shiftedMonth + 2) / 5 + 1)
  }

  static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
    value % divisor < 0 ? value / divisor - 1 : value / divisor
  }

  private static func modulo(_ value: Int, _ divisor: Int) -> Int {
    value - floorDivide(value, divisor) * divisor
  }
}
