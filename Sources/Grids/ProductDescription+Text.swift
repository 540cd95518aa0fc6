internal import Files

extension ProductDescription {
  /// The description as lines of YAML that read back to the same description, for the resolved experiment.
  ///
  /// Keys without a value are left out; the catalogue's name is not one of the keys.
  public var yamlLines: [String] {
    var lines: [String] = []
    func add(_ key: String, _ value: String?) { if let value { lines.append("\(key): \(value)") } }
    add("title", title.map(YAMLNode.quoted))
    add("source", source.map(YAMLNode.quoted))
    add(
      "references",
      references.isEmpty ? nil : ProductDescription.list(references.map(YAMLNode.quoted)))
    add("verified", verified?.rawValue)
    add("variable", YAMLNode.quoted(variable))
    add("units", units.map(YAMLNode.quoted))
    add("fill", fill.isEmpty ? nil : ProductDescription.list(fill.map(CSVRow.format)))
    add(
      "valid",
      valid.map {
        "[\(CSVRow.format($0.lowerBound)), \(CSVRow.format($0.upperBound))]"
      })
    add("flag", flags.isEmpty ? nil : ProductDescription.list(flags.map(\.yaml)))
    add("time", time.yaml)
    add("exact_time", exactTime?.yaml)
    add("layer_depth", layerDepth.map(CSVRow.format))
    return lines
  }

  static func list(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }
}

extension FlagRule {
  /// The rule as YAML on one line.
  var yaml: String {
    let value =
      values.count == 1
      ? CSVRow.format(values[0]) : ProductDescription.list(values.map(CSVRow.format))
    return "{variable: \(YAMLNode.quoted(variable)), rule: \(comparison.rawValue), value: \(value)}"
  }
}

extension TimeRule {
  /// The rule as YAML on one line.
  var yaml: String {
    switch self {
    case .axis: return "file"
    case .variable(let name, let units, let fill):
      var text = "{variable: \(YAMLNode.quoted(name))"
      if let units { text += ", units: \(YAMLNode.quoted(units))" }
      if !fill.isEmpty { text += ", fill: \(ProductDescription.list(fill.map(CSVRow.format)))" }
      return text + "}"
    case .sum(let terms, let since):
      let items = terms.map {
        "{variable: \(YAMLNode.quoted($0.variable)), unit: \(YAMLNode.quoted($0.unit))}"
      }
      return "{sum: \(ProductDescription.list(items)), since: \(YAMLNode.quoted(since))}"
    case .overpass(let hour):
      let minutes = Int((hour * 60).rounded())
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return "{overpass: \"\(two(minutes / 60)):\(two(minutes % 60))\"}"
    case .fileName(let pattern): return "{file: \(YAMLNode.quoted(pattern))}"
    }
  }
}
