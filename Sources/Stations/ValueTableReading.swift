import Files
import Grids

/// The reading of one table of values: a builder for each sensor, and an account of lines that are nobody's.
struct ValueTableReading {
  /// More different spellings of sensors than this are looked up anew each time.
  private static let rememberedKeys = 100_000
  private static let missingCodes: [Double] = [-9999, -99, 999_999, 32_766]

  private let table: ValueTable
  private let keyColumns: [Int]
  private let needed: Int
  private let units: [TableUnit]
  private let zones: [Int64]
  private var builders: [RecordBuilder]
  private var flagReader = FlagReader()
  private let good = FlagSet(["G"])

  /// The sensor of each spelling of the key columns; −1 for one that the list does not have.
  private var known: [[UInt8]: Int] = [:]
  private var key: [UInt8] = []
  private var lastKey: [UInt8] = []
  private var lastSensor: Int?

  private var rows = 0
  private var damaged = 0
  private var firstDamagedLine = 0
  private var remarks = Remarks()

  init(_ table: ValueTable) {
    self.table = table
    keyColumns = table.head.keys.compactMap { table.head.columns[$0] }
    needed = table.head.columns.count
    units = table.sensors.map(\.unit)
    zones = table.sensors.map(\.zone)
    builders = table.sensors.map { RecordBuilder(path: table.path, checks: $0.unit.checks) }
  }

  mutating func take(_ fields: borrowing CSVFields) {
    rows += 1
    let isKeyThere = !fields.isBroken && keyColumns.allSatisfy { $0 < fields.count }
    guard isKeyThere || keyColumns.isEmpty else {
      return excludeUnowned(fields.isEnded ? .notUnderstood : .lastCut, fields.line)
    }
    if let fault = shapeFault(fields) {
      // The key of a line without an end may be cut itself: the line is nobody's.
      guard keyColumns.isEmpty || fields.isEnded, let owner = owner(fields) else {
        return excludeUnowned(fault, fields.line)
      }
      builders[owner].countRow()
      builders[owner].exclude(fault, fields.line)
      return
    }
    guard let owner = owner(fields) else {
      remarks.add("row of a sensor that the station list does not have; left out", line: fields.line)
      return
    }
    builders[owner].countRow()
    switch store(fields, owner) {
    case nil: return
    case .fill: builders[owner].excludeMissing()
    case let fault?: builders[owner].exclude(fault, fields.line)
    }
  }

  private mutating func excludeUnowned(_ fault: STMFault, _ line: Int) {
    remarks.add(fault.rawValue + "; line skipped", line: line)
    guard fault.isDamage else { return }
    damaged += 1
    if damaged == 1 { firstDamagedLine = line }
  }

  /// What is wrong with the number of a row's fields, or with its end.
  private func shapeFault(_ fields: borrowing CSVFields) -> STMFault? {
    if fields.isBroken { return fields.isEnded ? .notUnderstood : .lastCut }
    if fields.count < needed { return fields.isEnded ? .cut : .lastCut }
    for extra in needed..<fields.count where !fields.range(extra).isEmpty { return .notUnderstood }
    if !fields.isEnded {
      // Only a flag at the end shows that the number before it is whole (FIELD §4 row 5).
      let last = needed - 1
      guard table.head.flag == last, !fields.range(last).isEmpty else { return .lastCut }
    }
    return nil
  }

  private mutating func owner(_ fields: borrowing CSVFields) -> Int? {
    if keyColumns.isEmpty { return 0 }
    key.removeAll(keepingCapacity: true)
    for column in keyColumns {
      key.append(contentsOf: fields.bytes[fields.range(column)])
      key.append(0x1f)
    }
    if key == lastKey { return lastSensor }
    let found: Int?
    if let remembered = known[key] {
      found = remembered < 0 ? nil : remembered
    } else {
      found = table.sensor(of: fields)
      if known.count < ValueTableReading.rememberedKeys { known[key] = found ?? -1 }
    }
    swap(&key, &lastKey)
    lastSensor = found
    return found
  }

  /// Keeps a row's sample, or says what is wrong with it.
  private mutating func store(_ fields: borrowing CSVFields, _ owner: Int) -> STMFault? {
    let bytes = fields.bytes.span
    let time: TableTime
    switch TableTime.read(bytes.extracting(fields.range(table.head.time))) {
    case .time(let found): time = found
    case .fault(let fault): return fault
    }
    let text = bytes.extracting(fields.range(table.head.value))
    if ValueTableReading.isMissing(text) { return .fill }
    guard let stored = DecimalText.double(text) else { return .notANumber }
    var flags = good
    if let column = table.head.flag, !fields.range(column).isEmpty {
      guard let found = flagReader.flags(bytes.extracting(fields.range(column))) else { return .flag }
      flags = found
    }
    guard stored.isFinite else { return .notFinite }
    if ValueTableReading.missingCodes.contains(stored) { return .fill }
    let value = units[owner].value(stored)
    if let fault = builders[owner].check(value, stored: stored, flags: flags, line: fields.line) {
      return fault
    }
    if let repair = time.repair { builders[owner].repair(repair, fields.line) }
    if let offset = time.offset, offset != zones[owner] {
      builders[owner].repair(
        "offset in the time stamp differs from time_zone, the stamp's is used", fields.line)
    }
    builders[owner].append(
      time: time.clock - (time.offset ?? zones[owner]), value: value, flags: flags, line: fields.line)
    return nil
  }

  /// Whether a field says that there is no value: empty, `NA`, `N/A` or `NaN` in any case.
  private static func isMissing(_ text: Span<UInt8>) -> Bool {
    guard text.count <= 3 else { return false }
    return ["", "na", "n/a", "nan"].contains(DecimalText.string(text).lowercased())
  }

  // MARK: The end

  func withoutSamples(_ reason: String) -> [Result<SensorRecord, Failure>] {
    builders.map { .success($0.withoutSamples(reason)) }
  }

  mutating func finish() throws(Failure) -> [Result<SensorRecord, Failure>] {
    if damaged > RecordBuilder.damagedRowsAllowed, damaged > rows / 10 {
      throw Failure(
        .data, "\(damaged) of \(rows) lines belong to no sensor (\(remarks.summary)); this is the first",
        path: table.path, line: firstDamagedLine, advice: "The table is damaged; get it again")
    }
    let common = remarks.problems(path: table.path)
    var results: [Result<SensorRecord, Failure>] = []
    for index in builders.indices {
      do throws(Failure) {
        var record = try builders[index].finish()
        if record.rowsRead == 0 {
          let sensor = table.sensors[index].sensor
          record.problems.append(
            Problem(
              path: table.path, reason: "no rows of \(sensor.network) \(sensor.station) \(sensor.instrument)")
          )
        }
        record.problems += common
        results.append(.success(record))
      } catch { results.append(.failure(error)) }
      // The samples now stand in the record: their copy in the builder would double the memory.
      builders[index] = RecordBuilder(path: table.path, checks: .none)
    }
    return results
  }
}
