extension ProductDescription {
  /// The description as lines of YAML that read back to the same description, for the resolved experiment.
  ///
  /// Keys without a value are left out; the catalogue's name is not one of the keys.
  public var yamlLines: [String] {
    var lines: [String] = []
    func add(_ key: String, _ value: String?) { if let value { lines.append("\(key): \(value)") } }
    add("title", title.map(ProductDescription.quoted))
    add("source", source.map(ProductDescription.quoted))
    add(
      "references",
      references.isEmpty ? nil : ProductDescription.list(references.map(ProductDescription.quoted)))
    add("verified", verified?.rawValue)
    add("variable", ProductDescription.quoted(variable))
    add("units", units.map(ProductDescription.quoted))
    add("fill", fill.isEmpty ? nil : ProductDescription.list(fill.map(ProductDescription.number)))
    add(
      "valid",
      valid.map {
        "[\(ProductDescription.number($0.lowerBound)), \(ProductDescription.number($0.upperBound))]"
      })
    add("flag", flags.isEmpty ? nil : ProductDescription.list(flags.map(\.yaml)))
    add("time", time.yaml)
    add("exact_time", exactTime?.yaml)
    add("layer_depth", layerDepth.map(ProductDescription.number))
    return lines
  }

  static func list(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }

  /// A whole number without a point, anything else in the shortest form that reads back to the same value.
  static func number(_ value: Double) -> String {
    if let whole = Int64(exactly: value), abs(whole) < 1 << 53 { return String(whole) }
    return "\(value)"
  }

  /// Text in double quotes with the escapes of YAML.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        result += "\\x" + (digits.count < 2 ? "0" : "") + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension FlagRule {
  /// The rule as YAML on one line.
  var yaml: String {
    let value =
      values.count == 1
      ? ProductDescription.number(values[0]) : ProductDescription.list(values.map(ProductDescription.number))
    return "{variable: \(ProductDescription.quoted(variable)), rule: \(comparison.rawValue), value: \(value)}"
  }
}

extension TimeRule {
  /// The rule as YAML on one line.
  var yaml: String {
    switch self {
    case .axis: return "file"
    case .variable(let name, let units, let fill):
      var text = "{variable: \(ProductDescription.quoted(name))"
      if let units { text += ", units: \(ProductDescription.quoted(units))" }
      if !fill.isEmpty { text += ", fill: \(ProductDescription.list(fill.map(ProductDescription.number)))" }
      return text + "}"
    case .sum(let terms, let since):
      let items = terms.map {
        "{variable: \(ProductDescription.quoted($0.variable)), unit: \(ProductDescription.quoted($0.unit))}"
      }
      return "{sum: \(ProductDescription.list(items)), since: \(ProductDescription.quoted(since))}"
    case .overpass(let hour):
      let minutes = Int((hour * 60).rounded())
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return "{overpass: \"\(two(minutes / 60)):\(two(minutes % 60))\"}"
    case .fileName(let pattern): return "{file: \(ProductDescription.quoted(pattern))}"
    }
  }
}
