public import Files

extension ProductDescription {
  /// The keys a description may have, in the order they are written.
  public static let keys = [
    "title", "source", "references", "verified", "variable", "units", "fill", "valid", "flag", "time",
    "exact_time",
    "layer_depth",
  ]

  /// Reads a description; keys that are absent are taken from `base`.
  ///
  /// - Parameters:
  ///   - node: a mapping with the keys of DESIGN §5.
  ///   - base: the catalogue entry that is being changed.
  ///   - extraKeys: keys that the caller has already dealt with.
  /// - Throws: `Failure` (usage) with file and line for unknown keys, wrong types, units that cannot be read,
  ///   and for a missing `variable`.
  public init(
    _ node: YAMLNode, base: ProductDescription? = nil, extraKeys: [String] = []
  ) throws(Failure) {
    let map = try node.map(allowed: ProductDescription.keys + extraKeys)
    guard let variable = try map["variable"]?.text() ?? base?.variable else {
      throw node.failure("a product's description needs the key 'variable'")
    }
    self = base ?? ProductDescription(variable: variable)
    self.variable = variable
    if let value = map["title"] { title = try value.text() }
    if let value = map["source"] { source = try value.text() }
    if let value = map["references"] { references = try ProductDescription.texts(value) }
    if let value = map["verified"] { verified = try ProductDescription.choice(value) }
    if let value = map["units"] {
      units = try value.text()
      try ProductDescription.located(value) { () throws(Failure) in _ = try SoilMoistureUnit(try value.text())
      }
    }
    if let value = map["fill"] { fill = try ProductDescription.numbers(value) }
    if let value = map["valid"] { valid = try ProductDescription.range(value) }
    if let value = map["flag"] {
      flags = []
      if !value.isNull { for rule in value.listOrSelf() { flags.append(try FlagRule(rule)) } }
    }
    if let value = map["exact_time"] { exactTime = try TimeRule(value) }
    if let value = map["time"] {
      if value.isScalar, try value.text() == "exact" {
        guard let exact = exactTime else {
          throw value.failure(
            "this product's description has no exact time stamps",
            advice: "Give `time: {variable: …, units: …}`")
        }
        time = exact
      } else {
        time = try TimeRule(value)
      }
    }
    if let value = map["layer_depth"] {
      let depth = try value.number()
      guard depth > 0 else { throw value.failure("layer_depth must be positive") }
      layerDepth = depth
    }
  }

  static func numbers(_ node: YAMLNode) throws(Failure) -> [Double] {
    var result: [Double] = []
    if node.isNull { return result }
    for item in node.listOrSelf() { result.append(try item.number()) }
    return result
  }

  private static func texts(_ node: YAMLNode) throws(Failure) -> [String] {
    var result: [String] = []
    if node.isNull { return result }
    for item in node.listOrSelf() { result.append(try item.text()) }
    return result
  }

  private static func range(_ node: YAMLNode) throws(Failure) -> ClosedRange<Double>? {
    if node.isNull { return nil }
    let limits = try numbers(node)
    guard limits.count == 2, limits[0] <= limits[1] else {
      throw node.failure("expected the smallest and the largest valid value, such as [0.02, 0.5]")
    }
    return limits[0]...limits[1]
  }

  static func choice<Choice: RawRepresentable & CaseIterable>(
    _ node: YAMLNode
  ) throws(Failure) -> Choice where Choice.RawValue == String {
    let text = try node.text()
    if let choice = Choice(rawValue: text) { return choice }
    let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    throw node.failure("'\(text)' is none of \(known)")
  }

  /// Runs a check and turns its failure into one at the node's line.
  static func located(_ node: YAMLNode, _ check: () throws(Failure) -> Void) throws(Failure) {
    do throws(Failure) {
      try check()
    } catch {
      throw node.failure(error.reason, advice: error.advice)
    }
  }
}

extension FlagRule {
  /// Reads `{variable: flag, rule: equals, value: 0}`; `value` may be a list for `equals` and `not-equals`.
  /// - Throws: `Failure` (usage) with file and line.
  public init(_ node: YAMLNode) throws(Failure) {
    let map = try node.map(allowed: ["variable", "rule", "value"])
    guard let variable = map["variable"], let rule = map["rule"], let value = map["value"] else {
      throw node.failure("a flag rule needs the keys variable, rule and value")
    }
    self.init(
      variable: try variable.text(), try ProductDescription.choice(rule),
      try ProductDescription.numbers(value))
    guard !values.isEmpty else { throw value.failure("a flag rule needs a value") }
    if comparison == .bitsSet || comparison == .bitsClear {
      guard values.count == 1, let mask = Int64(exactly: values[0]), mask > 0 else {
        throw value.failure("the rules bits-set and bits-clear need one positive whole number as mask")
      }
    }
  }
}

extension TimeRule {
  /// Reads `file`, `{variable:, units:, fill:}`, `{sum: [{variable:, unit:}], since:}`, `{overpass: "06:00"}` or
  /// `{file: yyyyMMdd}`.
  /// - Throws: `Failure` (usage) with file and line.
  public init(_ node: YAMLNode) throws(Failure) {
    if node.isScalar {
      guard ["file", "axis", "nominal"].contains(try node.text()) else {
        throw node.failure(
          "'\(try node.text())' is no time rule",
          advice: "Write file, exact, or a mapping with one of variable, sum, overpass")
      }
      self = .axis
      return
    }
    let map = try node.map(allowed: ["variable", "units", "fill", "sum", "since", "overpass", "file"])
    let rules = ["variable", "sum", "overpass", "file"].filter { map[$0] != nil }
    let companions = ["variable": ["units", "fill"], "sum": ["since"]][rules.first ?? ""] ?? []
    guard rules.count == 1, map.keys.allSatisfy({ rules.contains($0) || companions.contains($0) }) else {
      throw node.failure(
        "a time rule has exactly one of variable, sum, overpass and file, with its own keys only")
    }
    if let variable = map["variable"] {
      if let units = map["units"] {
        try ProductDescription.located(units) { () throws(Failure) in
          _ = try CFTimeUnits(units: try units.text())
        }
      }
      let fill: [Double] = if let fill = map["fill"] { try ProductDescription.numbers(fill) } else { [] }
      self = .variable(try variable.text(), units: try map["units"]?.text(), fill: fill)
    } else if let sum = map["sum"] {
      self = try TimeRule.sum(sum, since: map["since"], of: node)
    } else if let overpass = map["overpass"] {
      self = .overpass(localSolarHour: try TimeRule.hour(overpass))
    } else if let file = map["file"] {
      self = .fileName(pattern: try file.text())
    } else {
      self = .axis
    }
  }

  private static func sum(
    _ list: YAMLNode, since: YAMLNode?, of node: YAMLNode
  ) throws(Failure) -> TimeRule {
    var terms: [TimeTerm] = []
    for item in try list.list() {
      let map = try item.map(allowed: ["variable", "unit"])
      guard let variable = map["variable"], let unit = map["unit"] else {
        throw item.failure("an addend needs the keys variable and unit")
      }
      try ProductDescription.located(unit) { () throws(Failure) in _ = try CFTimeStep(try unit.text()) }
      terms.append(TimeTerm(variable: try variable.text(), unit: try unit.text()))
    }
    guard let since, !terms.isEmpty else { throw node.failure("a sum needs addends and the key since") }
    let start = try since.text()
    try ProductDescription.located(since) { () throws(Failure) in
      _ = try CFTimeUnits(units: "days since \(start)")
    }
    return .sum(terms, since: start)
  }

  private static func hour(_ node: YAMLNode) throws(Failure) -> Double {
    let text = try node.text()
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0...24).contains(hour),
      (0...59).contains(minute), hour * 60 + minute <= 24 * 60
    else {
      throw node.failure("expected a local solar time such as \"06:00\", found '\(text)'")
    }
    return Double(hour) + Double(minute) / 60
  }
}
