internal import Files

/// One of a run's own tables, read row by row, so that memory does not grow with its length.
struct RunTable {
  /// The path, for messages.
  let path: String

  /// A row, its fields asked for by the columns' names.
  struct Row {
    fileprivate let path: String
    fileprivate let columns: [String: Int]
    fileprivate let fields: [String]
    /// The 1-based line.
    let line: Int

    /// A field's text; empty where it is not available.
    func text(_ column: String) -> String { columns[column].map { fields[$0] } ?? "" }

    /// A field as a number; nil where it is empty.
    /// - Throws: `Failure` (data) where it is something else.
    func number(_ column: String) throws(Failure) -> Double? {
      let text = text(column)
      if text.isEmpty { return nil }
      guard let number = Double(text), number.isFinite else { throw damaged(column) }
      return number
    }

    /// A field as a whole number.
    /// - Throws: `Failure` (data) where it is something else.
    func count(_ column: String) throws(Failure) -> Int {
      guard let count = Int(text(column)) else { throw damaged(column) }
      return count
    }

    /// A field as one of a set of words.
    /// - Throws: `Failure` (data) where it is none of them.
    func word<Word: RawRepresentable>(_ column: String, as type: Word.Type = Word.self) throws(Failure)
      -> Word
    where Word.RawValue == String {
      guard let word = Word(rawValue: text(column)) else { throw damaged(column) }
      return word
    }

    /// The failure of a field that does not say what it should.
    func damaged(_ column: String) -> Failure {
      Failure(
        .data, "'\(text(column))' is no \(column) of this run", path: path, line: line,
        advice: "The run is damaged: make it again")
    }
  }

  /// Calls `body` with every row.
  /// - Throws: `Failure` (data) where the file cannot be read, a column is missing or a row is broken.
  func forEachRow(columns wanted: [String], _ body: (Row) throws(Failure) -> Void) throws(Failure) {
    let stream: ByteStream
    do throws(ReadFault) { stream = try ByteStream(file: path, limit: .max) } catch { throw error.failure }
    var rows = CSVStream(stream)
    var columns: [String: Int]?
    var width = 0
    try rows.forEachRow(onFault: { $0.failure }) { fields throws(Failure) in
      guard !fields.isBroken else {
        throw Failure(
          .data, "the row's quotes are broken, or a name holds a line break", path: path, line: fields.line)
      }
      let texts = (0..<fields.count).map { fields.text($0) }
      guard let known = columns else {
        for name in wanted where !texts.contains(name) {
          throw Failure(
            .data, "has no column '\(name)'", path: path, line: fields.line,
            advice: "The run was made by another version of lab: make it again")
        }
        width = texts.count
        columns = Dictionary(texts.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return true
      }
      guard texts.count == width else {
        throw Failure(.data, "the row has \(texts.count) fields, not \(width)", path: path, line: fields.line)
      }
      try body(Row(path: path, columns: known, fields: texts, line: fields.line))
      return true
    }
    guard columns != nil, !rows.foundNUL else { throw Failure(.data, "is no table of a run", path: path) }
  }
}
