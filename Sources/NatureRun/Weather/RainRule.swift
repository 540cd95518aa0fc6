import Glibc
import Numerics

/// How much rain of a step follows from the moving maps at a place in a month.
///
/// It rains where the map g exceeds a threshold z, and then s·(g − z)²; z follows from how often it rains there,
/// s from how much on the mean, as E[(g − z)₊²] = (1 + z²)·Q(z) − z·φ(z) for a standard normal g.
struct RainRule: Sendable, Hashable {
  /// The threshold z.
  let threshold: Float
  /// The factor s in mm.
  let scale: Float
  /// The share of steps of three hours with rain for one of days with at least 1 mm, as measured on long runs.
  static let stepsPerWetDay = 0.49
  /// What makes up for maps that vary less between their nodes than at them.
  static let amountBetweenNodes = 1.05

  /// The rule for a share of wet days and a mean rain per step in mm.
  init(wetDays: Double, mean: Double) {
    let share = min(0.6, max(0.002, RainRule.stepsPerWetDay * wetDays))
    let z = Normal.upperQuantile(share)
    let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
    threshold = Float(z)
    scale = Float(RainRule.amountBetweenNodes * mean / ((1 + z * z) * share - z * density))
  }

  /// The rule of a cell in a month, 0…11.
  init(climate: Climate, month: Int, cell: Int) {
    self.init(
      wetDays: Double(climate.wetDays[month][cell]),
      mean: Double(climate.precipitation[month][cell]) * 12 / (365.25 * Double(WeatherModel.stepsPerDay)))
  }

  /// The rain of a step in mm.
  static func rain(_ g: Float, threshold: Float, scale: Float) -> Float {
    let above = max(0, g - threshold)
    return scale * above * above
  }

  /// The share of the sky under clouds: they reach beyond the rain, and are whole where it rains.
  static func cloud(_ g: Float, threshold: Float) -> Float {
    min(1, max(0, (g - threshold + 1.4) / 1.2))
  }
}
