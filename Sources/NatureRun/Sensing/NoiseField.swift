import Numerics

#if canImport(Glibc)
  import Glibc
#endif

/// A random map with unit variance everywhere whose neighbours are alike: white noise under a Gaussian.
enum NoiseField {
  /// Draws a map; `sigma` is the Gaussian's standard deviation in cells, 0 for white noise.
  ///
  /// Every value is divided by the root of its own sum of squared weights, so that edges are no calmer than the middle.
  static func draw(rows: Int, columns: Int, sigma: Double, _ random: inout RandomStream) -> [Float] {
    let white = (0..<rows * columns).map { _ in Float(random.normal()) }
    guard sigma > 0 else { return white }
    let reach = Int((3 * sigma).rounded(.up))
    let weights = (-reach...reach).map { offset in
      Float(exp(-0.5 * (Double(offset) / sigma) * (Double(offset) / sigma)))
    }
    let across = smoothed(white, lines: rows, length: columns, step: 1, lineStep: columns, weights)
    return smoothed(across, lines: columns, length: rows, step: columns, lineStep: 1, weights)
  }

  private static func smoothed(
    _ values: [Float], lines: Int, length: Int, step: Int, lineStep: Int, _ weights: [Float]
  ) -> [Float] {
    var result = values
    let reach = weights.count / 2
    for line in 0..<lines {
      for position in 0..<length {
        var sum: Float = 0
        var squares: Float = 0
        for other in max(0, position - reach)...min(length - 1, position + reach) {
          let weight = weights[other - position + reach]
          sum += weight * values[line * lineStep + other * step]
          squares += weight * weight
        }
        result[line * lineStep + position * step] = sum / squares.squareRoot()
      }
    }
    return result
  }
}

/// The random error of a product's maps from day to day: alike in neighbouring cells, and with a memory.
///
/// ε(d) = ρ^Δd · ε(d − Δd) + √(1 − ρ^2Δd) · w(d), with w(d) drawn from the stream of the day's own label: what is drawn
/// for a day depends neither on when it is asked for nor on what else is drawn.
struct ErrorMemory: Sendable {
  /// ρ, the correlation from one day to the next.
  var correlation: Double
  /// The standard deviation of the Gaussian the noise is smoothed by, in cells.
  var sigma: Double
  private let seed: UInt64
  private let labels: [String]
  private var last: (day: Int64, field: [Float])?

  init(correlation: Double, sigma: Double, seed: UInt64, labels: [String]) {
    self.correlation = correlation
    self.sigma = sigma
    self.seed = seed
    self.labels = labels
  }

  /// The error of a day (counted from 1970) in units of its standard deviation; days come in ascending order.
  mutating func field(day: Int64, rows: Int, columns: Int) -> [Float] {
    var random = RandomStream(seed: seed, labels: labels + [String(day)])
    var field = NoiseField.draw(rows: rows, columns: columns, sigma: sigma, &random)
    if let last {
      let kept = pow(correlation, Double(max(1, day - last.day)))
      let fresh = Float((1 - kept * kept).squareRoot())
      for cell in field.indices { field[cell] = Float(kept) * last.field[cell] + fresh * field[cell] }
    }
    last = (day, field)
    return field
  }
}
