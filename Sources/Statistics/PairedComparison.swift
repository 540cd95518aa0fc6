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

  /// A difference, and the memory it was fitted with; the moments are left behind, being larger than the samples.
  struct Evaluated {
    let difference: PairedDifference
    let memory: BlockBootstrap.Memory?
  }

  func evaluated(_ metric: Metric) -> Evaluated {
    let values = (
      a: value(of: metric, product: samples.a, reference: samples.station),
      b: value(of: metric, product: samples.b, reference: samples.stationB)
    )
    func missing(_ status: Status) -> Evaluated {
      Evaluated(
        difference: PairedDifference(
          metric, values.a, values.b, pairs: samples.count, memory: nil, missing: status), memory: nil)
    }
    switch metric {
    case .pR, .pRho, .pAnomalyR, .ubRMSECorrected: return missing(.noData)
    default: break
    }
    guard let times else { return missing(samples.times.isEmpty ? .noData : .tooFew) }
    if values.a.status != .ok { return missing(values.a.status) }
    guard let valueA = values.a.value, let valueB = values.b.value else { return missing(values.b.status) }
    let sums = DifferenceSums(samples, for: metric)
    guard let influence = sums.influence, influence.allSatisfy(\.isFinite) else {
      return missing(.degenerate)
    }
    guard let memory = BlockBootstrap.Memory(influence, at: times),
      memory.standardError > 1e-10 * (abs(valueA) + abs(valueB))
    else { return missing(.noVariance) }
    return Evaluated(
      difference: PairedDifference(metric, values.a, values.b, pairs: samples.count, memory: memory),
      memory: memory)
  }
}

/// The moments of both products' pairs, from which the difference of a metric follows.
struct DifferenceSums {
  let a: PairSums
  let b: PairSums
  /// The metric the moments are asked for: `R` where they are of ranks.
  private let metric: Metric

  /// Takes the moments of samples, for rho of their ranks.
  init(_ samples: PairedSamples, for metric: Metric) {
    func ranked(_ values: [Double]) -> [Double] { metric == .rho ? averageRanks(values) : values }
    func sums(_ product: [Double], _ station: [Double]) -> PairSums {
      PairSums(PairSpread(product: product, reference: station), product: product, reference: station)
    }
    a = sums(ranked(samples.a), ranked(samples.station))
    b = sums(ranked(samples.b), ranked(samples.stationB))
    self.metric = metric == .rho ? .r : metric
  }

  /// The difference of the metric at mean moments of a and of b; nil where one is undefined.
  func difference(_ meanA: SIMD8<Double>, _ meanB: SIMD8<Double>) -> Double? {
    guard let valueA = a.value(of: metric, meanA), let valueB = b.value(of: metric, meanB) else { return nil }
    return valueA - valueB
  }

  /// How much each sample moves the difference; nil where that is undefined.
  var influence: [Double]? {
    guard let influenceA = a.influence(on: { a.value(of: metric, $0) }),
      let influenceB = b.influence(on: { b.value(of: metric, $0) })
    else { return nil }
    return zip(influenceA, influenceB).map { $0 - $1 }
  }
}
