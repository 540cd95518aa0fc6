internal import CCSV

/// One row of a table that is streamed: its fields as bytes, without quotes and the blanks around them.
public struct CSVFields {
  /// The bytes of all fields, one after the other.
  public fileprivate(set) var bytes: [UInt8] = []
  fileprivate var ends: [Int] = []
  /// The 1-based number of the row's line.
  public fileprivate(set) var line = 0
  /// Whether a line end follows; only a file's last line may lack one.
  public fileprivate(set) var isEnded = true
  /// Whether the line's quotes make no sense or it is longer than any row: its fields mean nothing.
  public fileprivate(set) var isBroken = false

  /// The number of fields.
  public var count: Int { ends.count }

  /// Where a field's bytes are; the field must be there.
  public func range(_ field: Int) -> Range<Int> { (field == 0 ? 0 : ends[field - 1])..<ends[field] }

  /// A field as text, what is not UTF-8 replaced; the field must be there.
  public func text(_ field: Int) -> String { DecimalText.string(bytes.span.extracting(range(field))) }

  fileprivate mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  fileprivate mutating func append(_ field: UnsafeRawBufferPointer) {
    unsafe bytes.append(contentsOf: field)
    ends.append(bytes.count)
  }
}

/// Reads a table row by row through libcsv: memory stays at one line, whatever the file's size.
///
/// One line is one row (tables of values hold no line ends inside quotes), so that a line whose quotes are
/// broken costs only itself. Blank lines are no rows. The separator is that which the first line has most of.
public struct CSVStream: ~Copyable {
  private var lines: LineReader
  private let path: String

  /// Whether a NUL byte was met; reading stops there.
  public var foundNUL: Bool { lines.foundNUL }

  /// Creates a reader of a stream, whose longest line is `longestLine` bytes.
  public init(_ stream: consuming ByteStream, longestLine: Int = 1 << 16) {
    path = stream.path
    lines = LineReader(stream, capacity: longestLine)
  }

  /// Calls `body` with each row, the header first, until it returns `false`, a NUL byte or the file's end.
  public mutating func forEachRow<E: Error>(
    onFault: (ReadFault) -> E, _ body: (borrowing CSVFields) throws(E) -> Bool
  ) throws(E) {
    var parser = unsafe csv_parser()
    let options = UInt8(CSV_STRICT | CSV_STRICT_FINI)
    guard unsafe csv_init(&parser, options) == 0 else {
      throw onFault(.refused(Failure(.internalFault, "the CSV parser did not start", path: path)))
    }
    defer { unsafe csv_free(&parser) }
    var fields = CSVFields()
    var separator: CSVReader.Separator?
    try lines.forEachLine(onFault: onFault) { (line, place) throws(E) in
      if CSVStream.isBlank(line) { return true }
      let delimiter = separator ?? CSVStream.separator(of: line)
      separator = delimiter
      unsafe csv_set_delim(&parser, delimiter.rawValue)
      fields.clear()
      fields.line = place.number
      fields.isEnded = place.isEnded
      fields.isBroken = place.isCut
      if !place.isCut {
        let isWhole = unsafe line.withUnsafeBytes { raw in
          unsafe withUnsafeMutablePointer(to: &fields) { context in
            let read = unsafe csv_parse(
              &parser, raw.baseAddress, raw.count, CSVStream.field, CSVStream.endOfRow, context)
            return unsafe read == raw.count
              && csv_fini(&parser, CSVStream.field, CSVStream.endOfRow, context) == 0
          }
        }
        if !isWhole {
          // A parser that stopped inside a field keeps that state: start anew.
          fields.isBroken = true
          unsafe csv_free(&parser)
          guard unsafe csv_init(&parser, options) == 0 else {
            throw onFault(.refused(Failure(.internalFault, "the CSV parser did not start", path: path)))
          }
        }
      }
      return try body(fields)
    }
  }

  private static func isBlank(_ line: Span<UInt8>) -> Bool {
    for at in 0..<line.count where line[at] != 0x20 && line[at] != 0x09 { return false }
    return true
  }

  /// The separator a header has most of outside quotes; a comma where it has none.
  private static func separator(of header: Span<UInt8>) -> CSVReader.Separator {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for at in 0..<header.count {
      if header[at] == 0x22 { isQuoted.toggle() }
      if !isQuoted { counts[header[at], default: 0] += 1 }
    }
    let candidates: [CSVReader.Separator] = [.tab, .semicolon, .comma]
    return candidates.max { (counts[$0.rawValue] ?? 0) < (counts[$1.rawValue] ?? 0) } ?? .comma
  }

  private typealias Field =
    @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void

  private static let field: Field = { text, count, context in
    guard let fields = unsafe context?.assumingMemoryBound(to: CSVFields.self) else { return }
    let bytes = unsafe UnsafeRawBufferPointer(start: text, count: text == nil ? 0 : count)
    unsafe fields.pointee.append(bytes)
  }

  private static let endOfRow: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, _ in }
}
