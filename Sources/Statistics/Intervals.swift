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

  /// Fits the autocorrelations of pairs.
  ///
  /// - Parameters:
  ///   - times: the instants, µs, strictly increasing; any gaps.
  ///   - product: one finite value per instant.
  ///   - reference: one finite value per instant.
  /// - Precondition: the three have the same length.
  public init(times: [Int64], product: [Double], reference: [Double]) {
    precondition(times.count == product.count && times.count == reference.count, "pairs have two sides")
    pairCount = times.count
    originals = (product, reference)
    guard times.count >= 3 else {
      self.times = nil
      spread = nil
      pairs = nil
      return
    }
    let sampled = SampledTimes(times: times)
    let spread = PairSpread(product: product, reference: reference)
    self.times = sampled
    self.spread = spread
    pairs = PairDecays(spread, at: sampled)
  }

  /// The status of everything when there are fewer than three pairs.
  private var missing: Interval { Interval(missing: pairCount == 0 ? .noData : .tooFew) }

  /// The interval of Pearson's correlation: atanh R ± t/√(n_eff − 3).
  ///
  /// t has n_eff/2 degrees of freedom, at least 4, because n_eff is itself estimated.
  public func r(level: Double = 0.95) -> Interval {
    guard let spread, let pairs else { return missing }
    return Self.correlation(spread, pairs, level: level) { _ in 1 }
  }

  /// The interval of Spearman's rank correlation: as for R, on the ranks and their own autocorrelation.
  ///
  /// The variance of atanh rho is 1 + rho²/2 times that of atanh R (Bonett and Wright 2000).
  public func rho(level: Double = 0.95) -> Interval {
    guard let times else { return missing }
    let spread = PairSpread(
      product: averageRanks(originals.product), reference: averageRanks(originals.reference))
    return Self.correlation(spread, PairDecays(spread, at: times), level: level) { 1 + $0 * $0 / 2 }
  }

  /// The interval of the bias, the mean of product − reference, in the unit of the data.
  ///
  /// Half width t·√(L/n): L is the long-run variance of the difference from its B slowest cosines, t has B
  /// degrees of freedom.
  public func bias(level: Double = 0.95) -> Interval {
    guard let spread, let pairs, let times else { return missing }
    guard let decay = pairs.difference else { return Interval(missing: .noVariance) }
    let difference = zip(spread.product, spread.reference).map { $0 - $1 }
    let longRun = LowFrequencyVariance(difference, decay, memory: pairs.memory.difference, at: times)
    let half =
      StudentT.quantile((1 + level) / 2, degreesOfFreedom: Double(longRun.degreesOfFreedom))
      * (longRun.value / Double(pairCount)).squareRoot()
    return Interval(
      lower: spread.meanDifference - half, upper: spread.meanDifference + half,
      nEffective: pairs.effective(1 + decay.persistence * pairs.memory.difference))
  }

  /// The interval of the unbiased RMSE, in the unit of the data.
  ///
  /// The white and the remembering part of the error variance have each their own spread; the interval of
  /// their sum follows the method of variance estimates recovery.
  public func ubRMSE(level: Double = 0.95) -> Interval {
    guard let spread, let pairs else { return missing }
    guard let decay = pairs.difference else { return Interval(missing: .noVariance) }
    let ends = VarianceInterval(
      variance: spread.differenceVariance, decay: decay, memory: pairs.memory.difference,
      squareMemory: pairs.memory.differenceSquare, count: pairCount, level: level)
    let c = decay.persistence
    return Interval(
      lower: ends.lower.squareRoot(), upper: ends.upper.squareRoot(),
      nEffective: pairs.effective(1 + c * c * pairs.memory.differenceSquare))
  }

  /// atanh r ± t·√(inflation/(n_eff − 3)), brought back.
  private static func correlation(
    _ spread: PairSpread, _ pairs: PairDecays, level: Double, inflation: (Double) -> Double
  ) -> Interval {
    guard let r = spread.correlation else { return Interval(missing: .noVariance) }
    guard let tau = pairs.correlationTime, abs(r) < 1 - 1e-12 else { return Interval(missing: .degenerate) }
    let effective = pairs.effective(tau)
    let half =
      StudentT.quantile((1 + level) / 2, degreesOfFreedom: max(4, effective / 2))
      * (inflation(r) / max(1, effective - 3)).squareRoot()
    return Interval(lower: tanh(atanh(r) - half), upper: tanh(atanh(r) + half), nEffective: effective)
  }
}

/// The rank of every value, from 1, ties sharing the mean of their ranks.
func averageRanks(_ values: [Double]) -> [Double] {
  let order = values.indices.sorted { values[$0] < values[$1] }
  var ranks = [Double](repeating: 0, count: values.count)
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
    for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
    start = end
  }
  return ranks
}
