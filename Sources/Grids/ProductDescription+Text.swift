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
    add("quantity", quantity == .soilMoisture ? nil : quantity.rawValue)
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
    add("grid", grid == .coordinates ? nil : grid.yaml)
    let positions = select.sorted { $0.key < $1.key }.map { "\(YAMLNode.quoted($0.key)): \($0.value)" }
    add("select", positions.isEmpty ? nil : "{" + positions.joined(separator: ", ") + "}")
    add(
      "porosity",
      porosity.map {
        "{file: \(YAMLNode.quoted($0.file)), variable: \(YAMLNode.quoted($0.variable))}"
      })
    if !groups.isEmpty {
      lines.append("groups:")
      for aspect in SampleAspect.allCases {
        if let text = groups[aspect]?.yaml { lines.append("  \(aspect.rawValue): \(text)") }
      }
    }
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

extension GridRule {
  /// The rule as YAML on one line.
  public var yaml: String {
    switch self {
    case .coordinates: "coordinates"
    case .ease2(let kilometres): "ease2-\(kilometres)km"
    case .ease1(let resolution): "ease1-\(resolution.rawValue)km"
    case .regular(let degrees, let west):
      "{degrees: \(CSVRow.format(degrees))" + (west == -180 ? "}" : ", west: \(CSVRow.format(west))}")
    }
  }
}

extension SampleGroups {
  /// The groups as YAML on one line.
  var yaml: String {
    guard let variable else { return YAMLNode.quoted(groups.first?.name ?? "") }
    var text = "{variable: \(YAMLNode.quoted(variable))"
    // A group of anything else has no values; it is always the last.
    let others = groups.last.flatMap { $0.isEverything ? $0 : nil }
    let items = (others == nil ? groups : groups.dropLast()).map { group in
      let values = group.values.map(CSVRow.format)
      let value = values.count == 1 ? values[0] : ProductDescription.list(values)
      return "\(YAMLNode.quoted(group.name)): \(value)"
    }
    let key = groups.first?.comparison == .bitsSet ? "bits" : "values"
    if !items.isEmpty { text += ", \(key): {\(items.joined(separator: ", "))}" }
    if let missing { text += ", missing: \(YAMLNode.quoted(missing))" }
    if let others { text += ", otherwise: \(YAMLNode.quoted(others.name))" }
    return text + "}"
  }
}

extension TimeRule {
  /// The rule as YAML on one line.
  var yaml: String {
    let items = yamlItems
    return items.isEmpty ? "file" : "{" + items.joined(separator: ", ") + "}"
  }

  /// The keys and values of the rule's mapping; none for the file's own axis.
  private var yamlItems: [String] {
    switch self {
    case .axis: return []
    case .variable(let name, let units, let fill):
      var items = ["variable: \(YAMLNode.quoted(name))"]
      if let units { items.append("units: \(YAMLNode.quoted(units))") }
      if !fill.isEmpty { items.append("fill: \(ProductDescription.list(fill.map(CSVRow.format)))") }
      return items
    case .sum(let terms, let since):
      let addends = terms.map {
        "{variable: \(YAMLNode.quoted($0.variable)), unit: \(YAMLNode.quoted($0.unit))}"
      }
      return ["sum: \(ProductDescription.list(addends))", "since: \(YAMLNode.quoted(since))"]
    case .overpass(let hour, let day):
      let minutes = Int((hour * 60).rounded())
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return day.yamlItems + ["overpass: \"\(two(minutes / 60)):\(two(minutes % 60))\""]
    case .fileName(let time): return ["file: \(YAMLNode.quoted(time.pattern))"]
    case .centre(let rule): return rule.yamlItems + ["bounds: centre"]
    }
  }
}
