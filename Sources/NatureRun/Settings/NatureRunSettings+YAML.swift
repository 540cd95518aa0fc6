public import Files
import Grids

extension NatureRunSettings {
  /// Reads settings: a preset, and what differs from it.
  ///
  /// ```yaml
  /// preset: demo                 # or study
  /// region: {west: 100, east: 108, south: 32, north: 40}
  /// start: 2015-01-01
  /// days: 731
  /// seed: 1
  /// spin-up-days: 180
  /// window: {west: 103, north: 37, from: 2015-06-01, to: 2015-08-31}   # or none
  /// sensors:
  ///   AMSR2: {from: 2015-07-01, to: 2016-12-31}
  /// products: {omit: [jaxa-amsr2], smap-l4-fields: 2, modis-aqua: {from: 2015-06-01, to: 2015-08-31}}   # or all
  /// ```
  /// Sensors, where given, replace the preset's; a period's last day is part of it.
  /// - Throws: `Failure` (usage) with file and line.
  public init(reading node: YAMLNode) throws(Failure) {
    let keys = [
      "preset", "region", "start", "days", "seed", "spin-up-days", "window", "sensors", "products",
    ]
    let values = node.isNull ? [:] : try node.map(allowed: keys)
    var preset = Preset.demo
    if let value = values["preset"] {
      guard let named = Preset(rawValue: try value.text()) else {
        throw value.failure("unknown preset", advice: "Presets: demo, study")
      }
      preset = named
    }
    try self.init(preset: preset)
    if let value = values["region"] { grid = try NatureRunSettings.grid(value) }
    if let value = values["start"] { start = try NatureRunSettings.day(value) }
    if let value = values["days"] { days = try NatureRunSettings.count(value, in: 1...36_525) }
    if let value = values["seed"] { seed = UInt64(try NatureRunSettings.count(value, in: 0...Int.max)) }
    if let value = values["spin-up-days"] { spinUpDays = try NatureRunSettings.count(value, in: 0...3650) }
    if preset == .demo {
      window = WindowSettings.firstSummer(after: start)
      cameraSpan = NatureRunSettings.firstSummer(after: start)
    }
    if let value = values["products"] { try readProducts(value) }
    if let value = values["window"] {
      window = try WindowSettings.reading(value, default: window)
      let span: (grid: FineGrid, days: Range<Int>)?
      do throws(Failure) { span = try windowSpan() } catch {
        throw value.failure(error.reason, advice: error.advice)
      }
      if window != nil, span == nil {
        throw value.failure(
          "the window holds no day of the run, or the region is smaller than it",
          advice: "Give days of the run and a place in the region, or `window: none`")
      }
    }
    sensors = NatureRunSettings.compressedRecord(start: start, days: days)
    guard let list = values["sensors"] else { return }
    sensors = []
    for (key, value) in try list.entries() {
      let bounds = try value.map(allowed: ["from", "to"])
      guard let first = bounds["from"], let last = bounds["to"] else {
        throw value.failure(
          "a sensor needs its first and last day", advice: "Write {from: 2015-01-01, to: …}")
      }
      guard let sensor = Sensor(name: key.text), sensor != .modis else {
        throw Failure(
          .usage, "there is no simulated sensor '\(key.text.singleLine)'", path: value.path, line: key.line,
          advice: "There are AMSR-E, WindSat, TMI, SMOS, ASCAT, FY-3B, AMSR2 and SMAP")
      }
      let period = SensorPeriod(
        sensor: key.text, start: try NatureRunSettings.day(first),
        end: try NatureRunSettings.day(last) + UTC.day)
      guard period.start < period.end else { throw last.failure("the last day lies before the first") }
      guard period.start < end, period.end > start else {
        throw value.failure(
          "the sensor sees no day of the run, which begins on \(UTC.dateText(start)) and has \(days) days",
          advice: "Give days of the run, or leave the sensor out")
      }
      sensors.append(period)
    }
    sensors.sort { ($0.start, $0.sensor) < ($1.start, $1.sensor) }
  }

  private mutating func readProducts(_ node: YAMLNode) throws(Failure) {
    let values = try node.map(allowed: ["omit", "smap-l4-fields", "modis-aqua"])
    if let value = values["modis-aqua"] {
      cameraSpan = try NatureRunSettings.span(value)
      guard cameraSpan?.overlaps(start..<end) ?? true else {
        throw value.failure(
          "no day of the run lies in the period, which would leave modis-aqua out",
          advice: "Give days of the run, or name modis-aqua under omit")
      }
    }
    if let value = values["smap-l4-fields"] { analysesPerDay = try NatureRunSettings.count(value, in: 1...2) }
    guard let list = values["omit"] else { return }
    omittedStacks = []
    for item in try list.list() {
      let name = try item.text()
      guard Observatory.folders.contains(name) else {
        throw item.failure(
          "there is no stack '\(name.singleLine)'",
          advice: "There are " + Observatory.folders.joined(separator: ", "))
      }
      if !omittedStacks.contains(name) { omittedStacks.append(name) }
    }
    omittedStacks.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Reads `{from: 2015-06-01, to: 2015-08-31}`, or `all` as nil.
  private static func span(_ node: YAMLNode) throws(Failure) -> Range<Int64>? {
    if let word = try? node.text(), word == "all" { return nil }
    let bounds = try node.map(allowed: ["from", "to"])
    guard let first = bounds["from"], let last = bounds["to"] else {
      throw node.failure(
        "a period needs its first and last day", advice: "Write {from: 2015-06-01, to: …}, or all")
    }
    let (start, end) = (try day(first), try day(last) + UTC.day)
    guard start < end else { throw last.failure("the last day lies before the first") }
    return start..<end
  }

  private static func grid(_ node: YAMLNode) throws(Failure) -> FineGrid {
    let edges = try node.map(allowed: ["west", "east", "south", "north"])
    func edge(_ name: String) throws(Failure) -> Double {
      guard let value = edges[name] else { throw node.failure("the region's '\(name)' edge is missing") }
      return try value.number()
    }
    let bounds = (try edge("west"), try edge("east"), try edge("south"), try edge("north"))
    do throws(Failure) {
      return try FineGrid(west: bounds.0, east: bounds.1, south: bounds.2, north: bounds.3)
    } catch {
      throw node.failure(error.reason)
    }
  }

  static func day(_ node: YAMLNode) throws(Failure) -> Int64 {
    guard let instant = UTC.instant(try node.text()), instant == UTC.startOfDay(instant) else {
      throw node.failure("expected a day such as 2015-01-01")
    }
    return instant
  }

  private static func count(_ node: YAMLNode, in range: ClosedRange<Int>) throws(Failure) -> Int {
    let value = try node.integer()
    guard range.contains(value) else {
      throw node.failure("expected a whole number of \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }
}
