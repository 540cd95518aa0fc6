import Files
import Grids

/// Watches values outside the physical range to say what they probably are (FIELD row 12 and 32).
struct RangeWatch: Sendable {
  /// How many values were inside.
  var inside = 0
  private var count = 0
  private var likePercent = 0
  private var stored = 0.0
  private var isOneNumber = true

  /// Notes a value outside with the number in the file's units.
  mutating func outside(_ value: Double, stored number: Double) {
    if count == 0 { stored = number }
    count += 1
    if value > 1, value <= 100 { likePercent += 1 }
    if stored != number { isOneNumber = false }
  }

  /// What is probably wrong, where anything was outside.
  func problems(path: String, quantity: Quantity = .soilMoisture) -> [Problem] {
    guard count > 0 else { return [] }
    let range = quantity == .soilMoisture ? "0–1 m3 m-3" : "0–2000 mm a day"
    let reason: String
    if isOneNumber, count > 1 || abs(stored) >= 99 {
      reason = "\(stored) is outside \(range): probably a missing value without attribute; give `fill:`"
    } else if likePercent > inside, quantity == .soilMoisture {
      reason = "values look like percent: outside \(range), left out; give `units: percent` if they are"
    } else {
      reason = "values outside \(range), left out"
    }
    return [Problem(path: path, reason: reason, count: count)]
  }
}
