internal import Numerics

/// Values by network in an order of their own, so that the order they came in leaves no trace.
struct NetworkGroups: Sendable {
  /// The values of each network by magnitude, so that the sign does not change the order; networks by name.
  let members: [[Double]]
  /// The mean of each network.
  let means: [Double]
  /// The share of voices of each network; they sum to 1.
  let shares: [Double]
  /// The weighted mean.
  let mean: Double
  private let weighting: Weighting

  /// Groups values on a scale.
  init(_ values: [StationValue], weighting: Weighting, _ scale: (Double) -> Double) {
    var byName: [String: [Double]] = [:]
    for each in values { byName[each.network, default: []].append(scale(each.value)) }
    let members = byName.sorted { $0.key < $1.key }.map { network in
      network.value.sorted { ($0.magnitude, $0) < ($1.magnitude, $1) }
    }
    self.members = members
    let means = members.map { $0.reduce(0, +) / Double($0.count) }
    let shares = members.map {
      weighting == .station ? Double($0.count) / Double(values.count) : 1 / Double(members.count)
    }
    self.means = means
    self.shares = shares
    mean = zip(shares, means).reduce(0) { $0 + $1.0 * $1.1 }
    self.weighting = weighting
  }

  /// How many networks there are.
  var count: Int { members.count }

  /// Means of resampled networks, the stations of each drawn network resampled in it.
  func replicates(_ wanted: Int, from stream: inout RandomStream) -> [Double] {
    (0..<wanted).map { _ in
      var total = 0.0
      var voices = 0.0
      for _ in members.indices {
        let stations = members[stream.index(below: members.count)]
        var sum = 0.0
        for _ in stations.indices { sum += stations[stream.index(below: stations.count)] }
        total += weighting == .station ? sum : sum / Double(stations.count)
        voices += weighting == .station ? Double(stations.count) : 1
      }
      return total / voices
    }
  }
}

/// The variance of a weighted mean of network means, and its degrees of freedom.
struct ClusterVariance: Sendable {
  let standardError: Double
  let degreesOfFreedom: Double

  /// Estimates from at least two networks; nil where their means are equal up to rounding.
  init?(_ groups: NetworkGroups) {
    let p = groups.shares
    let count = p.count
    let expected = Self.relativeVariances(groups)
    let own = (0..<count).map { p[$0] * p[$0] * expected[$0] }.reduce(0, +)
    var squares = 0.0
    var largest = 0.0
    // Q = (I − 1p′)′ diag(p²) (I − 1p′): its trace with the working variances, and that of its square.
    let square = p.reduce(0) { $0 + $1 * $1 }
    func q(_ g: Int, _ h: Int) -> Double {
      (g == h ? p[g] * p[g] : 0) - p[g] * p[g] * p[h] - p[h] * p[h] * p[g] + square * p[g] * p[h]
    }
    var trace = 0.0
    var traceOfSquare = 0.0
    for g in 0..<count {
      let deviation = p[g] * (groups.means[g] - groups.mean)
      squares += deviation * deviation
      largest = max(largest, abs(groups.means[g]))
      trace += q(g, g) * expected[g]
      for h in 0..<count { traceOfSquare += q(g, h) * q(g, h) * expected[g] * expected[h] }
    }
    guard squares.squareRoot() > 1e-14 * largest, trace > 0, traceOfSquare > 0 else { return nil }
    standardError = (squares * own / trace).squareRoot()
    degreesOfFreedom = trace * trace / traceOfSquare
  }

  /// The variances of the network means up to a factor: ρ + (1 − ρ)/n_g with the correlation ρ of stations of a
  /// network by one-way analysis of variance.
  private static func relativeVariances(_ groups: NetworkGroups) -> [Double] {
    let sizes = groups.members.map { Double($0.count) }
    let total = sizes.reduce(0, +)
    let networks = Double(sizes.count)
    guard total > networks else { return sizes.map { _ in 1 } }
    let overall = zip(sizes, groups.means).reduce(0) { $0 + $1.0 * $1.1 } / total
    var within = 0.0
    var between = 0.0
    for (values, mean) in zip(groups.members, groups.means) {
      for value in values { within += (value - mean) * (value - mean) }
      between += Double(values.count) * (mean - overall) * (mean - overall)
    }
    let meanWithin = within / (total - networks)
    let typicalSize = (total - sizes.reduce(0) { $0 + $1 * $1 } / total) / (networks - 1)
    let ofNetworks = max(0, (between / (networks - 1) - meanWithin) / typicalSize)
    let correlation = ofNetworks + meanWithin > 0 ? ofNetworks / (ofNetworks + meanWithin) : 1
    return sizes.map { correlation + (1 - correlation) / $0 }
  }
}
