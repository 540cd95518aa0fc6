import Numerics

/// Departures from what is usual: about a moving mean, or about a climatology of several years.
public enum Anomaly {
  /// Each value minus the mean of all values within ±days/2 of it, both ends and itself included.
  ///
  /// There is no minimum count: a lone value has the anomaly 0. Long series cost O(n); the sums keep every
  /// digit of direct summation.
  /// - Parameters:
  ///   - times: microseconds, strictly increasing.
  ///   - values: one finite value per instant.
  ///   - days: the full width of the window in days.
  /// - Returns: one anomaly per value, in the values' unit.
  /// - Precondition: equal lengths; a positive width below ten thousand years.
  /// - Source: pytesmo 0.18.1, `calc_anomaly(window_size=35)`.
  public static func movingWindow(times: [Int64], values: [Double], days: Double = 35) -> [Double] {
    precondition(times.count == values.count, "a series has as many values as times")
    precondition(days > 0 && days < 3_652_500, "a window has a positive width")
    let half = Int64((days / 2 * Double(CivilDay.length)).rounded())
    let sums = PrefixSums(values)
    var anomalies: [Double] = []
    anomalies.reserveCapacity(values.count)
    var first = 0
    var end = 0
    for i in 0..<values.count {
      while times[i] - times[first] > half { first += 1 }
      while end < values.count && times[end] - times[i] <= half { end += 1 }
      anomalies.append(values[i] - sums.sum(first..<end) / Double(end - first))
    }
    return anomalies
  }

  /// What shares a climatology: how a year is cut into slots.
  public enum Slot: Hashable, Sendable {
    /// The calendar day with `halfWidth` days on either side, over New Year without a seam.
    case day(halfWidth: Int)
    /// The dekad: days 1–10, 11–20 and 21 to the month's end.
    case dekad
    /// The calendar month.
    case month
  }

  /// Each value minus its slot's climatology, NaN where fewer than `minimumYears` years hold one.
  ///
  /// The climatology of a slot is the mean over the years of that year's mean in the slot, so that a year with
  /// many samples weighs no more than one with few (METHODS §0.7). For `day` the slot of a date is, in every
  /// year, the true days from `halfWidth` before the date to `halfWidth` after it: in a leap year it reaches
  /// the same number of days, and in January it reaches into December before. 29 February is 1 March in common
  /// years. Only years whose own date lies between the record's first and last day count, so that two years
  /// of data never pass for three.
  ///
  /// To compare two sides build both climatologies from the same instants: give each side's values at the
  /// pairs' times.
  /// - Parameters:
  ///   - times: microseconds UTC, strictly increasing.
  ///   - values: one finite value per instant.
  ///   - slot: how the year is cut; ±17 days about the calendar day by default.
  ///   - minimumYears: the fewest distinct years a slot needs.
  /// - Returns: one anomaly per value, in the values' unit; NaN = no climatology there.
  /// - Precondition: equal lengths; a half width of 0…182 days; at least one year.
  public static func climatology(
    times: [Int64], values: [Double], slot: Slot = .day(halfWidth: 17), minimumYears: Int = 3
  ) -> [Double] {
    precondition(times.count == values.count, "a series has as many values as times")
    precondition(minimumYears >= 1, "a climatology needs a year")
    guard let firstTime = times.first, let lastTime = times.last else { return [] }
    let days = times.map(CivilDay.number(of:))
    let record = CivilDay.number(of: firstTime)...CivilDay.number(of: lastTime)
    let sums = PrefixSums(values)
    var known: [Int: Double] = [:]
    var anomalies: [Double] = []
    anomalies.reserveCapacity(values.count)
    for i in 0..<values.count {
      let date = CivilDay.date(of: days[i])
      let key = slot.key(date)
      let mean: Double
      if let found = known[key] {
        mean = found
      } else {
        mean = slotMean(slot, date, days: days, record: record, sums: sums, minimumYears: minimumYears)
        known[key] = mean
      }
      anomalies.append(values[i] - mean)
    }
    return anomalies
  }

  /// The mean over years of a slot's yearly means; NaN where too few years have one.
  private static func slotMean(
    _ slot: Slot, _ date: (year: Int, month: Int, day: Int), days: [Int], record: ClosedRange<Int>,
    sums: PrefixSums, minimumYears: Int
  ) -> Double {
    let years = CivilDay.date(of: record.lowerBound).year...CivilDay.date(of: record.upperBound).year
    var total = 0.0
    var count = 0
    for year in years {
      let (span, anchor) = slot.span(year: year, date)
      guard anchor.overlaps(record) else { continue }
      let first = position(of: span.lowerBound, in: days)
      let end = position(of: span.upperBound + 1, in: days)
      guard end > first else { continue }
      total += sums.sum(first..<end) / Double(end - first)
      count += 1
    }
    return count >= minimumYears ? total / Double(count) : .nan
  }

  /// The first position whose day is not before `day`.
  private static func position(of day: Int, in days: [Int]) -> Int {
    var low = 0
    var high = days.count
    while low < high {
      let middle = (low + high) / 2
      if days[middle] < day { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Anomaly.Slot {
  /// A number shared by the dates of one slot.
  fileprivate func key(_ date: (year: Int, month: Int, day: Int)) -> Int {
    switch self {
    case .day: date.month * 100 + date.day
    case .dekad: date.month * 100 + min((date.day - 1) / 10, 2)
    case .month: date.month
    }
  }

  /// The days of a year's slot, and the days of which one must lie in the record for the year to count.
  fileprivate func span(
    year: Int, _ date: (year: Int, month: Int, day: Int)
  ) -> (days: ClosedRange<Int>, anchor: ClosedRange<Int>) {
    switch self {
    case .day(let halfWidth):
      precondition((0...182).contains(halfWidth), "a slot reaches at most half a year")
      let centre = CivilDay.number(year: year, month: date.month, day: date.day)
      return (centre - halfWidth...centre + halfWidth, centre...centre)
    case .dekad, .month:
      let third = min((date.day - 1) / 10, 2)
      let nextMonth =
        date.month == 12
        ? CivilDay.number(year: year + 1, month: 1, day: 1)
        : CivilDay.number(year: year, month: date.month + 1, day: 1)
      let start = CivilDay.number(year: year, month: date.month, day: self == .month ? 1 : 10 * third + 1)
      let end = self == .month || third == 2 ? nextMonth - 1 : start + 9
      return (start...end, start...end)
    }
  }
}
