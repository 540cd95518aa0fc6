import Glibc
import Grids

/// Where the sun stands over a region on one day.
struct Sun: Sendable {
  /// sin δ and cos δ of the declination.
  private let sine: Double
  private let cosine: Double
  /// The distance factor of the earth to the sun.
  let distance: Double

  /// The sun of the day that holds an instant.
  /// - Source: R. G. Allen et al. (1998), FAO Irrigation and Drainage Paper 56, Eq. 23 and 24.
  init(day: Int64) {
    let parts = UTC.components(day)
    let newYear = UTC.instant(year: parts.year, month: 1, day: 1) ?? day
    let angle = 2 * Double.pi * (Double((day - newYear) / UTC.day) + 1) / 365.25
    let declination = 0.409 * sin(angle - 1.39)
    sine = sin(declination)
    cosine = cos(declination)
    distance = 1 + 0.033 * cos(angle)
  }

  /// sin φ sin δ and cos φ cos δ of a latitude in degrees north.
  func factors(latitude: Double) -> (constant: Float, varying: Float) {
    let angle = latitude * .pi / 180
    return (Float(sin(angle) * sine), Float(cos(angle) * cosine))
  }

  /// The cosine of the hour angle at a longitude (degrees east) and an instant (µs since 1970 UTC).
  static func hourCosine(longitude: Double, time: Int64) -> Float {
    Float(-cos(2 * Double.pi * localHour(longitude: longitude, time: time) / 24))
  }

  /// The hour of the mean local solar day, 0…24.
  static func localHour(longitude: Double, time: Int64) -> Double {
    let hour = Double(UTC.components(time).microseconds) / Double(UTC.hour) + longitude / 15
    return hour - 24 * (hour / 24).rounded(.down)
  }
}
