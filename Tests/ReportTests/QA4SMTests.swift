import Statistics
import Testing

@testable import Lab
@testable import Report

@Suite struct QA4SMTests {
  /// FORMATS §4: BIAS is reference minus product, so our value and both ends change sign and the ends change place.
  @Test func biasIsTurnedRound() throws {
    let run = try SyntheticRun(stations: 3).result()
    let bias = try #require(QA4SMMetric.all(of: run.experiment.metrics).first { $0.name == "BIAS" })
    let window = QA4SMExport.Window(label: "bulk", stratification: .all, group: "all")
    let columns = QA4SMExport.Table(run: run, windows: [window]).columns(product: 1, metric: bias)
    let key = ScoreTable.Key(product: 1, stratification: .all, group: "all", scaling: .none, metric: .bias)
    let ours = try #require(run.table[key])
    #expect(columns.map(\.part) == ["", "_ci_lower", "_ci_upper"])
    #expect(columns[0].values == ours.values.map { Float(-$0) })
    #expect(columns[1].values == ours.upper.map { -$0 })
    #expect(columns[2].values == ours.lower.map { -$0 })
  }

  /// pytesmo's RSS is the sum of what MSE is the mean of.
  @Test func residualSumIsMeanTimesCount() throws {
    let metrics = QA4SMMetric.all(of: [.mse, .mae, .anomalyR, .kge, .ubRMSECorrected])
    #expect(metrics.map(\.name) == ["mse", "RSS"])
    #expect(metrics[1].convert(0.25, count: 40) == 10)
  }

  @Test func statusesAreTheirs() {
    #expect(QA4SMMetric.code(.ok, hasValue: true) == 0)
    #expect(QA4SMMetric.code(.fewEffective, hasValue: true) == 0)
    #expect(QA4SMMetric.code(.tooFew, hasValue: false) == 1)
    #expect(QA4SMMetric.code(.noVariance, hasValue: false) == 2)
    #expect(QA4SMMetric.code(.noOverlap, hasValue: false) == 4)
    #expect(Status.allCases.allSatisfy { QA4SMMetric.code($0, hasValue: false) >= 0 })
  }

}
