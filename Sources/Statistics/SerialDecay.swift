/// The autocorrelation of a series as white noise plus one exponential: ρ(k) = c·φ^k for lags k > 0.
///
/// c is the share of the variance that remembers, φ the decay per cell of the sampled times. `persistence` is
/// c shrunk for the chance that white noise shows it: c·max(0, 1 − 1/z²), z being c over its standard error
/// under white noise. Estimates use the shrunk value; the ubRMSE interval, which must not miss a slow part, the
/// mean of both.
struct SerialDecay: Sendable {
  /// c as fitted, in 0…1.
  let rawPersistence: Double
  /// c after shrinking, in 0…1.
  let persistence: Double
  /// φ, in 0…1.
  let decay: Double

  /// Fits c and φ by weighted least squares to autocorrelations at the lags of the sampled times.
  ///
  /// The mean was taken from the same samples, so that the expected autocorrelation is
  /// (ρ(k) − τ/n)/(1 − τ/n); with τ = 1 + c·memory(φ) this is linear in c, and φ is searched on a grid.
  ///
  /// - Parameter correlations: autocovariance over variance, one per lag of `times`.
  init(correlations r: [Double], at times: SampledTimes) {
    let n = Double(times.count)
    let lagCount = times.lags.count
    var best = Double.infinity
    var raw = 0.0
    var decay = 0.0
    var shrink = 0.0
    let w = times.weights.span
    let counts = times.lagCounts.span
    let r = r.span
    let powers = times.powers.span
    for candidate in times.decays.indices {
      let memory = times.memories[candidate]
      var yg = 0.0
      var gg = 0.0
      var yy = 0.0
      var noise = 0.0
      for l in 0..<lagCount {
        let q = (1 - r[l]) / n
        let y = r[l] + q
        let g = powers[candidate * lagCount + l] - q * memory
        let wg = w[l] * g
        yg += wg * y
        gg += wg * g
        yy += w[l] * y * y
        noise += wg * wg / counts[l]
      }
      guard gg > 0 else { continue }
      let c = min(1, max(0, yg / gg))
      let misfit = yy - 2 * c * yg + c * c * gg
      if misfit < best {
        best = misfit
        raw = c
        decay = times.decays[candidate]
        let z2 = noise > 0 ? c * c * gg * gg / noise : 0
        shrink = z2 > 1 ? 1 - 1 / z2 : 0
      }
    }
    rawPersistence = raw
    persistence = raw * shrink
    self.decay = decay
  }
}
