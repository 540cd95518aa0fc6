public import Files

/// A duration that CF counts time in; years and months are none, for they have no fixed length.
public enum CFTimeStep: Hashable, Sendable {
  /// A whole number of microseconds: microseconds to days.
  case microseconds(Int64)
  /// Nanoseconds, which are rounded to the microsecond.
  case nanoseconds

  /// Reads a unit such as `days`, `hr`, `msec` or `seconds`.
  /// - Throws: `Failure` (data) for years, months and anything else.
  public init(_ unit: String) throws(Failure) {
    switch unit.lowercased() {
    case "nanosecond", "nanoseconds", "nanosec", "nanosecs", "nsec", "nsecs", "ns": self = .nanoseconds
    case "microsecond", "microseconds", "microsec", "microsecs", "usec", "us", "µs", "μs":
      self = .microseconds(1)
    case "millisecond", "milliseconds", "millisec", "millisecs", "msec", "msecs", "ms":
      self = .microseconds(1000)
    case "second", "seconds", "sec", "secs", "s": self = .microseconds(UTC.second)
    case "minute", "minutes", "min", "mins": self = .microseconds(60 * UTC.second)
    case "hour", "hours", "hr", "hrs", "h": self = .microseconds(UTC.hour)
    case "day", "days", "d": self = .microseconds(UTC.day)
    case "month", "months", "mon", "year", "years", "yr", "yrs", "common_year", "common_years":
      throw Failure(
        .data, "times in '\(unit)' cannot be placed: a month or year has no fixed length",
        advice: "Convert the file's time to days, for example with CDO or xarray")
    default:
      throw Failure(
        .data, "unknown time unit '\(unit.prefix(40))'",
        advice: "Known are microseconds to days, such as 'days'")
    }
  }

  /// A number of steps in microseconds, rounded to the nearest; nil where it is not finite or too large.
  ///
  /// The whole steps are counted exactly, so that large counts lose nothing to the multiplication.
  public func microseconds(_ count: Double) -> Int64? {
    switch self {
    case .nanoseconds: return Int64(exactly: (count / 1000).rounded())
    case .microseconds(let length):
      let whole = count.rounded(.down)
      guard let steps = Int64(exactly: whole) else { return nil }
      let (product, overflow) = steps.multipliedReportingOverflow(by: length)
      let fraction = Int64(((count - whole) * Double(length)).rounded())
      let (sum, overflowed) = product.addingReportingOverflow(fraction)
      return overflow || overflowed ? nil : sum
    }
  }
}

/// What became of one time value of a file.
public enum CFInstant: Hashable, Sendable {
  /// Microseconds since 1970-01-01 00:00 UTC.
  case instant(Int64)
  /// The file's calendar has a date that never was, such as 30 February.
  case noSuchDate
  /// Not finite, or outside years 1…9999.
  case outOfRange
}

/// The meaning of a time variable: `<unit> since <reference>` in a calendar, or `day as %Y%m%d.%f`.
public struct CFTimeUnits: Hashable, Sendable {
  private enum Form: Hashable, Sendable {
    /// Steps from a day (number in the calendar) and microseconds on that day.
    case since(CFTimeStep, day: Int, microseconds: Int64)
    /// Numbers such as 20170401.25.
    case yearMonthDay
  }

  private let form: Form
  /// The calendar the dates belong to.
  public let calendar: CFCalendar
  /// The units as written.
  public let text: String

  /// Reads the `units` and `calendar` attributes.
  ///
  /// The reference may carry an offset (`+02:00`, `Z`, `UTC`). In `standard` and `julian`, negative reference
  /// years are counted without a year 0, as CF 1.9 has it (−4713 is 4713 BC).
  /// - Throws: `Failure` (data) saying which part cannot be read.
  public init(units: String, calendar name: String? = nil) throws(Failure) {
    calendar = try CFCalendar(attribute: name)
    text = units
    let words = units.split(whereSeparator: \.isWhitespace).map(String.init)
    if words.count == 3, words[1].lowercased() == "as" {
      guard ["day", "days"].contains(words[0].lowercased()), ["%Y%m%d.%f", "%Y%m%d"].contains(words[2]) else {
        throw CFTimeUnits.unreadable(units)
      }
      form = .yearMonthDay
      return
    }
    guard words.count >= 3, ["since", "after", "from", "@"].contains(words[1].lowercased()) else {
      throw CFTimeUnits.unreadable(units)
    }
    let step = try CFTimeStep(words[0])
    let reference = words[2...].joined(separator: " ")
    guard let date = DateText(reference) else {
      throw Failure(
        .data, "the reference date '\(reference.prefix(60))' cannot be read", advice: CFTimeUnits.advice)
    }
    let hasYearZero = !(calendar == .standard || calendar == .julian)
    let year = date.year < 0 && !hasYearZero ? date.year + 1 : date.year
    guard let day = calendar.day(year: year, month: date.month, day: date.day) else {
      throw Failure(
        .data,
        "the reference date '\(reference.prefix(60))' does not exist in the calendar \(calendar.rawValue)")
    }
    form = .since(step, day: day, microseconds: date.timeOfDay - date.offset)
  }

  /// The instant of a time value, rounded to the microsecond (to the second for `day as %Y%m%d.%f`, whose
  /// numbers hold no more).
  ///
  /// Calendars of the real world convert by counting days. In the others the calendar's date is taken for
  /// the date of the same name, where there is one.
  public func instant(_ value: Double) -> CFInstant {
    switch form {
    case .since(let step, let day, let microseconds):
      guard let elapsed = step.microseconds(value) else { return .outOfRange }
      let (sum, overflow) = elapsed.addingReportingOverflow(microseconds)
      if overflow { return .outOfRange }
      let days = UTC.floorDivide(sum, UTC.day)
      return instant(day: day + Int(days), microseconds: sum - days * UTC.day)
    case .yearMonthDay:
      guard value.isFinite, value >= 0, value < 1e8 else { return .outOfRange }
      let number = Int(value)
      let second = Int64(((value - value.rounded(.down)) * 86_400).rounded())
      guard let day = calendar.day(year: number / 10_000, month: number / 100 % 100, day: number % 100) else {
        return .noSuchDate
      }
      return instant(day: day, microseconds: second * UTC.second)
    }
  }

  private func instant(day: Int, microseconds: Int64) -> CFInstant {
    var day = day
    if !calendar.isRealWorld {
      guard abs(day) < 4_000_000 else { return .outOfRange }
      let date = calendar.date(ofDay: day)
      guard let real = CFCalendar.standard.day(year: date.year, month: date.month, day: date.day) else {
        return .noSuchDate
      }
      day = real
    }
    let (midnight, overflow) = Int64(day).multipliedReportingOverflow(by: UTC.day)
    let (instant, overflowed) = midnight.addingReportingOverflow(microseconds)
    let accepted = !overflow && !overflowed && (UTC.earliest...UTC.latest).contains(instant)
    return accepted ? .instant(instant) : .outOfRange
  }

  private static let advice =
    "Units are written '<unit> since <date>', such as 'days since 1970-01-01 00:00:00'"

  private static func unreadable(_ units: String) -> Failure {
    Failure(.data, "the time units '\(units.prefix(60))' cannot be read", advice: advice)
  }
}
