internal import Numerics

/// Two products held against one station on their common samples.
///
/// The samples' moments are taken once; every metric's difference and its first-order influence follow from
/// them. The long-run variance of the influence series, as ``BlockBootstrap`` uses it to set the width of its
/// intervals, is the squared standard error times n: what the products' errors share cancels in it, and what
/// remains is counted with its memory and across gaps.
///
/// - Source: Davison and Hinkley (1997), §2.7 (influence); Müller (2007) and Lazarus et al. (2018) for the
///   long-run variance and its Student's t.
public struct PairedComparison: Sendable {
  /// What is compared.
  public let samples: PairedSamples
  private let times: SampledTimes?

  /// Prepares to compare.
  public init(_ samples: PairedSamples) {
    self.samples = samples
    times = samples.count >= 3 ? SampledTimes(times: samples.times) : nil
  }

  /// The difference of a metric, a − b, without replicates.
  ///
  /// p-values and `ubRMSE_corr` have none (`noData`). For `A.R` the samples are anomalies.
  public func difference(of metric: Metric) -> PairedDifference { evaluated(metric).difference }

  /// What the difference of one metric is made of.
  struct Evaluated {
    var difference: PairedDifference
    let memory: BlockBootstrap.Memory?
    let sums: (a: PairSums, b: PairSums)?
    /// The metric the sums are asked for: `R` where they are of ranks.
    let metric: Metric
  }

  func evaluated(_ metric: Metric) -> Evaluated {
    let values = (
      a: value(of: metric, product: samples.a, reference: samples.station),
      b: value(of: metric, product: samples.b, reference: samples.stationB)
    )
    func missing(_ status: Status) -> Evaluated {
      Evaluated(
        difference: PairedDifference(
          metric, values.a, values.b, pairs: samples.count, memory: nil, missing: status), memory: nil,
        sums: nil, metric: metric)
    }
    switch metric {
    case .pR, .pRho, .pAnomalyR, .ubRMSECorrected: return missing(.noData)
    default: break
    }
    guard let times else { return missing(samples.times.isEmpty ? .noData : .tooFew) }
    if values.a.status != .ok { return missing(values.a.status) }
    guard let valueA = values.a.value, let valueB = values.b.value else { return missing(values.b.status) }
    let asked: Metric = metric == .rho ? .r : metric
    let sums = momentSums(ranked: metric == .rho)
    guard
      let influenceA = sums.a.influence(on: { sums.a.value(of: asked, $0) }),
      let influenceB = sums.b.influence(on: { sums.b.value(of: asked, $0) })
    else { return missing(.degenerate) }
    let influence = zip(influenceA, influenceB).map { $0 - $1 }
    guard let memory = BlockBootstrap.Memory(influence, at: times),
      memory.standardError > 1e-10 * (abs(valueA) + abs(valueB))
    else { return missing(.noVariance) }
    return Evaluated(
      difference: PairedDifference(metric, values.a, values.b, pairs: samples.count, memory: memory),
      memory: memory, sums: sums, metric: asked)
  }

  private func momentSums(ranked: Bool) -> (a: PairSums, b: PairSums) {
    let a = ranked ? averageRanks(samples.a) : samples.a
    let b = ranked ? averageRanks(samples.b) : samples.b
    let station = ranked ? averageRanks(samples.station) : samples.station
    let stationB = ranked ? averageRanks(samples.stationB) : samples.stationB
    return (
      PairSums(PairSpread(product: a, reference: station), product: a, reference: station),
      PairSums(PairSpread(product: b, reference: stationB), product: b, reference: stationB)
    )
  }
}
