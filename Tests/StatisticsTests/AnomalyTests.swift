import Statistics
import Testing

@Suite struct AnomalyTests {
  static let day: Int64 = 86_400_000_000
  /// 2015-01-01 00:00 UTC.
  static let start: Int64 = 16_436 * day

  static func daily(_ n: Int, from first: Int64 = start) -> [Int64] {
    (0..<n).map { first + Int64($0) * day }
  }

  @Test func windowEndsAreIncludedAndALoneValueIsItsOwnMean() {
    let half = 17 * Self.day + Self.day / 2
    let times = [0, half, half + 1, 200 * Self.day]
    let anomalies = Anomaly.movingWindow(times: times, values: [1, 2, 6, 5])
    // 0 sees itself and the value 17.5 days on; that one sees all three; the third not the first.
    let expected: [Double] = [-0.5, -1, 2, 0]
    #expect(anomalies == expected)
    #expect(Anomaly.movingWindow(times: [], values: []).isEmpty)
  }

  @Test func windowsAgreeWithDirectSumsOverALongRecord() {
    var noise = Noise(9)
    let n = 20_000
    let times = (0..<n).map { Int64($0) * Self.day / 24 }
    // Large values first: a running sum would carry their rounding along.
    let values = (0..<n).map { $0 < 100 ? 1e6 * noise.next() : noise.next() }
    let anomalies = Anomaly.movingWindow(times: times, values: values)
    for i in stride(from: 500, to: n, by: 997) {
      let window = values[max(0, i - 420)...min(n - 1, i + 420)]
      let expected = values[i] - window.reduce(0, +) / Double(window.count)
      if i > 600 { #expect(abs(anomalies[i] - expected) < 1e-13) }
    }
  }

  @Test func aConstantHasNoAnomalyAndAShiftChangesNothing() {
    var noise = Noise(10)
    let times = Self.daily(1500)
    let values = times.map { _ in (noise.next() * 4096).rounded() / 8192 }
    let shifted = values.map { $0 + 1 }
    let methods: [([Double]) -> [Double]] = [
      { Anomaly.movingWindow(times: times, values: $0) }, { Anomaly.climatology(times: times, values: $0) },
    ]
    for method in methods {
      let flat = method(times.map { _ in 0.25 })
      #expect(flat.allSatisfy { $0 == 0 })
      for (x, y) in zip(method(values), method(shifted)) { #expect(abs(x - y) < 1e-14) }
    }
  }

  @Test func aProductWithItsOwnSeasonHasFullAnomalyCorrelation() throws {
    // METHODS §11 row 14, for slots that the offset does not vary in.
    var noise = Noise(12)
    // Without 29 February, whose slot is the 1 March of common years and so has two offsets.
    let indices = (0..<4 * 365).filter { $0 != 365 + 31 + 28 }
    let times = indices.map { Self.start + Int64($0) * Self.day }
    let station = times.map { _ in noise.next() }
    let product = zip(indices, station).map { $1 + 0.1 * Double(Self.month($0)) }
    for slot in [Anomaly.Slot.month, .dekad, .day(halfWidth: 0)] {
      let a = Anomaly.climatology(times: times, values: product, slot: slot)
      let b = Anomaly.climatology(times: times, values: station, slot: slot)
      #expect(abs(try #require(Correlation.pearson(a, b).value.value) - 1) < 1e-12)
      let plain = try #require(metrics(product: product, reference: station)[.r].value)
      #expect(plain < 0.9)
    }
  }

  /// The month of a day counted from 2015-01-01, by the plain calendar.
  static func month(_ index: Int) -> Int {
    var rest = index
    for year in 2015... {
      let leap = year % 4 == 0
      if rest >= (leap ? 366 : 365) {
        rest -= leap ? 366 : 365
        continue
      }
      for (month, length) in [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
        if rest < length { return month + 1 }
        rest -= length
      }
    }
    return 0
  }

  @Test func twoYearsAreNotThree() {
    let two = Self.daily(365 + 366)
    #expect(Anomaly.climatology(times: two, values: two.map { _ in 1 }).allSatisfy { $0.isNaN })
    let three = Self.daily(365 + 366 + 365)
    let anomalies = Anomaly.climatology(times: three, values: three.map { _ in 1 })
    #expect(anomalies.allSatisfy { !$0.isNaN })
    #expect(
      Anomaly.climatology(times: two, values: two.map { _ in 1 }, minimumYears: 2).allSatisfy { !$0.isNaN })
    #expect(Anomaly.climatology(times: [], values: []) == [])
  }

  @Test func gapsOfAYearLeaveTheirSeasonWithoutClimatology() {
    // Four years, July absent in two of them but for its last day: 10 July has 35 days about it in two years only.
    let times = Self.daily(1461).filter { time in
      let index = Int((time - Self.start) / Self.day)
      return !(index > 500 && (5...8).contains(Self.month(index)))
    }
    let anomalies = Anomaly.climatology(times: times, values: times.map { _ in 1 })
    for (time, anomaly) in zip(times, anomalies) {
      let month = Self.month(Int((time - Self.start) / Self.day))
      if (6...7).contains(month) { #expect(anomaly.isNaN) }
      if month == 1 || month == 12 { #expect(anomaly == 0) }
    }
  }

  @Test func newYearHasNoSeam() {
    // A season of exactly one year's period, seen through windows that all lie inside the record, gives the
    // same climatology whatever day the year is said to begin on.
    let times = Self.daily(5 * 365 + 1)
    let values = times.map { time in
      let index = Int((time - Self.start) / Self.day)
      return Double(index % 365 < 20 || index % 365 >= 345 ? 1 : 0)
    }
    let anomalies = Anomaly.climatology(times: times, values: values)
    // 1 January of the third year: 17 days on both sides are all ones, in every year (leap years shift by one).
    let index = 365 + 366
    #expect(abs(anomalies[index]) < 0.05)
    // And mid-year is all zeros.
    #expect(abs(anomalies[index + 180]) < 1e-15)
  }

  @Test func leapDaysAreTheirOwnSlotCentredOnTheFirstOfMarch() {
    // 29 February 2016 only exists once; the other years contribute the 17 days about 1 March.
    let times = Self.daily(4 * 365 + 1)
    let values = times.map { time in Double(Int((time - Self.start) / Self.day)) }
    let anomalies = Anomaly.climatology(times: times, values: values)
    let leapDay = 365 + 31 + 28
    // Each year's mean is the window's centre: 1 March 2015, 29 February 2016, 1 March 2017 and 2018.
    let centres = [59, leapDay, 365 + 366 + 59, 365 + 366 + 365 + 59]
    let expected = Double(leapDay) - Double(centres.reduce(0, +)) / 4
    #expect(abs(anomalies[leapDay] - expected) < 1e-9)
  }

  @Test func yearsWeighAlike() {
    // One sample in the first year's slot, two in the second's, one in the third's.
    let days: [Int64] = [0, 731, 732, 1096]
    let times = days.map { Self.start + $0 * Self.day }
    let anomalies = Anomaly.climatology(times: times, values: [3, 6, 8, 2], slot: .month)
    // (3 + 7 + 2) / 3 = 4
    let expected: [Double] = [-1, 2, 4, -2]
    #expect(anomalies == expected)
  }

  @Test func datesBefore1970Work() {
    let times = Self.daily(1461, from: -20_000 * Self.day)
    let anomalies = Anomaly.climatology(times: times, values: times.map { _ in 2 })
    #expect(anomalies.allSatisfy { $0 == 0 })
  }
}
