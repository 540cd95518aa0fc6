import Glibc

/// The moments of triplets, to be resampled.
///
/// Each series is centred on its mean. Lanes: x, y, z, x², y², z², x·y, y·z, z·x, all means over the triplets, and
/// seven spare.
struct TripleSums: Sendable {
  /// One vector per triplet.
  let terms: [SIMD16<Double>]
  /// Their mean.
  let mean: SIMD16<Double>
  /// Whether each series spreads by more than the rounding of its largest value.
  let varies: Bool

  /// Sums of at least one triplet.
  init(_ x: [Double], _ y: [Double], _ z: [Double]) {
    let centred = [x, y, z].map { series in
      let mean = series.reduce(0, +) / Double(series.count)
      return series.map { $0 - mean }
    }
    varies = zip([x, y, z], centred).allSatisfy { series, about in
      let largest = series.reduce(0) { max($0, abs($1)) }
      let (low, high) = about.reduce((0.0, 0.0)) { (min($0.0, $1), max($0.1, $1)) }
      return high - low > 8 * largest.ulp
    }
    let terms = x.indices.map { i in
      let (x, y, z) = (centred[0][i], centred[1][i], centred[2][i])
      var term = SIMD16<Double>(repeating: 0)
      term.lowHalf = SIMD8(x, y, z, x * x, y * y, z * z, x * y, y * z)
      term[8] = z * x
      return term
    }
    self.terms = terms
    mean = terms.reduce(SIMD16(repeating: 0), +) / Double(x.count)
  }

  /// Whether all values are finite.
  var isFinite: Bool { mean.sum().isFinite }

  /// The covariance of two of the series from moments.
  static func covariance(_ a: Int, _ b: Int, _ m: SIMD16<Double>) -> Double {
    let product = a == b ? m[3 + a] : (a + 1) % 3 == b ? m[6 + a] : m[6 + b]
    return product - m[a] * m[b]
  }
}

/// 10·lg(share/(1 − share)): a share of signal as a signal-to-noise ratio in dB.
func decibels(ofShare share: Double) -> Double { 10 * log10(share / (1 - share)) }
