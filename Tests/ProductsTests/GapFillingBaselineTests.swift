import Files
import Grids
import Testing

@testable import Products

/// The simple baselines, the hidden shapes and the split, on records small enough to check by hand.
struct GapFillingBaselineTests {
  private static let newYear2015: Int64 = 1_420_070_400_000_000
  private let gap = Float.nan

  private func series(_ values: [Float], start: Int64 = newYear2015) -> FieldStack {
    var stack = FieldStack(latitudes: [30], longitudes: [100], start: start, days: values.count)
    stack.values = values
    return stack
  }

  private func climatology(_ record: FieldStack) -> DayOfYearClimatology {
    DayOfYearClimatology(record, days: Array(record.days.indices))
  }

  private func fill(_ baseline: any GapFillingBaseline, _ record: FieldStack) -> FilledStack {
    baseline.fill(record, climatology: climatology(record), wanted: [], jobs: 1)
  }

  @Test func linearInterpolationStopsAtLongGapsAndTakesTheNearestAtTheEnds() {
    let record = series([gap, 0.1, gap, gap, 0.4, gap, gap, gap, 0.2, gap])
    let filled = fill(TemporalInterpolation(.linear, longestGap: 2), record)
    let expected: [Float] = [0.1, 0.1, 0.2, 0.3, 0.4, gap, gap, gap, 0.2, 0.2]
    for (found, wanted) in zip(filled.stack.values, expected) {
      #expect(wanted.isNaN ? found.isNaN : abs(found - wanted) < 1e-6)
    }
    #expect(filled.states[5] == .nothingNear)
    #expect(filled.states[1] == .observed)
    #expect(filled.states[2] == .filled)
    let nearest = fill(TemporalInterpolation(.nearest), record).stack.values
    #expect(nearest == [0.1, 0.1, 0.1, 0.4, 0.4, 0.4, 0.4, 0.2, 0.2, 0.2])
  }

  @Test func monthlyAveragingUsesTheMonthThenThatMonthOfOtherYears() {
    var record = series([Float](repeating: gap, count: 365 + 31))
    (record.values[0], record.values[1], record.values[365]) = (0.1, 0.3, gap)
    let filled = fill(MonthlyAveraging(), record)
    #expect(abs(filled.stack.values[5] - 0.2) < 1e-6)
    #expect(abs(filled.stack.values[370] - 0.2) < 1e-6)
    #expect(filled.states[40] == .nothingNear)
  }

  @Test func anAnomalyFades() {
    // The climatology of 60 equal days is their value; the record to fill is another year.
    let training = series([Float](repeating: 0.2, count: 60))
    let record = series([0.3, gap, gap], start: Self.newYear2015)
    let filled = DampedAnomaly(memory: 0.5).fill(
      record, climatology: climatology(training), wanted: [true, true, false], jobs: 1)
    #expect(abs(filled.stack.values[1] - 0.25) < 1e-6)
    #expect(filled.states[2] == .notWanted)
    #expect(filled.stack.values[2].isNaN)
  }

  @Test func theClimatologyWidensWhereASeasonIsUnseen() {
    // One training day, 1 January: seen from ±15 days, then from ±60, then not at all; across the new year.
    let climatology = climatology(series([0.2]))
    #expect(climatology.means[0] == 0.2)
    #expect(climatology.means[60] == 0.2)
    #expect(climatology.means[61].isNaN)
    #expect(climatology.means[366 - 60] == 0.2)
    #expect(climatology.means[366 - 61].isNaN)
    #expect(DayOfYearClimatology.slot(of: Self.newYear2015 + 59 * UTC.day) == 60)
  }

  @Test func inverseDistanceWeighsByDistance() {
    var record = FieldStack(
      latitudes: [30], longitudes: [0, 1, 2, 3], start: Self.newYear2015, days: 1)
    record.values = [0.1, gap, gap, 0.4]
    let filled = fill(InverseDistance(radius: 2, power: 1), record).stack.values
    #expect(abs(filled[1] - (0.1 + 0.4 / 2) / 1.5) < 1e-6)
    record.values = [0.1, gap, gap, gap]
    #expect(fill(InverseDistance(radius: 2), record).states[3] == .nothingNear)
  }

  @Test func tuningFindsTheMemoryOfTheRecord() throws {
    let training = series([Float](repeating: 0.2, count: 60))
    let record = series((0..<8).map { 0.2 + 0.1 * Float(1 << (7 - $0)) / 128 })
    let outcome = try #require(
      BaselineTuning.search(
        BaselineTuning.damped, record: record, hidden: [1, 2, 5], climatology: climatology(training), jobs: 1)
    )
    #expect(outcome.best.memory == 0.5)
    #expect(outcome.common == 3)
  }

  @Test func smoothFillingKeepsObservationsAndFillsTheRest() {
    var record = FieldStack(
      latitudes: [1, 2, 3], longitudes: [1, 2, 3, 4], start: Self.newYear2015, days: 20)
    record.values = record.values.indices.map { $0 % 5 < 2 ? gap : 0.2 + 0.01 * Float($0 % 7) }
    let filled = fill(SmoothFilling(DCTPLS()), record)
    for position in record.values.indices where record.values[position].isFinite {
      #expect(filled.stack.values[position] == record.values[position])
    }
    #expect(filled.stack.values.allSatisfy { $0.isFinite })
  }

  @Test func hiddenCellsWereObservedAndKnowTheirSurroundings() {
    var record = FieldStack(
      latitudes: (0..<12).map(Double.init), longitudes: (0..<15).map(Double.init), start: Self.newYear2015,
      days: 60)
    for position in record.values.indices {
      let (day, column) = (position / record.cells, position % record.columns)
      if (column + day * 4) % 15 >= 5 { record.values[position] = 0.2 }
    }
    var shapes = HiddenShapes()
    shapes.heldShare = 0.5
    let days = Array(10..<50)
    let hidden = shapes.hide(record, days: days, seed: 7, jobs: 1)
    #expect(!hidden.isEmpty)
    #expect(hidden == shapes.hide(record, days: days, seed: 7, jobs: 3))
    #expect(hidden != shapes.hide(record, days: days, seed: 8))
    let positions = Set(hidden.map(\.position))
    func isSeen(_ position: Int) -> Bool { record.values[position].isFinite && !positions.contains(position) }
    for cell in hidden {
      #expect(record.values[cell.position].isFinite)
      let day = cell.position / record.cells
      #expect(days.contains(day))
      var (first, last) = (day, day)
      let place = cell.position % record.cells
      while first > 0, !isSeen((first - 1) * record.cells + place) { first -= 1 }
      while last < 59, !isSeen((last + 1) * record.cells + place) { last += 1 }
      #expect(cell.missingDays == last - first + 1)
      #expect(cell.distance >= 1)
    }
  }

  @Test func yearsAndSharesSplitARecord() throws {
    let days = FieldStack(latitudes: [0], longitudes: [0], start: Self.newYear2015, days: 1096).days
    let split = try GapFillingSplit(days: days, training: [2015], validation: [2016], test: [2017])
    #expect(split.days(of: .training) == Array(0..<365))
    #expect(split.days(of: .validation) == Array(365..<731))
    #expect(split.days(of: .test) == Array(731..<1096))
    #expect(throws: Failure.self) { try GapFillingSplit(days: days, training: [2015, 2016], test: [2016]) }
    #expect(throws: Failure.self) { try GapFillingSplit(days: days, training: [2014], test: [2016]) }
    let shares = try GapFillingSplit(days: Array(days.prefix(10)), training: 0.6, validation: 0.2)
    #expect(shares.days(of: .test) == [8, 9])
    #expect(throws: Failure.self) { try GapFillingSplit(days: days, training: 1) }
  }
}
