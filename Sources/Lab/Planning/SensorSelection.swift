internal import Files
internal import Stations

/// The archives of an experiment and the sensors it selects from them, each once.
struct SensorSelection {
  /// The archives, in the experiment's order.
  private(set) var archives: [StationArchive] = []
  /// The sensors by network, station, depth and instrument.
  private(set) var sources: [Plan.Source] = []

  /// Opens the archives and selects.
  /// - Throws: `Failure` where an archive cannot be read, no sensor is left, or one sensor comes twice without
  ///   `prefer: newest`.
  init(_ draft: inout PlanDraft) throws(Failure) {
    let stations = draft.experiment.stations
    var candidates: [Plan.Source] = []
    for name in stations.archives {
      let archive = try StationArchive.open(Paths.resolve(name, in: draft.experiment.folder))
      let selection = stations.selection.select(archive)
      for excluded in selection.excluded {
        draft.enter(
          LedgerSubject(
            network: excluded.network, station: excluded.station, sensor: excluded.sensor,
            depth: excluded.depth),
          excluded: excluded.reason)
      }
      candidates += selection.sensors.map { Plan.Source(archive: archives.count, sensor: $0) }
      draft.problems += archive.problems + selection.problems
      archives.append(archive)
    }
    sources = try SensorSelection.withoutOlderCopies(candidates, &draft)
    guard !sources.isEmpty else {
      throw Failure(
        .data, "no sensor of \(stations.archives.joined(separator: ", ")) fits the selection",
        path: draft.experiment.path, advice: SensorSelection.adviceForNoSensor(draft.ledger))
    }
  }

  /// Leaves sensors out that a rule of the experiment gives a reason against.
  /// - Throws: `Failure` where none is left.
  mutating func leaveOut(
    _ draft: inout PlanDraft, _ reason: (Plan.Source, StationArchive) -> String?
  ) throws(Failure) {
    var kept: [Plan.Source] = []
    for source in sources {
      if let reason = reason(source, archives[source.archive]) {
        draft.enter(LedgerSubject(source.sensor), excluded: reason)
      } else {
        kept.append(source)
      }
    }
    sources = kept
    guard !kept.isEmpty else {
      throw Failure(
        .data, "no sensor is left", path: draft.experiment.path,
        advice: SensorSelection.adviceForNoSensor(draft.ledger))
    }
  }

  /// Notes the files behind the selected sensors.
  func noteInputs(_ gauges: [Plan.Source?], _ draft: inout PlanDraft) {
    for (position, archive) in archives.enumerated() {
      let written = draft.experiment.stations.archives[position]
      let read = sources + gauges.compactMap(\.self)
      let files = archive.files(of: read.filter { $0.archive == position }.map(\.sensor))
      for file in files { draft.read(file, role: "stations", written: written) }
    }
  }

  /// Keeps one file of each sensor: two of them are an error, or the older one is dropped with `prefer: newest`.
  private static func withoutOlderCopies(
    _ candidates: [Plan.Source], _ draft: inout PlanDraft
  ) throws(Failure) -> [Plan.Source] {
    let stations = draft.experiment.stations
    var kept: [String: Plan.Source] = [:]
    for source in candidates {
      guard let other = kept[source.sensor.id] else {
        kept[source.sensor.id] = source
        continue
      }
      guard stations.prefersNewest else {
        throw Failure(
          .data, "the same sensor stands also in \(other.sensor.path)", path: source.sensor.path,
          advice: "Give one archive, or add prefer: newest under stations")
      }
      guard let day = lastDay(of: source.sensor), let otherDay = lastDay(of: other.sensor) else {
        throw Failure(
          .data,
          "the same sensor stands also in \(other.sensor.path), and no date in the names tells the newer",
          path: source.sensor.path, advice: "Take the sensor out of one of the archives")
      }
      let isNewer = day >= otherDay
      kept[source.sensor.id] = isNewer ? source : other
      let dropped = isNewer ? other : source
      draft.enter(
        LedgerSubject(dropped.sensor),
        excluded: "older copy of the same sensor, in \(stations.archives[dropped.archive])")
    }
    return kept.values.sorted { left, right in
      let (a, b) = (left.sensor, right.sensor)
      return (a.network, a.station, a.depthFrom, a.depthTo, a.instrument)
        < (b.network, b.station, b.depthFrom, b.depthTo, b.instrument)
    }
  }

  /// The last day in a sensor file's name, `YYYYMMDD`: the later of two downloads reaches further.
  ///
  /// Nil where the file's name has none, as in a table of stations.
  private static func lastDay(of sensor: Sensor) -> Substring? {
    guard sensor.path.lowercased().hasSuffix(".stm"),
      let day = sensor.path.split(separator: "_").last?.prefix(while: \.isNumber), day.utf8.count == 8
    else { return nil }
    return day
  }

  private static func adviceForNoSensor(_ ledger: Ledger) -> String {
    var reasons = Tally()
    for account in ledger.accounts where account.stage == .sensors { reasons.merge(account.excluded) }
    if reasons.isEmpty { return "Run `lab inspect` on the archive to see what it holds" }
    let counted = reasons.sorted.map { "\($0.count) \($0.reason)" }.joined(separator: ", ")
    return "Left out: \(counted). Widen stations.depth, networks or stations"
  }
}
