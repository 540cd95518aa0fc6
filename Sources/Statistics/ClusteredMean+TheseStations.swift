/// A difference of two products at a station, and the network it belongs to.
public struct StationDifference: Hashable, Sendable {
  /// The network.
  public let network: String
  /// The difference, with the replicates the network's stations share.
  public let difference: PairedDifference

  /// Names a difference's network.
  public init(network: String, difference: PairedDifference) {
    self.network = network
    self.difference = difference
  }
}

extension ClusteredMean {
  /// The mean difference over these very stations: what is left to say below five networks.
  ///
  /// What varies is time: how the difference would have come out in other years at the same places. Replicate k of
  /// a network's stations shares its time blocks; networks are resampled apart. The interval is mean ± t times
  /// the spread of the averaged replicates, t with the mean of the stations' degrees of freedom. Status
  /// `theseStations`; stations without a difference do not count, and where one has a difference but no
  /// replicates there is no interval (`degenerate`), unless its difference is free of error (`noVariance`).
  ///
  /// - Precondition: replicates of one number at all stations that have any.
  public init(theseStations all: [StationDifference], weighting: Weighting, level: Double = 0.95) {
    let present = all.compactMap { each in
      each.difference.estimate.map { (each: each, estimate: $0) }
    }
    let values = present.map { StationValue(network: $0.each.network, value: $0.estimate) }
    let groups = NetworkGroups(values, weighting: weighting) { $0 }
    func missing(_ status: Status) -> ClusteredMean {
      ClusteredMean(
        arithmeticMean: values.isEmpty ? nil : groups.mean, estimate: values.isEmpty ? nil : groups.mean,
        networks: groups.count, stations: values.count, status: status)
    }
    if values.isEmpty {
      self = missing(.noData)
      return
    }
    if present.contains(where: {
      $0.each.difference.replicates.isEmpty && $0.each.difference.status != .noVariance
    }) {
      self = missing(.degenerate)
      return
    }
    let varying = present.filter { !$0.each.difference.replicates.isEmpty }
    guard let wanted = varying.first?.each.difference.replicates.count else {
      self = missing(.noVariance)
      return
    }
    precondition(
      varying.allSatisfy { $0.each.difference.replicates.count == wanted }, "replicates belong together")
    var variance = 0.0
    let names = Set(varying.map(\.each.network)).sorted()
    let sizes = Dictionary(values.map { ($0.network, 1.0) }, uniquingKeysWith: +)
    var freedom = 0.0
    for name in names {
      let stations = varying.filter { $0.each.network == name }
        .sorted {
          ($0.estimate, $0.each.difference.standardError ?? 0)
            < ($1.estimate, $1.each.difference.standardError ?? 0)
        }
      let voice =
        weighting == .station ? 1 / Double(values.count) : 1 / (Double(groups.count) * (sizes[name] ?? 1))
      var pooled = [Double](repeating: 0, count: wanted)
      for (each, estimate) in stations {
        for k in 0..<wanted { pooled[k] += voice * (each.difference.replicates[k] - estimate) }
        freedom += each.difference.degreesOfFreedom ?? 1
      }
      variance += pooled.reduce(0) { $0 + $1 * $1 } / Double(wanted)
    }
    guard variance > 0 else {
      self = missing(.noVariance)
      return
    }
    let spread = CalibratedSpread(
      estimate: groups.mean, standardError: variance.squareRoot(),
      degreesOfFreedom: freedom / Double(varying.count))
    let ends = spread.interval(level: level)
    self.init(
      arithmeticMean: groups.mean, estimate: groups.mean, lower: ends.lower, upper: ends.upper, p: spread.p,
      standardError: spread.standardError, degreesOfFreedom: spread.degreesOfFreedom, networks: groups.count,
      stations: values.count, status: .theseStations)
  }
}
