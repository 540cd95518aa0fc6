import Files

/// The columns of a table by their names.
struct TableColumns: Hashable, Sendable {
  /// How many fields a row has.
  let count: Int
  private let positions: [String: Int]

  /// Finds the columns of a header; names are compared without regard to case.
  ///
  /// - Throws: a data failure for a column that is not known (with the nearest known name), one that is there
  ///   twice, or a required one that is missing.
  init(
    _ header: borrowing CSVFields, known: [String], required: [String], path: String
  ) throws(Failure) {
    var positions: [String: Int] = [:]
    var count = 0
    let line = header.line
    for field in 0..<header.count {
      let name = header.text(field).trimmingBlanks.lowercased()
      if name.isEmpty { continue }
      count = field + 1
      guard known.contains(name) else {
        let near = known.min { $0.editDistance(to: name) < $1.editDistance(to: name) }
        var advice = "Columns here: \(known.joined(separator: ", "))"
        if let near, near.editDistance(to: name) <= 2 { advice = "Did you mean '\(near)'?" }
        throw Failure(
          .data, "unknown column '\(name.prefix(60))'", path: path, line: line, advice: advice)
      }
      guard positions.updateValue(field, forKey: name) == nil else {
        throw Failure(.data, "column '\(name)' is there twice", path: path, line: line)
      }
    }
    for name in required where positions[name] == nil {
      throw Failure(
        .data, "has no column '\(name)'", path: path, line: line,
        advice: "It needs \(required.joined(separator: ", "))")
    }
    self.count = count
    self.positions = positions
  }

  /// The position of a column.
  subscript(name: String) -> Int? { positions[name] }
}

/// One row of a small table that is read whole, such as a station list: what is wrong in it is refused.
struct TableRow: Sendable {
  let path: String
  let line: Int
  private let columns: TableColumns
  private let fields: [String]

  /// The text of a column; empty where the column is not there.
  func text(_ name: String) -> String { columns[name].map { fields[$0] } ?? "" }

  /// The text of a column that must not be empty.
  func required(_ name: String) throws(Failure) -> String {
    let text = text(name)
    guard !text.isEmpty else { throw failure("'\(name)' is empty") }
    return text
  }

  /// The number in a column, nil where it is empty; it may be NaN or infinite only where `anyNumber`.
  func number(_ name: String, anyNumber: Bool = false) throws(Failure) -> Double? {
    let text = text(name)
    if text.isEmpty { return nil }
    guard let value = DecimalText.double(Array(text.utf8).span), anyNumber || value.isFinite else {
      throw failure(
        "\(name) '\(text.prefix(40))' is not a number",
        advice: text.contains(",") ? "Write decimals with a point" : nil)
    }
    return value
  }

  /// The number in a column that must not be empty.
  func requiredNumber(_ name: String, anyNumber: Bool = false) throws(Failure) -> Double {
    _ = try required(name)
    return try number(name, anyNumber: anyNumber) ?? .nan
  }

  /// A share or percentage in a column, nil where it is empty.
  func number(_ name: String, within range: ClosedRange<Double>) throws(Failure) -> Double? {
    guard let value = try number(name) else { return nil }
    guard range.contains(value) else {
      throw failure("\(name) \(value) is not within \(range.lowerBound)…\(range.upperBound)")
    }
    return value
  }

  /// A failure at this row.
  func failure(_ reason: String, advice: String? = nil) -> Failure {
    Failure(.data, reason, path: path, line: line, advice: advice)
  }

  /// Reads a whole table of at most `limit` bytes.
  ///
  /// - Throws: a data failure with the line for columns that are unknown or missing, rows with another number
  ///   of fields, broken quotes, text that is not UTF-8, NUL bytes, or no rows.
  static func table(
    _ path: String, known: [String], required: [String], limit: Int = 64 << 20
  ) throws(Failure) -> [TableRow] {
    let stream: ByteStream
    do { stream = try ByteStream(file: path, limit: limit) } catch { throw error.failure }
    var reader = CSVStream(stream)
    var columns: TableColumns?
    var rows: [TableRow] = []
    try reader.forEachRow(onFault: { $0.failure }) { (fields) throws(Failure) in
      func failure(_ reason: String, _ advice: String? = nil) -> Failure {
        Failure(.data, reason, path: path, line: fields.line, advice: advice)
      }
      guard !fields.isBroken else {
        throw failure(
          "the quotes make no sense, or the line is too long", "Quote a field as a whole, within one line")
      }
      let texts = (0..<fields.count).map { fields.text($0).trimmingBlanks }
      guard !texts.contains(where: { $0.contains("\u{FFFD}") }) else {
        throw failure("is not UTF-8 text", "Save it as CSV in UTF-8")
      }
      guard let header = columns else {
        columns = try TableColumns(fields, known: known, required: required, path: path)
        return true
      }
      if texts.allSatisfy(\.isEmpty) { return true }
      guard texts.count >= header.count, texts[header.count...].allSatisfy(\.isEmpty) else {
        throw failure(
          "has \(texts.count) fields, the header \(header.count)", "Quote a text that holds the separator")
      }
      rows.append(TableRow(path: path, line: fields.line, columns: header, fields: texts))
      return true
    }
    if reader.foundNUL {
      throw Failure(
        .data, "holds NUL bytes: it is not a text table", path: path,
        advice: "Save it as CSV in UTF-8, not UTF-16")
    }
    guard columns != nil else { throw Failure(.data, "is empty: not even a header", path: path) }
    guard !rows.isEmpty else { throw Failure(.data, "has a header but no rows", path: path) }
    return rows
  }
}
