import Glibc
import Numerics

/// Confidence intervals of R, rho, bias and ubRMSE that count how far neighbouring pairs repeat each other.
///
/// The autocorrelations of product, reference and difference are fitted once, on true time lags, and shared
/// by the metrics; each metric has its own effective sample size. The method, its sources and its measured
/// coverage are in docs/intervals.md.
///
/// ## Edge Cases
/// Fewer than three pairs give `tooFew`; a side (for bias and ubRMSE: the difference) that does not vary gives
/// `noVariance`; a correlation of ±1 gives `degenerate`. Values must be finite: pairs with a missing side are
/// the caller's to drop.
public struct Intervals: Sendable {
  private let times: SampledTimes?
  private let spread: PairSpread?
  private let pairs: PairDecays?
  private let pairCount: Int
  private let originals: (product: [Double], reference: [Double])

  /// The bootstrap of the metrics without a formula.
  private let bootstrap: BlockBootstrap

  /// Fits the autocorrelations of pairs.
  ///
  /// - Parameters:
  ///   - times: the instants, µs, strictly increasing; any gaps.
  ///   - product: one finite value per instant.
  ///   - reference: one finite value per instant.
  ///   - seed: the run's seed, for the metrics that are resampled.
  ///   - labels: what is compared, such as product, station, stratum: each has its own random stream.
  ///   - replicates: how often those metrics are resampled.
  /// - Precondition: the three have the same length.
  public init(
    times: [Int64], product: [Double], reference: [Double], seed: UInt64 = 0, labels: [String] = [],
    replicates: Int = 1000
  ) {
    precondition(times.count == product.count && times.count == reference.count, "pairs have two sides")
    pairCount = times.count
    originals = (product, reference)
    let sampled = times.count >= 3 ? SampledTimes(times: times) : nil
    self.times = sampled
    bootstrap = BlockBootstrap(
      sampled: sampled, product: product, reference: reference, seed: seed, labels: labels,
      replicates: replicates)
    guard let sampled else {
      spread = nil
      pairs = nil
      return
    }
    let spread = PairSpread(product: product, reference: reference)
    self.spread = spread
    pairs = PairDecays(spread, at: sampled)
  }

  /// The interval of a metric: by formula for R, rho, bias and ubRMSE, by block bootstrap for the others.
  ///
  /// For `A.R` make `Intervals` of the anomalies; its bootstrap can be held against their `r`. p-values have no
  /// interval (`noData`); that of `ubRMSE_corr` is made of ubRMSE's by ``ReferenceUncertainty``.
  public func interval(of metric: Metric, level: Double = 0.95) -> Interval {
    switch metric {
    case .r: r(level: level)
    case .rho: rho(level: level)
    case .bias: bias(level: level)
    case .ubRMSE: ubRMSE(level: level)
    default: bootstrap.interval(of: metric, level: level)
    }
  }

  /// The status of everything when there are fewer than three pairs.
  private var missing: Interval { Interval(missing: pairCount == 0 ? .noData : .tooFew) }

  /// The interval of Pearson's correlation.
  ///
  /// atanh R is half the log ratio of the variances of the standardised sum and difference of the sides; the
  /// ends of the two variances, memory included, give those of atanh R. They are for normal values, and are
  /// widened where the long-run variance of the pairs' own shares says so.
  public func r(level: Double = 0.95) -> Interval {
    guard let spread, let pairs, let times else { return missing }
    guard let r = spread.correlation else { return Interval(missing: .noVariance) }
    guard let axes = pairs.axes else { return Interval(missing: .degenerate) }
    // Each pair's share in atanh R: half the difference of the two axes' squares.
    let u = 1 / spread.productVariance.squareRoot()
    let v = 1 / spread.referenceVariance.squareRoot()
    let shares = spread.product.indices.map { i in
      let e = spread.product[i] * u
      let o = spread.reference[i] * v
      return ((e + o) * (e + o) / (1 + r) - (e - o) * (e - o) / (1 - r)) / 4
    }
    let slower = axes.sum.squareTime >= axes.apart.squareTime ? axes.sum : axes.apart
    let longRun = LowFrequencyVariance(
      shares, persistence: slower.squareMemory > 0 ? min(1, (axes.time - 1) / slower.squareMemory) : 0,
      decay: slower.decay.decay * slower.decay.decay, memory: slower.squareMemory, at: times)
    return Self.correlation(
      r, pairs, axes, widening: longRun.excess(over: axes.time), level: level)
  }

  /// The interval of Spearman's rank correlation: as for R, on the ranks and their own autocorrelation.
  ///
  /// The variance of atanh rho is 1 + rho²/2 times that of atanh R (Bonett and Wright 2000).
  public func rho(level: Double = 0.95) -> Interval {
    guard let times else { return missing }
    let spread = PairSpread(
      product: averageRanks(originals.product), reference: averageRanks(originals.reference))
    let pairs = PairDecays(spread, at: times)
    guard let r = spread.correlation else { return Interval(missing: .noVariance) }
    guard let axes = pairs.axes else { return Interval(missing: .degenerate) }
    return Self.correlation(r, pairs, axes, widening: (1 + r * r / 2).squareRoot(), level: level)
  }

  /// The interval of the bias, the mean of product − reference, in the unit of the data.
  ///
  /// Half width t·√(L/n): L is the long-run variance of the difference from its B slowest cosines, t has B
  /// degrees of freedom.
  public func bias(level: Double = 0.95) -> Interval {
    guard let spread, let pairs, let times else { return missing }
    guard let error = pairs.difference else { return Interval(missing: .noVariance) }
    let difference = zip(spread.product, spread.reference).map { $0 - $1 }
    let longRun = LowFrequencyVariance(difference, error, at: times)
    let half =
      StudentT.quantile((1 + level) / 2, degreesOfFreedom: Double(longRun.degreesOfFreedom))
      * (longRun.value / Double(pairCount)).squareRoot()
    return Interval(
      lower: spread.meanDifference - half, upper: spread.meanDifference + half,
      nEffective: pairs.effective(error.time))
  }

  /// The interval of the unbiased RMSE, in the unit of the data.
  ///
  /// The white and the remembering part of the error variance have each their own spread; the interval of
  /// their sum follows the method of variance estimates recovery. It is for normal errors, and is widened where
  /// the long-run variance of the squared errors says so.
  public func ubRMSE(level: Double = 0.95) -> Interval {
    guard let spread, let pairs, let times else { return missing }
    guard let error = pairs.difference else { return Interval(missing: .noVariance) }
    let variance = spread.differenceVariance
    let ends = error.interval(
      of: variance, share: (error.decay.rawPersistence + error.decay.persistence) / 2, count: pairCount,
      level: level)
    let squares = zip(spread.product, spread.reference).map { ($0 - $1) * ($0 - $1) / variance - 1 }
    let c = error.decay.persistence
    let longRun = LowFrequencyVariance(
      squares, persistence: c * c, decay: error.decay.decay * error.decay.decay,
      memory: error.squareMemory, at: times)
    let widening = longRun.excess(over: 2 * error.squareTime)
    return Interval(
      lower: max(ends.unbiased / 20, ends.unbiased - widening * (ends.unbiased - ends.lower)).squareRoot(),
      upper: (ends.unbiased + widening * (ends.upper - ends.unbiased)).squareRoot(),
      nEffective: pairs.effective(error.squareTime))
  }

  /// The ends of atanh r from those of the variances of the two axes, `widening` times as far, by tanh.
  private static func correlation(
    _ r: Double, _ pairs: PairDecays, _ axes: PairDecays.Axes, widening: Double, level: Double
  ) -> Interval {
    let sum = axes.sum.interval(
      of: 1, share: axes.sum.decay.persistence, count: pairs.count, level: level)
    let apart = axes.apart.interval(
      of: 1, share: axes.apart.decay.persistence, count: pairs.count, level: level)
    let centre = atanh(r) + (log(sum.unbiased) - log(apart.unbiased)) / 2
    let scale = widening * (axes.time / axes.separateTime).squareRoot() / 2
    let down = scale * hypot(log(sum.unbiased / sum.lower), log(apart.upper / apart.unbiased))
    let up = scale * hypot(log(sum.upper / sum.unbiased), log(apart.unbiased / apart.lower))
    return Interval(
      lower: tanh(centre - down), upper: tanh(centre + up), nEffective: pairs.effective(axes.time))
  }
}
