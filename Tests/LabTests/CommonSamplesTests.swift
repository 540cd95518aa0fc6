import Grids
import Testing

@testable import Lab

@Suite("Common samples of products")
struct CommonSamplesTests {
  /// Hours since the start of 2017 as instants.
  private func at(_ hours: Double...) -> [Int64] {
    hours.map { 1_483_228_800_000_000 + Int64($0 * Double(UTC.hour)) }
  }

  @Test(
    "day: one sample a product and UTC day, the two that lie nearest together; of two equally near the later")
  func days() {
    // Day 1: 6 h meets 7 of {1, 7, 20}; day 2 (24…48): only b; day 3: 50 and 60 against 55: both 5 h away.
    let a = at(6, 50, 60, 90)
    let b = at(1, 7, 20, 30, 55, 95.9)
    let common = CommonSamples([a, b], rule: .day, window: 0, reference: 0)
    #expect(common.positions == [[0, 2, 3], [1, 4, 5]])
    #expect(common.times == at(6.5, 57.5, 92.95))
    let exchanged = CommonSamples([b, a], rule: .day, window: 0, reference: 0)
    #expect(exchanged.positions == [common.positions[1], common.positions[0]])
    #expect(exchanged.times == common.times)
    // 23:59 and 00:01 lie two minutes apart, on two days.
    #expect(CommonSamples([at(23.9), at(24.1)], rule: .day, window: 0, reference: 0).count == 0)
    // Before 1970 days begin at midnight as well.
    let old: [Int64] = [-UTC.hour]
    #expect(CommonSamples([old, [-23 * UTC.hour]], rule: .day, window: 0, reference: 0).count == 1)
    #expect(CommonSamples([old, [UTC.hour]], rule: .day, window: 0, reference: 0).count == 0)
  }

  @Test("window: each the other's nearest, ends included, none twice")
  func window() {
    let a = at(0, 2, 10, 30)
    let b = at(1.5, 2.5, 9, 31.1)
    let common = CommonSamples([a, b], rule: .window, window: UTC.hour, reference: 0)
    // 2 lies half an hour from both 1.5 and 2.5: the later; 0 is left alone; 10 and 9 lie one hour apart.
    #expect(common.positions == [[1, 2], [1, 2]])
    let exchanged = CommonSamples([b, a], rule: .window, window: UTC.hour, reference: 0)
    #expect(exchanged.positions == [common.positions[1], common.positions[0]])
    #expect(exchanged.times == common.times)
  }

  @Test("exact: equal stamps only")
  func exact() {
    let a = at(0, 1, 2, 3)
    let b = at(0.5, 1, 3)
    let common = CommonSamples([a, b], rule: .exact, window: 9 * UTC.hour, reference: 0)
    #expect(common.positions == [[1, 3], [1, 2]] && common.times == at(1, 3))
    #expect(CommonSamples([a, []], rule: .exact, window: 0, reference: 0).count == 0)
  }

  @Test("of three products all have a sample, or it is none")
  func three() {
    let days = CommonSamples(
      [at(6, 30, 54), at(7, 55), at(8, 31, 60)], rule: .day, window: 0, reference: 0)
    #expect(days.positions == [[0, 2], [0, 1], [0, 2]])
    let near = CommonSamples(
      [at(6, 30, 54), at(7, 55), at(8, 31, 54)], rule: .window, window: UTC.hour, reference: 0)
    #expect(near.positions == [[2], [1], [2]])
  }
}
