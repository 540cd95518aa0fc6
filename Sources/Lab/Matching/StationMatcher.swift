internal import Files
internal import Grids
internal import Products
internal import Statistics

/// Everything matched at one sensor: the pairs of each product, with the account of every sample.
struct SensorMatch: Sendable {
  /// The sensor's index in the plan.
  var sensor: Int
  /// The pairs of each product.
  var matchUps: [MatchUps] = []
  /// Why a product has no pairs at all; `ok` where it has some.
  var statuses: [Status] = []
  /// The sensor's accounts.
  var ledger = Ledger()
  /// What was wrong in the files read.
  var problems: [Problem] = []
  /// How many station samples were accepted, and read.
  var accepted = 0
  /// Rows by flag set, for saying why nothing was accepted.
  var rejected = Tally()
}

/// Reads one station's sensors and the products' series there, and pairs them.
///
/// A product's series and its anomalies are made once for all sensors of the station that share the cell.
struct StationMatcher: Sendable {
  let plan: Plan

  /// Matches the sensors of the plan's station `index`.
  ///
  /// Called from several threads.
  /// - Throws: `Failure` where a product cannot be read, or a sensor's file is mostly damaged; a sensor that cannot
  ///   be read at all is skipped and counted.
  func match(_ index: Int) throws(Failure) -> [SensorMatch] {
    var cache: [CachedSeries?] = plan.products.map { _ in nil }
    var matches: [SensorMatch] = []
    for sensor in plan.stations[index] { matches.append(try match(sensor: sensor, cache: &cache)) }
    return matches
  }

  private struct CachedSeries {
    var cell: ProductCell
    var record: ProductRecord
    var anomalies: [Double]
  }

  private func match(sensor: Int, cache: inout [CachedSeries?]) throws(Failure) -> SensorMatch {
    let experiment = plan.experiment
    var result = SensorMatch(sensor: sensor)
    let station = try readStation(sensor, into: &result)
    let stationAnomalies = windowAnomalies(station)
    for (product, source) in plan.products.enumerated() {
      guard let cell = plan.cells[sensor][product] else {
        result.matchUps.append(MatchUps())
        result.statuses.append(.noData)
        continue
      }
      if cache[product]?.cell != cell {
        let record = try source.series(at: cell)
        result.problems += record.problems
        cache[product] = CachedSeries(cell: cell, record: record, anomalies: windowAnomalies(record.series))
      }
      guard let cached = cache[product] else { continue }
      let series = cached.record.series
      let match = NearestMatcher(window: experiment.matching.window).match(
        product: series.times, station: station.times)
      var pairs = MatchUps()
      pairs.times = match.product.map { series.times[$0] }
      pairs.stationTimes = match.station.map { station.times[$0] }
      pairs.product = match.product.map { series.values[$0] }
      pairs.station = match.station.map { station.values[$0] }
      switch experiment.anomalies {
      case .window:
        pairs.productAnomalies = match.product.map { cached.anomalies[$0] }
        pairs.stationAnomalies = match.station.map { stationAnomalies[$0] }
      case .climatology(let years):
        // Both climatologies are built from the same joint samples (METHODS E17), of the whole record.
        pairs.productAnomalies = Anomaly.climatology(
          times: pairs.times, values: pairs.product, minimumYears: years)
        pairs.stationAnomalies = Anomaly.climatology(
          times: pairs.times, values: pairs.station, minimumYears: years)
      }
      let inside = account(
        for: match, product: cached.record, station: station,
        subject: plan.sensors[sensor].subject(product: source.name),
        ledger: &result.ledger)
      result.matchUps.append(inside.count == pairs.count ? pairs : pairs.picking(inside))
      if series.isEmpty || station.isEmpty {
        result.statuses.append(.noData)
      } else {
        result.statuses.append(inside.isEmpty ? .noOverlap : .ok)
      }
    }
    return result
  }

  private func windowAnomalies(_ series: TimeSeries) -> [Double] {
    guard case .window(let days) = plan.experiment.anomalies, plan.experiment.needsAnomalies else {
      return [Double](repeating: .nan, count: series.count)
    }
    return Anomaly.movingWindow(times: series.times, values: series.values, days: days)
  }

  /// Enters the balances of one product at one sensor and returns the positions of the pairs inside the period.
  private func account(
    for match: NearestMatcher.Match, product: ProductRecord, station: TimeSeries, subject: LedgerSubject,
    ledger: inout Ledger
  ) -> [Int] {
    let period = plan.experiment.period
    let times = product.series.times
    let inside = match.product.indices.filter { period?.contains(times[match.product[$0]]) ?? true }
    // Station indices never decrease along the pairs, so equal ones are neighbours.
    let used = countDistinct(inside.lazy.map { match.station[$0] })
    let usedAnywhere = countDistinct(match.station)

    ledger.enter(
      .productSamples, subject, read: product.stepsRead, kept: times.count, excluded: product.excluded)
    let outside = period.map { period in times.count { !period.contains($0) } } ?? 0
    var unmatched = Tally()
    unmatched.add("outside the period", outside)
    unmatched.add("no station sample within the window", times.count - outside - inside.count)
    ledger.enter(.productMatching, subject, read: times.count, kept: inside.count, excluded: unmatched)

    var unused = Tally()
    unused.add("nearest to product values outside the period only", usedAnywhere - used)
    unused.add("not the nearest to any product value", station.count - usedAnywhere)
    ledger.enter(.stationMatching, subject, read: station.count, kept: used, excluded: unused)

    var few = Tally()
    let minimum = plan.experiment.minimumPairs
    if inside.count < minimum { few.add("fewer than \(minimum) pairs", inside.count) }
    ledger.enter(
      .pairs, subject, read: inside.count, kept: inside.count < minimum ? 0 : inside.count, excluded: few)
    ledger.note(subject, "station sample used by more than one product value", inside.count - used)
    ledger.note(
      subject, "two station samples equally near, later taken",
      match.ties.count { tie in period?.contains(times[match.product[tie]]) ?? true })
    return inside
  }

  private func countDistinct(_ ascending: some Sequence<Int>) -> Int {
    var count = 0
    var last = -1
    for index in ascending where index != last {
      count += 1
      last = index
    }
    return count
  }
}
