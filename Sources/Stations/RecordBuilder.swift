import Files

/// Gathers the samples of one sensor with an account of every row, whatever file they come from.
///
/// What FIELD §4 asks of a sensor's samples is here: the count of damaged rows (row 3), duplicate and unsorted
/// times (rows 9, 10), the physical range (row 11) and values in another unit than declared (row 12).
struct RecordBuilder {
  /// With more damaged rows than this, and more than one in ten, the file is refused (FIELD §4 row 3).
  static let damagedRowsAllowed = 10
  /// With fewer samples than this, small values are not taken for a wrong unit.
  private static let samplesForFractions = 10

  /// What is checked of the values.
  struct Checks: Hashable, Sendable {
    /// The values that can be; others are excluded unless a range flag (C01–C03) says so already.
    var range: ClosedRange<Double>?
    /// The unit's name in messages.
    var unit = ""
    /// Stored numbers above this and up to 100 look like percent in a unit that is none.
    var percentAbove: Double?
    /// Whether stored numbers that are all in 0…1 look like fractions in a unit of percent.
    var isPercent = false

    /// Soil moisture in m³ m⁻³.
    static let volumetric = Checks(range: 0...1, unit: "m³ m⁻³", percentAbove: 1)
    /// Anything.
    static let none = Checks()
  }

  let path: String
  private let checks: Checks
  private(set) var record = SensorRecord()
  private(set) var remarks = Remarks()

  private var damaged = 0
  private var firstDamagedLine = 0
  private var percentLike = 0
  private var firstPercent: (value: Double, line: Int)?
  private var fractionLike = 0
  private var largestFraction: (value: Double, line: Int)?
  private var outside = 0
  private var lastTime = Int64.min
  private var disorderLine: Int?

  init(path: String, checks: Checks) {
    self.path = path
    self.checks = checks
  }

  mutating func reserve(_ rows: Int) {
    let room = min(max(rows, 0), 4_000_000)
    record.times.reserveCapacity(room)
    record.values.reserveCapacity(room)
    record.flags.reserveCapacity(room)
  }

  /// Counts a row; each is then kept or excluded once.
  mutating func countRow() { record.rowsRead += 1 }

  /// Counts a row that declares itself that there is no value: nothing is wrong with the file.
  mutating func excludeMissing() { record.excluded.add(STMFault.fill.rawValue) }

  mutating func exclude(_ fault: STMFault, _ line: Int) {
    record.excluded.add(fault.rawValue)
    remarks.add(fault.rawValue + "; line skipped", line: line)
    if fault.isDamage {
      damaged += 1
      if damaged == 1 { firstDamagedLine = line }
    }
  }

  /// Notes that a row was kept after a repair.
  mutating func repair(_ what: String, _ line: Int) {
    record.repaired.add(what)
    remarks.add(what, line: line)
  }

  mutating func remark(_ what: String, _ line: Int) { remarks.add(what, line: line) }

  /// Checks a value against the unit and the range.
  ///
  /// - Parameter stored: the number as it stands in the file, before any conversion.
  mutating func check(_ value: Double, stored: Double, flags: FlagSet, line: Int) -> STMFault? {
    if let limit = checks.percentAbove, stored > limit, stored <= 100 {
      percentLike += 1
      if firstPercent == nil { firstPercent = (stored, line) }
    }
    if checks.isPercent, stored >= 0, stored <= 1 {
      fractionLike += 1
      if stored > largestFraction?.value ?? 0 { largestFraction = (stored, line) }
    }
    if let range = checks.range, !range.contains(value), flags.bits & FlagSet.rangeBits == 0 {
      outside += 1
      return .outside
    }
    return nil
  }

  mutating func append(time: Int64, value: Double, flags: FlagSet, line: Int) {
    if time <= lastTime {
      if disorderLine == nil { disorderLine = line }
      if time < lastTime {
        record.repaired.add("unsorted time put in order")
        remarks.add("time earlier than the row before; sorted", line: line)
      }
    }
    lastTime = time
    record.times.append(time)
    record.values.append(value)
    record.flags.append(flags)
  }

  // MARK: The end

  /// The record without its samples, all rows counted under one reason.
  func withoutSamples(_ reason: String, remark: Problem? = nil) -> SensorRecord {
    var empty = SensorRecord()
    empty.rowsRead = record.rowsRead
    empty.excluded.add(reason, record.rowsRead)
    empty.skipped = reason
    empty.problems = [remark ?? Problem(path: path, reason: reason + "; sensor skipped")]
    return empty
  }

  /// The record in order of time.
  ///
  /// - Throws: when more than ten rows and more than a tenth of them are damaged.
  mutating func finish() throws(Failure) -> SensorRecord {
    if damaged > RecordBuilder.damagedRowsAllowed, damaged > record.rowsRead / 10 {
      throw Failure(
        .data,
        "\(damaged) of \(record.rowsRead) lines cannot be used (\(remarks.summary)); this is the first",
        path: path, line: firstDamagedLine,
        advice: "The file is damaged or not of this format; get it again or remove it from the archive")
    }
    if let mismatch = unitMismatch() { return mismatch }
    if let disorderLine { putInOrder(disorderLine) }
    record.problems = remarks.problems(path: path)
    return record
  }

  private func unitMismatch() -> SensorRecord? {
    if let first = firstPercent, percentLike * 2 > record.times.count + outside {
      let reason = "unit mismatch: values look like percent"
      return withoutSamples(
        reason,
        remark: Problem(
          path: path, line: first.line,
          reason:
            "unit mismatch: values such as \(first.value) look like percent, not \(checks.unit); sensor skipped. "
            + "Divide the values by 100 and try again", count: percentLike))
    }
    if let largest = largestFraction, fractionLike == record.times.count + outside,
      fractionLike >= RecordBuilder.samplesForFractions
    {
      return withoutSamples(
        "unit mismatch: values look like fractions",
        remark: Problem(
          path: path, line: largest.line,
          reason: "unit mismatch: no value is above \(largest.value), which looks like a fraction, not "
            + "\(checks.unit); sensor skipped. Correct the units in the station list", count: fractionLike))
    }
    return nil
  }

  /// Sorts by time and settles equal times: one of identical samples stays, contradicting ones all go.
  private mutating func putInOrder(_ line: Int) {
    let times = record.times
    let values = record.values
    let flags = record.flags
    let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    record.times.removeAll(keepingCapacity: true)
    record.values.removeAll(keepingCapacity: true)
    record.flags.removeAll(keepingCapacity: true)
    var at = 0
    while at < order.count {
      let first = order[at]
      var next = at + 1
      var sameValue = true
      var sameFlags = true
      while next < order.count, times[order[next]] == times[first] {
        sameValue = sameValue && values[order[next]] == values[first]
        sameFlags = sameFlags && flags[order[next]] == flags[first]
        next += 1
      }
      let isKept = sameValue && sameFlags
      if isKept {
        record.times.append(times[first])
        record.values.append(values[first])
        record.flags.append(flags[first])
      }
      if next - at > 1 {
        let count = isKept ? next - at - 1 : next - at
        let reason =
          "duplicate time, " + (isKept ? "same value" : sameValue ? "flags differ" : "values differ")
        record.excluded.add(reason, count)
        remarks.add(reason + (isKept ? "; the first is kept" : "; all skipped"), line: line, count: count)
      }
      at = next
    }
  }
}

/// Problems by reason, with the first line and the number of each.
struct Remarks {
  private var found: [String: (line: Int, count: Int)] = [:]

  mutating func add(_ reason: String, line: Int, count: Int = 1) {
    found[reason, default: (line, 0)].count += count
  }

  func problems(path: String) -> [Problem] {
    found.map { Problem(path: path, line: $0.value.line, reason: $0.key, count: $0.value.count) }
      .sorted { ($0.line ?? 0, $0.reason) < ($1.line ?? 0, $1.reason) }
  }

  /// The reasons with their numbers in one line.
  var summary: String {
    found.sorted { ($0.value.line, $0.key) < ($1.value.line, $1.key) }
      .map { "\($0.key): \($0.value.count)" }.joined(separator: ", ")
  }
}
