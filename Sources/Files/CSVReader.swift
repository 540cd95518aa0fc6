internal import CCSV

/// A separated-value table read by libcsv: a header and rows, each with its line number.
public struct CSVTable: Hashable, Sendable {
  /// One row and the 1-based line it begins on.
  public struct Row: Hashable, Sendable {
    /// The line the row begins on; quoted fields may contain line ends.
    public var line: Int
    /// The fields, without quotes; blanks around unquoted fields are dropped.
    public var fields: [String]
  }

  /// The column names in order; a name may occur twice.
  public var header: [String]
  /// The rows below the header, blank lines left out.
  public var rows: [Row]
  /// The file's name for messages.
  public var path: String

  /// The position of a column's first occurrence.
  public func column(_ name: String) -> Int? { header.firstIndex(of: name) }

  /// The position of a column that must be there.
  public func requiredColumn(_ name: String) throws(Failure) -> Int {
    if let column = column(name) { return column }
    throw Failure(
      .data, "has no column `\(name)`; it has \(header.map { "`\($0)`" }.joined(separator: ", "))",
      path: path,
      line: 1)
  }
}

/// Reads comma- and semicolon-separated tables through libcsv.
public enum CSVReader {
  /// What stands between two fields.
  public enum Separator: UInt8, Sendable {
    /// `,`
    case comma = 0x2c
    /// `;`
    case semicolon = 0x3b
    /// A tab.
    case tab = 0x09
  }

  /// Reads a table whose first row is the header.
  ///
  /// A UTF-8 byte-order mark is dropped; lines may end in LF, CR LF or CR.
  /// - Parameter strict: whether a quote inside an unquoted field, or an unfinished quote, is an error.
  /// - Throws: a data failure with the line, for broken quoting, NUL bytes or an empty file.
  public static func read(
    _ bytes: [UInt8], separator: Separator = .comma, path: String, strict: Bool = true
  ) throws(Failure) -> CSVTable {
    var rows = try parse(bytes, separator: separator, path: path, strict: strict)
    guard !rows.isEmpty else { throw Failure(.data, "is empty: not even a header", path: path) }
    let header = rows.removeFirst()
    return CSVTable(header: header.fields, rows: rows, path: path)
  }

  /// Reads a table from a file of at most `limit` bytes.
  public static func read(
    file path: String, separator: Separator = .comma, strict: Bool = true, limit: Int = 64 << 20
  ) throws(Failure) -> CSVTable {
    let bytes: [UInt8]
    do { bytes = try ByteStream(file: path, limit: limit).readAll() } catch { throw error.failure }
    return try read(bytes, separator: separator, path: path, strict: strict)
  }

  /// What libcsv's callbacks write to.
  private struct State {
    var rows: [CSVTable.Row] = []
    var fields: [String] = []
    var startLine = 1
    var isInsideRow = false
  }

  private static func parse(
    _ bytes: [UInt8], separator: Separator, path: String, strict: Bool
  ) throws(Failure) -> [CSVTable.Row] {
    if let nul = bytes.firstIndex(of: 0) {
      let line = bytes[..<nul].count { $0 == 0x0a } + 1
      throw Failure(.data, "holds NUL bytes: it is not a text table", path: path, line: line)
    }
    var parser = unsafe csv_parser()
    let options = strict ? UInt8(CSV_STRICT | CSV_STRICT_FINI) : 0
    guard unsafe csv_init(&parser, options) == 0 else {
      throw Failure(.internalFault, "the CSV parser did not start", path: path)
    }
    defer { unsafe csv_free(&parser) }
    unsafe csv_set_delim(&parser, separator.rawValue)
    var state = State()
    var line = 0
    var start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    // libcsv does not tell line numbers: it is fed one physical line at a time.
    while start < bytes.count {
      let end = lineEnd(bytes, from: start)
      line += 1
      if !state.isInsideRow { state.startLine = line }
      state.isInsideRow = true
      let count = unsafe bytes.withUnsafeBytes { raw in
        let part = unsafe UnsafeRawBufferPointer(rebasing: raw[start..<end])
        return unsafe withUnsafeMutablePointer(to: &state) { context in
          unsafe csv_parse(&parser, part.baseAddress, part.count, field, endOfRow, context)
        }
      }
      guard count == end - start else { throw unsafe failure(&parser, path: path, line: line) }
      if state.fields.isEmpty, isBlank(bytes[start..<end]) { state.isInsideRow = false }
      start = end
    }
    let status = unsafe withUnsafeMutablePointer(to: &state) { context in
      unsafe csv_fini(&parser, field, endOfRow, context)
    }
    guard status == 0 else {
      throw Failure(.data, "a quote is not closed", path: path, line: state.startLine)
    }
    return state.rows
  }

  private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
    line.allSatisfy { $0 == 0x0a || $0 == 0x0d || $0 == 0x20 || $0 == 0x09 }
  }

  private static func lineEnd(_ bytes: [UInt8], from start: Int) -> Int {
    var at = start
    while at < bytes.count {
      if bytes[at] == 0x0a { return at + 1 }
      if bytes[at] == 0x0d { return at + 1 < bytes.count && bytes[at + 1] == 0x0a ? at + 2 : at + 1 }
      at += 1
    }
    return at
  }

  private static func failure(_ parser: inout csv_parser, path: String, line: Int) -> Failure {
    let code = unsafe csv_error(&parser)
    let reason = code == CSV_EPARSE ? "a quote stands where none may" : "the CSV parser gave up (\(code))"
    return Failure(
      .data, reason, path: path, line: line, advice: "Quote a field as a whole, and double the quotes in it")
  }

  private typealias Field =
    @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void

  private static let field: Field = { text, count, context in
    guard let state = unsafe context?.assumingMemoryBound(to: State.self) else { return }
    let bytes = unsafe UnsafeRawBufferPointer(start: text, count: text == nil ? 0 : count)
    unsafe state.pointee.fields.append(String(decoding: bytes, as: UTF8.self))
  }

  private static let endOfRow: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
    guard let state = unsafe context?.assumingMemoryBound(to: State.self) else { return }
    unsafe state.pointee.rows.append(
      CSVTable.Row(line: state.pointee.startLine, fields: state.pointee.fields))
    unsafe state.pointee.fields = []
    unsafe state.pointee.isInsideRow = false
  }
}
