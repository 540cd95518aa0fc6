internal import Files
internal import Grids
internal import Numerics

extension Experiment {
  /// How product and station samples are paired.
  public struct Matching: Hashable, Sendable {
    /// When a station's window counts.
    public struct Completeness: Hashable, Sendable {
      /// The smallest share (0…1) of the samples that the sensor's own median sampling step would give in the window.
      ///
      /// It does not apply where crossings choose the samples.
      public var hours = 0.5
      /// The fewest days of the window with a value; all of them where the window has fewer.
      public var days = 1
    }

    /// What a product value is compared with.
    public var rule = MatchingRule.nearest
    /// A station sample at most this many microseconds away, ends included, is paired.
    public var window: Int64 = UTC.hour
    /// The satellite's crossings, in minutes of local solar time after midnight; empty where the rule needs none.
    public var crossings: [Int] = []
    /// When a station's window counts, for rules that average.
    public var completeness = Completeness()
    /// The first day of a three-daily window, microseconds UTC.
    public var origin = Int64(CivilDay.number(year: 2015, month: 1, day: 1)) * UTC.day
    /// The cell must lie within this many kilometres of the station.
    public var distance = 50.0
    /// Whether cells without any value are passed over for the next one.
    public var needsData = false

    /// Whether product times are days whose instant is the crossing.
    var movesToCrossing: Bool { !rule.isAveraging && !crossings.isEmpty }

    /// Whether the rule uses `window`.
    var usesWindow: Bool { !rule.isAveraging || !crossings.isEmpty }

    /// The windows that both sides are averaged over; nil where samples are paired.
    var averaging: AveragingWindow? {
      switch rule {
      case .nearest, .bracket, .overpass: nil
      case .daily: .day
      case .threeDaily: .threeDays(origin: CivilDay.number(of: origin))
      case .dekad: .dekad
      case .month: .month
      }
    }
  }
}

extension Experiment.Matching {
  /// The rule in words, for the report: what is paired with what, and which station values count.
  public var sentence: String {
    switch rule {
    case .nearest:
      return "the station sample nearest to each product time, at most \(windowInWords) away (ends included; "
        + "of two equally near the later)"
    case .overpass:
      return
        "the station sample nearest to \(crossingInWords), at most \(windowInWords) away (ends included; "
        + "of two equally near the later)"
    case .bracket:
      return "the mean of the two station samples on either side of \(crossingInWords), both at most "
        + "\(windowInWords) away (ends included; a sample at that very time is taken alone)"
    case .daily, .threeDaily, .dekad, .month:
      let days = "\(completeness.days) day\(completeness.days == 1 ? "" : "s")"
      guard crossings.isEmpty else {
        return
          "\(windowName) means of days; a station's day is the mean of the two samples on either side of "
          + "\(crossingsInWords) local solar time, both at most \(windowInWords) away"
          + (rule == .daily ? "" : ", and its \(windowNoun) counts with at least \(days)")
      }
      let share = completeness.hours > 0 ? "\(completeness.hoursInPercent) % of its samples and " : ""
      return "\(windowName) means; a station's \(windowNoun) counts with at least \(share)\(days)"
    }
  }

  private var crossingInWords: String {
    if !crossings.isEmpty { return "\(crossingsInWords) local solar time of each product day" }
    return rule == .overpass ? "the overpass on each product day" : "each product time"
  }

  private var crossingsInWords: String {
    crossings.map(Experiment.Matching.clock).joined(separator: " and of ")
  }

  private var windowName: String {
    switch rule {
    case .threeDaily: "three-day (from \(UTC.dateText(origin)))"
    case .daily: "daily"
    default: rule.rawValue
    }
  }

  private var windowNoun: String {
    switch rule {
    case .threeDaily: "three-day window"
    case .daily: "day"
    default: rule.rawValue
    }
  }

  private var windowInWords: String {
    let minutes = Double(window) / 60e6
    if minutes < 60 || minutes.truncatingRemainder(dividingBy: 60) != 0 {
      return CSVRow.format(minutes) + " min"
    }
    return CSVRow.format(minutes / 60) + " h"
  }

  /// Minutes after midnight as `01:30`.
  private static func clock(_ minutes: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return two(minutes / 60) + ":" + two(minutes % 60)
  }

  /// The choice as YAML on one line, every default that applies written out.
  var yaml: String {
    var items = ["time: \(rule.rawValue)"]
    if usesWindow { items.append("window: \(Experiment.Matching.duration(window))") }
    let clocks = crossings.map { "\"\(Experiment.Matching.clock($0))\"" }
    if !clocks.isEmpty { items.append("crossing: [\(clocks.joined(separator: ", "))]") }
    if rule.isAveraging {
      let hours = crossings.isEmpty ? "hours: \(CSVRow.format(completeness.hours)), " : ""
      items.append("completeness: {\(hours)days: \(completeness.days)}")
    }
    if rule == .threeDaily { items.append("origin: \(UTC.dateText(origin))") }
    items.append("cell: \(needsData ? "nearest-with-data" : "nearest")")
    items.append("distance: \(CSVRow.format(distance))")
    return "{\(items.joined(separator: ", "))}"
  }

  /// Microseconds as a duration that reads back to the same number.
  static func duration(_ microseconds: Int64) -> String {
    let seconds = Double(microseconds) / 1e6
    for (unit, scale) in [("d", 86400.0), ("h", 3600.0), ("min", 60.0), ("s", 1.0)] {
      let amount = seconds / scale
      if amount >= 1, amount == amount.rounded() { return CSVRow.format(amount) + unit }
    }
    // Not through a number's own text: a microsecond's has an exponent, which a duration cannot have.
    let fraction = String(1_000_000 + microseconds % 1_000_000).dropFirst()
    return "\(microseconds / 1_000_000).\(fraction)s"
  }
}
