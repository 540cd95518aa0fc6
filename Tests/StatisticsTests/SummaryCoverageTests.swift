import Foundation
import Numerics
import Testing

@testable import Statistics

/// The promise of means over networks: their intervals hold the mean over all such networks as often as they say.
///
/// `LAB_PRINT_COVERAGE=1 swift test -c release --filter SummaryCoverage` prints the tables of docs/intervals.md.
@Suite(.serialized) struct SummaryCoverageTests {
  /// How values of stations come about.
  struct Population: Sendable {
    let name: String
    let sizes: [Int]
    /// The share of the variance that stations of a network have in common.
    let shared: Double
    var skewed = false

    /// Values of mean zero and variance one.
    func draw(_ stream: inout RandomStream) -> [StationValue] {
      var values: [StationValue] = []
      for (network, size) in sizes.enumerated() {
        let common = deviate(&stream) * shared.squareRoot()
        for _ in 0..<size {
          values.append(
            StationValue(
              network: "\(network)", value: common + deviate(&stream) * (1 - shared).squareRoot()))
        }
      }
      return values
    }

    /// Normal, or an exponential less its mean.
    private func deviate(_ stream: inout RandomStream) -> Double {
      skewed ? -log(1 - stream.uniform()) - 1 : stream.normal()
    }
  }

  static let populations: [Population] = {
    let layouts: [(String, [Int])] = [
      ("5 networks × 4", [4, 4, 4, 4, 4]), ("5 networks: 1, 1, 2, 4, 12", [1, 1, 2, 4, 12]),
      ("8 networks × 4", [4, 4, 4, 4, 4, 4, 4, 4]), ("8 networks: 1…8", [1, 2, 3, 4, 5, 6, 7, 8]),
      ("8 networks: 1, 1, 2, 2, 3, 5, 10, 30", [1, 1, 2, 2, 3, 5, 10, 30]),
      ("15 networks: 1…15", Array(1...15)), ("25 networks: 1…25", Array(1...25)),
      ("25 networks: 24 × 2, 50", Array(repeating: 2, count: 24) + [50]),
      ("40 networks × 1", Array(repeating: 1, count: 40)),
    ]
    return layouts.flatMap { name, sizes in
      [0, 0.3, 0.8].map { Population(name: name, sizes: sizes, shared: $0) }
    } + [
      Population(name: "8 networks: 1…8, skewed", sizes: Array(1...8), shared: 0.3, skewed: true),
      Population(name: "25 networks: 1…25, skewed", sizes: Array(1...25), shared: 0.3, skewed: true),
    ]
  }()

  @Test(.enabled(if: isReleaseBuild)) func meansOverNetworks() {
    Trials.head(
      "Means over networks", ["networks", "shared", "by station", "by network", "if independent"])
    for population in Self.populations {
      let trials = population.sizes.count < 20 ? 4000 : 1500
      let shares = Trials.shares(
        Trials.run(trials) { trial in
          var stream = RandomStream(
            seed: 4, stream: population.name, "\(population.shared)", "\(trial)")
          let values = population.draw(&stream)
          let held = [Weighting.station, .network].map { weighting in
            let found = ClusteredMean(
              values, weighting: weighting, seed: UInt64(trial), labels: ["coverage"], replicates: 400)
            return Trials.holds(found.lower, found.upper, 0)
          }
          return held + [Self.independentHolds(values)]
        })
      Trials.row(
        [population.name, String(format: "%.1f", population.shared)] + shares.map(Trials.percent))
      for share in shares[..<2] {
        #expect(share >= (population.skewed ? 0.9 : 0.92), "\(population.name), shared \(population.shared)")
        // One network of most stations has hardly a degree of freedom: its intervals are too wide.
        let isEven = 3 * (population.sizes.max() ?? 0) <= population.sizes.reduce(0, +)
        #expect(!isEven || share <= 0.985, "\(population.name), shared \(population.shared)")
      }
    }
  }

  /// What Student's t over stations taken as independent would hold.
  static func independentHolds(_ values: [StationValue]) -> Bool {
    let n = Double(values.count)
    let mean = values.reduce(0) { $0 + $1.value } / n
    let variance = values.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) } / (n - 1)
    return abs(mean) <= StudentT.quantile(0.975, degreesOfFreedom: n - 1) * (variance / n).squareRoot()
  }

  /// The difference of two products at one station, for these metrics.
  @Test(.enabled(if: isReleaseBuild)) func differencesAtOneStation() {
    let metrics: [Metric] = [.r, .rho, .ubRMSE, .rmse, .mae, .bias, .kge]
    Trials.head("Differences at one station", ["errors", "n"] + metrics.map(\.rawValue))
    for phi in [0, 0.5, 0.8, 0.9] {
      for n in [100, 365, 1000] {
        let errors = NetworkErrors(phi: phi)
        let truth = errors.truths(metrics)
        let shares = Trials.shares(
          Trials.run(600) { trial in
            let samples = errors.draw(n, stations: 1, difference: 0.005, "\(trial)")[0]
            let comparison = PairedComparison(samples)
            return zip(metrics, truth).map { metric, truth in
              let interval = comparison.difference(of: metric).interval()
              return Trials.holds(interval.lower, interval.upper, truth)
            }
          })
        Trials.row(["AR(\(phi))", "\(n)"] + shares.map(Trials.percent))
        guard Double(n) * (1 - phi) / (1 + phi) >= 40 else { continue }
        for (metric, share) in zip(metrics, shares) {
          #expect(share >= 0.9, "\(metric.rawValue), AR(\(phi)), n = \(n)")
        }
      }
    }
  }

  /// The mean over these very stations, from blocks of time their network shares.
  @Test(.enabled(if: isReleaseBuild)) func theseStations() {
    let metrics: [Metric] = [.r, .ubRMSE, .bias]
    Trials.head(
      "These stations", ["network", "n", "R", "ubRMSE", "bias", "ubRMSE, blocks not shared"])
    for (phi, n) in [(0.5, 365), (0.8, 365), (0.9, 1000)] {
      let errors = NetworkErrors(phi: phi)
      let truth = errors.truths(metrics)
      let shares = Trials.shares(
        Trials.run(400) { trial in
          let stations = errors.draw(n, stations: 6, difference: 0.005, "\(trial)").map {
            PairedComparison($0)
          }
          var held = zip(metrics, truth).map { metric, truth in
            let differences = PairedComparison.together(
              stations, metric: metric, seed: UInt64(trial), labels: ["net"], replicates: 400)
            let found = ClusteredMean(
              theseStations: differences.map { StationDifference(network: "net", difference: $0) },
              weighting: .station)
            return Trials.holds(found.lower, found.upper, truth)
          }
          let apart = stations.enumerated().map { i, station in
            StationDifference(
              network: "\(i)",
              difference: PairedComparison.together(
                [station], metric: .ubRMSE, seed: UInt64(trial), labels: ["\(i)"], replicates: 400)[0])
          }
          let found = ClusteredMean(theseStations: apart, weighting: .station)
          held.append(Trials.holds(found.lower, found.upper, truth[1]))
          return held
        })
      Trials.row(["6 stations, AR(\(phi))", "\(n)"] + shares.map(Trials.percent))
      for share in shares[..<3] { #expect(share >= 0.9, "AR(\(phi)), n = \(n)") }
    }
  }

  /// Triple collocation on known errors: how often intervals that are given hold, and how many are refused.
  @Test(.enabled(if: isReleaseBuild)) func tripleCollocation() {
    let quantities: [TripleBootstrap.Quantity] = [
      .scaling, .scaledErrorVariance, .correlation, .noiseShare,
    ]
    let kinds: [(name: String, slopes: [Double], noise: [Double])] = [
      ("good", [1, 2, 0.5], [0.5, 0.8, 0.5]), ("fair", [1, 1, 1], [1, 1, 1]),
      ("poor", [1, 1, 1], [1, 2, 1.5]),
    ]
    Trials.head("Triple collocation", ["triplets", "n"] + ["β", "error variance", "R", "fMSE"])
    for (name, slopes, noise) in kinds {
      let scaling = slopes[0] / slopes[1]
      let variance = noise[1] * noise[1]
      let share = variance / (variance + slopes[1] * slopes[1])
      let truths = [scaling, scaling * scaling * variance, (1 - share).squareRoot(), share]
      for phi in [0, 0.5, 0.8, 0.9] {
        for n in [100, 200, 500, 1500] {
          let outcomes = Trials.run(500) { trial in
            let series = TripleCollocationTests.triplets(
              n, slopes: slopes, noise: noise, phi: phi, seed: 9, trial: trial)
            let bootstrap = TripleBootstrap(
              times: (0..<n).map { Int64($0) * Coverage.day }, series[0], series[1], series[2],
              seed: UInt64(trial), labels: [], replicates: 400)
            return zip(quantities, truths).map { quantity, truth -> Bool? in
              let interval = bootstrap.interval(of: quantity, side: 1)
              return interval.lower == nil ? nil : Trials.holds(interval.lower, interval.upper, truth)
            }
          }
          let cells = quantities.indices.map { k in
            let given = outcomes.compactMap { $0[k] }
            let refused = 1 - Double(given.count) / Double(outcomes.count)
            let held = Double(given.count { $0 }) / Double(max(1, given.count))
            // A negative variance has no R: what is left of these trials is chosen, and may hold less often.
            if given.count >= 100, quantities[k] != .correlation {
              #expect(held >= 0.88, "\(quantities[k].rawValue), \(name), AR(\(phi)), n = \(n)")
            }
            return Trials.percent(held) + " / " + Trials.percent(refused)
          }
          Trials.row(["\(name), AR(\(phi))", "\(n)"] + cells)
        }
      }
    }
  }
}
