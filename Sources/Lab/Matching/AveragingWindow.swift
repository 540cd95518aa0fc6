internal import Numerics

/// How time is cut into windows of whole days; every day lies in exactly one.
///
/// Days are numbers since 1970-01-01 (`CivilDay`).
enum AveragingWindow: Hashable, Sendable {
  /// Each day.
  case day
  /// Three days, counted from the day `origin` on and before it (METHODS §1.4).
  case threeDays(origin: Int)
  /// Days 1–10, 11–20 and 21 to the month's end (METHODS §0.4).
  case dekad
  /// Calendar months.
  case month

  /// The days of the window that a day lies in.
  func days(containing day: Int) -> Range<Int> {
    switch self {
    case .day: return day..<day + 1
    case .threeDays(let origin):
      let offset = (day - origin) % 3
      let start = day - (offset < 0 ? offset + 3 : offset)
      return start..<start + 3
    case .dekad, .month:
      let date = CivilDay.date(of: day)
      let first = day - date.day + 1
      let next =
        date.month == 12
        ? CivilDay.number(year: date.year + 1, month: 1, day: 1)
        : CivilDay.number(year: date.year, month: date.month + 1, day: 1)
      if self == .month { return first..<next }
      let third = min((date.day - 1) / 10, 2)
      return first + 10 * third..<(third == 2 ? next : first + 10 * third + 10)
    }
  }

  /// The days of the longest window.
  var longest: Int {
    switch self {
    case .day: 1
    case .threeDays: 3
    case .dekad: 11
    case .month: 31
    }
  }

  /// The instant half-way through a window, microseconds UTC.
  static func centre(of days: Range<Int>) -> Int64 {
    Int64(days.lowerBound) * CivilDay.length + Int64(days.count) * CivilDay.length / 2
  }
}
