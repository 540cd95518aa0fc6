import Files

/// Reads the rows of one `.stm` file into a `SensorRecord`, with the repairs of FIELD §4 rows 1–18.
struct STMReader {
  private let headerLine: Int
  private let isSoilMoisture: Bool
  private var splitter: STMRowSplitter
  private var flagReader = FlagReader()
  private var builder: RecordBuilder
  private var lastHadProviderFlag = false

  private init(head: STMHead, variable: String, path: String, sizeHint: Int) {
    isSoilMoisture = variable == "sm"
    builder = RecordBuilder(path: path, checks: isSoilMoisture ? .volumetric : .none)
    splitter = STMRowSplitter(head)
    switch head.layout {
    case .ceop:
      headerLine = 0
      builder.reserve(sizeHint / 120)
    case .headerValues(let line):
      headerLine = line
      builder.reserve(sizeHint / 24)
    }
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
      case .damaged(let failure): return SensorRecord(unreadable: failure, path: reader.builder.path)
      }
    }
    if lines.foundNUL { return reader.builder.withoutSamples("NUL bytes in file") }
    return try reader.builder.finish()
  }

  /// Takes one line; blank lines and the header are not rows.
  private mutating func take(_ line: Span<UInt8>, _ place: LineReader.Place) {
    if place.number <= headerLine { return }
    switch place.isCut ? .fault(.notUnderstood) : splitter.split(line) {
    case .blank: return
    case .fault(let fault):
      builder.countRow()
      builder.exclude(place.isEnded ? fault : .lastCut, place.number)
    case .row(let row):
      builder.countRow()
      if !place.isEnded, lastHadProviderFlag, !row.hasProviderFlag {
        return builder.exclude(.lastCut, place.number)
      }
      lastHadProviderFlag = row.hasProviderFlag
      if let fault = store(line, row, place.number) { builder.exclude(fault, place.number) }
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
      repair = STMTime.endOfDayRepair
    case .leapSecond(let microseconds):
      clock = microseconds
      repair = STMTime.leapSecondRepair
    case .impossible: return .impossibleTime
    case .notATime: return .notUnderstood
    }
    guard let value = DecimalText.double(line.extracting(row.value)) else { return .notANumber }
    guard let flags = flagReader.flags(line.extracting(row.flag)) else { return .flag }
    guard value.isFinite else { return .notFinite }
    if !isSoilMoisture, value == -9999 { return .fill }
    if let fault = builder.check(value, stored: value, flags: flags, line: number) { return fault }
    if let repair { builder.repair(repair, number) }
    if !row.isSamePlace {
      builder.remark("coordinates or depths differ from the first row's, which are used", number)
    }
    builder.append(time: day * 86_400_000_000 + clock, value: value, flags: flags, line: number)
    return nil
  }
}
