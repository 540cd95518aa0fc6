import Files
import Grids
import Statistics
import Testing

@testable import Lab

@Suite("Summaries by product flag and by place")
struct SummaryGroupTests {
  private let experiment: Experiment
  private let sensors: [ScoredSensor]
  private let placements: [[Placement?]]
  private let summary: Summary

  /// Eight sensors; the first product tells observed from filled and fills nothing at the last two, the second
  /// product does not tell.
  init() throws {
    experiment = try MadeUpPairs.experiment(
      """
      strata: [flag, flag-common, flag*season, koppen*flag, koppen*flag-common, distance, cell-stations, distance*flag]
      metrics: [R, bias]
      intervals: {replicates: 100}
      minimum: {stations: 2}
      """, products: [[.flag: MadeUpPairs.told], [:]])
    var table = ScoreTable()
    let scorer = PairScorer(experiment: experiment)
    var sensors: [ScoredSensor] = []
    for index in 0..<8 {
      let sensor = MadeUpPairs.sensor(index, koppen: index < 5 ? "BSk" : "Cfa")
      let codes = (0..<240).map { UInt8(index < 6 && $0 % 4 == 0 ? 1 : $0 == 7 ? 255 : 0) }
      let match = MadeUpPairs.match(
        [MadeUpPairs.pairs(codes, seed: index), MadeUpPairs.pairs(codes, seed: 50 + index)], sensor: index)
      for (product, scores) in scorer.scores(of: match, sensor: sensor).enumerated() {
        table.enter(scores, sensor: index, product: product)
      }
      sensors.append(sensor)
    }
    self.sensors = sensors
    placements = (0..<8).map { index in
      [Placement(distance: 6 * Double(index), stations: 1 + index / 3), nil]
    }
    summary = Summary(of: table, sensors: sensors, placements: placements, experiment: experiment)
  }

  private func rows(_ stratum: String, product: Int = 0, metric: Metric = .bias) -> [SummaryRow] {
    summary.rows.filter { $0.stratification.name == stratum && $0.product == product && $0.metric == metric }
  }

  @Test("each group has its own n; filled values are scored where there are any")
  func flag() {
    #expect(rows("flag").map(\.group) == ["observed", "filled", "unknown"])
    #expect(rows("flag").map(\.stations) == [8, 6, 0])
    // 6 × 179 + 2 × 239 observed pairs; one unknown pair a sensor is too few for a score.
    #expect(rows("flag").map(\.pairs) == [6 * 179 + 2 * 239, 6 * 60, 0])
    #expect(rows("flag").map(\.status) == [.ok, .ok, .noData])
    #expect(rows("flag", product: 1).map(\.group) == ["unknown"])
    #expect(rows("flag", product: 1).map(\.pairs) == [8 * 240])
  }

  @Test("flag-common compares the groups at the same sensors")
  func common() {
    let rows = rows("flag-common")
    #expect(rows.map(\.group) == ["observed", "filled"])
    #expect(rows.map(\.stations) == [6, 6])
    #expect(rows.map(\.pairs) == [6 * 179, 6 * 60])
    // The filled values are those of `flag`; of the observed ones the first six sensors' are left.
    #expect(rows[1].values == self.rows("flag")[1].values)
    #expect(rows[0].values == Array(self.rows("flag")[0].values.prefix(6)))
    #expect(self.rows("flag-common", product: 1).isEmpty)
    #expect(
      self.rows("koppen*flag-common").map(\.group) == [
        "BSk*observed", "BSk*filled", "Cfa*observed", "Cfa*filled",
      ])
    #expect(self.rows("koppen*flag-common").map(\.stations) == [5, 5, 1, 1])
    #expect(self.rows("koppen*flag-common").map(\.status) == [.ok, .ok, .tooFew, .tooFew])
  }

  @Test("groups of a partition add up to the whole", arguments: ["distance", "cell-stations"])
  func partitions(stratum: String) throws {
    for product in 0...1 {
      let whole = try #require(rows("all", product: product).first)
      let parts = rows(stratum, product: product)
      #expect(parts.reduce(0) { $0 + $1.stations } == whole.stations)
      #expect(parts.reduce(0) { $0 + $1.pairs } == whole.pairs)
      #expect(parts.flatMap(\.values).sorted() == whole.values.sorted())
    }
    #expect(rows(stratum, product: 1).map(\.group) == ["unknown"])
  }

  @Test("crossings add up to their factors")
  func crossings() {
    for stratum in ["koppen*flag", "distance*flag"] {
      for flag in ["observed", "filled", "unknown"] {
        let parts = rows(stratum).filter { $0.group.hasSuffix("*" + flag) }
        let whole = rows("flag").first { $0.group == flag }
        #expect(parts.reduce(0) { $0 + $1.pairs } == whole?.pairs, "\(stratum) \(flag)")
        #expect(parts.reduce(0) { $0 + $1.stations } == whole?.stations)
      }
    }
  }

  @Test("groups stand in the order of nature or of the description")
  func order() {
    #expect(rows("distance").map(\.group) == ["0-5 km", "5-15 km", "15-30 km", "over 30 km"])
    #expect(rows("distance").map(\.stations) == [1, 2, 2, 3])
    #expect(rows("cell-stations").map(\.group) == ["1", "2", "3-5"])
    #expect(
      rows("flag*season").map(\.group).prefix(5) == [
        "observed*DJF", "observed*MAM", "observed*JJA", "observed*SON", "filled*DJF",
      ])
    #expect(
      rows("distance*flag").map(\.group).prefix(4) == [
        "0-5 km*observed", "0-5 km*filled", "0-5 km*unknown", "5-15 km*observed",
      ])
    let names = GroupOrder(experiment).sorted(
      ["a", "filled", "unknown", "observed"], of: Stratification(factors: [.flag]))
    #expect(names == ["observed", "filled", "a", "unknown"])
  }
}
