public import Files

extension ProductDescription {
  /// The keys a description may have, in the order they are written.
  public static let keys = [
    "title", "source", "references", "verified", "quantity", "variable", "units", "fill", "valid", "flag",
    "time",
    "exact_time", "layer_depth", "grid", "select", "porosity", "groups",
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
    if let value = map["quantity"] { quantity = try ProductDescription.choice(value) }
    if let value = map["units"] { units = value.isNull ? nil : try value.text() }
    if let units, let value = map["units"] ?? map["quantity"] {
      let quantity = quantity
      try ProductDescription.located(value) { () throws(Failure) in
        switch quantity {
        case .soilMoisture: _ = try SoilMoistureUnit(units)
        case .precipitation: _ = try PrecipitationUnit(units)
        }
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
    try readPlaces(map)
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
