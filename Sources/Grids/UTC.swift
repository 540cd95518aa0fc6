/// Instants as microseconds since 1970-01-01 00:00 UTC, read and written as ISO 8601 in the proleptic Gregorian
/// calendar; leap seconds do not exist.
public enum UTC {
  /// Microseconds in a second.
  public static let second: Int64 = 1_000_000
  /// Microseconds in an hour.
  public static let hour: Int64 = 3_600_000_000
  /// Microseconds in a day.
  public static let day: Int64 = 86_400_000_000

  /// The first instant that is accepted: year 1.
  public static let earliest: Int64 = -62_135_596_800_000_000
  /// The last instant that is accepted: the end of year 9999.
  public static let latest: Int64 = 253_402_300_799_999_999

  /// A date and a time of day in UTC.
  public struct Components: Hashable, Sendable {
    /// The year, 1…9999 for accepted instants.
    public var year: Int
    /// The month, 1…12.
    public var month: Int
    /// The day of the month, from 1.
    public var day: Int
    /// Microseconds since midnight.
    public var microseconds: Int64

    /// The hour, 0…23.
    public var hour: Int { Int(microseconds / UTC.hour) }
    /// The minute, 0…59.
    public var minute: Int { Int(microseconds / (60 * UTC.second) % 60) }
    /// The whole second, 0…59.
    public var second: Int { Int(microseconds / UTC.second % 60) }
  }

  /// The date and time of day of an instant (any `Int64`).
  public static func components(_ instant: Int64) -> Components {
    let days = floorDivide(instant, day)
    let (year, month, dayOfMonth) = CFCalendar.prolepticGregorian.date(ofDay: Int(days))
    // Wraps for instants before the first whole day of Int64, where it is exact again after the subtraction.
    return Components(
      year: year, month: month, day: dayOfMonth, microseconds: instant &- days &* day)
  }

  /// The instant of a date at midnight; nil where the date does not exist or lies outside years 1…9999.
  public static func instant(year: Int, month: Int, day dayOfMonth: Int) -> Int64? {
    guard (1...9999).contains(year),
      let days = CFCalendar.prolepticGregorian.day(year: year, month: month, day: dayOfMonth)
    else { return nil }
    return Int64(days) * day
  }

  /// `2017-01-03T14:00:00Z`, with as many decimals of the second as are needed.
  public static func text(_ instant: Int64) -> String {
    let parts = components(instant)
    var text = dateText(instant) + "T"
    text += padded(parts.hour, 2) + ":" + padded(parts.minute, 2) + ":" + padded(parts.second, 2)
    let fraction = parts.microseconds % second
    if fraction != 0 {
      var digits = padded(Int(fraction), 6)
      while digits.hasSuffix("0") { digits.removeLast() }
      text += "." + digits
    }
    return text + "Z"
  }

  /// `2017-01-03`.
  public static func dateText(_ instant: Int64) -> String {
    let parts = components(instant)
    return padded(parts.year, 4) + "-" + padded(parts.month, 2) + "-" + padded(parts.day, 2)
  }

  /// Reads `2017-01-03`, `2017-01-03 14:00`, `2017-01-03T14:00:00.25Z` or with an offset such as `+02:00`;
  /// without one it is UTC.
  ///
  /// Digits beyond the microsecond are rounded. Nil where the text is anything else, the date does not exist,
  /// or the instant lies outside years 1…9999.
  public static func instant(_ text: String) -> Int64? {
    guard let parsed = DateText(text), parsed.yearDigits == 4 else { return nil }
    guard let midnight = instant(year: parsed.year, month: parsed.month, day: parsed.day) else { return nil }
    let result = midnight + parsed.timeOfDay - parsed.offset
    return (earliest...latest).contains(result) ? result : nil
  }

  /// The first instant of the UTC day an instant lies on.
  public static func startOfDay(_ instant: Int64) -> Int64 {
    let (start, overflow) = floorDivide(instant, day).multipliedReportingOverflow(by: day)
    return overflow ? instant : start
  }

  static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.count))
    return (number < 0 ? "-" : "") + zeros + digits
  }
}
