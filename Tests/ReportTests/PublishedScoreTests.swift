import Files
import Foundation
import Statistics
import Testing

@testable import Lab
@testable import Report

/// Printed scores, and ours beside them.
@Suite struct PublishedScoreTests {
  @Test func thePapersRowsAreThere() throws {
    let scores = try PublishedScore.all()
    let original = try #require(
      PublishedScore.find(.r, of: "Original (AMSR-E/WindSat/AMSR2 LPRM)", table: "Table 1", in: scores))
    #expect(original.value == 0.679)
    #expect(original.sites == 124)
    let smap = try #require(PublishedScore.find(.ubRMSE, of: "SMAP_E", table: "Table 3", in: scores))
    #expect(smap.value == 0.043)
    #expect(PublishedScore.find(.pR, of: "SMAP_E", table: "Table 3", in: scores) == nil)
  }

  @Test func aRowThatIsNoScoreIsRefusedWithItsLine() throws {
    let text = """
      source,table,product,stratum,metric,statistic,value,period,sites
      a,b,c,d,R,mean,0.5,e,
      a,b,c,d,r2,mean,0.5,e,
      """
    let table = try CSVReader.read(Array(text.utf8), path: "p.csv")
    let failure = #expect(throws: Failure.self) { try PublishedScore.read(table) }
    #expect(failure?.line == 3)
  }

  @Test func nearMeansWithinTheTolerance() throws {
    let run = try SyntheticRun().result()
    let mean = try #require(
      run.summary.row(
        product: 1, stratification: .all, group: "all", scaling: .none, metric: .r)?.mean)
    func outcome(_ printed: Double, _ tolerance: Double, product: String = "SMAP L3") -> PublishedComparison {
      let score = PublishedScore(
        source: "s", table: "t", product: "p|q", stratum: "", metric: .r, statistic: "mean", value: printed,
        period: "2002", sites: nil)
      return PublishedComparison(
        [.init(product: product, published: score, tolerance: tolerance)], in: run)
    }
    #expect(outcome(mean + 0.05, 0.06).outcomes[0].isNear)
    #expect(!outcome(mean + 0.05, 0.04).outcomes[0].isNear)
    #expect(outcome(mean, 0.01).outcomes[0].stations == 12)
    // The heads name the level of the run's own intervals.
    #expect(outcome(mean, 1).table.columns.contains { $0.head == "95 % interval" })
    let absent = outcome(mean, 1, product: "none")
    #expect(absent.outcomes[0].mean == nil)
    #expect(!absent.outcomes[0].isNear)
    #expect(absent.table.markdown.contains("p\\|q"))
  }
}
