import Statistics
import Testing

@Suite struct BoxSummaryTests {
  @Test func whiskersEndAtData() throws {
    // METHODS §11 row 20.
    let box = try #require(BoxSummary([100, 3, 1, 4, 2]))
    #expect((box.lowerQuartile, box.median, box.upperQuartile) == (2, 3, 4))
    #expect((box.lowerWhisker, box.upperWhisker) == (1, 4))
    #expect(box.outliers == [100])
    #expect(box.mean == 22 && box.count == 5)
  }

  @Test func fewValuesAndTiesAreBoxesToo() throws {
    #expect(BoxSummary([]) == nil)
    let one = try #require(BoxSummary([0.3]))
    #expect(one.lowerWhisker == 0.3 && one.upperQuartile == 0.3 && one.outliers.isEmpty)
    let two = try #require(BoxSummary([1, 2]))
    #expect(two.lowerWhisker == 1 && two.lowerQuartile == 1.25 && two.upperWhisker == 2)
    let ties = try #require(BoxSummary([5, 5, 5, 5, 9]))
    #expect(ties.upperWhisker == 5 && ties.outliers == [9])
  }

  @Test func shiftAndScaleCarryThrough() throws {
    var noise = Noise(21)
    let values = (0..<101).map { _ in (noise.next() * 1024).rounded() }
    let box = try #require(BoxSummary(values))
    let moved = try #require(BoxSummary(values.map { -2 * $0 + 8 }))
    #expect(moved.median == -2 * box.median + 8)
    #expect(moved.upperWhisker == -2 * box.lowerWhisker + 8)
    #expect(moved.lowerQuartile == -2 * box.upperQuartile + 8)
    #expect(moved.outliers.count == box.outliers.count)
  }
}
