import Foundation
import Numerics
import Testing

@testable import Statistics

/// Means over stations of networks.
@Suite struct ClusteredMeanTests {
  static func values(_ members: [[Double]]) -> [StationValue] {
    members.enumerated().flatMap { network, values in
      values.map { StationValue(network: "n\(network)", value: $0) }
    }
  }

  /// Networks of 1…6 stations about means of their own.
  static func drawn(_ networks: Int, seed: UInt64 = 1) -> [StationValue] {
    var stream = RandomStream(seed: seed, stream: "networks")
    return values(
      (0..<networks).map { g in
        let mean = 0.5 + 0.1 * stream.normal()
        return (0...(g % 6)).map { _ in mean + 0.05 * stream.normal() }
      })
  }

  /// Five networks of one station: Student's t with 4 degrees of freedom on 1…5.
  @Test(arguments: Weighting.allCases) func equalNetworksAreStudents(weighting: Weighting) {
    let found = ClusteredMean(Self.values([[1], [2], [3], [4], [5]]), weighting: weighting)
    #expect(found.status == .ok && found.networks == 5 && found.stations == 5)
    #expect(close(found.estimate, 3) && close(found.arithmeticMean, 3))
    #expect(close(found.standardError, 0.5.squareRoot()) && close(found.degreesOfFreedom, 4))
    #expect(close(found.upper, 3 + 2.7764451051977987 * 0.5.squareRoot(), 1e-8))
    #expect(close(found.p, StudentT.twoSided(3 / 0.5.squareRoot(), degreesOfFreedom: 4)))
  }

  /// Equal networks of equal stations: only the network means count, whatever the weighting.
  @Test func stationsOfEqualNetworksAreAveragedFirst() {
    let members: [[Double]] = [[1, 3], [2, 2], [5, 7], [0, 4], [3, 3.5]]
    let means = ClusteredMean(Self.values(members.map { [($0[0] + $0[1]) / 2] }), weighting: .network)
    for weighting in Weighting.allCases {
      let found = ClusteredMean(Self.values(members), weighting: weighting)
      #expect(close(found.estimate, means.estimate) && close(found.standardError, means.standardError))
      #expect(close(found.degreesOfFreedom, 4) && found.stations == 10)
    }
  }

  /// Unequal networks: the two weightings average differently.
  @Test func weightings() {
    let members: [[Double]] = [[1, 1, 1, 1], [2], [3], [4], [5, 6]]
    let byStation = ClusteredMean(Self.values(members), weighting: .station)
    let byNetwork = ClusteredMean(Self.values(members), weighting: .network)
    #expect(close(byStation.estimate, 24.0 / 9) && close(byNetwork.estimate, 3.1))
    #expect((byStation.degreesOfFreedom ?? 9) < 4 && (byNetwork.degreesOfFreedom ?? 9) <= 4)
  }

  @Test func fewNetworksAreRefused() {
    let found = ClusteredMean(Self.values([[1, 2], [2], [3], [4]]), weighting: .station)
    #expect(found.status == .fewNetworks && found.lower == nil && found.p == nil)
    #expect(close(found.estimate, 2.4) && found.networks == 4)
    #expect(ClusteredMean([], weighting: .station).status == .noData)
    #expect(ClusteredMean(Self.values([[1], [1], [1], [1], [1]]), weighting: .network).status == .noVariance)
    let infinite = ClusteredMean(Self.values([[1], [1], [.infinity], [1], [1]]), weighting: .network)
    #expect(infinite.status == .degenerate && infinite.estimate == nil)
  }

  @Test func correlationsByFishersZ() {
    let members = [[0.9], [0.8], [0.5], [0.7, 0.6], [0.85]]
    let found = ClusteredMean(Self.values(members), weighting: .network, scale: .fisher)
    let z = [atanh(0.9), atanh(0.8), atanh(0.5), (atanh(0.7) + atanh(0.6)) / 2, atanh(0.85)]
    #expect(close(found.estimate, tanh(z.reduce(0, +) / 5)) && close(found.arithmeticMean, 0.74))
    let onZ = ClusteredMean(Self.values(members.map { $0.map { atanh($0) } }), weighting: .network)
    #expect(close(found.upper, onZ.upper.map { tanh($0) }) && close(found.p, onZ.p))
    #expect((found.upper ?? 9) < 1)
    let perfect = ClusteredMean(
      Self.values([[1], [0.8], [0.5], [0.7], [0.85]]), weighting: .network, scale: .fisher)
    #expect(perfect.status == .degenerate && close(perfect.arithmeticMean, 0.77) && perfect.estimate == nil)
  }

  /// Neither the order of stations nor of networks changes a bit; the sign mirrors.
  @Test(arguments: [6, 12, 25]) func orderAndSign(networks: Int) {
    let values = Self.drawn(networks)
    for weighting in Weighting.allCases {
      let one = ClusteredMean(values, weighting: weighting, seed: 1, labels: ["a"], replicates: 200)
      let turned = ClusteredMean(
        values.reversed(), weighting: weighting, seed: 1, labels: ["a"], replicates: 200)
      #expect(one == turned)
      let mirrored = ClusteredMean(
        values.map { StationValue(network: $0.network, value: -$0.value) }, weighting: weighting, seed: 1,
        labels: ["a"], replicates: 200)
      #expect(close(one.estimate, mirrored.estimate.map { -$0 }))
      #expect(close(one.standardError, mirrored.standardError))
      #expect(close(one.upper, mirrored.lower.map { -$0 }) && close(one.p, mirrored.p))
    }
  }

  /// The interval leaves out zero exactly where p is below 5 %.
  @Test func intervalAndPAgree() {
    for networks in [5, 11, 20, 30] {
      let values = Self.drawn(networks, seed: 2)
      for shift in stride(from: 0.4, through: 0.6, by: 0.005) {
        let moved = values.map { StationValue(network: $0.network, value: $0.value - shift) }
        let found = ClusteredMean(moved, weighting: .station, seed: 1, replicates: 200)
        let leavesOut = (found.lower ?? 0) > 0 || (found.upper ?? 0) < 0
        #expect(leavesOut == ((found.p ?? 1) < 0.05))
        #expect((0...1).contains(found.p ?? 9))
      }
    }
  }

  /// Far from zero the p-value falls below what replicates can resolve.
  @Test func tinyP() {
    let values = Self.drawn(30)
    let found = ClusteredMean(values, weighting: .network, seed: 1, replicates: 200)
    #expect((found.p ?? 1) < 1e-6)
  }

  @Test func theseStations() {
    let comparisons = (1...3).map { PairedComparison(PairedDifferenceTests.samples(seed: UInt64($0))) }
    let differences = PairedComparison.together(
      comparisons, metric: .ubRMSE, seed: 1, labels: ["net"], replicates: 400)
    let stations = differences.map { StationDifference(network: "net", difference: $0) }
    let found = ClusteredMean(theseStations: stations, weighting: .station)
    #expect(found.status == .theseStations && found.networks == 1 && found.stations == 3)
    let mean = differences.reduce(0) { $0 + ($1.estimate ?? .nan) } / 3
    #expect(close(found.estimate, mean))
    // Independent stations: about a third of the variance of one.
    let alone = differences.map { $0.standardError ?? .nan }
    let independent = alone.reduce(0) { $0 + $1 * $1 }.squareRoot() / 3
    #expect(abs((found.standardError ?? .nan) / independent - 1) < 0.15)
    // The same station three times is one station.
    let thrice = (1...3).map { _ in stations[0] }
    let one = ClusteredMean(theseStations: thrice, weighting: .network)
    #expect(close(one.standardError, differences[0].standardError))
    #expect(close(one.lower, differences[0].interval().lower))
    #expect(ClusteredMean(theseStations: stations.reversed(), weighting: .station) == found)
    #expect(ClusteredMean(theseStations: [], weighting: .station).status == .noData)
    let plain = StationDifference(network: "net", difference: comparisons[0].difference(of: .ubRMSE))
    #expect(ClusteredMean(theseStations: [plain], weighting: .station).status == .degenerate)
  }

  @Test func verdicts() {
    func verdict(_ metric: Metric, _ ends: (Double, Double), a: Double = 0, b: Double = 0) -> Verdict {
      metric.verdict(a: a, b: b, lower: ends.0, upper: ends.1)
    }
    #expect(verdict(.r, (0.01, 0.02)) == .better && verdict(.r, (-0.02, -0.01)) == .worse)
    #expect(verdict(.ubRMSE, (0.01, 0.02)) == .worse && verdict(.ubRMSE, (-0.02, -0.01)) == .better)
    #expect(verdict(.rmse, (-0.01, 0.02)) == .undecided && verdict(.pR, (1, 2)) == .undecided)
    // Biases +0.01 and +0.05.
    #expect(verdict(.bias, (-0.05, -0.03), a: 0.01, b: 0.05) == .better)
    #expect(verdict(.bias, (0.03, 0.05), a: 0.05, b: 0.01) == .worse)
    // Biases −0.01 and −0.05, and of opposite sign but equal size.
    #expect(verdict(.bias, (0.03, 0.05), a: -0.01, b: -0.05) == .better)
    #expect(verdict(.bias, (-0.05, -0.03), a: -0.02, b: 0.02) == .undecided)
    #expect(Metric.r.verdict(a: 1, b: 0, lower: nil, upper: nil) == .undecided)
  }
}
