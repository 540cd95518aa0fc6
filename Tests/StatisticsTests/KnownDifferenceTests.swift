import Foundation
import Numerics
import Testing

@testable import Statistics

/// Two products whose true difference is known, at 30 stations in 8 networks: what is found, and what is made up.
///
/// `LAB_PRINT_COVERAGE=1 swift test -c release --filter KnownDifference` prints power and false positives.
@Suite(.serialized) struct KnownDifferenceTests {
  /// Thirty stations.
  static let sizes = [1, 2, 2, 3, 4, 5, 6, 7]
  static let metrics: [Metric] = [.ubRMSE, .r, .mae, .bias]

  /// The p-values of each metric, by station and by network, of one experiment of a year.
  ///
  /// - Parameters:
  ///   - difference: how much larger the true ubRMSE of b is, on average over networks.
  ///   - spread: by how much the true difference varies from network to network, one standard deviation.
  static func experiment(phi: Double, difference: Double, spread: Double, trial: Int) -> [[ClusteredMean]] {
    var stream = RandomStream(seed: 6, stream: "networks", "\(phi)", "\(difference)", "\(spread)", "\(trial)")
    var values: [[StationValue]] = metrics.map { _ in [] }
    for (network, size) in sizes.enumerated() {
      var errors = NetworkErrors(phi: phi)
      errors.deviation = 0.04 + 0.01 * stream.uniform()
      let own = difference + spread * stream.normal()
      let stations = errors.draw(
        365, stations: size, difference: own, "\(difference)", "\(spread)", "\(trial)", "\(network)")
      for samples in stations {
        for (k, metric) in metrics.enumerated() {
          let a = value(of: metric, product: samples.a, reference: samples.station)
          let b = value(of: metric, product: samples.b, reference: samples.station)
          guard let a = a.value, let b = b.value else { continue }
          values[k].append(StationValue(network: "\(network)", value: a - b))
        }
      }
    }
    return values.map { values in
      Weighting.allCases.map { ClusteredMean(values, weighting: $0) }
    }
  }

  static func isFound(_ p: Double?) -> Bool { (p ?? 1) < 0.05 }

  /// With 2,000 experiments a rate of 5 % is known to ±0.5 points (one standard error): 7 % is four above.
  @Test(.enabled(if: isReleaseBuild)) func falsePositives() {
    Trials.head(
      "Two products without a true difference, 30 stations in 8 networks: found at p < 0.05, per cent",
      ["errors", "differences among networks"]
        + ["ubRMSE", "R", "MAE", "bias"].flatMap { ["\($0), station", "\($0), network"] }
        + ["any of 8 after BH"])
    for (phi, spread) in [(0.5, 0), (0.8, 0), (0.9, 0), (0.8, 0.004)] {
      let outcomes = Trials.run(2000) { trial in
        let found = Self.experiment(phi: phi, difference: 0, spread: spread, trial: trial).flatMap { $0 }
        let adjusted = FalseDiscovery.adjusted(found.map(\.p))
        return found.map { Self.isFound($0.p) } + [adjusted.contains(where: Self.isFound)]
      }
      let shares = Trials.shares(outcomes)
      Trials.row(["AR(\(phi))", "\(spread)"] + shares.map(Trials.percent))
      for share in shares { #expect(share <= 0.07, "AR(\(phi)), spread \(spread)") }
    }
  }

  @Test(.enabled(if: isReleaseBuild)) func power() {
    Trials.head(
      "True ubRMSE difference of 0.005: found at p < 0.05 and of the right sign, per cent",
      ["errors", "differences among networks", "station", "network", "sign wrong"])
    for (phi, spread) in [(0.5, 0), (0.8, 0), (0.9, 0), (0.8, 0.004)] {
      let outcomes = Trials.run(1000) { trial in
        let found = Self.experiment(phi: phi, difference: 0.005, spread: spread, trial: trial)[0]
        let isRight = found.map { Self.isFound($0.p) && ($0.estimate ?? 0) < 0 }
        return isRight + [found.contains { Self.isFound($0.p) && ($0.estimate ?? 0) > 0 }]
      }
      let shares = Trials.shares(outcomes)
      Trials.row(["AR(\(phi))", "\(spread)"] + shares.map(Trials.percent))
      #expect(shares[0] >= 0.4 && shares[1] >= 0.4 && shares[2] <= 0.01, "AR(\(phi)), spread \(spread)")
    }
  }

  /// Of ten comparisons five are of equal products: the share of false findings among all after adjustment.
  @Test(.enabled(if: isReleaseBuild)) func falseDiscoveryRate() {
    let trials = 1000
    let shares = Trials.run(trials) { trial -> (adjusted: Double, raw: Double) in
      let p = (0..<10).map { k in
        Self.experiment(phi: 0.8, difference: k < 5 ? 0 : 0.005, spread: 0, trial: 10_000 + 10 * trial + k)[
          0][0]
          .p
      }
      func falseShare(_ p: [Double?]) -> Double {
        let found = p.indices.filter { Self.isFound(p[$0]) }
        return found.isEmpty ? 0 : Double(found.count { $0 < 5 }) / Double(found.count)
      }
      return (falseShare(FalseDiscovery.adjusted(p)), falseShare(p))
    }
    let adjusted = shares.reduce(0) { $0 + $1.adjusted } / Double(trials)
    let raw = shares.reduce(0) { $0 + $1.raw } / Double(trials)
    Trials.head("False findings among all, five of ten products equal, per cent", ["p", "share"])
    Trials.row(["raw", Trials.percent(raw)])
    Trials.row(["Benjamini–Hochberg", Trials.percent(adjusted)])
    #expect(adjusted <= 0.05)
  }
}
