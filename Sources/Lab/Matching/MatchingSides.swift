internal import Files
internal import Grids
internal import Numerics
internal import Products
internal import Statistics

/// A product's or a station's series as a rule compares it: its samples, or its means over windows.
struct MatchingSide: Sendable {
  /// What is paired.
  var series: TimeSeries
  /// The product's groups, parallel to `series`; empty for a station.
  var groups: [SampleAspect: [UInt8]] = [:]
  /// One departure from the moving mean for each value of `series`; NaN where the experiment asks for none.
  var anomalies: [Double]
  /// The account of the averaging; nil where `series` are the samples themselves.
  var means: WindowMeans?
}

/// Makes the two sides that an experiment's rule pairs.
struct MatchingSides: Sendable {
  let experiment: Experiment

  /// Whether a station's side depends on where the product's cell lies.
  var stationDependsOnCell: Bool {
    experiment.matching.rule.isAveraging && !experiment.matching.crossings.isEmpty
  }

  /// A product's side at its cell.
  /// - Throws: `Failure` (data) where the experiment takes the times as days but they are none.
  func product(_ record: ProductRecord, named name: String, at cell: GeographicPoint) throws(Failure)
    -> MatchingSide
  {
    let matching = experiment.matching
    guard let window = matching.averaging else {
      var series = record.series
      if matching.movesToCrossing {
        series.times = try crossings(on: series.times, of: name, longitude: cell.longitude)
      }
      return side(series, groups: record.groups)
    }
    let times = record.series.times
    // A station's day next to a crossing is a local date. A product's daily stamp is the label of one; stamps with
    // different times of day are instants, whose local date the clock tells.
    let isLabelled = matching.crossings.isEmpty || SolarTime.areDayLabels(times)
    let days = times.map {
      isLabelled ? CivilDay.number(of: $0) : SolarTime.day(of: $0, longitude: cell.longitude)
    }
    return side(WindowMeans(of: record.series, days: days, groups: record.groups, over: window))
  }

  /// A station's side for a product's cell.
  func station(_ series: TimeSeries, at cell: GeographicPoint) -> MatchingSide {
    let matching = experiment.matching
    guard let window = matching.averaging else { return side(series) }
    if matching.crossings.isEmpty {
      return side(WindowMeans(of: series, over: window, completeness: matching.completeness))
    }
    return side(
      WindowMeans(
        of: series, over: window, crossings: matching.crossings, longitude: cell.longitude,
        matcher: BracketMatcher(window: matching.window), minimumDays: matching.completeness.days))
  }

  /// Which product values go with which station values.
  func link(_ product: MatchingSide, _ station: MatchingSide) -> MatchLink {
    let matching = experiment.matching
    let times = (product: product.series.times, station: station.series.times)
    switch matching.rule {
    case .nearest, .overpass:
      return MatchLink(
        NearestMatcher(window: matching.window).match(product: times.product, station: times.station))
    case .bracket:
      return BracketMatcher(window: matching.window).match(product: times.product, station: times.station)
    case .daily, .threeDaily, .dekad, .month:
      // The means of one window have one time: its centre.
      return MatchLink(NearestMatcher(window: 0).match(product: times.product, station: times.station))
    }
  }

  /// The slot of a climatology: of the windows' length, ±17 days for anything shorter than a dekad (METHODS §0.7).
  var climatologySlot: Anomaly.Slot {
    switch experiment.matching.rule {
    case .nearest, .bracket, .overpass, .daily, .threeDaily: .day(halfWidth: 17)
    case .dekad: .dekad
    case .month: .month
    }
  }

  /// The crossings on the days that a product's times label.
  private func crossings(on times: [Int64], of name: String, longitude: Double) throws(Failure) -> [Int64] {
    guard let minutes = experiment.matching.crossings.first else { return times }
    guard SolarTime.areDayLabels(times) else {
      let first = times.first ?? 0
      let other = times.first { $0 - UTC.startOfDay($0) != first - UTC.startOfDay(first) } ?? first
      throw Failure(
        .data,
        "'crossing' takes the times of '\(name)' as days, but they have several times of day: "
          + "\(UTC.text(first)), \(UTC.text(other))",
        path: experiment.path, advice: "These are instants already: leave 'crossing' out")
    }
    return times.map {
      SolarTime.instant(day: CivilDay.number(of: $0), minutes: minutes, longitude: longitude)
    }
  }

  private func side(_ means: WindowMeans) -> MatchingSide {
    var side = side(means.series, groups: means.groups)
    side.means = means
    return side
  }

  private func side(_ series: TimeSeries, groups: [SampleAspect: [UInt8]] = [:]) -> MatchingSide {
    MatchingSide(series: series, groups: groups, anomalies: windowAnomalies(series))
  }

  private func windowAnomalies(_ series: TimeSeries) -> [Double] {
    guard case .window(let days) = experiment.anomalies, experiment.needsAnomalies else {
      return [Double](repeating: .nan, count: series.count)
    }
    return Anomaly.movingWindow(times: series.times, values: series.values, days: days)
  }
}
