public import Files
public import Grids

/// Which sensors and samples of an archive take part; every one that does not is named with its reason.
public struct StationSelection: Hashable, Sendable {
  /// How a sensor's layer must lie to the wanted depths.
  public enum DepthRule: String, Hashable, Sendable, CaseIterable {
    /// The whole layer lies within the wanted depths.
    case enclosed
    /// Some of the layer, or its border, lies within the wanted depths.
    case overlap
    /// The layer's upper end lies within the wanted depths.
    case from
  }

  /// The variable's code.
  public var variable = "sm"
  /// The networks wanted, nil for all; blanks, `_`, `-` and case do not matter.
  public var networks: [String]?
  /// The stations wanted, nil for all; blanks, `_`, `-` and case do not matter.
  public var stations: [String]?
  /// The wanted depths in metres below ground.
  public var depth: ClosedRange<Double> = 0...0.10
  /// How a sensor's layer must lie to the wanted depths.
  public var depthRule = DepthRule.enclosed
  /// The flags a sample may carry; a sample with any other flag is left out.
  public var flags = FlagSet(["G"])
  /// The fewest accepted samples a sensor's record must have to be used at all.
  public var minimumRecord = 0
  /// How far a depth may miss a limit, in metres, to allow for the spelling of decimals.
  public static let depthTolerance = 1e-6

  /// Soil moisture, all networks, 0…0.10 m enclosed, flag G.
  public init() {}

  /// The sensors an archive offers to a selection, and all others with the reason.
  public struct Selection: Hashable, Sendable {
    /// The sensors that take part, in the archive's order.
    public var sensors: [Sensor]
    /// All other series of the archive, in its order: unusable files first, then those not wanted.
    public var excluded: [Exclusion]
    /// Wanted names that the archive does not have, or that nothing is left.
    public var problems: [Problem]
  }

  /// Selects the sensors by variable, name and depth; `sensors.count + excluded.count` are all `.stm` files.
  public func select(_ archive: StationArchive) -> Selection {
    var result = Selection(sensors: [], excluded: archive.skipped, problems: [])
    for sensor in archive.sensors {
      if let reason = reason(against: sensor) {
        result.excluded.append(Exclusion(sensor, reason: reason))
      } else {
        result.sensors.append(sensor)
      }
    }
    result.problems += missing(networks, "network", among: archive.networks, path: archive.path)
    result.problems += missing(
      stations, "station", among: Set(archive.sensors.map(\.station)).sorted(), path: archive.path)
    if result.sensors.isEmpty {
      var counts = Tally()
      for exclusion in result.excluded { counts.add(exclusion.reason) }
      let reasons = counts.sorted.map { "\($0.reason): \($0.count)" }.joined(separator: "; ")
      result.problems.append(
        Problem(
          path: archive.path, reason: "none of \(result.excluded.count) sensors is selected (\(reasons))"))
    }
    return result
  }

  /// Why a sensor does not take part; nil when it does.
  public func reason(against sensor: Sensor) -> String? {
    if sensor.variable != variable { return "variable \(sensor.variable) not selected" }
    if let networks, !StationSelection.names(networks, contain: sensor.network) {
      return "network not selected"
    }
    if let stations, !StationSelection.names(stations, contain: sensor.station) {
      return "station not selected"
    }
    if !accepts(from: sensor.depthFrom, to: sensor.depthTo) {
      return "depth \(sensor.depthFrom)-\(sensor.depthTo) m not selected"
    }
    return nil
  }

  private func accepts(from: Double, to: Double) -> Bool {
    let low = depth.lowerBound - StationSelection.depthTolerance
    let high = depth.upperBound + StationSelection.depthTolerance
    return switch depthRule {
    case .enclosed: from >= low && to <= high
    case .overlap: to >= low && from <= high
    case .from: from >= low && from <= high
    }
  }

  private static func names(_ wanted: [String], contain name: String) -> Bool {
    wanted.contains(name) || wanted.contains { $0.comparableName == name.comparableName }
  }

  private func missing(_ wanted: [String]?, _ kind: String, among found: [String], path: String) -> [Problem]
  {
    (wanted ?? []).filter { name in !StationSelection.names(found, contain: name) }.map { name in
      let offer = found.prefix(20).joined(separator: ", ") + (found.count > 20 ? ", …" : "")
      return Problem(path: path, reason: "there is no \(kind) `\(name)`; there are \(offer)")
    }
  }
}

/// The accepted samples of one sensor and an account of the others.
///
/// `record.rowsRead == series.count + excluded.total`.
public struct StationSeries: Hashable, Sendable {
  /// The accepted samples.
  public var series: TimeSeries
  /// The rows left out, by reason, those of the record among them.
  public var excluded: Tally
  /// Said when nothing is left although the record has samples.
  public var problem: Problem?
}

extension StationSelection {
  /// Keeps the samples whose flags are all accepted; soil moisture outside 0…1 m³ m⁻³ is never kept.
  public func series(from record: SensorRecord, path: String = "") -> StationSeries {
    var series = TimeSeries()
    series.times.reserveCapacity(record.count)
    series.values.reserveCapacity(record.count)
    var refused: [FlagSet: Int] = [:]
    var outside = 0
    var last = FlagSet()
    var isLastAccepted = last.isSubset(of: flags)
    for at in 0..<record.count {
      if record.flags[at] != last {
        last = record.flags[at]
        isLastAccepted = last.isSubset(of: flags)
      }
      guard isLastAccepted else {
        refused[last, default: 0] += 1
        continue
      }
      let value = record.values[at]
      if variable == "sm", value < 0 || value > 1 {
        outside += 1
        continue
      }
      series.times.append(record.times[at])
      series.values.append(value)
    }
    var excluded = record.excluded
    for (set, count) in refused { excluded.add("flag \(set)", count) }
    excluded.add("outside physical range", outside)
    var problem: Problem?
    if series.isEmpty, record.count > 0 {
      problem = flagAdvice(refused.map { (flags: $0.key, count: $0.value) }, of: record.count, path: path)
    } else if series.count < minimumRecord {
      excluded.add("record shorter than \(minimumRecord) accepted samples", series.count)
      problem = Problem(
        path: path,
        reason: "\(series.count) accepted samples are fewer than the minimum record of \(minimumRecord)")
      series = TimeSeries()
    }
    return StationSeries(series: series, excluded: excluded, problem: problem)
  }

  /// Says why flags left nothing of a sensor or of a whole archive, and which flag to accept; nil when the
  /// counts do not explain it.
  ///
  /// - Parameters:
  ///   - counts: how many samples carry each set of flags (`SensorRecord.samplesByFlag`, summed up at will).
  ///   - total: the number of all samples.
  public func flagAdvice(
    _ counts: [(flags: FlagSet, count: Int)], of total: Int, path: String
  ) -> Problem? {
    let refused = counts.filter { !$0.flags.isSubset(of: flags) }
      .sorted { ($1.count, $0.flags.description) < ($0.count, $1.flags.description) }
    guard let most = refused.first, refused.reduce(0, { $0 + $1.count }) >= total, total > 0 else {
      return nil
    }
    let missing = most.flags.codes.filter { !flags.codes.contains($0) }
    func named(_ set: FlagSet) -> String {
      set.codes.map { code in FlagSet.meaning(of: code).map { "\(code) (\($0))" } ?? code }.joined(
        separator: " and ")
    }
    let what =
      refused.count == 1
      ? "all \(total) samples are flagged \(named(most.flags))"
      : "all \(total) samples carry flags that are not accepted, most often \(named(most.flags)): \(most.count)"
    return Problem(
      path: path,
      reason: "\(what); only \(flags) is accepted, so nothing is left. To use them, add "
        + "\(missing.joined(separator: ", ")) to flags", count: 1)
  }
}
