import Grids
import Products
import Testing

@testable import Report

@Suite struct CoverageCurveTests {
  private func count(_ first: String, _ valid: [Int], cells: Int) throws -> CoverageCount {
    let start = try #require(UTC.instant(first))
    return CoverageCount(
      product: "Product", cells: cells,
      days: valid.enumerated().map {
        CoverageCount.Day(day: start + Int64($0.offset) * UTC.day, valid: $0.element)
      })
  }

  @Test func aPanelAYearWithTheDaysShares() throws {
    let curve = CoverageCurve([try count("2015-12-30", [2, 4, 0, 1], cells: 4)])
    let figure = try #require(curve.figure(name: "coverage", land: "all cells"))
    let blocks = (2015...2016).flatMap { MapSheetTests.blocks(figure, "product 1, \($0)") }
    // The record is shorter than the window: the smoothed share is the mean, 7 of 16.
    #expect(
      blocks == [
        ["364 2 4 50.000 43.750", "365 4 4 100.000 43.750"], ["1 0 4 0.000 43.750", "2 1 4 25.000 43.750"],
      ])
    #expect(figure.data.contains("\"2015\"") && figure.data.contains("\"2016\""))
    #expect(figure.data.contains("\"Product (43.8 %)\""))
  }

  @Test func linesAreMeansOfTheDaysAround() throws {
    // One full day in the middle of 101: it counts for the 31 days around it.
    var valid = [Int](repeating: 0, count: 101)
    valid[50] = 4
    let counted = try count("2016-01-01", valid, cells: 4)
    let smooth = CoverageCurve.smoothed(counted)
    let shares = counted.days.map { smooth[$0.day] ?? .nan }
    #expect(shares.count { $0 > 0 } == 31)
    #expect(shares[34] == 0 && abs(shares[35] - 1.0 / 31) < 1e-12 && abs(shares[65] - 1.0 / 31) < 1e-12)
    #expect(shares[66] == 0)
  }

  @Test func noDayIsNoFigure() {
    #expect(CoverageCurve([]).figure(name: "coverage", land: "") == nil)
  }

  @Test func swathsAreShownOnTheDayWithMostSensorsAndGaps() throws {
    let whole = try count("2016-01-01", [10, 0, 6, 10], cells: 10)
    let other = try count("2016-01-01", [9, 5, 5, 0], cells: 10)
    #expect(NatureRunDesk.commonDay([whole, other]) == UTC.instant("2016-01-03"))
    #expect(NatureRunDesk.commonDay([]) == nil)
  }
}
