import Files

/// Reads the rows of one `.stm` file into a `SensorRecord`, with the repairs of FIELD §4 rows 1–18.
struct STMReader {
  /// With more damaged rows than this, and more than one in ten, the file is refused (FIELD §4 row 3).
  static let damagedRowsAllowed = 10

  private let path: String
  private let headerLine: Int
  private let isSoilMoisture: Bool
  private var splitter: STMRowSplitter
  private var flagReader = FlagReader()
  private var record = SensorRecord()
  private var remarks = Remarks()

  private var damaged = 0
  private var firstDamagedLine = 0
  private var percentLike = 0
  private var firstPercent: (value: Double, line: Int)?
  private var outside = 0
  private var lastTime = Int64.min
  private var disorderLine: Int?
  private var lastHadProviderFlag = false

  private init(head: STMHead, variable: String, path: String, sizeHint: Int) {
    self.path = path
    isSoilMoisture = variable == "sm"
    splitter = STMRowSplitter(head)
    let rows: Int
    switch head.layout {
    case .ceop:
      headerLine = 0
      rows = sizeHint / 120
    case .headerValues(let line):
      headerLine = line
      rows = sizeHint / 24
    }
    let room = min(max(rows, 0), 4_000_000)
    record.times.reserveCapacity(room)
    record.values.reserveCapacity(room)
    record.flags.reserveCapacity(room)
  }

  /// Reads a whole file; one that is damaged gives a record without samples whose `skipped` says why.
  ///
  /// - Throws: when too many rows are damaged or a byte budget is spent.
  static func read(
    _ stream: consuming ByteStream, head: STMHead, variable: String, sizeHint: Int = 0
  ) throws(Failure) -> SensorRecord {
    var reader = STMReader(head: head, variable: variable, path: stream.path, sizeHint: sizeHint)
    var lines = LineReader(stream)
    do {
      try lines.forEachLine(onFault: { $0 }) { (line, place) throws(ReadFault) in
        reader.take(line, place)
        return true
      }
    } catch {
      switch error {
      case .refused(let failure): throw failure
      case .damaged(let failure): return SensorRecord(unreadable: failure, path: reader.path)
      }
    }
    if lines.foundNUL { return reader.withoutSamples("NUL bytes in file") }
    return try reader.finish()
  }

  // MARK: Rows

  private mutating func exclude(_ fault: STMFault, _ line: Int) {
    record.excluded.add(fault.rawValue)
    remarks.add(fault.rawValue + "; line skipped", line: line)
    if fault.isDamage {
      damaged += 1
      if damaged == 1 { firstDamagedLine = line }
    }
  }

  /// Takes one line; blank lines and the header are not rows.
  private mutating func take(_ line: Span<UInt8>, _ place: LineReader.Place) {
    if place.number <= headerLine { return }
    switch place.isCut ? .fault(.notUnderstood) : splitter.split(line) {
    case .blank: return
    case .fault(let fault):
      record.rowsRead += 1
      exclude(place.isEnded ? fault : .lastCut, place.number)
    case .row(let row):
      record.rowsRead += 1
      if !place.isEnded, lastHadProviderFlag, !row.hasProviderFlag {
        return exclude(.lastCut, place.number)
      }
      lastHadProviderFlag = row.hasProviderFlag
      if let fault = store(line, row, place.number) { exclude(fault, place.number) }
    }
  }

  /// Keeps a row's sample, or says what is wrong with it.
  private mutating func store(_ line: Span<UInt8>, _ row: STMRow, _ number: Int) -> STMFault? {
    guard let day = STMTime.day(line.extracting(row.date)) else { return .impossibleDate }
    var repair: String?
    let clock: Int64
    switch STMTime.clock(line.extracting(row.clock)) {
    case .ordinary(let microseconds): clock = microseconds
    case .endOfDay:
      clock = 86_400_000_000
      repair = "24:00 read as the next day's 00:00"
    case .leapSecond(let microseconds):
      clock = microseconds
      repair = "60th second read as the 59th"
    case .impossible: return .impossibleTime
    case .notATime: return .notUnderstood
    }
    guard let value = DecimalText.double(line.extracting(row.value)) else { return .notANumber }
    guard let flags = flagReader.flags(line.extracting(row.flag)) else { return .flag }
    guard value.isFinite else { return .notFinite }
    if isSoilMoisture {
      if value < 0 || value > 1 {
        if value > 1, value <= 100 {
          percentLike += 1
          if firstPercent == nil { firstPercent = (value, number) }
        }
        if flags.bits & FlagSet.rangeBits == 0 {
          outside += 1
          return .outside
        }
      }
    } else if value == -9999 {
      return .fill
    }
    if let repair {
      record.repaired.add(repair)
      remarks.add(repair, line: number)
    }
    if !row.isSamePlace {
      remarks.add("coordinates or depths differ from the first row's, which are used", line: number)
    }
    let time = day * 86_400_000_000 + clock
    if time <= lastTime {
      if disorderLine == nil { disorderLine = number }
      if time < lastTime {
        record.repaired.add("unsorted time put in order")
        remarks.add("time earlier than the row before; sorted", line: number)
      }
    }
    lastTime = time
    record.times.append(time)
    record.values.append(value)
    record.flags.append(flags)
    return nil
  }

  // MARK: The end

  private func withoutSamples(_ reason: String, remark: Problem? = nil) -> SensorRecord {
    var empty = SensorRecord()
    empty.rowsRead = record.rowsRead
    empty.excluded.add(reason, record.rowsRead)
    empty.skipped = reason
    empty.problems = [remark ?? Problem(path: path, reason: reason + "; sensor skipped")]
    return empty
  }

  private mutating func finish() throws(Failure) -> SensorRecord {
    if damaged > STMReader.damagedRowsAllowed, damaged > record.rowsRead / 10 {
      throw Failure(
        .data,
        "\(damaged) of \(record.rowsRead) lines cannot be used (\(remarks.summary)); this is the first",
        path: path, line: firstDamagedLine,
        advice: "The file is damaged or not of this format; get it again or remove it from the archive")
    }
    if let first = firstPercent, percentLike * 2 > record.times.count + outside {
      let reason = "unit mismatch: values look like percent"
      return withoutSamples(
        reason,
        remark: Problem(
          path: path, line: first.line,
          reason:
            "unit mismatch: values such as \(first.value) look like percent, not m³ m⁻³; sensor skipped. "
            + "Divide the values by 100 and try again", count: percentLike))
    }
    if let disorderLine { putInOrder(disorderLine) }
    record.problems = remarks.problems(path: path)
    return record
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
