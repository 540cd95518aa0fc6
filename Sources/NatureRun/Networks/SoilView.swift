import Glibc

/// What a probe of some depth senses of a column's layers (0–5, 5–10, 10–100 cm).
///
/// A probe given by one depth senses 2.5 cm above and below it. Below 10 cm the column knows a single layer, whose
/// mean stands for its middle at 55 cm: what a probe senses of it lies between that and the layer above, linearly from
/// middle to middle, and is the later, the deeper it is.
struct SoilView: Sendable, Hashable {
  /// The shares of the three layers; they add up to 1.
  let surface, shallow, root: Double
  /// The days by which it lags behind.
  let lag: Double

  /// The view of a layer in metres below ground.
  init(from: Double, to: Double) {
    let (top, bottom) = from == to ? (max(0, from - 0.025), to + 0.025) : (from, to)
    func share(_ upper: Double, _ lower: Double) -> Double {
      max(0, min(bottom, lower) - max(top, upper)) / (bottom - top)
    }
    // Depths of inches (0.0508 m) are meant as those in centimetres: half and half.
    let shares = [share(0, 0.05), share(0.05, 0.1)].map { ($0 * 20).rounded() / 20 }
    let deep = max(0, 1 - shares[0] - shares[1])
    let middle = (max(top, 0.1) + max(bottom, 0.1)) / 2
    let above = min(1, max(0, (0.55 - middle) / (0.55 - 0.075)))
    surface = shares[0]
    shallow = shares[1] + deep * above
    root = deep * (1 - above)
    lag = max(0, (from + to) / 2 - 0.15) * 25
  }

  /// The weighted mean of three values.
  func mean(_ upper: Double, _ middle: Double, _ lower: Double) -> Double {
    // In this order the mean of equal values is exactly that value.
    lower + shallow * (middle - lower) + surface * (upper - lower)
  }
}
