internal import Numerics

/// What a station says, and the network it belongs to.
public struct StationValue: Hashable, Sendable {
  /// The network; what is unknown of it is shared by its stations.
  public let network: String
  /// A metric, or a difference of two.
  public let value: Double

  /// Names a value's network.
  public init(network: String, value: Double) {
    self.network = network
    self.value = value
  }
}

/// Whose voices are counted.
public enum Weighting: String, CaseIterable, Hashable, Sendable {
  /// Every station has one voice.
  case station
  /// Every network has one voice, however many stations it has.
  case network
}

/// On which scale values are averaged.
public enum AveragingScale: Hashable, Sendable {
  /// As they are.
  case plain
  /// Correlations as atanh r; mean and ends are brought back by tanh.
  case fisher
}

/// The mean of a metric over stations, with an interval for stations of networks like these.
///
/// Stations of a network share soil, sensors, climate and care; the network is the unit that was sampled. With
/// p_g the share of voices of network g, ȳ_g its mean and m = Σ p_g·ȳ_g, the variance of m is
/// V = κ·Σ p_g²(ȳ_g − m)²; κ makes V unbiased, and its degrees of freedom are Satterthwaite's, where stations of a
/// network correlate as the values themselves show (one-way analysis of variance). With equal networks κ is
/// G/(G − 1) and the freedom G − 1: Student's t on network means.
///
/// From five networks m ± t·√V; from twenty, the shape comes from a bootstrap of networks, then of stations within
/// them, and the width from V. Below five the status is `fewNetworks` and there is no interval: it would cover
/// 79 % with two. Measured coverage: docs/intervals.md.
///
/// - Source: Bell and McCaffrey (2002), Surv. Methodol. 28, 169–181; Imbens and Kolesár (2016), Rev. Econ. Stat.
///   98, 701–712 (degrees of freedom under a random-effects model); Davison and Hinkley (1997), §3.8.
public struct ClusteredMean: Hashable, Sendable {
  /// The arithmetic mean under the weighting; nil without values.
  public let arithmeticMean: Double?
  /// What the interval is of: the arithmetic mean, or for ``AveragingScale/fisher`` tanh of the mean of atanh r.
  public let estimate: Double?
  /// The lower end.
  public let lower: Double?
  /// The upper end.
  public let upper: Double?
  /// The two-sided p-value of a mean of zero, below 1 − level exactly where the interval leaves out zero.
  public let p: Double?
  /// The standard error on the averaging scale.
  public let standardError: Double?
  /// The degrees of freedom of the standard error.
  public let degreesOfFreedom: Double?
  /// How many networks have values.
  public let networks: Int
  /// How many values there are.
  public let stations: Int
  /// `ok`; `theseStations` (an interval, but for these very stations only); without an interval `noData`,
  /// `fewNetworks`, `noVariance` (all network means are equal) or `degenerate` (a value is not finite, or a
  /// correlation to be averaged by Fisher's z is ±1).
  public let status: Status

  /// Below this number of networks there is no interval.
  public static let fewestNetworks = 5
  /// From this number of networks the bootstrap gives the interval its shape.
  public static let bootstrapNetworks = 20

  /// The mean of values, and its interval.
  ///
  /// The order of the values does not matter, to the last bit.
  ///
  /// - Parameters:
  ///   - values: a value a station (or sensor).
  ///   - weighting: whose voices are counted.
  ///   - scale: on which scale values are averaged.
  ///   - level: the nominal coverage, above 0 and below 1.
  ///   - seed: the run's seed, for the bootstrap.
  ///   - labels: what is averaged, such as product, stratum, metric: each has its own random stream.
  ///   - replicates: how often networks are resampled.
  /// - Precondition: at least 20 replicates.
  public init(
    _ values: [StationValue], weighting: Weighting, scale: AveragingScale = .plain, level: Double = 0.95,
    seed: UInt64 = 0, labels: [String] = [], replicates: Int = 1000
  ) {
    precondition(replicates >= 20, "a bootstrap has tails")
    let plain = NetworkGroups(values, weighting: weighting) { $0 }
    let groups =
      scale == .plain ? plain : NetworkGroups(values, weighting: weighting) { atanhInside($0) }
    let arithmetic = values.isEmpty || !plain.mean.isFinite ? nil : plain.mean
    func back(_ x: Double) -> Double { scale == .plain ? x : tanhOf(x) }
    func missing(_ status: Status) -> ClusteredMean {
      ClusteredMean(
        arithmeticMean: arithmetic,
        estimate: arithmetic == nil || !groups.mean.isFinite ? nil : back(groups.mean), networks: plain.count,
        stations: values.count, status: status)
    }
    if values.isEmpty {
      self = missing(.noData)
    } else if !groups.mean.isFinite {
      self = missing(.degenerate)
    } else if groups.count < Self.fewestNetworks {
      self = missing(.fewNetworks)
    } else if let variance = ClusterVariance(groups) {
      var spread = CalibratedSpread(
        estimate: groups.mean, standardError: variance.standardError,
        degreesOfFreedom: variance.degreesOfFreedom)
      if groups.count >= Self.bootstrapNetworks {
        var stream = RandomStream(seed: seed, labels: labels + ["networks", weighting.rawValue])
        spread.shape(by: groups.replicates(replicates, from: &stream))
      }
      let ends = spread.interval(level: level)
      self.init(
        arithmeticMean: arithmetic, estimate: back(groups.mean), lower: back(ends.lower),
        upper: back(ends.upper), p: spread.p, standardError: variance.standardError,
        degreesOfFreedom: variance.degreesOfFreedom, networks: groups.count, stations: values.count,
        status: .ok)
    } else {
      self = missing(.noVariance)
    }
  }

  /// All fields; the missing ones nil.
  init(
    arithmeticMean: Double?, estimate: Double?, lower: Double? = nil, upper: Double? = nil,
    p: Double? = nil, standardError: Double? = nil, degreesOfFreedom: Double? = nil, networks: Int,
    stations: Int, status: Status
  ) {
    self.arithmeticMean = arithmeticMean
    self.estimate = estimate
    self.lower = lower
    self.upper = upper
    self.p = p
    self.standardError = standardError
    self.degreesOfFreedom = degreesOfFreedom
    self.networks = networks
    self.stations = stations
    self.status = status
  }
}
