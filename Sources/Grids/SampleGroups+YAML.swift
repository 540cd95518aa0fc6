public import Files

extension SampleAspect {
  /// The names that groups of this aspect may have, the same for all products; nil where a product has its own.
  public var names: [String]? {
    switch self {
    case .flag: nil
    case .orbit: ["ascending", "descending"]
    case .dayNight: ["day", "night"]
    case .frozen: ["frozen", "thawed"]
    }
  }
}

extension SampleGroups.Group {
  /// Whether it takes every number that no group before it has taken (`otherwise`).
  var isEverything: Bool { comparison == .notEquals && values.isEmpty }
}

extension SampleGroups {
  /// The most groups of one aspect: their codes fit a byte beside `unknown`.
  public static let limit = 250

  /// Reads `{variable: q, values: {observed: 1, filled: [0, 2]}}`, `{variable: q, bits: {frozen: 256}}`, each also
  /// with `missing: NAME` where the variable has its fill value and `otherwise: NAME` for all other numbers; or the
  /// name of the one group that all samples belong to.
  /// - Throws: `Failure` (usage) with file and line.
  public init(_ node: YAMLNode, of aspect: SampleAspect) throws(Failure) {
    var names: Set<String> = []
    func checked(_ name: String, _ failure: (_ reason: String) -> Failure) throws(Failure) -> String {
      let isPlain = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
      guard (1...60).contains(name.utf8.count), isPlain else {
        throw failure("a group's name has 1 to 60 bytes and no control characters")
      }
      // Tables join the groups of a crossing by it: JJA*filled.
      guard !name.contains("*") else { throw failure("a group's name has no '*'") }
      guard name != "unknown", name != "all" else { throw failure("the name '\(name)' is taken") }
      if let known = aspect.names, !known.contains(name) {
        throw failure("a group of \(aspect.rawValue) is \(known.joined(separator: " or ")), not '\(name)'")
      }
      guard names.insert(name).inserted else { throw failure("the group '\(name)' stands twice") }
      return name
    }
    if node.isScalar {
      self = .constant(try checked(try node.text()) { node.failure($0) })
      return
    }
    let map = try node.map(allowed: ["variable", "values", "bits", "missing", "otherwise"])
    guard let variable = map["variable"] else { throw node.failure("groups need the key variable") }
    let table = map["values"] ?? map["bits"]
    guard map["values"] == nil || map["bits"] == nil, table != nil || map["missing"] != nil else {
      throw node.failure("groups are told apart by either values or bits, not by both or none")
    }
    var groups: [Group] = []
    for (key, value) in try table?.entries() ?? [] {
      let name = try checked(key.text) { Failure(.usage, $0, path: node.path, line: key.line) }
      let numbers = try ProductDescription.numbers(value)
      guard let first = numbers.first else { throw value.failure("the group '\(name)' has no value") }
      if map["bits"] != nil {
        guard numbers.count == 1, let mask = Int64(exactly: first), mask > 0 else {
          throw value.failure("the bits of the group '\(name)' are one positive whole number as mask")
        }
      }
      groups.append(Group(name: name, map["bits"] == nil ? .equals : .bitsSet, numbers))
    }
    if let table, groups.isEmpty { throw table.failure("there is no group") }
    if let otherwise = map["otherwise"] {
      let name = try checked(try otherwise.text()) { otherwise.failure($0) }
      groups.append(Group(name: name, .notEquals, []))
    }
    var missing: String?
    if let node = map["missing"] {
      // Missing may be one more way into a group that is already there.
      let name = try node.text()
      missing = names.contains(name) ? name : try checked(name) { node.failure($0) }
    }
    self.init(variable: try variable.text(), groups: groups, missing: missing)
    guard self.names.count <= SampleGroups.limit else {
      throw (table ?? node).failure("\(self.names.count) groups are more than \(SampleGroups.limit)")
    }
  }
}
