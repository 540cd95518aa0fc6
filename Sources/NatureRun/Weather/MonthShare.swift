import Grids

/// Where an instant lies between the middles of two months, for normals that change from day to day.
struct MonthShare: Sendable {
  /// The days of the months on the mean over leap years.
  static let days: [Double] = [31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  /// The months, 0…11, whose middles lie before and after the instant.
  let before, after: Int
  /// The weight of the later one, 0…1.
  let weight: Float

  /// The share of an instant in microseconds since 1970 UTC.
  init(day instant: Int64) {
    let parts = UTC.components(instant)
    let first = UTC.instant(year: parts.year, month: parts.month, day: 1) ?? instant
    let (nextYear, nextMonth) = parts.month == 12 ? (parts.year + 1, 1) : (parts.year, parts.month + 1)
    let next = UTC.instant(year: nextYear, month: nextMonth, day: 1) ?? instant
    let position = Double(instant - first) / Double(max(1, next - first)) - 0.5
    let month = parts.month - 1
    before = position < 0 ? (month + 11) % 12 : month
    after = position < 0 ? month : (month + 1) % 12
    weight = Float(position < 0 ? position + 1 : position)
  }

  /// A normal of the instant from those of the two months.
  func mix(_ earlier: Float, _ later: Float) -> Float { earlier + weight * (later - earlier) }
}
