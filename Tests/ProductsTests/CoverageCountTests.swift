import Files
import Foundation
import Grids
import Products
import Testing

/// Four rows and five columns on 1, 2 and 4 January 2017: ten cells, then two of them, no file, then one other cell.
@Suite struct CoverageCountTests {
  private func reader() throws -> DailyMapReader {
    var stack = InventedStack()
    stack.times = [0, 1, 3]
    stack.value = { step, row, column in
      let isValid =
        switch step {
        case 0: row < 2
        case 1: row == 1 && column < 2
        default: row == 2 && column == 4
        }
      return isValid ? 0.2 : .nan
    }
    let files = try DailyMapTests.write([stack])
    return try DailyMapReader(name: "made, up", description: DailyMapTests.description(), files: files)
  }

  @Test func landIsWhatIsEverSeenAndMissingDaysCount() throws {
    let count = try CoverageCount(of: reader(), jobs: 2)
    #expect(count.days.map(\.valid) == [10, 2, 0, 1])
    #expect(count.cells == 11)
    #expect(abs(count.meanShare - 13.0 / 44) < 1e-12)
    let lines = count.table.split(separator: "\n")
    #expect(
      lines == [
        "\"made, up\",2017-01-01,11,10", "\"made, up\",2017-01-02,11,2", "\"made, up\",2017-01-03,11,0",
        "\"made, up\",2017-01-04,11,1",
      ])
  }

  @Test func onlyCellsOfTheMaskCount() throws {
    // The easternmost column.
    let land = (0..<20).map { $0 % 5 == 4 }
    let count = try CoverageCount(of: reader(), land: land, jobs: 1)
    #expect(count.days.map(\.valid) == [2, 0, 0, 1])
    #expect(count.cells == 4)
    #expect(abs(count.meanShare - 3.0 / 16) < 1e-12)
  }

  @Test func aPeriodAddsDaysWithoutAnything() throws {
    let first = try #require(UTC.instant("2016-12-31"))
    let last = try #require(UTC.instant("2017-01-02"))
    let count = try CoverageCount(of: reader(), period: (first, last), jobs: 1)
    #expect(count.days.map(\.valid) == [0, 10, 2])
    #expect(count.cells == 10)
  }

  @Test func aMaskOfAnotherGridIsRefused() throws {
    #expect(throws: Failure.self) { try CoverageCount(of: reader(), land: [true], jobs: 1) }
  }
}
