import Glibc
internal import Numerics

/// Intervals for triple collocation: triplets are resampled in circular blocks, as ``BlockBootstrap`` does pairs.
///
/// Block length and width follow the influence series of each number. Scalings are taken as logarithms, error variances
/// and fMSE as they are, so that an interval may reach below zero: that says no more than that the error is too small
/// to be told from none. R and SNR are functions of fMSE and have its interval: the same triplets miss or hold all
/// three. On the logarithmic scale of SNR itself too many replicates have no value.
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
  /// variances and fMSE themselves do. More than one replicate in twenty without value is `degenerate`.
  /// - Precondition: the side is 0, 1 or 2.
  public func interval(of quantity: Quantity, side: Int, level: Double = 0.95) -> Interval {
    precondition((0..<3).contains(side), "a triplet has three sides")
    guard let times, let sums else { return Interval(missing: estimates.status) }
    let isRoot = quantity == .correlation || quantity == .signalToNoise
    if isRoot, estimates.sides[side].status != .ok { return Interval(missing: .negativeVariance) }
    guard let estimate = pivot(of: quantity, side, sums.mean) else {
      return Interval(missing: estimates.status == .ok ? .degenerate : estimates.status)
    }
    let about = quantity.pivot
    guard
      let influence = firstOrderInfluence(
        sums.terms, mean: sums.mean, lanes: 9, on: { pivot(of: quantity, side, $0) }),
      let memory = BlockBootstrap.Memory(influence, at: times)
    else { return Interval(missing: .degenerate) }
    var stream = RandomStream(seed: seed, labels: labels + [about.rawValue, "\(side)"])
    let blocks = BlockBootstrap.BlockSums(sums.terms, length: memory.blockLength)
    var pivots: [Double] = []
    pivots.reserveCapacity(replicates)
    for _ in 0..<replicates {
      if let pivot = pivot(of: quantity, side, blocks.mean(from: &stream)), pivot.isFinite {
        pivots.append(pivot)
      }
    }
    guard let ends = memory.ends(estimate, pivots, of: replicates, level: level) else {
      return Interval(missing: .degenerate, nEffective: memory.effective)
    }
    let sign = estimates.sides[side].sign
    let back = [ends.lower, ends.upper].map { quantity.value(ofPivot: $0, sign: sign) }.sorted()
    return Interval(lower: back[0], upper: back[1], nEffective: memory.effective)
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
