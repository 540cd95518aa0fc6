internal import Files
internal import Lab

/// Compares tables that must hold the same numbers, cell by cell.
struct ExactRows {
  /// The largest relative difference that counts as none.
  let tolerance: Double

  /// A table that both sides have.
  private struct Kind {
    var file: String
    /// What its rows are called in a check.
    var name: String
    /// The columns that name a row.
    var keys: [String]
    /// The column that is shown.
    var value: String
  }

  private static let tables = [
    Kind(
      file: "scores.csv", name: "score",
      keys: [
        "product", "network", "station", "sensor", "depth_from", "depth_to", "stratum", "group", "scaling",
        "metric",
      ], value: "value"),
    Kind(
      file: "summary.csv", name: "summary", keys: ["product", "stratum", "group", "scaling", "metric"],
      value: "mean"),
  ]

  /// The rows of both tables of both sides.
  /// - Throws: `Failure` (data) where a table cannot be read.
  func compare(_ run: StoredAccuracy, _ baseline: StoredAccuracy) throws(Failure) -> [CheckRow] {
    var rows: [CheckRow] = []
    for table in ExactRows.tables {
      rows += try compare(table, now: run.folder + "/" + table.file, then: baseline.folder + "/" + table.file)
    }
    return rows
  }

  private struct Key: Hashable {
    var fields: [String]
    /// Sensors may share their names: cells of the same stations.
    var occurrence: Int
  }

  private func compare(
    _ table: Kind, now: String, then: String
  ) throws(Failure) -> [CheckRow] {
    let new = try CSVReader.read(file: now, limit: 4 << 30)
    let old = try CSVReader.read(file: then, limit: 4 << 30)
    let (keysNow, keysThen) = (try keys(new, table.keys), try keys(old, table.keys))
    let places = Dictionary(
      keysNow.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var rows: [CheckRow] = []
    var met: Set<Key> = []
    for (key, row) in zip(keysThen, old.rows) {
      met.insert(key)
      var result = describe(key, row, of: old, table)
      result.baseline = number(old, row, table.value)
      if let position = places[key] {
        result.run = number(new, new.rows[position], table.value)
        let differences = differences(old, row, new, new.rows[position], but: table.keys)
        result.verdict = differences.isEmpty ? .same : .changed
        result.reason = differences.joined(separator: ", ")
      } else {
        result.verdict = .missing
      }
      rows.append(result)
    }
    for (key, row) in zip(keysNow, new.rows) where !met.contains(key) {
      var result = describe(key, row, of: new, table)
      result.run = number(new, row, table.value)
      result.verdict = .new
      rows.append(result)
    }
    return rows
  }

  private func keys(_ table: CSVTable, _ names: [String]) throws(Failure) -> [Key] {
    var columns: [Int] = []
    for name in names { columns.append(try table.requiredColumn(name)) }
    var seen: [[String]: Int] = [:]
    var keys: [Key] = []
    keys.reserveCapacity(table.rows.count)
    for row in table.rows {
      guard row.fields.count == table.header.count else {
        throw Failure(
          .data, "the row has \(row.fields.count) fields, not \(table.header.count)", path: table.path,
          line: row.line)
      }
      let fields = columns.map { row.fields[$0] }
      keys.append(Key(fields: fields, occurrence: seen[fields, default: 0]))
      seen[fields, default: 0] += 1
    }
    return keys
  }

  private func describe(
    _ key: Key, _ row: CSVTable.Row, of table: CSVTable,
    _ kind: Kind
  ) -> CheckRow {
    func field(_ name: String) -> String {
      kind.keys.firstIndex(of: name).map { key.fields[$0] } ?? ""
    }
    var result = CheckRow(
      table: kind.name, product: field("product"), stratum: field("stratum"), group: field("group"),
      scaling: field("scaling"), metric: field("metric"))
    if kind.name == "score" {
      result.place = ["network", "station", "sensor"].map(field).joined(separator: "/")
    }
    return result
  }

  private func number(_ table: CSVTable, _ row: CSVTable.Row, _ column: String) -> Double? {
    table.column(column).flatMap { Double(row.fields[$0]) }
  }

  /// The columns that disagree, with both values.
  private func differences(
    _ old: CSVTable, _ oldRow: CSVTable.Row, _ new: CSVTable, _ newRow: CSVTable.Row, but keys: [String]
  ) -> [String] {
    if old.header == new.header, oldRow.fields == newRow.fields { return [] }
    return old.header.enumerated().compactMap { position, name in
      if keys.contains(name) { return nil }
      let then = oldRow.fields[position]
      guard let column = new.column(name) else { return "no column \(name)" }
      let now = newRow.fields[column]
      return agree(then, now)
        ? nil : "\(name) \(then.isEmpty ? "none" : then) → \(now.isEmpty ? "none" : now)"
    }
  }

  /// Whether two fields say the same: equal text, or numbers that differ by rounding alone.
  private func agree(_ then: String, _ now: String) -> Bool {
    if then == now { return true }
    guard let a = Double(then), let b = Double(now) else { return false }
    return abs(a - b) <= tolerance * max(abs(a), abs(b))
  }
}
