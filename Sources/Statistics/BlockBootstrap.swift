import Glibc
import Numerics

/// A seeded circular block bootstrap of pairs, its width calibrated for what short blocks miss.
///
/// A block is a run of consecutive pairs, the last pair being followed by the first; its length follows the
/// memory, per pair, of the metric's own influence series (Politis and White 2004 with the fitted
/// autocorrelation), so that gaps, across which nothing is remembered, shorten it. Block resampling
/// understates the spread of persistent series: the replicates give the shape of the interval, and the
/// long-run variance of the influence series its width, with Student's t for the freedom of that estimate.
///
/// The draws come from a stream of their own for each seed, list of labels and metric: neither the order of
/// calls nor threads change an interval.
///
/// - Source: Politis and Romano (1992), circular blocks; Politis and White (2004), Econom. Rev. 23, 53–70;
///   Davison and Hinkley (1997), §5.2 (basic interval on a variance-stabilising scale), §2.7 (influence).
public struct BlockBootstrap: Sendable {
  private let times: SampledTimes?
  private let pairCount: Int
  private let product: [Double]
  private let reference: [Double]
  private let seed: UInt64
  private let labels: [String]
  private let replicates: Int

  /// Prepares to resample pairs.
  ///
  /// - Parameters:
  ///   - times: the instants, µs, strictly increasing; any gaps.
  ///   - product: one finite value per instant.
  ///   - reference: one finite value per instant.
  ///   - seed: the run's seed.
  ///   - labels: what is compared, such as product, station, stratum; the metric is added.
  ///   - replicates: how often to resample.
  /// - Precondition: one length for all; at least one replicate.
  public init(
    times: [Int64], product: [Double], reference: [Double], seed: UInt64, labels: [String],
    replicates: Int = 1000
  ) {
    precondition(times.count == product.count && times.count == reference.count, "pairs have two sides")
    self.init(
      sampled: times.count >= 3 ? SampledTimes(times: times) : nil, product: product, reference: reference,
      seed: seed, labels: labels, replicates: replicates)
  }

  /// As the public initialiser, with times already laid out (nil: fewer than three).
  init(
    sampled: SampledTimes?, product: [Double], reference: [Double], seed: UInt64, labels: [String],
    replicates: Int
  ) {
    precondition(replicates > 0, "a bootstrap resamples at least once")
    times = sampled
    pairCount = product.count
    self.product = product
    self.reference = reference
    self.seed = seed
    self.labels = labels
    self.replicates = replicates
  }

  /// The interval of a metric; for `A.R` the two sides are the anomalies.
  ///
  /// p-values and `ubRMSE_corr` have none (`noData`). A metric undefined on the pairs, or on more than one replicate in twenty,
  /// is `degenerate`; a side (for errors: a difference) without variance is `noVariance`.
  public func interval(of metric: Metric, level: Double = 0.95) -> Interval {
    guard let times else { return Interval(missing: pairCount == 0 ? .noData : .tooFew) }
    if metric == .rho {
      return BlockBootstrap(
        sampled: times, product: averageRanks(product), reference: averageRanks(reference), seed: seed,
        labels: labels + ["rho"], replicates: replicates
      ).interval(of: .r, level: level)
    }
    let spread = PairSpread(product: product, reference: reference)
    switch metric {
    case .pR, .pRho, .pAnomalyR, .ubRMSECorrected: return Interval(missing: .noData)
    case .r, .anomalyR, .mseCorr, .kge, .rho:
      if spread.correlation == nil { return Interval(missing: .noVariance) }
    case .bias, .mseBias, .mseVar, .rmse, .mse, .mae, .ubRMSE:
      if spread.differenceVariance == 0 { return Interval(missing: .noVariance) }
    }
    let sums = PairSums(spread, product: product, reference: reference)
    guard let estimate = sums.pivot(of: metric, sums.mean), estimate.isFinite,
      let influence = sums.influence(on: metric)
    else { return Interval(missing: .degenerate) }
    guard let memory = Memory(influence, at: times) else { return Interval(missing: .degenerate) }
    var stream = RandomStream(seed: seed, labels: labels + [metric.rawValue])
    let blocks = BlockSums(sums.terms, length: memory.blockLength)
    var pivots: [Double] = []
    pivots.reserveCapacity(replicates)
    for _ in 0..<replicates {
      let mean = blocks.mean(from: &stream)
      if let pivot = sums.pivot(of: metric, mean), pivot.isFinite { pivots.append(pivot) }
    }
    guard let (lower, upper) = memory.ends(estimate, pivots, of: replicates, level: level) else {
      return Interval(missing: .degenerate, nEffective: memory.effective)
    }
    let ends = PairSums.ends(of: metric, lower, upper)
    return Interval(lower: ends.lower, upper: ends.upper, nEffective: memory.effective)
  }

  /// The interval of any number computed from resampled pairs.
  ///
  /// - Parameters:
  ///   - name: what is computed; part of the stream's labels.
  ///   - contributions: one number per pair whose serial dependence is that of the statistic, such as the pair's
  ///     own term of a mean; they set the block length, the calibration and the effective sample size.
  ///   - value: the statistic of the pairs at these indices (with repetition), on a scale without bounds, or
  ///     nil where undefined; called once with 0 ..< n.
  /// - Precondition: as many contributions as pairs.
  public func interval(
    named name: String, contributions: [Double], level: Double = 0.95, value: ([Int]) -> Double?
  ) -> Interval {
    precondition(contributions.count == pairCount, "each pair has its contribution")
    guard let times else { return Interval(missing: pairCount == 0 ? .noData : .tooFew) }
    let mean = contributions.reduce(0, +) / Double(pairCount)
    let centred = contributions.map { $0 - mean }
    guard let estimate = value(Array(0..<pairCount)), estimate.isFinite,
      let memory = Memory(centred, at: times)
    else { return Interval(missing: .degenerate) }
    var stream = RandomStream(seed: seed, labels: labels + [name])
    var values: [Double] = []
    var means: [Double] = []
    var indices = [Int](repeating: 0, count: pairCount)
    for _ in 0..<replicates {
      var filled = 0
      while filled < pairCount {
        let start = stream.index(below: pairCount)
        for step in 0..<min(memory.blockLength, pairCount - filled) {
          indices[filled + step] = (start + step) % pairCount
        }
        filled += min(memory.blockLength, pairCount - filled)
      }
      means.append(indices.reduce(0) { $0 + centred[$1] } / Double(pairCount))
      if let number = value(indices), number.isFinite { values.append(number) }
    }
    guard
      let (lower, upper) = memory.ends(
        estimate, values, of: replicates, level: level, contributionMeans: means)
    else { return Interval(missing: .degenerate, nEffective: memory.effective) }
    return Interval(lower: lower, upper: upper, nEffective: memory.effective)
  }
}
