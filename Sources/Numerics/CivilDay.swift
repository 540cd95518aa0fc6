/// Days of the proleptic Gregorian calendar, numbered from 1970-01-01 (UTC).
///
/// The one place where dates are turned into day numbers and back; every room above uses it.
/// - Source: H. Hinnant, "chrono-compatible low-level date algorithms".
public enum CivilDay {
  /// Microseconds in a day.
  public static let length: Int64 = 86_400_000_000

  /// The number of the day an instant (microseconds since 1970) falls on; instants before 1970 count down.
  public static func number(of microseconds: Int64) -> Int {
    let quotient = microseconds / length
    return Int(microseconds % length < 0 ? quotient - 1 : quotient)
  }

  /// The year, month 1…12 and day of the month of a day number.
  public static func date(of number: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// The number of a date's day; 29 February of a common year is its 1 March.
  @inlinable
  public static func number(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
