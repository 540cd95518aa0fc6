/// The autocorrelations of pairs: product, reference, difference, and the two axes of their correlation.
///
/// The axes are the sum and the difference of the standardised sides: uncorrelated at lag zero, and
/// atanh R = ½ ln(variance of the sum / variance of the difference), so that the spread of atanh R is that of
/// two variances.
struct PairDecays: Sendable {
  /// The two axes, and the times by which they lengthen the spread of atanh R.
  struct Axes: Sendable {
    let sum: Remembered
    let apart: Remembered
    /// τ of the correlation, were the axes independent of each other.
    let separateTime: Double
    /// τ of the correlation: n/τ independent pairs would give atanh R the same spread.
    let time: Double
  }

  /// Of product − reference; nil where it does not vary.
  let difference: Remembered?
  /// Nil where R is undefined or ±1.
  let axes: Axes?
  /// The number of pairs.
  let count: Int

  /// Fits from centred sides; one pass over the pairs per lag serves all five autocorrelations.
  init(_ spread: PairSpread, at times: SampledTimes) {
    count = times.count
    let (ee, oo, eo) = times.autocovariances(spread.product, spread.reference)
    let lags = ee.indices
    func fit(_ correlations: [Double]) -> SerialDecay { SerialDecay(correlations: correlations, at: times) }
    func square(_ x: Double) -> Double { x * x }

    var difference: SerialDecay?
    if spread.differenceVariance > 0 {
      difference = fit(lags.map { (ee[$0] + oo[$0] - 2 * eo[$0]) / spread.differenceVariance })
    }
    let d = difference?.decay ?? 0
    guard let r = spread.correlation, abs(r) < 1 - 1e-12 else {
      let memories = times.memory(of: SIMD8(d, d * d, 0, 0, 0, 0, 0, 0))
      self.difference = difference.map {
        Remembered(decay: $0, memory: memories[0], squareMemory: memories[1])
      }
      axes = nil
      return
    }
    let scale = spread.productVariance.squareRoot() * spread.referenceVariance.squareRoot()
    let u = ee.map { $0 / spread.productVariance }
    let v = oo.map { $0 / spread.referenceVariance }
    let product = fit(u)
    let reference = fit(v)
    let sum = fit(lags.map { (u[$0] + v[$0] + 2 * eo[$0] / scale) / (2 * (1 + r)) })
    let apart = fit(lags.map { (u[$0] + v[$0] - 2 * eo[$0] / scale) / (2 * (1 - r)) })
    let memories = times.memory(
      of: SIMD8(
        d, d * d, sum.decay, square(sum.decay), apart.decay, square(apart.decay),
        product.decay * reference.decay, 0))
    let sides = times.memory(of: SIMD8(square(product.decay), square(reference.decay), 0, 0, 0, 0, 0, 0))
    self.difference = difference.map {
      Remembered(decay: $0, memory: memories[0], squareMemory: memories[1])
    }
    let sumAxis = Remembered(decay: sum, memory: memories[2], squareMemory: memories[3])
    let apartAxis = Remembered(decay: apart, memory: memories[4], squareMemory: memories[5])
    // Half the sum of the two axes' times, less what sides of unequal memory make the axes share.
    let separate = (sumAxis.squareTime + apartAxis.squareTime) / 2
    let shared =
      (square(product.persistence) * sides[0] + square(reference.persistence) * sides[1]
        - 2 * product.persistence * reference.persistence * memories[6]) / (4 * (1 - r * r))
    axes = Axes(
      sum: sumAxis, apart: apartAxis, separateTime: separate,
      time: separate - min(max(0, shared), (1 - r * r) * (separate - 1)))
  }

  /// n/τ, never above n.
  func effective(_ tau: Double) -> Double { Double(count) / max(1, tau) }
}
