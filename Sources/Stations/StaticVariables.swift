import Files

/// The rows of a station's `*_static_variables.csv`.
///
/// The file is split at `;` without any quoting: its resolutions hold single `"` as inch and arc-second marks.
struct StaticVariables: Sendable {
  struct Row: Hashable, Sendable {
    var quantity: String
    /// The layer in metres; nil where unknown.
    var layer: ClosedRange<Double>?
    var value: String
    var description: String
    var source: String
  }

  var rows: [Row] = []

  /// Reads a file; what cannot be used becomes a problem, never an error.
  init(_ bytes: [UInt8], path: String, problems: inout [Problem]) {
    var columns: Columns?
    var remarks = Remarks()
    var reader = LineReader(ByteStream(bytes: bytes, path: path), capacity: 1 << 16)
    var rows: [Row] = []
    do {
      try reader.forEachLine(onFault: { $0 }) { (line, place) throws(ReadFault) in
        let fields = DecimalText.string(line).split(separator: ";", omittingEmptySubsequences: false)
          .map { $0.trimmingBlanks }
        if fields.allSatisfy(\.isEmpty) { return true }
        if let columns {
          guard let row = columns.row(fields) else {
            remarks.add("line cut short; skipped", line: place.number)
            return true
          }
          rows.append(row)
          return true
        }
        columns = Columns(header: fields)
        return columns != nil
      }
    } catch {
      problems.append(Problem(path: path, reason: error.failure.reason))
    }
    self.rows = rows
    if reader.foundNUL {
      remarks.add("NUL bytes in file; its classes are unknown", line: 1)
      self.rows = []
    } else if columns == nil {
      remarks.add("no header line; the station's classes are unknown", line: 1)
    }
    problems += remarks.problems(path: path)
  }

  private struct Columns {
    var quantity, from, to, value, description, source: Int

    init?(header: [String]) {
      func at(_ name: String) -> Int? { header.firstIndex(of: name) }
      guard let quantity = at("quantity_name"), let from = at("depth_from[m]"), let to = at("depth_to[m]"),
        let value = at("value"), let description = at("description"), let source = at("quantity_source_name")
      else { return nil }
      (self.quantity, self.from, self.to) = (quantity, from, to)
      (self.value, self.description, self.source) = (value, description, source)
    }

    func row(_ fields: [String]) -> Row? {
      func field(_ at: Int) -> String { fields[at] == "None" ? "" : fields[at] }
      guard [quantity, from, to, value, description, source].allSatisfy({ $0 < fields.count }) else {
        return nil
      }
      var layer: ClosedRange<Double>?
      if let top = number(field(from)), let bottom = number(field(to)), top >= 0, top <= bottom {
        layer = top...bottom
      }
      return Row(
        quantity: field(quantity), layer: layer, value: field(value), description: field(description),
        source: field(source))
    }
  }

  private static func number(_ text: String) -> Double? {
    DecimalText.double(Array(text.utf8).span).flatMap { $0.isFinite ? $0 : nil }
  }

  /// What the file says for a sensor at a depth in metres.
  func metadata(depthFrom: Double, depthTo: Double) -> StationMetadata {
    var result = StationMetadata()
    for row in rows where !row.value.isEmpty || !row.description.isEmpty {
      let text = row.value.isEmpty ? row.description : row.value
      switch (row.quantity, row.source) {
      case ("climate classification", "koeppen_geiger_2007"): result.koppen2007 = row.value.nonEmpty
      case ("climate classification", "koeppen_geiger_2017"): result.koppen2017 = row.value.nonEmpty
      case ("climate classification", "insitu"): result.climateInSitu = text
      case ("land cover classification", "insitu"): result.landCoverInSitu = text
      case ("land cover classification", let source):
        if let year = source.split(separator: "_").last.flatMap({ Int($0) }), !row.value.isEmpty {
          result.landCover[year] = StationMetadata.LandCover(code: row.value, name: row.description)
        }
      default: break
      }
    }
    let depth = (depthFrom + depthTo) / 2
    result.clay = soil("clay fraction", depth, 0...100)
    result.sand = soil("sand fraction", depth, 0...100)
    result.silt = soil("silt fraction", depth, 0...100)
    result.organicCarbon = soil("organic carbon", depth, 0...100)
    result.saturation = soil("saturation", depth, 0...1)
    return result
  }

  /// A soil property of the layer that holds a depth: the thinnest such layer, the upper one on its border.
  ///
  /// Rows of unknown depth count only where no layer is given at all; a depth below all layers is unknown.
  private func soil(_ quantity: String, _ depth: Double, _ valid: ClosedRange<Double>) -> Double? {
    let found = rows.filter { $0.quantity == quantity }
    let layered = found.filter { $0.layer != nil }
    let candidates = layered.isEmpty ? found : layered.filter { holds($0, depth) }
    let best = candidates.enumerated().min {
      (thickness($0.element), $0.element.layer?.lowerBound ?? 0, $0.offset)
        < (thickness($1.element), $1.element.layer?.lowerBound ?? 0, $1.offset)
    }
    guard let value = (best?.element.value).flatMap(StaticVariables.number), valid.contains(value) else {
      return nil
    }
    return value
  }

  private func holds(_ row: Row, _ depth: Double) -> Bool {
    row.layer.map { depth >= $0.lowerBound - 1e-6 && depth <= $0.upperBound + 1e-6 } ?? false
  }

  private func thickness(_ row: Row) -> Double { row.layer.map { $0.upperBound - $0.lowerBound } ?? 0 }
}

extension StringProtocol {
  /// The text without blanks, tabs and line ends around it.
  var trimmingBlanks: String {
    var view = self[...]
    while let first = view.first, first.isWhitespace { view = view.dropFirst() }
    while let last = view.last, last.isWhitespace { view = view.dropLast() }
    return String(view)
  }

  /// The text, or nil when it is empty.
  var nonEmpty: String? { isEmpty ? nil : String(self) }

  /// The text as names are compared: archives drop, keep or exchange blanks, `_` and `-` by place.
  var comparableName: String { lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" } }
}
