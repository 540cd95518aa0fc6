internal import Numerics

/// The difference of one metric between two products at one station, a − b, and how far it may be off.
///
/// The difference is that of the metrics' plain values, for every metric: of correlations (not of their Fisher
/// z), of `bias` with its sign. Which product is the better is another question: see ``Preference``.
public struct PairedDifference: Hashable, Sendable {
  /// Which metric.
  public let metric: Metric
  /// The metric of product a on the common samples; nil where it has none.
  public let valueA: Double?
  /// The metric of product b on the same samples.
  public let valueB: Double?
  /// How many common samples there are.
  public let pairs: Int
  /// The standard error of the difference, serial dependence counted; nil where there is none.
  public let standardError: Double?
  /// The degrees of freedom of the standard error.
  public let degreesOfFreedom: Double?
  /// How many independent pairs say as much about this difference; 0 where unknown.
  public let nEffective: Double
  /// `ok`; `fewEffective` (fewer than 15 independent pairs; all is given); otherwise why there is no spread:
  /// the metric's own status, or `noVariance` where both products err alike in every pair up to rounding.
  public let status: Status
  /// Differences on resampled time blocks, mean and standard deviation brought to ``estimate`` and
  /// ``standardError``; empty unless drawn (``PairedComparison/together(_:metric:seed:labels:replicates:)``).
  public internal(set) var replicates: [Double] = []

  /// Metric of a less metric of b; nil where either is missing.
  public var estimate: Double? {
    guard let valueA, let valueB else { return nil }
    return valueA - valueB
  }

  /// The interval estimate ± t·standard error.
  ///
  /// Symmetric, so that it leaves out zero exactly where `p` is below 1 − level.
  public func interval(level: Double = 0.95) -> Interval {
    guard let estimate, let standardError, let degreesOfFreedom else {
      return Interval(missing: status, nEffective: nEffective)
    }
    let half = StudentT.quantile((1 + level) / 2, degreesOfFreedom: degreesOfFreedom) * standardError
    return Interval(lower: estimate - half, upper: estimate + half, nEffective: nEffective)
  }

  /// The two-sided p-value of no difference, Student's t; nil where there is no standard error.
  public var p: Double? {
    guard let estimate, let standardError, let degreesOfFreedom else { return nil }
    return StudentT.twoSided(estimate / standardError, degreesOfFreedom: degreesOfFreedom)
  }

  /// A difference with its spread, or one of the values alone and why.
  init(
    _ metric: Metric, _ a: MetricValue, _ b: MetricValue, pairs: Int,
    memory: BlockBootstrap.Memory?, missing: Status = .ok
  ) {
    self.metric = metric
    self.pairs = pairs
    valueA = a.value
    valueB = b.value
    nEffective = memory?.effective ?? 0
    standardError = memory?.standardError
    degreesOfFreedom = memory.map { Double($0.degreesOfFreedom) }
    status =
      memory != nil ? (nEffective < Interval.fewestEffective ? .fewEffective : .ok) : missing
  }
}
