import Stations
import Testing

@Suite struct DailyRainTests {
  static let hour: Int64 = 3_600_000_000

  @Test func hoursAreSummedByTheDayOfTheirStamp() {
    // Two whole days of hours from 1970-01-01 00:00: 1 mm at 23:00 of the first, 2 mm at 00:00 of the second.
    var amounts = [Double](repeating: 0, count: 48)
    amounts[23] = 1
    amounts[24] = 2
    let rain = DailyRain(times: (0..<48).map { Int64($0) * Self.hour }, amounts: amounts)
    #expect(rain.days == [0, 1])
    #expect(rain.totals == [1, 2])
  }

  @Test func aDayThatMissesMoreThanAFifthHasNoTotal() {
    // 24 hours, then 20 (enough: 0.83), then 19 (too few: 0.79).
    let hours = (0..<24).map { $0 } + (24..<44).map { $0 } + (48..<67).map { $0 }
    let rain = DailyRain(times: hours.map { Int64($0) * Self.hour }, amounts: hours.map { _ in 0.5 })
    #expect(rain.days == [0, 1])
    #expect(rain.totals == [12, 10])
  }

  @Test func negativeRainIsMissing() {
    let rain = DailyRain(
      times: (0..<10).map { Int64($0) * Self.hour }, amounts: [1, -1, 1, .nan, 1, 1, 1, 1, 1, 1])
    #expect(rain.totals == [8])
    #expect(DailyRain(times: [], amounts: []).days.isEmpty)
  }

  @Test func daysBefore1970CountDown() {
    let rain = DailyRain(times: [-Self.hour, 0], amounts: [3, 4])
    #expect(rain.days == [-1, 0])
    #expect(rain.totals == [3, 4])
  }
}
