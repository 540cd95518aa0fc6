internal import Files
internal import Grids
internal import Numerics

/// A series averaged over windows, with an account of every sample.
///
/// `read == used + excluded.total`, always.
struct WindowMeans: Hashable, Sendable {
  /// One mean for each window that has one, at the window's centre.
  private(set) var series = TimeSeries()
  /// For each aspect the code that all samples of a window share, otherwise `SampleGroups.unknown`.
  private(set) var groups: [SampleAspect: [UInt8]] = [:]
  /// How many samples came in.
  private(set) var read = 0
  /// How many samples lie in windows that have a mean and were averaged.
  private(set) var used = 0
  /// The other samples, by reason.
  private(set) var excluded = Tally()

  /// Averages all samples of each window.
  ///
  /// - Parameters:
  ///   - series: the samples.
  ///   - days: the day each sample belongs to, never decreasing.
  ///   - groups: the samples' codes by aspect.
  ///   - window: how days are cut.
  init(
    of series: TimeSeries, days: [Int], groups: [SampleAspect: [UInt8]] = [:], over window: AveragingWindow
  ) {
    read = series.count
    used = series.count
    let runs = WindowMeans.runs(of: days, over: window)
    for run in runs { append(run.days, WindowMeans.mean(series.values[run.positions])) }
    self.groups = groups.mapValues { codes in
      runs.map { run in
        let first = codes[run.positions.lowerBound]
        return codes[run.positions].allSatisfy { $0 == first } ? first : SampleGroups.unknown
      }
    }
  }

  /// Averages the samples of each UTC window that is complete enough.
  ///
  /// A window needs `completeness.hours` of the samples that the series' own median step would put into it, and samples
  /// on `completeness.days` different days, or on all of its days where it has fewer.
  init(
    of series: TimeSeries, over window: AveragingWindow, completeness: Experiment.Matching.Completeness
  ) {
    read = series.count
    let days = series.times.map(CivilDay.number(of:))
    let step = WindowMeans.samplingStep(series.times)
    for run in WindowMeans.runs(of: days, over: window) {
      let neededDays = min(completeness.days, run.days.count)
      if let reason = completeness.reasonForTooFew(run.positions.count, step: step, days: run.days.count) {
        excluded.add(reason, run.positions.count)
      } else if WindowMeans.distinct(days[run.positions]) < neededDays {
        excluded.add(Experiment.Matching.Completeness.tooFewDays(neededDays), run.positions.count)
      } else {
        used += run.positions.count
        append(run.days, WindowMeans.mean(series.values[run.positions]))
      }
    }
  }

  /// Averages what a station has next to the crossings of local solar time, first by local date, then by window.
  ///
  /// A date has a value where every crossing has one: the mean of the two samples on either side of it (`BracketMatcher`).
  /// A window has a mean with values on `minimumDays` dates, or on all of its dates where it has fewer.
  /// - Parameters:
  ///   - series: the station's samples.
  ///   - window: how dates are cut.
  ///   - crossings: minutes after local midnight.
  ///   - longitude: degrees east.
  ///   - matcher: how far a sample may be from the crossing.
  ///   - minimumDays: the fewest dates of a window.
  /// - Source: METHODS §5.8.
  init(
    of series: TimeSeries, over window: AveragingWindow, crossings: [Int], longitude: Double,
    matcher: BracketMatcher, minimumDays: Int
  ) {
    read = series.count
    guard let first = series.times.first, let last = series.times.last else { return }
    let dates = Array(
      SolarTime.day(of: first, longitude: longitude)...SolarTime.day(of: last, longitude: longitude))
    var sums = [Double](repeating: 0, count: dates.count)
    var found = [Int](repeating: 0, count: dates.count)
    var links: [MatchLink] = []
    for minutes in crossings {
      let instants = dates.map { SolarTime.instant(day: $0, minutes: minutes, longitude: longitude) }
      let link = matcher.match(product: instants, station: series.times)
      for (date, value) in zip(link.product, link.averaging(series.values)) {
        sums[date] += value
        found[date] += 1
      }
      links.append(link)
    }
    let complete = dates.indices.filter { found[$0] == crossings.count }
    var isKept = [Bool](repeating: false, count: dates.count)
    var shortfall = [Int](repeating: 0, count: dates.count)
    let values = complete.map { sums[$0] / Double(crossings.count) }
    for run in WindowMeans.runs(of: complete.map { dates[$0] }, over: window) {
      let needed = min(minimumDays, run.days.count)
      let isEnough = run.positions.count >= needed
      if isEnough { append(run.days, WindowMeans.mean(values[run.positions])) }
      for date in complete[run.positions] {
        isKept[date] = isEnough
        shortfall[date] = isEnough ? 0 : needed
      }
    }
    account(links, isKept: isKept, shortfall: shortfall)
  }

  /// Says of each sample whether it went into a mean, and if not how far it came.
  private mutating func account(_ links: [MatchLink], isKept: [Bool], shortfall: [Int]) {
    // 0: next to no crossing; 1: on a date without all crossings; 2 + n: in a window of fewer than n dates.
    var best = [Int](repeating: 0, count: read)
    let kept = Int.max
    for link in links {
      for (date, samples) in zip(link.product, link.station) {
        let rank = isKept[date] ? kept : shortfall[date] > 0 ? 2 + shortfall[date] : 1
        for sample in samples { best[sample] = max(best[sample], rank) }
      }
    }
    for rank in best {
      switch rank {
      case kept: used += 1
      case 0: excluded.add("not next to an overpass")
      case 1: excluded.add("next to one overpass of a day, without the other")
      default: excluded.add(Experiment.Matching.Completeness.tooFewDays(rank - 2))
      }
    }
  }

  private mutating func append(_ days: Range<Int>, _ mean: Double) {
    series.times.append(AveragingWindow.centre(of: days))
    series.values.append(mean)
  }

  /// A window and the positions of the samples in it.
  private struct Run {
    var days: Range<Int>
    var positions: Range<Int>
  }

  private static func runs(of days: [Int], over window: AveragingWindow) -> [Run] {
    var runs: [Run] = []
    var start = 0
    while start < days.count {
      let span = window.days(containing: days[start])
      var end = start + 1
      while end < days.count && days[end] < span.upperBound { end += 1 }
      runs.append(Run(days: span, positions: start..<end))
      start = end
    }
    return runs
  }

  /// The mean of at least one value; exactly the value where all are equal.
  private static func mean(_ values: ArraySlice<Double>) -> Double {
    let anchor = values[values.startIndex]
    return anchor + values.reduce(0) { $0 + ($1 - anchor) } / Double(values.count)
  }

  private static func distinct(_ ascending: ArraySlice<Int>) -> Int {
    zip(ascending, ascending.dropFirst()).count { $0 != $1 } + (ascending.isEmpty ? 0 : 1)
  }

  /// The median distance of neighbouring samples (the lower of two in the middle); nil below two samples.
  static func samplingStep(_ times: [Int64]) -> Int64? {
    let steps = zip(times.dropFirst(), times).map { $0 - $1 }.sorted()
    return steps.isEmpty ? nil : steps[(steps.count - 1) / 2]
  }
}

extension Experiment.Matching.Completeness {
  /// Why a window of so many days has too few samples; nil where it has enough.
  func reasonForTooFew(_ count: Int, step: Int64?, days: Int) -> String? {
    guard hours > 0 else { return nil }
    guard let step else { return "a single sample, of unknown sampling step" }
    // The tolerance keeps a share such as 0.1 from asking for one sample more through rounding.
    let needed = (hours * Double(days) * Double(CivilDay.length) / Double(step) - 1e-9).rounded(.up)
    return Double(count) >= needed ? nil : "fewer than \(hoursInPercent) % of the hours"
  }

  /// The reason of samples in a window with values on fewer than so many days.
  static func tooFewDays(_ days: Int) -> String { "fewer than \(days) day\(days == 1 ? "" : "s")" }

  /// `hours` in percent, as text.
  var hoursInPercent: String { CSVRow.format((hours * 1e4).rounded() / 100) }
}
