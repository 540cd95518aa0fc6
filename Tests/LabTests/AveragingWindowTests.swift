import Grids
import Numerics
import Testing

@testable import Lab

@Suite("Averaging windows")
struct AveragingWindowTests {
  private func day(_ text: String) throws -> Int { CivilDay.number(of: try #require(UTC.instant(text))) }

  /// The windows from one day to another, by stepping from end to start.
  private func windows(_ window: AveragingWindow, _ from: String, _ to: String) throws -> [Range<Int>] {
    var found: [Range<Int>] = []
    var next = try day(from)
    while next <= (try day(to)) {
      found.append(window.days(containing: next))
      next = try #require(found.last).upperBound
    }
    return found
  }

  @Test("METHODS §11 row 17: counts of dekads, months and days")
  func counts() throws {
    #expect(try windows(.dekad, "2003-01-01", "2018-12-31").count == 576)
    #expect(try windows(.month, "2002-07-01", "2018-12-31").count == 198)
    #expect(try windows(.day, "2015-01-01", "2021-12-31").count == 2557)
    #expect(try windows(.threeDays(origin: day("2015-01-01")), "2015-01-01", "2021-12-31").count == 853)
  }

  @Test(
    "METHODS §11 row 17: the dekad of a date",
    arguments: [
      ("2017-06-30", 18), ("2017-07-01", 19), ("2017-12-31", 36), ("2016-02-29", 6), ("2017-04-10", 10),
      ("2017-04-11", 11), ("2017-01-20", 2), ("2017-01-21", 3),
    ])
  func dekad(date: String, number: Int) throws {
    let year = date.prefix(4)
    let dekads = try windows(.dekad, "\(year)-01-01", date)
    #expect(dekads.count == number)
    #expect(try dekads.last?.contains(day(date)) == true)
  }

  @Test("windows tile the days: each day's window is that of all its days")
  func tiling() throws {
    let windows: [AveragingWindow] = [.day, .threeDays(origin: 16_436), .dekad, .month]
    for window in windows {
      for number in (try day("1968-12-20"))...(try day("1972-03-05")) {
        let span = window.days(containing: number)
        #expect(span.contains(number))
        #expect(window.days(containing: span.lowerBound) == span)
        #expect(window.days(containing: span.upperBound - 1) == span)
        #expect(window.days(containing: span.upperBound).lowerBound == span.upperBound)
      }
    }
  }

  @Test("ends and centres by hand, in leap years, before the origin and before 1970")
  func ends() throws {
    func span(_ window: AveragingWindow, _ date: String) throws -> [String] {
      let span = window.days(containing: try day(date))
      return [
        UTC.dateText(Int64(span.lowerBound) * UTC.day), UTC.dateText(Int64(span.upperBound - 1) * UTC.day),
        UTC.text(AveragingWindow.centre(of: span)),
      ]
    }
    #expect(try span(.day, "2017-03-26") == ["2017-03-26", "2017-03-26", "2017-03-26T12:00:00Z"])
    #expect(try span(.dekad, "2017-02-22") == ["2017-02-21", "2017-02-28", "2017-02-25T00:00:00Z"])
    #expect(try span(.dekad, "2016-02-22") == ["2016-02-21", "2016-02-29", "2016-02-25T12:00:00Z"])
    #expect(try span(.dekad, "2017-01-31") == ["2017-01-21", "2017-01-31", "2017-01-26T12:00:00Z"])
    #expect(try span(.dekad, "2017-01-10") == ["2017-01-01", "2017-01-10", "2017-01-06T00:00:00Z"])
    #expect(try span(.month, "2016-02-01") == ["2016-02-01", "2016-02-29", "2016-02-15T12:00:00Z"])
    #expect(try span(.month, "2016-12-31") == ["2016-12-01", "2016-12-31", "2016-12-16T12:00:00Z"])
    let three = AveragingWindow.threeDays(origin: try day("2015-01-01"))
    #expect(try span(three, "2015-01-03") == ["2015-01-01", "2015-01-03", "2015-01-02T12:00:00Z"])
    #expect(try span(three, "2014-12-31") == ["2014-12-29", "2014-12-31", "2014-12-30T12:00:00Z"])
    #expect(try span(three, "1969-12-31") == ["1969-12-31", "1970-01-02", "1970-01-01T12:00:00Z"])
  }
}
