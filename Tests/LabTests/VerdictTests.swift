import Grids
import Statistics
import Testing

@testable import Lab

@Suite("Requirements and flags")
struct VerdictTests {
  @Test("an interval below the limit passes, one above fails, one across is undecided")
  func outcomes() {
    #expect(Requirement.smap.outcome(lower: 0.03, upper: 0.04) == .pass)
    #expect(Requirement.smap.outcome(lower: 0.041, upper: 0.05) == .fail)
    #expect(Requirement.smap.outcome(lower: 0.03, upper: 0.05) == .undecided)
    #expect(Requirement.smap.outcome(lower: nil, upper: nil) == .undecided)
    // A drift may go either way.
    let stability = Requirement.gcosStabilityBreakthrough
    #expect(stability.outcome(lower: -0.004, upper: 0.009) == .pass)
    #expect(stability.outcome(lower: -0.03, upper: -0.011) == .fail)
    #expect(stability.outcome(lower: 0.011, upper: 0.03) == .fail)
    #expect(stability.outcome(lower: -0.02, upper: 0.004) == .undecided)
    #expect(stability.outcome(lower: -0.02, upper: 0.02) == .undecided)
    #expect(
      Requirement.allCases.map(\.limit) == [0.03, 0.04, 0.08, 0.04, 0.005, 0.01, 0.02])
  }

  @Test("the slope of yearly biases, by hand")
  func slope() throws {
    // Biases 0.01, 0.02, 0.02, 0.03, 0.07 in 2010…2014: Σ(y−ȳ)(b−b̄) = 0.13, Σ(y−ȳ)² = 10: 0.013 a year.
    let biases = [0.01, 0.02, 0.02, 0.03, 0.07]
    var times: [Int64] = []
    var product: [Double] = []
    for (index, bias) in biases.enumerated() {
      let start = try #require(UTC.instant(year: 2010 + index, month: 1, day: 1))
      for day in 0..<20 {
        times.append(start + Int64(day) * UTC.day)
        product.append(0.2 + bias + (day % 2 == 0 ? 0.01 : -0.01))
      }
    }
    let station = Array(repeating: 0.2, count: product.count)
    let trend = try #require(BiasTrend(times: times, product: product, station: station, minimum: 20))
    #expect(abs(trend.perDecade - 0.13) < 1e-12 && trend.years == 5)
    #expect(BiasTrend(times: times, product: product, station: station, minimum: 21) == nil)
    let four = 80
    #expect(
      BiasTrend(
        times: Array(times.prefix(four)), product: Array(product.prefix(four)),
        station: Array(station.prefix(four)), minimum: 20) == nil)
  }

  /// Twelve sensors of six networks; the first product tells observed from filled.
  private func scored() throws -> (Experiment, [ScoredSensor], ScoreTable) {
    let experiment = try MadeUpPairs.experiment(
      "strata: [flag, flag*season, season, koppen]\nmetrics: [ubRMSE, bias]\nintervals: {replicates: 100}\ncompare: {pairs: pairwise}\n",
      products: [[.flag: MadeUpPairs.told], [:]])
    var table = ScoreTable()
    let scorer = PairScorer(experiment: experiment)
    var sensors: [ScoredSensor] = []
    for index in 0..<12 {
      var sensor = MadeUpPairs.sensor(index, koppen: index < 8 ? "BSk" : "Cfa")
      sensor.network = "N\(index / 2)"
      let codes = (0..<300).map { UInt8($0 % 3 == 0 ? 1 : 0) }
      let match = MadeUpPairs.match(
        [MadeUpPairs.pairs(codes, seed: index), MadeUpPairs.pairs(codes, seed: 50 + index)], sensor: index)
      for (product, scores) in scorer.scores(of: match, sensor: sensor).enumerated() {
        table.enter(scores, sensor: index, product: product)
      }
      sensors.append(sensor)
    }
    return (experiment, sensors, table)
  }

  @Test("filled against observed: each station's two scores, their mean difference over stations")
  func flags() throws {
    let (experiment, sensors, table) = try scored()
    let rows = ComparisonRow.judged(
      FlagComparisons.rows(of: table, sensors: sensors, experiment: experiment), level: 0.95)
    #expect(rows.allSatisfy { $0.product == "P0[filled]" && $0.referenceProduct == "P0[observed]" })
    // The first quarter of a year: MAM has too few filled samples only where pairs run out.
    #expect(Set(rows.map(\.stratification.name)) == ["all", "season", "koppen"])
    let flag = Stratification(factors: [.flag])
    func values(_ group: String) throws -> [Double] {
      try #require(
        table[.init(product: 0, stratification: flag, group: group, scaling: .none, metric: .ubRMSE)]
      ).values
    }
    let expected = zip(try values("filled"), try values("observed")).map { $0 - $1 }
    let row = try #require(rows.first { $0.metric == .ubRMSE && $0.group == "all" })
    #expect(abs((row.difference ?? 0) - expected.reduce(0, +) / 12) < 1e-15)
    // Filled values err three times as widely.
    #expect(row.verdict == .worse && row.stations == 12 && row.pairs == 3600 && row.status == .ok)
    #expect(rows.contains { $0.group == "DJF" && $0.difference != nil })
    #expect(rows.filter { $0.stratification.name == "koppen" }.map(\.group).contains("Cfa"))
  }

  @Test("verdicts stand on the summaries' intervals; GCOS compares twice ubRMSE")
  func verdicts() throws {
    let (experiment, sensors, table) = try scored()
    var summary = Summary(of: table, sensors: sensors, experiment: experiment)
    let bare = summary
    try summary.estimate(sensors: sensors, experiment: experiment, jobs: 2)
    var once = bare
    try once.estimate(sensors: sensors, experiment: experiment, jobs: 1)
    #expect(summary.rows == once.rows && summary.rows != bare.rows)
    let row = try #require(
      summary.row(product: 0, stratification: .all, group: "all", scaling: .none, metric: .ubRMSE))
    #expect(row.status == .ok && (row.lower ?? 1) < (row.mean ?? 0) && (row.mean ?? 1) < (row.upper ?? 0))
    // Two sensors a network: both means are the same, and so are their intervals.
    #expect(abs((row.ofNetworks.mean ?? 0) - (row.mean ?? 1)) < 1e-15 && row.fisher == SummaryEstimate())

    let slopes: [[BiasTrend?]] = sensors.indices.map { _ in [nil, nil] }
    let verdicts = RequirementVerdict.all(
      of: summary, slopes: slopes, sensors: sensors, experiment: experiment)
    let gcos = try #require(verdicts.first { $0.requirement == "GCOS threshold" && $0.group == "all" })
    #expect(gcos.metric == "2*ubRMSE" && gcos.estimate == row.mean.map { 2 * $0 })
    #expect(gcos.upper == row.upper.map { 2 * $0 } && gcos.limit == 0.08)
    let outcomes = Dictionary(
      verdicts.filter { $0.product == "P0" && $0.group == "all" }.map { ($0.requirement, $0.outcome) },
      uniquingKeysWith: { first, _ in first })
    #expect(
      outcomes["GCOS threshold"] == .pass && outcomes["GCOS goal"] == .fail && outcomes["SMAP"] == .pass)
    #expect(!verdicts.contains { $0.metric == "stability" })
  }

  @Test("below five networks the mean is given without interval, and the verdict stays open")
  func fewNetworks() throws {
    var (experiment, sensors, table) = try scored()
    experiment.minimumStations = 3
    for index in sensors.indices { sensors[index].network = "N\(index % 4)" }
    var summary = Summary(of: table, sensors: sensors, experiment: experiment)
    try summary.estimate(sensors: sensors, experiment: experiment, jobs: 1)
    let row = try #require(
      summary.row(product: 0, stratification: .all, group: "all", scaling: .none, metric: .ubRMSE))
    #expect(row.status == .fewNetworks && row.mean != nil && row.lower == nil && row.median != nil)
    let trend = BiasTrend.made(0.004)
    let verdicts = RequirementVerdict.all(
      of: summary, slopes: sensors.map { _ in [trend, nil] }, sensors: sensors, experiment: experiment)
    #expect(verdicts.allSatisfy { $0.outcome == .undecided })
    let stability = verdicts.filter { $0.metric == "stability" && $0.group == "all" }
    #expect(stability.count == 3 && stability.allSatisfy { $0.status == .fewNetworks && $0.stations == 12 })
    #expect(stability.allSatisfy { abs(($0.estimate ?? 0) - 0.004) < 1e-15 })
  }
}

extension BiasTrend {
  /// A trend of so much a decade.
  static func made(_ perDecade: Double) -> BiasTrend? {
    var times: [Int64] = []
    var product: [Double] = []
    for year in 2010..<2016 {
      times.append(UTC.instant(year: year, month: 7, day: 1) ?? 0)
      product.append(0.2 + perDecade / 10 * Double(year - 2010))
    }
    return BiasTrend(
      times: times, product: product, station: product.map { _ in 0.2 }, minimum: 1)
  }
}
