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
  /// From when to when each product and the sensor have values.
  var spans: [TimeSpans] = []
  /// The sensor's accounts.
  var ledger = Ledger()
  /// What was wrong in the files read.
  var problems: [Problem] = []
  /// What the sensor is the mean of, where stations or cells are scored.
  var members: [UnitMember] = []
  /// How many station samples were accepted, and read.
  var accepted = 0
  /// Rows by flag set, for saying why nothing was accepted.
  var rejected = Tally()
}

/// Reads one station's sensors and the products' series there, and pairs them.
///
/// A product's side (its samples or means, with their anomalies) is made once for all sensors of the station that share
/// the cell.
struct StationMatcher: Sendable {
  let plan: Plan

  /// Matches the sensors of the plan's station `index`.
  ///
  /// Called from several threads.
  /// - Throws: `Failure` where a product cannot be read, or a sensor's file is mostly damaged; a sensor that cannot
  ///   be read at all is skipped and counted.
  func match(_ index: Int) throws(Failure) -> [SensorMatch] {
    var cache: [CachedProduct?] = plan.products.map { _ in nil }
    var matches: [SensorMatch] = []
    for sensor in plan.stations[index] { matches.append(try match(sensor: sensor, cache: &cache)) }
    return matches
  }

  private struct CachedProduct {
    var cell: ProductCell
    var record: ProductRecord
    var side: MatchingSide
  }

  private func match(sensor: Int, cache: inout [CachedProduct?]) throws(Failure) -> SensorMatch {
    let sides = MatchingSides(experiment: plan.experiment)
    var result = SensorMatch(sensor: sensor)
    let samples = try readStation(sensor, into: &result)
    var sharedStation: MatchingSide?
    for (product, source) in plan.products.enumerated() {
      guard let cell = plan.cells[sensor][product] else {
        result.matchUps.append(MatchUps())
        result.statuses.append(.noData)
        result.spans.append(TimeSpans())
        continue
      }
      if cache[product]?.cell != cell {
        let record = try source.series(at: cell)
        result.problems += record.problems
        let side = try sides.product(record, named: source.name, at: cell.point)
        cache[product] = CachedProduct(cell: cell, record: record, side: side)
      }
      guard let cached = cache[product] else { continue }
      let station = sharedStation ?? sides.station(samples, at: cell.point)
      if !sides.stationDependsOnCell { sharedStation = station }

      let link = sides.link(cached.side, station)
      let pairs = MatchUps(link, product: cached.side, station: station, by: sides)
      let inside = sides.account(
        for: link, record: cached.record, product: cached.side, station: station,
        subject: plan.sensors[sensor].subject(product: source.name), into: &result.ledger)
      result.matchUps.append(inside.count == pairs.count ? pairs : pairs.picking(inside))
      result.spans.append(TimeSpans(product: cached.record.series, station: samples))
      if cached.record.series.isEmpty || samples.isEmpty {
        result.statuses.append(.noData)
      } else {
        result.statuses.append(inside.isEmpty ? .noOverlap : .ok)
      }
    }
    return result
  }
}
