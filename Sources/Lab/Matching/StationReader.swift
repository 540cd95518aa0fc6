internal import Files
internal import Grids
internal import Products
internal import Stations

extension StationMatcher {
  /// The accepted series of a scored unit: a sensor's own, the mean of a station's sensors or a cell's stations, or
  /// that of a gridded reference's cell.
  ///
  /// Empty, with the reason in the ledger, where nothing can be read.
  /// - Throws: `Failure` where more than a tenth of a file's lines is damaged, or a byte budget is spent
  ///   (FIELD rows 3, 24).
  func readStation(_ index: Int, into result: inout SensorMatch) throws(Failure) -> TimeSeries {
    let members: [Plan.Source]
    switch plan.origin {
    case .grid(let reference, let cells):
      return try readCell(cells[index], of: reference, as: plan.sensors[index].subject(), into: &result)
    case .sensors(_, let units): members = units[index]
    }
    switch plan.experiment.stations.unit {
    case .sensor:
      return members.isEmpty ? TimeSeries() : try readSensor(members[0], into: &result)
    case .station:
      return try mean(of: members, as: plan.sensors[index].subject(), into: &result)
    case .cell:
      var parts: [(subject: LedgerSubject, series: TimeSeries)] = []
      for station in StationMatcher.byStation(members) {
        // One sensor is its station: averaging it would enter its samples into the ledger twice.
        if station.count == 1 {
          parts.append((LedgerSubject(station[0].sensor), try readSensor(station[0], into: &result)))
          continue
        }
        var inside = SensorMatch(sensor: index)
        let subject = ScoredUnit(members: station, groups: station.map { _ in [:] }).sensor.subject()
        let series = try mean(of: station, as: subject, into: &inside)
        result.take(over: inside)
        parts.append((subject, series))
      }
      return combine(parts, as: plan.sensors[index].subject(), into: &result)
    }
  }

  /// The series of a gridded reference at one of its cells, which must have been prepared.
  private func readCell(
    _ cell: ProductCell, of reference: ProductSource, as subject: LedgerSubject,
    into result: inout SensorMatch
  ) throws(Failure) -> TimeSeries {
    let record = try reference.series(at: cell)
    result.problems += record.problems
    result.ledger.enter(
      .stationSamples, subject, read: record.stepsRead, kept: record.series.count, excluded: record.excluded)
    result.accepted += record.series.count
    if record.series.isEmpty { result.rejected.merge(record.excluded) }
    return record.series
  }

  /// The mean of one station's sensors.
  private func mean(
    of sensors: [Plan.Source], as subject: LedgerSubject, into result: inout SensorMatch
  ) throws(Failure) -> TimeSeries {
    var parts: [(subject: LedgerSubject, series: TimeSeries)] = []
    for source in sensors {
      parts.append((LedgerSubject(source.sensor), try readSensor(source, into: &result)))
    }
    return combine(parts, as: subject, into: &result)
  }

  /// The mean of several series after their constant differences are taken out, with its account.
  private func combine(
    _ parts: [(subject: LedgerSubject, series: TimeSeries)], as subject: LedgerSubject,
    into result: inout SensorMatch
  ) -> TimeSeries {
    let choice = plan.experiment.stations.upscaling
    let upscaled = Upscaling.combine(parts.map(\.series), share: choice.share, step: choice.step)
    result.members = zip(parts, upscaled.members).map { part, member in
      UnitMember(
        subject: part.subject, offset: member.offset, samples: part.series.count,
        leaveOneOut: member.leaveOneOut, excluded: member.leftOut)
    }
    let read = parts.reduce(0) { $0 + $1.series.count }
    var excluded = Tally()
    for member in upscaled.members {
      if let reason = member.leftOut {
        excluded.add(reason, member.samples)
      }
      excluded.add("another sample of the same step is nearer to it", member.displaced)
    }
    excluded.add("fewer than the share of the members present", upscaled.samplesTooFew)
    result.ledger.enter(
      .upscaling, subject, read: read, kept: read - excluded.total, excluded: excluded,
      produced: upscaled.series.count)
    return upscaled.series
  }

  /// The accepted series of a sensor, without what was measured in frozen soil where the experiment says so.
  private func readSensor(
    _ source: Plan.Source, into result: inout SensorMatch
  ) throws(Failure) -> TimeSeries {
    let subject = LedgerSubject(source.sensor)
    let archive = plan.origin.archives[source.archive]
    let record = try archive.record(of: source.sensor)
    result.problems += record.problems
    if record.skipped != nil && record.rowsRead == 0 {
      result.ledger.note(subject, "unreadable sensor file", 1)
    }
    let accepted = plan.experiment.stations.selection.series(from: record, path: source.sensor.path)
    var series = accepted.series
    var excluded = accepted.excluded
    if let problem = accepted.problem { result.problems.append(problem) }
    for (what, count) in record.repaired.sorted { result.ledger.note(subject, what, count) }
    if let frozen = plan.experiment.stations.frozen, !series.isEmpty {
      series = try withoutFrozenSoil(series, source, frozen, &excluded, into: &result)
    }
    result.ledger.enter(
      .stationSamples, subject, read: record.rowsRead, kept: series.count, excluded: excluded)
    result.accepted += series.count
    if series.isEmpty { result.rejected.merge(excluded) }
    return series
  }

  /// Leaves out what the station's own thermometer in the soil calls frozen; without a temperature a sample stays.
  private func withoutFrozenSoil(
    _ series: TimeSeries, _ source: Plan.Source, _ choice: Experiment.FrozenChoice, _ excluded: inout Tally,
    into result: inout SensorMatch
  ) throws(Failure) -> TimeSeries {
    let subject = LedgerSubject(source.sensor)
    guard let soil = try FrozenSoil.read(at: source.sensor, of: plan.origin.archives[source.archive]) else {
      result.ledger.note(subject, "no soil temperature at the station", series.count)
      return series
    }
    result.problems += soil.problems
    let states = FrozenSoil.mask(
      times: series.times, temperature: soil.temperatures.series, below: choice.below, within: choice.within)
    var thawed = TimeSeries()
    for (position, isFrozen) in states.enumerated() where isFrozen != true {
      thawed.times.append(series.times[position])
      thawed.values.append(series.values[position])
    }
    excluded.add("soil below \(CSVRow.format(choice.below)) °C", series.count - thawed.count)
    result.ledger.note(subject, "no soil temperature within the window", states.count { $0 == nil })
    return thawed
  }

  /// The rain at the plan's station `index`, for figures; nil without a gauge.
  ///
  /// A gauge that cannot be read is a problem, no failure: nothing is scored with it.
  func rain(_ index: Int) -> DailyRain? {
    guard let gauge = plan.gauges[index] else { return nil }
    do throws(Failure) {
      return try DailyRain.read(gauge.sensor, of: plan.origin.archives[gauge.archive])
    } catch {
      var rain = DailyRain(times: [], amounts: [])
      rain.problems = [Problem(path: gauge.sensor.path, reason: "rain not drawn: \(error.reason)")]
      return rain
    }
  }

  /// A cell's sensors, station by station, in their order.
  private static func byStation(_ members: [Plan.Source]) -> [[Plan.Source]] {
    var stations: [[String]: [Plan.Source]] = [:]
    var order: [[String]] = []
    for member in members {
      let key = [member.sensor.network, member.sensor.station]
      if stations[key] == nil { order.append(key) }
      stations[key, default: []].append(member)
    }
    return order.compactMap { stations[$0] }
  }
}

extension SensorMatch {
  /// Takes over what was read and left out of a part of a unit.
  fileprivate mutating func take(over part: SensorMatch) {
    ledger.append(part.ledger)
    problems += part.problems
    accepted += part.accepted
    rejected.merge(part.rejected)
  }
}
