internal import Grids
internal import Numerics

/// Mean local solar time: a quarter of an hour later for each 3.75° east.
///
/// - Source: METHODS §0.5, UTC = L − λ/15 h.
enum SolarTime {
  /// How far a local solar clock at a longitude (degrees east, −180…180) is ahead of UTC, in microseconds.
  static func offset(longitude: Double) -> Int64 {
    Int64((longitude / 15 * Double(UTC.hour)).rounded())
  }

  /// The instant, microseconds UTC, at which the clock shows `minutes` after midnight of the local date `day`.
  static func instant(day: Int, minutes: Int, longitude: Double) -> Int64 {
    Int64(day) * UTC.day + Int64(minutes) * 60 * UTC.second - offset(longitude: longitude)
  }

  /// The local date of an instant, as a day number.
  static func day(of instant: Int64, longitude: Double) -> Int {
    CivilDay.number(of: instant + offset(longitude: longitude))
  }

  /// Whether time stamps label days: all of them have one time of day.
  static func areDayLabels(_ times: [Int64]) -> Bool {
    guard let first = times.first else { return true }
    let timeOfDay = first - UTC.startOfDay(first)
    return times.allSatisfy { $0 - UTC.startOfDay($0) == timeOfDay }
  }
}
