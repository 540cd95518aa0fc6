import Files
import Grids
import Numerics
import Testing

@testable import Lab

@Suite("Means over windows")
struct WindowMeansTests {
  private typealias Completeness = Experiment.Matching.Completeness

  private func instant(_ text: String) throws -> Int64 { try #require(UTC.instant(text)) }

  /// Hourly samples from a day on; `value` of the hours since then.
  private func hourly(
    _ from: String, hours: Range<Int>, _ value: (Int) -> Double = { _ in 0.25 }
  ) throws -> TimeSeries {
    let start = try instant(from)
    return TimeSeries(times: hours.map { start + Int64($0) * UTC.hour }, values: hours.map(value))
  }

  private func joined(_ parts: TimeSeries...) -> TimeSeries {
    TimeSeries(times: parts.flatMap(\.times), values: parts.flatMap(\.values))
  }

  private func texts(_ means: WindowMeans) -> [String] { means.series.times.map(UTC.text) }

  @Test("a dekad needs half of its hours and four days, ends included (METHODS §4.13)")
  func dekads() throws {
    func means(_ series: TimeSeries, _ completeness: Completeness = .init(hours: 0.5, days: 4)) -> WindowMeans
    {
      WindowMeans(of: series, over: .dekad, completeness: completeness)
    }
    // 1–10 January 2017 has 240 hours. 120 of them on five days: enough; 119: too few.
    let half = means(try hourly("2017-01-01", hours: 0..<120))
    #expect(texts(half) == ["2017-01-06T00:00:00Z"])
    #expect(half.series.values == [0.25])
    #expect(half.read == 120 && half.used == 120 && half.excluded.isEmpty)
    let less = means(try hourly("2017-01-01", hours: 0..<119))
    #expect(less.series.isEmpty && less.read == 119 && less.used == 0)
    #expect(less.excluded["fewer than 50 % of the hours"] == 119 && less.excluded.total == 119)
    // Without the hours' rule: 3 days are too few, the first hour of the fourth makes it four.
    let free = Completeness(hours: 0, days: 4)
    let three = means(try hourly("2017-01-01", hours: 0..<72), free)
    #expect(three.excluded["fewer than 4 days"] == 72 && three.excluded.total == 72)
    #expect(means(try hourly("2017-01-01", hours: 0..<73), free).used == 73)
    // A window cannot be asked for more days than it has: 21–28 February has eight.
    let february = Completeness(hours: 0.5, days: 11)
    #expect(means(try hourly("2017-02-21", hours: 0..<192), february).used == 192)
    let seven = means(try hourly("2017-02-21", hours: 0..<168), february)
    #expect(seven.excluded["fewer than 8 days"] == 168)
    // Each window is judged for itself: a full dekad between two short ones.
    let record = means(try hourly("2016-12-31", hours: 0..<(24 * 12)))
    #expect(texts(record) == ["2017-01-06T00:00:00Z"])
    #expect(record.used == 240 && record.excluded["fewer than 50 % of the hours"] == 48)
  }

  @Test("the share of hours is that of the sensor's own sampling step")
  func step() throws {
    #expect(WindowMeans.samplingStep([]) == nil && WindowMeans.samplingStep([5]) == nil)
    #expect(WindowMeans.samplingStep([0, 3]) == 3)
    #expect(WindowMeans.samplingStep([0, 1, 3]) == 1)
    #expect(WindowMeans.samplingStep([0, 1, 3, 6, 16]) == 2)
    // 6-hourly samples: two of a day's four are half of them; one is not.
    let start = try instant("2017-01-01")
    let times = [0, 6, 12, 18, 24, 30, 48].map { start + Int64($0) * UTC.hour }
    let series = TimeSeries(times: times, values: [0.1, 0.2, 0.3, 0.4, 0.1, 0.3, 0.9])
    let means = WindowMeans(of: series, over: .day, completeness: .init(hours: 0.5, days: 1))
    #expect(texts(means) == ["2017-01-01T12:00:00Z", "2017-01-02T12:00:00Z"])
    #expect(means.series.values.map { ($0 * 1e12).rounded() / 1e12 } == [0.25, 0.2])
    #expect(means.excluded["fewer than 50 % of the hours"] == 1)
    // 13.75 % of a day's minutes are 198 of them, not 199: 0.1375 · 1440 is a little more in binary.
    let minutes = (0..<198).map { start + Int64($0) * 60 * UTC.second }
    let share = Completeness(hours: 0.1375, days: 1)
    func used(_ count: Int) -> Int {
      let series = TimeSeries(
        times: Array(minutes.prefix(count)), values: minutes.prefix(count).map { _ in 0.1 })
      return WindowMeans(of: series, over: .day, completeness: share).used
    }
    #expect(used(198) == 198 && used(197) == 0)
    // Weekly samples: the one of a day is all that could be there.
    let weekly = TimeSeries(times: (0..<3).map { start + $0 * 7 * UTC.day }, values: [0.1, 0.2, 0.3])
    #expect(WindowMeans(of: weekly, over: .day, completeness: .init(hours: 1, days: 1)).series.count == 3)
    // A lone sample has no step.
    let lone = TimeSeries(times: [start], values: [0.2])
    let none = WindowMeans(of: lone, over: .day, completeness: .init(hours: 0.5, days: 1))
    #expect(none.excluded["a single sample, of unknown sampling step"] == 1 && none.used == 0)
    #expect(WindowMeans(of: lone, over: .day, completeness: .init(hours: 0, days: 1)).used == 1)
    let empty = WindowMeans(of: TimeSeries(), over: .day, completeness: .init(hours: 0.5, days: 1))
    #expect(empty.series.isEmpty && empty.read == 0 && empty.excluded.isEmpty)
  }

  @Test("three-day means start at the origin")
  func threeDays() throws {
    let window = AveragingWindow.threeDays(origin: CivilDay.number(of: try instant("2015-01-01")))
    // Value = day: the means of days 0–2, 3–5 and 6 (one day of three: two are needed).
    let series = try hourly("2015-01-01", hours: 0..<(7 * 24)) { Double($0 / 24) }
    let means = WindowMeans(of: series, over: window, completeness: .init(hours: 0.5, days: 2))
    #expect(texts(means) == ["2015-01-02T12:00:00Z", "2015-01-05T12:00:00Z"])
    #expect(means.series.values == [1, 4])
    #expect(means.used == 144 && means.excluded["fewer than 50 % of the hours"] == 24)
  }

  @Test("a product's window takes all its samples, and a group only where all agree")
  func product() throws {
    let start = try instant("2017-01-09")
    let series = TimeSeries(
      times: [0, 1, 2, 5, 24].map { start + Int64($0) * UTC.day }, values: [0.1, 0.3, 0.2, 0.4, 0.6])
    let means = WindowMeans(
      of: series, days: series.times.map(CivilDay.number(of:)),
      groups: [.flag: [0, 0, 1, 0, 1], .orbit: [2, 2, 2, 2, SampleGroups.unknown]], over: .dekad)
    #expect(texts(means) == ["2017-01-06T00:00:00Z", "2017-01-16T00:00:00Z", "2017-02-06T00:00:00Z"])
    #expect(means.series.values.map { ($0 * 1e12).rounded() / 1e12 } == [0.2, 0.3, 0.6])
    #expect(means.groups[.flag] == [0, SampleGroups.unknown, 1])
    #expect(means.groups[.orbit] == [2, 2, SampleGroups.unknown])
    #expect(means.read == 5 && means.used == 5 && means.excluded.isEmpty)
  }

  @Test("METHODS §5.8: days of 01:00+02:00 and 13:00+14:00 local time, then months")
  func crossings() throws {
    // At 120° E local time is UTC + 8 h: 01:30 is 17:30 UTC of the day before, 13:30 is 05:30.
    // The value is the UTC hour in hundredths: (17+18)/2 = 17.5 and (5+6)/2 = 5.5, mean 11.5, on every date.
    func means(_ series: TimeSeries, days: Int, _ crossings: [Int] = [90, 810]) -> WindowMeans {
      WindowMeans(
        of: series, over: .month, crossings: crossings, longitude: 120,
        matcher: BracketMatcher(window: UTC.hour), minimumDays: days)
    }
    // From 2 January 16:00 UTC (00:00 of the local 3rd) for 40 local dates: 29 in January, 11 in February.
    let series = try hourly("2017-01-02", hours: 16..<(16 + 40 * 24)) { Double($0 % 24) / 100 }
    let both = means(series, days: 11)
    #expect(texts(both) == ["2017-01-16T12:00:00Z", "2017-02-15T00:00:00Z"])
    #expect(both.series.values.allSatisfy { abs($0 - 0.115) < 1e-15 })
    #expect(both.read == 960 && both.used == 160)
    #expect(both.excluded["not next to an overpass"] == 800 && both.excluded.total == 800)
    let night = means(series, days: 11, [90])
    #expect(night.series.values.allSatisfy { abs($0 - 0.175) < 1e-15 } && night.series.count == 2)
    #expect(night.used == 80 && night.excluded["not next to an overpass"] == 880)
    // Twelve days: February falls out, and its samples are counted.
    let january = means(series, days: 12)
    #expect(january.series.count == 1 && january.used == 29 * 4)
    #expect(january.excluded["fewer than 12 days"] == 11 * 4)
    #expect(january.excluded.total + january.used == 960)
    // A month has no more days than it has.
    #expect(means(try hourly("2017-01-31", hours: 16..<(16 + 28 * 24)), days: 31).series.count == 1)

    // Without one of the four samples the date has no value; the other crossing's two are told.
    var gap = series
    let lost = try #require(gap.times.firstIndex(of: try instant("2017-01-10T06:00")))
    gap.times.remove(at: lost)
    gap.values.remove(at: lost)
    let incomplete = means(gap, days: 11)
    #expect(incomplete.used == 156)
    #expect(incomplete.excluded["next to one overpass of a day, without the other"] == 2)
    #expect(incomplete.excluded["not next to an overpass"] == 801)
    #expect(means(TimeSeries(), days: 1).series.isEmpty)
  }

  @Test("a sample at the crossing itself is the date's value")
  func exactCrossing() throws {
    let series = try hourly("2017-06-01", hours: 0..<48) { Double($0) }
    let means = WindowMeans(
      of: series, over: .day, crossings: [360], longitude: 0, matcher: BracketMatcher(window: UTC.hour),
      minimumDays: 1)
    #expect(texts(means) == ["2017-06-01T12:00:00Z", "2017-06-02T12:00:00Z"])
    #expect(means.series.values == [6, 30] && means.used == 2)
  }

  /// A record with gaps, on the hour, about 2017; values in 0…1.
  private func random(_ seed: Int) throws -> TimeSeries {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func next(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    var hours: [Int] = []
    var hour = next(below: 300)
    while hour < 100 * 24 {
      hours.append(hour)
      hour += next(below: 100) == 0 ? next(below: 200) + 1 : next(below: 4) == 0 ? 2 : 1
    }
    let start = try instant("2016-12-20")
    return TimeSeries(
      times: hours.map { start + Int64($0) * UTC.hour },
      values: hours.map { _ in Double(next(below: 1000)) / 1000 })
  }

  private static let windows: [AveragingWindow] = [.day, .threeDays(origin: 16_436), .dekad, .month]

  @Test("the rule word for word gives the same means and counts", arguments: 0..<10)
  func agreesWithSlowRule(seed: Int) throws {
    let series = try random(seed)
    let completeness = Completeness(hours: 0.8, days: 3)
    for window in WindowMeansTests.windows {
      let means = WindowMeans(of: series, over: window, completeness: completeness)
      var groups: [Range<Int>: [Int]] = [:]
      for (index, time) in series.times.enumerated() {
        groups[window.days(containing: Int(time / UTC.day)), default: []].append(index)
      }
      var expected: [Int64: Double] = [:]
      var used = 0
      for (span, samples) in groups {
        let days = Set(samples.map { series.times[$0] / UTC.day }).count
        guard samples.count * 10 >= span.count * 24 * 8, days >= min(3, span.count) else { continue }
        expected[AveragingWindow.centre(of: span)] =
          samples.reduce(0) { $0 + series.values[$1] } / Double(samples.count)
        used += samples.count
      }
      #expect(WindowMeans.samplingStep(series.times) == UTC.hour)
      #expect(means.series.times == expected.keys.sorted())
      for (time, value) in zip(means.series.times, means.series.values) {
        #expect(abs(value - (expected[time] ?? .nan)) < 1e-12)
      }
      #expect(means.used == used && means.read == series.count)
      #expect(means.used + means.excluded.total == means.read)
    }
  }

  @Test(
    "moved by whole windows the means move along; a constant stays; other windows do not matter",
    arguments: 0..<5)
  func metamorphic(seed: Int) throws {
    let series = try random(seed)
    let completeness = Completeness(hours: 0.5, days: 2)
    // 400 Gregorian years are a whole number of days, dekads and months; 3 × 48,699 days = 146,097.
    let shift = 146_097 * UTC.day
    let later = TimeSeries(times: series.times.map { $0 + shift }, values: series.values)
    for window in WindowMeansTests.windows {
      let means = WindowMeans(of: series, over: window, completeness: completeness)
      let moved = WindowMeans(of: later, over: window, completeness: completeness)
      #expect(moved.series.times == means.series.times.map { $0 + shift })
      #expect(moved.series.values == means.series.values)
      #expect(moved.excluded == means.excluded)

      let constant = TimeSeries(times: series.times, values: series.values.map { _ in 0.1 })
      #expect(
        WindowMeans(of: constant, over: window, completeness: completeness).series.values.allSatisfy {
          $0 == 0.1
        })

      // A month of samples added two months later: the windows before keep their means to the bit.
      let extra = try hourly("2017-06-01", hours: 0..<(30 * 24)) { Double($0) }
      let longer = WindowMeans(of: joined(series, extra), over: window, completeness: completeness)
      #expect(longer.series.times.starts(with: means.series.times))
      #expect(longer.series.values.starts(with: means.series.values))
      #expect(longer.series.count > means.series.count)

      let crossed = WindowMeans(
        of: constant, over: window, crossings: [90, 810], longitude: -71.3,
        matcher: BracketMatcher(window: UTC.hour), minimumDays: 2)
      #expect(!crossed.series.isEmpty && crossed.series.values.allSatisfy { $0 == 0.1 })
      #expect(crossed.used + crossed.excluded.total == crossed.read)
    }
  }
}
