public import Files
internal import Grids
internal import Stations

/// What an archive holds, every row of it read: the answer of `lab inspect` for stations.
public struct ArchiveInspection: Codable, Sendable {
  /// One sensor's file.
  public struct SensorSummary: Codable, Sendable {
    /// The network.
    public var network: String
    /// The station.
    public var station: String
    /// The variable's code.
    public var variable: String
    /// The instrument.
    public var instrument: String
    /// The upper end of the layer, metres.
    public var depthFrom: Double
    /// The lower end of the layer, metres.
    public var depthTo: Double
    /// Degrees north.
    public var latitude: Double
    /// Degrees east.
    public var longitude: Double
    /// The Köppen class of 2007, `unknown` where missing.
    public var koppen: String
    /// The first sample, ISO 8601 UTC.
    public var first: String?
    /// The last sample, ISO 8601 UTC.
    public var last: String?
    /// The rows read.
    public var rows: Int
    /// The samples kept of them, whatever their flags.
    public var samples: Int
    /// The kept samples by set of flags.
    public var flags: [String: Int]
    /// The rows left out, by reason.
    public var excluded: [String: Int]
    /// The rows repaired, by what was done.
    public var repaired: [String: Int]
    /// The smallest value.
    public var minimum: Double?
    /// The largest value.
    public var maximum: Double?
  }

  /// The archive.
  public var path: String
  /// `ISMN zip`, `ISMN folder` or `station list`.
  public var format: String
  /// The unit of the soil moisture in it.
  public var units = "m3 m-3"
  /// The networks.
  public var networks: [String]
  /// How many stations there are.
  public var stations: Int
  /// Sensors by variable and depth, such as `sm 0.05-0.05 m`.
  public var sensorsByDepth: [String: Int]
  /// The first sample of all, ISO 8601 UTC.
  public var first: String?
  /// The last sample of all, ISO 8601 UTC.
  public var last: String?
  /// The rows of all files.
  public var rows: Int
  /// The soil-moisture samples by set of flags.
  public var flags: [String: Int]
  /// Every sensor.
  public var sensors: [SensorSummary]
  /// Files that give no sensor, and everything else that is wrong, with file and line.
  public var problems: [String]

  /// Reads an archive wholly.
  /// - Throws: `Failure` where the path is no archive; a file that cannot be read is a problem.
  public init(path: String, jobs: Int, progress: Validation.Progress = { _, _, _ in }) throws(Failure) {
    let archive = try StationArchive.open(path)
    var sensors: [SensorSummary] = []
    var problems = archive.problems
    var depths: [String: Int] = [:]
    var flags: [String: Int] = [:]
    try OrderedWork.run(count: archive.sensors.count, jobs: jobs) { index throws(Failure) in
      try ArchiveInspection.read(archive.sensors[index], of: archive)
    } deliver: { index, result throws(Failure) in
      let summary = result.summary
      depths[
        "\(summary.variable) \(CSVRow.format(summary.depthFrom))-\(CSVRow.format(summary.depthTo)) m",
        default: 0] += 1
      if summary.variable == "sm" { flags.merge(summary.flags, uniquingKeysWith: +) }
      problems += result.problems
      sensors.append(summary)
      progress(index + 1, archive.sensors.count, "sensors")
    }
    self.path = path
    format = archive.format
    networks = archive.networks
    stations = Set(archive.sensors.map { [$0.network, $0.station] }).count
    sensorsByDepth = depths
    first = sensors.compactMap(\.first).min()
    last = sensors.compactMap(\.last).max()
    rows = sensors.reduce(0) { $0 + $1.rows }
    self.flags = flags
    self.sensors = sensors
    // What is wrong with a table of many stations comes with each of its sensors.
    var known: Set<Problem> = []
    self.problems = problems.filter { known.insert($0).inserted }.map(\.description)
    if let advice = ArchiveInspection.flagAdvice(flags) {
      self.problems.append("\(path): \(advice)".singleLine)
    }
  }

  /// What to do where no soil-moisture sample carries the flag G.
  private static func flagAdvice(_ flags: [String: Int]) -> String? {
    let total = flags.values.reduce(0, +)
    guard total > 0, flags["G"] == nil else { return nil }
    let unchecked = flags["U"] ?? 0
    return
      "none of \(total) soil-moisture samples is flagged G (good), \(unchecked) are U (unchecked): the default "
      + "flags: [G] leaves nothing; write flags: [G, U] to use them"
  }

  private static func read(
    _ sensor: Sensor, of archive: StationArchive
  ) throws(Failure) -> (summary: SensorSummary, problems: [Problem]) {
    var record = SensorRecord()
    do throws(Failure) {
      record = try archive.record(of: sensor)
    } catch {
      record.problems = [Problem(path: error.path ?? sensor.path, line: error.line, reason: error.reason)]
    }
    func counts(_ tally: Tally) -> [String: Int] {
      Dictionary(uniqueKeysWithValues: tally.sorted.map { ($0.reason, $0.count) })
    }
    let flags = record.samplesByFlag.map { ($0.flags.isEmpty ? "none" : $0.flags.description, $0.count) }
    let summary = SensorSummary(
      network: sensor.network, station: sensor.station, variable: sensor.variable,
      instrument: sensor.instrument,
      depthFrom: sensor.depthFrom, depthTo: sensor.depthTo, latitude: sensor.latitude,
      longitude: sensor.longitude,
      koppen: archive.metadata(of: sensor).koppen2007 ?? "unknown", first: record.times.first.map(UTC.text),
      last: record.times.last.map(UTC.text), rows: record.rowsRead, samples: record.count,
      flags: Dictionary(flags, uniquingKeysWith: +), excluded: counts(record.excluded),
      repaired: counts(record.repaired), minimum: record.values.min(), maximum: record.values.max())
    return (summary, record.problems)
  }

  /// The inspection as lines of text.
  public var lines: [String] {
    var lines = ["\(path): \(format)"]
    lines.append("networks: \(networks.joined(separator: ", "))")
    lines.append("stations: \(stations), sensors: \(sensors.count), rows: \(rows)")
    lines.append("period: \(first ?? "-") to \(last ?? "-") (UTC)")
    lines.append("sensors by variable and depth:")
    for (depth, count) in sensorsByDepth.sorted(by: { $0.key < $1.key }) {
      lines.append("  \(depth): \(count)")
    }
    lines.append("soil-moisture samples by flags (\(units)):")
    for (flag, count) in flags.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      let meaning = flag.contains(",") ? nil : FlagSet.meaning(of: flag)
      lines.append("  \(flag): \(count)" + (meaning.map { "  (\($0))" } ?? ""))
    }
    lines.append("soil-moisture sensors:")
    for sensor in sensors where sensor.variable == "sm" {
      let depth = "\(CSVRow.format(sensor.depthFrom))-\(CSVRow.format(sensor.depthTo)) m"
      let left = sensor.excluded.sorted { $0.key < $1.key }.map { ", \($0.value) × \($0.key)" }.joined()
      lines.append(
        "  \(sensor.network) \(sensor.station) \(sensor.instrument) \(depth), \(sensor.koppen): "
          + "\(sensor.samples) of \(sensor.rows) rows, \(sensor.first ?? "-") to \(sensor.last ?? "-"), "
          + "G \(sensor.flags["G"] ?? 0)\(left)")
    }
    lines += problemLines(problems)
    return lines.map(\.singleLine)
  }
}

/// Problems as lines, with a heading that says whether there are any.
func problemLines(_ problems: [String]) -> [String] {
  problems.isEmpty ? ["problems: none"] : ["problems: \(problems.count)"] + problems.map { "  " + $0 }
}
