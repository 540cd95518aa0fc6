import Files
import Foundation
import Grids
import Statistics
import Testing

@testable import Lab

@Suite("Strata from what a product says of its values")
struct FlagStrataTests {
  private let codes = (0..<900).map { UInt8($0 % 9 == 4 ? 255 : $0 % 3 == 0 ? 1 : 0) }

  private func scores(
    _ strata: String, _ pairs: MatchUps, told: [SampleAspect: SampleGroups], longitude: Double = 0
  ) throws -> [Score] {
    let experiment = try MadeUpPairs.experiment(
      "strata: [\(strata)]\nscaling: [none, cdf]\nintervals: {replicates: 100}\n"
        + "metrics: [R, p_R, rho, p_rho, bias, RMSE, ubRMSE, MAE, MSE, MSE_corr, MSE_bias, MSE_var, A.R, p_A.R, KGE]\n",
      products: [told])
    return PairScorer(experiment: experiment).scores(
      of: MadeUpPairs.match([pairs]), sensor: MadeUpPairs.sensor(longitude: longitude))[0]
  }

  private func groups(_ scores: [Score], _ name: String) -> [String] {
    var groups: [String] = []
    for score in scores where score.stratification.name == name && !groups.contains(score.group) {
      groups.append(score.group)
    }
    return groups
  }

  @Test("a product split by its flag scores as the products made of each part, and the numbers add up")
  func splitting() throws {
    let pairs = MadeUpPairs.pairs(codes)
    let split = try scores("all, flag", pairs, told: [.flag: MadeUpPairs.told])
    #expect(groups(split, "flag") == ["observed", "filled", "unknown"])
    var compared = 0
    for (name, code) in [("observed", UInt8(0)), ("filled", 1), ("unknown", 255)] {
      let part = pairs.picking(codes.indices.filter { codes[$0] == code })
      let alone = try scores("all", part, told: [:])
      for score in split where score.group == name && score.scaling == RescalingMethod.none {
        let other = try #require(
          alone.first { $0.metric == score.metric && $0.scaling == RescalingMethod.none })
        #expect(score.value == other.value && score.count == other.count, "\(name) \(score.metric)")
        #expect(score.value != nil)
        // Resampled intervals have streams of their own; those by formula are the same.
        if [.r, .rho, .bias, .ubRMSE].contains(score.metric) {
          #expect(score.lower == other.lower && score.effectiveCount == other.effectiveCount)
        }
        compared += 1
      }
    }
    #expect(compared == 3 * 15)
    for metric in Metric.allCases {
      func count(_ stratum: String) -> Int {
        split.filter {
          $0.metric == metric && $0.stratification.name == stratum && $0.scaling == RescalingMethod.none
        }.reduce(0) { $0 + $1.count }
      }
      #expect(count("flag") == count("all"))
    }
    let filled = split.first { $0.group == "filled" && $0.metric == .ubRMSE }?.value ?? 0
    let observed = split.first { $0.group == "observed" && $0.metric == .ubRMSE }?.value ?? 1
    #expect(filled > 2 * observed)
  }

  @Test("a crossing with the season is the season of the part")
  func crossing() throws {
    let pairs = MadeUpPairs.pairs(codes)
    let crossed = try scores("flag*season", pairs, told: [.flag: MadeUpPairs.told])
    #expect(
      groups(crossed, "flag*season")
        == ["observed", "filled", "unknown"].flatMap { flag in
          ["DJF", "MAM", "JJA", "SON"].map { "\(flag)*\($0)" }
        })
    let filled = pairs.picking(codes.indices.filter { codes[$0] == 1 })
    let seasons = try scores("season", filled, told: [:])
    for season in ["DJF", "MAM", "JJA", "SON"] {
      let left = try #require(crossed.first { $0.group == "filled*\(season)" && $0.metric == .rmse })
      let right = try #require(seasons.first { $0.group == season && $0.metric == .rmse })
      #expect(left.value == right.value && left.count == right.count && left.status == right.status)
    }
    #expect(crossed.contains { $0.group == "filled*MAM" && $0.value != nil })
  }

  @Test("unknown stands only where it occurs; a product that does not tell is unknown altogether")
  func unknown() throws {
    let known = codes.map { $0 == 255 ? 0 : $0 }
    let told = try scores("flag", MadeUpPairs.pairs(known), told: [.flag: MadeUpPairs.told])
    #expect(groups(told, "flag") == ["observed", "filled"])
    // A named group without a pair keeps its row, as a season does.
    let observed = try scores(
      "flag", MadeUpPairs.pairs([UInt8](repeating: 0, count: 50)), told: [.flag: MadeUpPairs.told])
    #expect(groups(observed, "flag") == ["observed", "filled"])
    #expect(observed.first { $0.group == "filled" }?.status == .noOverlap)
    let empty = try scores("flag, frozen", MatchUps(), told: [.flag: MadeUpPairs.told])
    #expect(groups(empty, "flag") == ["observed", "filled"] && groups(empty, "frozen") == ["unknown"])
    #expect(empty.allSatisfy { $0.status == .noData && $0.value == nil })

    let silent = try scores("flag, orbit, frozen", MadeUpPairs.pairs(codes), told: [:])
    for stratum in ["flag", "orbit", "frozen"] {
      #expect(groups(silent, stratum) == ["unknown"])
      let pairs = silent.filter { $0.stratification.name == stratum && $0.metric == .r }
      #expect(pairs.first?.count == codes.count)
      #expect(pairs.first?.value == silent.first { $0.group == "all" && $0.metric == .r }?.value)
    }
  }

  @Test(
    "a code the description does not know, and a product that gave no codes, are unknown, not another group")
  func strayCodes() throws {
    var pairs = MadeUpPairs.pairs(codes)
    pairs.groups = [.flag: codes.map { $0 == 255 ? 7 : $0 }]
    let stray = PairGroups(
      try stratum("flag"), pairs: pairs, told: [.flag: MadeUpPairs.told], years: nil)
    #expect(stray.groups.map(\.name) == ["observed", "filled", "unknown"])
    #expect(stray.groups.map(\.positions.count) == [500, 300, 100])
    pairs.groups = [:]
    let none = PairGroups(try stratum("flag"), pairs: pairs, told: [.flag: MadeUpPairs.told], years: nil)
    #expect(none.groups.map(\.positions.count) == [0, 0, 900])
  }

  private func stratum(_ name: String) throws -> Stratification {
    try Stratification(try YAMLNode.parse(text: name, path: "e.yml"))
  }

  /// Local solar hour = UTC + λ/15 h: at 90° E it is 6 h later.
  @Test(
    "day is from 6 to before 18 by the sun, wherever the product does not say it itself",
    arguments: [
      (0, [1, 2, 3]), (90, [0, 1, 2]), (-90, [3, 4]), (180, [0, 4]), (-180, [0, 4]), (270, [3, 4]),
    ] as [(Double, [Int])])
  func dayAndNight(longitude: Double, day: [Int]) throws {
    var pairs = MatchUps()
    // 00:00, 06:00, 11:59:59.999999, 17:59:59.999999 and 18:00 UTC, from before 1970 on.
    pairs.times = [0, 6 * UTC.hour, 12 * UTC.hour - 1, 18 * UTC.hour - 1, 18 * UTC.hour].map { $0 - UTC.day }
    let found = PairGroups(try stratum("day-night"), pairs: pairs, longitude: longitude, years: nil)
    #expect(found.groups.map(\.name) == ["day", "night"])
    #expect(found.groups[0].positions == day, "\(longitude)")
    #expect(found.groups[1].positions == (0..<5).filter { !day.contains($0) })
    // What the product says goes before the sun.
    pairs.groups = [.dayNight: [0, 0, 0, 0, 0]]
    let told = PairGroups(
      try stratum("day-night"), pairs: pairs, told: [.dayNight: .constant("night")], longitude: longitude,
      years: nil)
    #expect(told.groups.map(\.name) == ["night"] && told.groups[0].positions.count == 5)
  }

  @Test("ubRMSE_corr has a row where the uncertainty is given, unscaled, from ubRMSE's value and interval")
  func correctedError() throws {
    let scorer = PairScorer(
      experiment: try MadeUpPairs.experiment(
        "uncertainty\nscaling: [none, mean-std]\nstrata: [season]\n", products: [[:]]))
    let scores = scorer.scores(
      of: MadeUpPairs.match([MadeUpPairs.pairs(codes)]), sensor: MadeUpPairs.sensor())[0]
    let corrected = scores.filter { $0.metric == .ubRMSECorrected }
    #expect(corrected.count == 5 && corrected.allSatisfy { $0.scaling == RescalingMethod.none })
    var compared = 0
    for score in corrected {
      let raw = try #require(
        scores.first {
          $0.metric == .ubRMSE && $0.group == score.group && $0.scaling == RescalingMethod.none
        })
      #expect(score.count == raw.count && score.effectiveCount == raw.effectiveCount)
      guard let value = score.value, let of = raw.value else {
        #expect(score.status == raw.status)
        continue
      }
      #expect(abs(value - (of * of - 0.0004).squareRoot()) < 1e-15)
      let (lower, upper) = (try #require(score.lower), try #require(score.upper))
      let (from, to) = (try #require(raw.lower), try #require(raw.upper))
      #expect(abs(lower - max(0, from * from - 0.0004).squareRoot()) < 1e-15)
      #expect(abs(upper - (to * to - 0.0004).squareRoot()) < 1e-15)
      compared += 1
    }
    #expect(compared >= 3)

    var large = try MadeUpPairs.experiment("uncertainty\n", products: [[:]])
    large.stations.uncertainty = 0.4
    let swallowed = PairScorer(experiment: large).scores(
      of: MadeUpPairs.match([MadeUpPairs.pairs(codes)]), sensor: MadeUpPairs.sensor())[0]
    let score = try #require(swallowed.first { $0.metric == .ubRMSECorrected })
    #expect(score.status == .belowUncertainty && score.value == nil && score.lower == nil)

    large.stations.uncertainty = nil
    let without = PairScorer(experiment: large).scores(
      of: MadeUpPairs.match([MadeUpPairs.pairs(codes)]), sensor: MadeUpPairs.sensor())[0]
    #expect(!without.isEmpty && !without.contains { $0.metric == .ubRMSECorrected })
  }
}
