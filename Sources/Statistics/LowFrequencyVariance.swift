import Glibc

/// The long-run variance of a series from its slowest cosines, each corrected by the fitted decay.
///
/// The coefficients of the B slowest cosines cos(πj(i+½)/n) over the samples in order have, for any memory
/// short against the record, a variance close to n·Var(mean); their mean square is therefore an estimate of
/// it with B degrees of freedom that needs no model, gaps included. What the decay model adds is the ratio
/// between the two, computed exactly for the sampled times, and the choice of B: as many cosines as keep 60 %
/// of the long-run variance, from 6 to 24.
///
/// - Source: Müller (2007), J. Econometrics 141, 1331–1352; Lazarus, Lewis, Stock and Watson (2018), J. Bus.
///   Econ. Stat. 36, 541–559 (cosine weights, Student t with B degrees of freedom); the correction is ours.
struct LowFrequencyVariance: Sendable {
  /// n·Var(mean) of the series.
  let value: Double
  /// B, the degrees of freedom of `value`.
  let degreesOfFreedom: Int

  /// Estimates from at least two samples, centred or not.
  init(_ x: [Double], _ remembered: Remembered, at times: SampledTimes) {
    let n = x.count
    let cosines = min(24, max(1, n / 2))
    let decay = remembered.decay
    let c = decay.persistence
    let powers = times.gaps.values.map { pow(decay.decay, Double($0)) }
    var squares: [Double] = []
    var expected: [Double] = []
    for start in stride(from: 1, through: cosines, by: 8) {
      let (power, variance) = Self.lanes(x, from: start, powers, times.gaps)
      for k in 0..<min(8, cosines - start + 1) {
        squares.append(power[k])
        expected.append(1 + c * (variance[k] - 1))
      }
    }
    let longRun = remembered.time
    let flat = expected.count { $0 > 0.6 * longRun }
    let used = min(max(flat, min(6, cosines)), cosines)
    var sum = 0.0
    for j in 0..<used { sum += squares[j] / expected[j] }
    value = longRun * sum / Double(used)
    degreesOfFreedom = used
  }

  /// For cosines j = start ... start+7: the squared coefficient, and its variance under a pure exponential.
  private static func lanes(
    _ x: [Double], from start: Int, _ powers: [Double], _ gaps: SampledTimes.Gaps
  ) -> (SIMD8<Double>, SIMD8<Double>) {
    let n = x.count
    var current = SIMD8<Double>(repeating: 0)
    var before = current
    var twice = current
    for k in 0..<8 {
      let angle = Double.pi * Double(start + k) / Double(n)
      current[k] = cos(angle / 2)
      before[k] = current[k]
      twice[k] = 2 * cos(angle)
    }
    var coefficient = current * x[0]
    var reach = SIMD8<Double>(repeating: 0)
    var square = current * current
    var cross = reach
    let x = x.span
    let powers = powers.span
    let kinds = gaps.kinds.span
    for i in 1..<max(1, n) {
      reach = (reach + current) * powers[Int(kinds[i])]
      let next = twice * current - before
      before = current
      current = next
      coefficient += current * x[i]
      square += current * current
      cross += current * reach
    }
    let scale = 2 / Double(n)
    return (coefficient * coefficient * scale, 1 + 2 * cross / square)
  }
}
