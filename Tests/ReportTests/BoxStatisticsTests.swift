import Numerics
import Testing

@testable import Report

@Suite struct BoxStatisticsTests {
  private func box(_ values: [Double]) throws -> (low: Double, high: Double, statistics: BoxStatistics) {
    let sorted = values.sorted()
    let low = quantile(ofSorted: sorted, 0.25)
    let high = quantile(ofSorted: sorted, 0.75)
    return (low, high, try #require(BoxStatistics(values: values, lowerQuartile: low, upperQuartile: high)))
  }

  /// METHODS §11 row 20, by hand: quartiles 2, 3, 4; reach 3; 100 > 4 + 3 is the only outlier.
  @Test func whiskerRule() throws {
    let (low, high, statistics) = try box([100, 3, 1, 4, 2])
    #expect(low == 2)
    #expect(high == 4)
    #expect(statistics == BoxStatistics(values: [1, 2, 3, 4, 100], lowerQuartile: 2, upperQuartile: 4))
    #expect(statistics.lowerWhisker == 1)
    #expect(statistics.upperWhisker == 4)
    #expect(statistics.outliers == [100])
  }

  /// matplotlib 3.10: `boxplot_stats([0, 0, 0, 10])` gives q3 2.5, reach 3.75, so whishi = 0, drawn from q3 = 2.5.
  @Test func whiskersNeverEndInsideTheBox() throws {
    let (_, high, statistics) = try box([0, 0, 0, 10])
    #expect(high == 2.5)
    #expect(statistics.upperWhisker == 2.5)
    #expect(statistics.outliers == [10])
  }

  @Test func oneValueIsAFlatBox() throws {
    let (low, high, statistics) = try box([0.3])
    #expect(low == 0.3 && high == 0.3)
    #expect(statistics.lowerWhisker == 0.3 && statistics.upperWhisker == 0.3)
    #expect(statistics.outliers.isEmpty)
  }

  @Test func noValueIsNoBox() {
    #expect(BoxStatistics(values: [], lowerQuartile: 0, upperQuartile: 1) == nil)
  }

  @Test(arguments: [(0.0, 1.0), (0.031, 0.118), (-0.2, 0.9), (5, 5), (0, 0), (-1e-9, 1e-9), (1e6, 3e6)])
  func axesHoldTheirData(low: Double, high: Double) {
    let axis = AxisScale(lowest: low, highest: high)
    #expect(axis.lower <= low && axis.upper >= high)
    #expect((2...14).contains(axis.tics.count))
    #expect(axis.decimals >= 0 && axis.decimals < 16)
  }
}
