import Files
import Grids
import Testing

@Suite struct CFTimeTests {
  /// From `Tests/Oracle/cf_time.py` (cftime).
  static let cases: [(units: String, calendar: String, value: Double, expected: String)] = [
    ("days since 1858-11-17 00:00:00", "standard", 57754.25, "2017-01-01T06:00:00"),
    ("seconds since 2000-01-01 12:00:00", "standard", 481134705.3228015, "2015-04-01T04:31:45.322801"),
    ("days since 1900-01-01 00:00:00", "standard", 43096.84898, "2017-12-29T20:22:31.872000"),
    ("days since 1582-10-04", "standard", 1.0, "1582-10-15T00:00:00"),
    ("days since 1582-10-04", "proleptic_gregorian", 1.0, "1582-10-05T00:00:00"),
    ("days since 0001-01-01", "standard", 736330.0, "2016-12-31T00:00:00"),
    ("days since 0001-01-01", "proleptic_gregorian", 736330.0, "2017-01-02T00:00:00"),
    ("days since 1-1-1 00:00:0.0", "standard", 735000.5, "2013-05-11T12:00:00"),
    ("days since 1850-01-01", "noleap", 43800.5, "1970-01-01T12:00:00"),
    ("days since 2000-02-28", "noleap", 1.0, "2000-03-01T00:00:00"),
    ("days since 2000-01-01", "365_day", 59.0, "2000-03-01T00:00:00"),
    ("days since 2001-01-01", "all_leap", 59.0, "none"),
    ("days since 2000-01-01", "366_day", 59.0, "2000-02-29T00:00:00"),
    ("days since 2000-01-01", "360_day", 59.0, "none"),
    ("days since 2000-01-01", "360_day", 60.0, "2000-03-01T00:00:00"),
    ("hours since 1950-01-01", "360_day", 123456.0, "1964-04-15T00:00:00"),
    ("minutes since 1979-01-01", "julian", 1000.0, "1979-01-14T16:40:00"),
    ("hours since 2000-01-01 00:00:00 +02:00", "standard", 10.0, "2000-01-01T08:00:00"),
    ("hours since 2000-01-01 00:00:00 -06:30", "standard", 10.0, "2000-01-01T16:30:00"),
    ("milliseconds since 1970-01-01T00:00:00Z", "standard", 1483228800123.0, "2017-01-01T00:00:00.123000"),
    ("days since -4713-01-01 12:00:00", "standard", 2440587.5, "1970-01-01T00:00:00"),
  ]

  @Test(arguments: cases)
  func field35CalendarsAgreeWithCFTime(units: String, calendar: String, value: Double, expected: String)
    throws
  {
    let time = try CFTimeUnits(units: units, calendar: calendar)
    switch time.instant(value) {
    case .instant(let instant):
      let wanted = try #require(UTC.instant(expected), "the oracle found no such date")
      #expect(abs(instant - wanted) <= 1, "\(UTC.text(instant)) instead of \(expected)")
    case .noSuchDate: #expect(expected == "none")
    case .outOfRange: Issue.record("out of range")
    }
  }

  @Test(arguments: [
    ("months since 2000-01-01", "month or year has no fixed length"),
    ("years since 2000-01-01", "month or year has no fixed length"),
    ("foo", "cannot be read"), ("", "cannot be read"), ("days since", "cannot be read"),
    ("days since yesterday", "reference date"), ("days since 2000-13-01", "does not exist"),
    ("days since 2001-02-29", "does not exist"), ("parsecs since 2000-01-01", "unknown time unit"),
    ("days since 2000-01-01 25:00", "reference date"), ("days since 2000-01-01 10:00 CET", "reference date"),
    ("days as %d.%m.%Y", "cannot be read"),
  ])
  func field35UnreadableUnitsAreRefused(units: String, reason: String) throws {
    let failure = #expect(throws: Failure.self) { _ = try CFTimeUnits(units: units) }
    #expect(failure?.reason.contains(reason) == true, "\(failure?.reason ?? "")")
    #expect(failure?.exitCode == 3)
  }

  @Test func field35CalendarNamesAreKnownOrRefused() throws {
    let known: [(String, CFCalendar)] = [
      ("gregorian", .standard), ("Standard", .standard), ("365_day", .noLeap), ("NOLEAP", .noLeap),
      ("366_day", .allLeap), ("360_day", .day360), ("julian", .julian),
      ("proleptic_gregorian", .prolepticGregorian),
    ]
    for (name, calendar) in known { #expect(try CFCalendar(attribute: name) == calendar) }
    #expect(try CFCalendar(attribute: nil) == .standard)
    #expect(throws: Failure.self) { _ = try CFCalendar(attribute: "none") }
    #expect(throws: Failure.self) { _ = try CFCalendar(attribute: "mayan") }
  }

  @Test(arguments: [
    ("hours since 2000-01-01 00:00:00 +02:00", "1999-12-31T22:00:00"),
    ("hours since 2000-01-01 00:00:00+0200", "1999-12-31T22:00:00"),
    ("hours since 2000-01-01T00:00:00-6:30", "2000-01-01T06:30:00"),
    ("hours since 2000-01-01 00:00:00 -6", "2000-01-01T06:00:00"),
    ("hours since 2000-01-01T00:00:00Z", "2000-01-01T00:00:00"),
    ("hours since 2000-01-01 00:00:00 UTC", "2000-01-01T00:00:00"),
    ("hours since 2000-1-1 0:0:0.0", "2000-01-01T00:00:00"),
    ("hours since 2000-01-01", "2000-01-01T00:00:00"),
    ("hours since 2000-01-01 06", "2000-01-01T06:00:00"), ("hours since 20000101", "none"),
  ])
  func field36OffsetsBecomeUTC(units: String, expected: String) {
    guard let time = try? CFTimeUnits(units: units), case .instant(let instant) = time.instant(0) else {
      #expect(expected == "none")
      return
    }
    #expect(UTC.text(instant) == expected + "Z")
  }

  @Test func field35NumbersFromTheFileNeverTrap() throws {
    let extremes = [
      Double.nan, .infinity, -.infinity, 1e300, -1e300, 9.2e18, -9.3e18, 1e18, .leastNonzeroMagnitude,
      9.96921e36,
      -9_999_999_999, 1e12, 106_751_991, -106_751_993, -3_440_586.5,
    ]
    for unit in ["nanoseconds", "microseconds", "seconds", "hours", "days"] {
      for calendar in CFCalendar.allCases {
        let time = try CFTimeUnits(units: "\(unit) since 1970-01-01", calendar: calendar.rawValue)
        for value in extremes {
          if case .instant(let instant) = time.instant(value) {
            #expect((UTC.earliest...UTC.latest).contains(instant))
          }
        }
        #expect(time.instant(.nan) == .outOfRange)
        #expect(time.instant(1e300) == .outOfRange)
      }
    }
  }

  @Test func numbersThatSpellDatesAreRead() throws {
    let time = try CFTimeUnits(units: "day as %Y%m%d.%f")
    #expect(time.instant(20_170_401.25) == .instant(try #require(UTC.instant("2017-04-01T06:00"))))
    #expect(time.instant(20_170_231) == .noSuchDate)
    #expect(time.instant(-1) == .outOfRange)
  }

  @Test func timesAreRoundedToTheMicrosecond() throws {
    let days = try CFTimeUnits(units: "days since 1970-01-01")
    #expect(days.instant(17_167.123_456_789) == .instant(1_483_239_466_666_569))
    #expect(try CFTimeUnits(units: "seconds since 1970-01-01").instant(-0.0000016) == .instant(-2))
    #expect(try CFTimeUnits(units: "nanoseconds since 1970-01-01").instant(1500) == .instant(2))
  }

  @Test(arguments: CFCalendar.allCases) func everyDayComesBack(calendar: CFCalendar) {
    for day in stride(from: -800_000, to: 800_000, by: 37) {
      let date = calendar.date(ofDay: day)
      #expect(calendar.day(year: date.year, month: date.month, day: date.day) == day)
    }
  }
}
