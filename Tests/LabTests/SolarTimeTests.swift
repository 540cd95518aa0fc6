import Grids
import Numerics
import Testing

@testable import Lab

@Suite("Local solar time")
struct SolarTimeTests {
  private func day(_ text: String) throws -> Int { CivilDay.number(of: try #require(UTC.instant(text))) }

  @Test(
    "METHODS §11 row 16: crossings to the minute, on the right UTC day",
    arguments: [
      ("2010-06-15", 90, 116.4, "2010-06-14T17:44:24Z"),
      ("2010-06-15", 90, -100.0, "2010-06-15T08:10:00Z"),
      ("2010-06-15", 810, 91.9, "2010-06-15T07:22:24Z"),
      // 18:00 + 10 h: the next UTC day; 06:00 at Greenwich: the clock itself; over New Year and a leap day.
      ("2010-06-15", 1080, -150.0, "2010-06-16T04:00:00Z"),
      ("2010-06-15", 360, 0.0, "2010-06-15T06:00:00Z"),
      ("2016-01-01", 90, 90.0, "2015-12-31T19:30:00Z"),
      ("2016-03-01", 0, 180.0, "2016-02-29T12:00:00Z"),
      ("1969-12-31", 90, 30.0, "1969-12-30T23:30:00Z"),
    ])
  func crossing(date: String, minutes: Int, longitude: Double, expected: String) throws {
    let number = try day(date)
    let instant = SolarTime.instant(day: number, minutes: minutes, longitude: longitude)
    #expect(UTC.text(instant) == expected)
    #expect(SolarTime.day(of: instant, longitude: longitude) == number)
  }

  @Test("METHODS §11 row 16: hourly samples bracket 17:44 UTC at 17:00 and 18:00")
  func bracket() throws {
    let crossing = SolarTime.instant(day: try day("2010-06-15"), minutes: 90, longitude: 116.4)
    let start = try #require(UTC.instant("2010-06-14"))
    let hours = (0..<48).map { start + Int64($0) * UTC.hour }
    let link = BracketMatcher(window: UTC.hour).match(product: [crossing], station: hours)
    #expect(link.station == [17...18])
    #expect(link.averaging(hours).map(UTC.text) == ["2010-06-14T17:30:00Z"])
  }

  @Test("a local date is whole days of the same 24 hours, whatever the longitude")
  func dates() throws {
    let start = try #require(UTC.instant("2017-03-26"))  // Europe's clocks change; the sun does not
    for longitude in [-180.0, -75.5, 0.0, 8.2, 116.4, 179.99] {
      var counts: [Int: Int] = [:]
      for minute in 0..<(4 * 1440) {
        let instant = start + Int64(minute) * 60 * UTC.second
        counts[SolarTime.day(of: instant, longitude: longitude), default: 0] += 1
      }
      #expect(counts.values.count { $0 == 1440 } >= 3)
      #expect(counts.values.allSatisfy { $0 <= 1440 })
    }
  }

  @Test("stamps with one time of day label days, others are instants")
  func labels() {
    #expect(SolarTime.areDayLabels([]))
    #expect(SolarTime.areDayLabels([-12 * UTC.hour, 12 * UTC.hour, 60 * UTC.hour]))
    #expect(!SolarTime.areDayLabels([0, 6 * UTC.hour]))
    #expect(!SolarTime.areDayLabels([0, UTC.day + 1]))
  }
}
