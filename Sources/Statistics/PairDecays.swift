/// The autocorrelations of pairs: product, reference, difference, and the two axes of their correlation.
///
/// The axes are the standardised sum and difference of the standardised sides: uncorrelated at lag zero, and
/// atanh R = ½ ln(variance of u+v / variance of u−v), so that the spread of atanh R is that of two variances.
struct PairDecays: Sendable {
  /// Of product − reference; nil where it does not vary.
  let difference: SerialDecay?
  /// Memories (see `SampledTimes.memory`) of the difference, at φ and at φ².
  let memory: (difference: Double, differenceSquare: Double)
  /// τ of the correlation: n/τ independent pairs would give atanh R the same spread; nil where R is undefined.
  let correlationTime: Double?
  private let count: Int

  /// Fits from centred sides; one pass over the pairs per lag serves all five autocorrelations.
  init(_ spread: PairSpread, at times: SampledTimes) {
    count = times.count
    let (ee, oo, eo) = times.autocovariances(spread.product, spread.reference)
    let lags = ee.indices
    func fit(_ correlations: [Double]) -> SerialDecay { SerialDecay(correlations: correlations, at: times) }

    var difference: SerialDecay?
    if spread.differenceVariance > 0 {
      difference = fit(lags.map { (ee[$0] + oo[$0] - 2 * eo[$0]) / spread.differenceVariance })
    }
    self.difference = difference
    let d = difference?.decay ?? 0

    guard let r = spread.correlation, abs(r) < 1 - 1e-12 else {
      let lanes = times.memory(of: SIMD8(d, d * d, 0, 0, 0, 0, 0, 0))
      memory = (lanes[0], lanes[1])
      correlationTime = nil
      return
    }
    let scale = (spread.productVariance * spread.referenceVariance).squareRoot()
    let u = ee.map { $0 / spread.productVariance }
    let v = oo.map { $0 / spread.referenceVariance }
    let product = fit(u)
    let reference = fit(v)
    let sum = fit(lags.map { (u[$0] + v[$0] + 2 * eo[$0] / scale) / (2 * (1 + r)) })
    let apart = fit(lags.map { (u[$0] + v[$0] - 2 * eo[$0] / scale) / (2 * (1 - r)) })
    func square(_ x: Double) -> Double { x * x }
    let lanes = times.memory(
      of: SIMD8(
        d, d * d, square(sum.decay), square(apart.decay), square(product.decay), square(reference.decay),
        product.decay * reference.decay, 0))
    memory = (lanes[0], lanes[1])
    // Half the sum of the two axes' times, less what sides of unequal memory make the axes share.
    let axes = 1 + (square(sum.persistence) * lanes[2] + square(apart.persistence) * lanes[3]) / 2
    let shared =
      (square(product.persistence) * lanes[4] + square(reference.persistence) * lanes[5]
        - 2 * product.persistence * reference.persistence * lanes[6]) / (4 * (1 - r * r))
    correlationTime = axes - min(max(0, shared), (1 - r * r) * (axes - 1))
  }

  /// n/τ, never above n.
  func effective(_ tau: Double) -> Double { Double(count) / max(1, tau) }
}
