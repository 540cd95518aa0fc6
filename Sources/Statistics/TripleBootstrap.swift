import Glibc
internal import Numerics

/// Intervals for triple collocation: triplets are resampled in circular blocks, as ``BlockBootstrap`` does pairs.
///
/// Block length and width follow the influence series of each number: the drawn moments are stretched about those of
/// the sample until the influence has its long-run variance, then the number is taken of each. The ends are percentiles.
/// They lean as the number does, and where a divisor comes near zero they reach far, instead of being narrowed for the
/// wild replicates' sake. An interval of an error variance or of fMSE may reach below zero: that says no more than that
/// the error is too small to be told from none. R and SNR are functions of fMSE and have its interval.
///
/// Every number here is divided by a covariance of two series. Where these are not correlated beyond chance, the
/// covariance may be zero and the number anything: no bounded interval is right then, and none is given.
///
/// - Source: Davison and Hinkley (1997), §5.3 (percentiles); Fieller (1954), J. R. Stat. Soc. B 16, 175–185, and Gleser
///   and Hwang (1987), Ann. Stat. 15, 1351–1362 (ratios have bounded intervals only where the divisor differs from
///   zero); the stretch is ours.
public struct TripleBootstrap: Sendable {
  /// What an interval can be of.
  public enum Quantity: String, CaseIterable, Hashable, Sendable {
    /// β.
    case scaling
    /// The error variance in the reference's unit squared.
    case scaledErrorVariance
    /// The error's standard deviation in the reference's unit; ends below zero are zero.
    case errorDeviation
    /// R, the correlation with the truth; ends of fMSE outside 0…1 are its ends 1 and 0.
    case correlation
    /// SNR, dB; `degenerate` where the interval of fMSE leaves 0…1, an end being infinite.
    case signalToNoise
    /// fMSE.
    case noiseShare
  }

  /// The estimates themselves.
  public let estimates: TripleCollocation
  private let times: SampledTimes?
  private let sums: TripleSums?
  private let seed: UInt64
  private let labels: [String]
  private let replicates: Int

  /// Prepares to resample triplets.
  ///
  /// - Parameters:
  ///   - times: the instants, µs, strictly increasing; any gaps.
  ///   - x: one value per instant, like `y` and `z`.
  ///   - y: the second series.
  ///   - z: the third series.
  ///   - reference: which of the three is the reference of the scalings: 0, 1 or 2.
  ///   - seed: the run's seed.
  ///   - labels: what is compared; quantity and side are added.
  ///   - replicates: how often to resample.
  /// - Precondition: one length for all; at least one replicate.
  public init(
    times: [Int64], _ x: [Double], _ y: [Double], _ z: [Double], reference: Int = 0, seed: UInt64,
    labels: [String], replicates: Int = 1000
  ) {
    precondition(times.count == x.count, "every triplet has its instant")
    precondition(replicates > 0, "a bootstrap resamples at least once")
    let estimates = TripleCollocation(x, y, z, reference: reference)
    self.estimates = estimates
    self.times = estimates.sides.isEmpty ? nil : SampledTimes(times: times)
    sums = estimates.sides.isEmpty ? nil : TripleSums(x, y, z)
    self.seed = seed
    self.labels = labels
    self.replicates = replicates
  }

  /// The interval of a quantity of one side, 0, 1 or 2.
  ///
  /// Without estimate the status is that of the estimate: R and SNR of a negative variance have no interval, the
  /// variances and fMSE themselves do; neither has a root whose interval lies wholly outside what is possible.
  /// `degenerate` where two series whose covariance divides are not correlated
  /// beyond chance at this level, or more than one replicate in twenty has no value.
  /// - Precondition: the side is 0, 1 or 2.
  public func interval(of quantity: Quantity, side: Int, level: Double = 0.95) -> Interval {
    precondition((0..<3).contains(side), "a triplet has three sides")
    guard let times, let sums else { return Interval(missing: estimates.status) }
    let isRoot = quantity == .correlation || quantity == .signalToNoise
    if isRoot, estimates.sides[side].status != .ok { return Interval(missing: .negativeVariance) }
    guard pivot(of: quantity, side, sums.mean) != nil else {
      return Interval(missing: estimates.status == .ok ? .degenerate : estimates.status)
    }
    let about = quantity.pivot
    guard divisors(of: about, side).allSatisfy({ areCorrelated($0, $1, times, sums, level: level) }),
      let influence = firstOrderInfluence(
        sums.terms, mean: sums.mean, lanes: 9, on: { pivot(of: quantity, side, $0) }),
      let memory = BlockBootstrap.Memory(influence, at: times)
    else { return Interval(missing: .degenerate) }
    // The influence rides along in a spare lane, to be drawn in the same blocks.
    let spare = 9
    var terms = sums.terms
    for i in terms.indices { terms[i][spare] = influence[i] }
    var stream = RandomStream(seed: seed, labels: labels + [about.rawValue, "\(side)"])
    let blocks = BlockBootstrap.BlockSums(terms, length: memory.blockLength)
    let means = (0..<replicates).map { _ in blocks.mean(from: &stream) }
    guard let stretch = memory.stretch(means.map { $0[spare] }, level: level)
    else { return Interval(missing: .degenerate, nEffective: memory.effective) }
    let pivots = means.compactMap { mean -> Double? in
      let pivot = pivot(of: quantity, side, sums.mean + stretch * (mean - sums.mean))
      return pivot.flatMap { $0.isFinite ? $0 : nil }
    }
    guard let ends = BlockBootstrap.Memory.percentiles(of: pivots, of: replicates, level: level)
    else { return Interval(missing: .degenerate, nEffective: memory.effective) }
    let sign = estimates.sides[side].sign
    let back = [ends.lower, ends.upper].map { quantity.value(ofPivot: $0, sign: sign) }.sorted()
    // Both ends cut to one: no variance in the interval is possible, and a width of zero would claim to know.
    guard back[0] < back[1] || !back[0].isFinite else {
      return Interval(missing: .negativeVariance, nEffective: memory.effective)
    }
    return Interval(lower: back[0], upper: back[1], nEffective: memory.effective)
  }

  /// The pairs of series whose covariances must not be zero for a quantity to be determined.
  ///
  /// With r the reference and k the third: β of side i is σᵣₖ/σᵢₖ, of which the logarithm needs both; its error
  /// variance times β² is β²σᵢᵢ − σᵣₖσᵢᵣ/σᵢₖ. Shares, and the reference's own error, are divided by σⱼₖ of the others.
  private func divisors(of pivot: Quantity, _ side: Int) -> [(Int, Int)] {
    let reference = estimates.reference
    if pivot == .noiseShare || side == reference { return [((side + 1) % 3, (side + 2) % 3)] }
    let third = 3 - side - reference
    return pivot == .scaling ? [(side, third), (reference, third)] : [(side, third)]
  }

  /// Whether the correlation of two series differs from zero: Student's t on Fisher's z, memory counted.
  private func areCorrelated(
    _ a: Int, _ b: Int, _ times: SampledTimes, _ sums: TripleSums, level: Double
  ) -> Bool {
    func fisher(_ moments: SIMD16<Double>) -> Double? {
      let product = TripleSums.covariance(a, a, moments) * TripleSums.covariance(b, b, moments)
      let z = atanh(TripleSums.covariance(a, b, moments) / product.squareRoot())
      return z.isFinite ? z : nil
    }
    guard let z = fisher(sums.mean),
      let influence = firstOrderInfluence(sums.terms, mean: sums.mean, lanes: 9, on: fisher),
      let memory = BlockBootstrap.Memory(influence, at: times)
    else { return false }
    let t = StudentT.quantile((1 + level) / 2, degreesOfFreedom: Double(memory.degreesOfFreedom))
    return abs(z) > t * memory.standardError
  }

  /// The quantity on the scale on which its interval is taken; nil where it is undefined there.
  private func pivot(of quantity: Quantity, _ side: Int, _ moments: SIMD16<Double>) -> Double? {
    guard let side = TripleCollocation.side(side, reference: estimates.reference, moments) else { return nil }
    switch quantity.pivot {
    case .scaling: return side.scaling * side.sign > 0 ? log(abs(side.scaling)) : nil
    case .noiseShare: return side.noiseShare
    default: return side.scaledErrorVariance
    }
  }
}

extension TripleBootstrap.Quantity {
  /// The quantity whose replicates give the interval.
  fileprivate var pivot: Self {
    switch self {
    case .scaling, .noiseShare, .scaledErrorVariance: self
    case .errorDeviation: .scaledErrorVariance
    case .correlation, .signalToNoise: .noiseShare
    }
  }

  /// The quantity at an end of its pivot.
  fileprivate func value(ofPivot pivot: Double, sign: Double) -> Double {
    switch self {
    case .scaling: sign * exp(pivot)
    case .noiseShare, .scaledErrorVariance: pivot
    case .signalToNoise: pivot > 0 && pivot < 1 ? decibels(ofShare: 1 - pivot) : .infinity
    case .errorDeviation: max(0, pivot).squareRoot()
    case .correlation: sign * min(1, max(0, 1 - pivot)).squareRoot()
    }
  }
}
