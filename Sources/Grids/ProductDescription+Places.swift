public import Files

extension ProductDescription {
  /// Reads the keys that say where a map's cells are and how samples are told apart.
  mutating func readPlaces(_ map: [String: YAMLNode]) throws(Failure) {
    if let value = map["grid"] { grid = try GridRule(value) }
    if let value = map["select"] { select = try ProductDescription.positions(value) }
    if let value = map["porosity"] { porosity = value.isNull ? nil : try PorosityRule(value) }
    if let value = map["groups"] {
      groups = [:]
      if value.isNull { return }
      for (key, node) in try value.entries() {
        guard let aspect = SampleAspect(rawValue: key.text) else {
          let known = SampleAspect.allCases.map(\.rawValue).joined(separator: ", ")
          throw Failure(
            .usage, "'\(key.text)' is nothing samples are grouped by", path: value.path, line: key.line,
            advice: "Groups: \(known)")
        }
        if !node.isNull { groups[aspect] = try SampleGroups(node, of: aspect) }
      }
    }
  }

  /// Reads `{SoilMoist_profiles: 0}`.
  private static func positions(_ node: YAMLNode) throws(Failure) -> [String: Int] {
    var result: [String: Int] = [:]
    if node.isNull { return result }
    for (key, value) in try node.entries() {
      let position = try value.integer()
      guard position >= 0, position <= Int(Int32.max) else {
        throw value.failure("a position along a dimension counts from 0, found \(position)")
      }
      result[key.text] = position
    }
    return result
  }
}

extension GridRule {
  /// Reads `coordinates`, `ease2-36km` (25, 9, 3, 1), `ease1-25km` (12.5), `{degrees: 0.25}` or `{degrees: 0.25, west: 0}`.
  /// - Throws: `Failure` (usage) with file and line for any other grid, and where the cells do not fill the globe.
  public init(_ node: YAMLNode) throws(Failure) {
    if node.isMap {
      let map = try node.map(allowed: ["degrees", "west"])
      guard let value = map["degrees"] else { throw node.failure("a regular grid needs the key degrees") }
      let degrees = try value.number()
      let rows = 180 / degrees
      guard degrees > 0, rows >= 1, rows <= 20_000, abs(rows - rows.rounded()) <= 1e-6 * rows else {
        throw value.failure(
          "\(value.isScalar ? try value.text() : "")\u{b0} does not divide 180\u{b0} into whole cells",
          advice: "Give the size of a cell as a decimal such as 0.25")
      }
      let west = try map["west"]?.number() ?? -180
      guard abs(west) <= 180 else {
        throw (map["west"] ?? value).failure("the first column begins between -180 and 180 degrees east")
      }
      self = .regular(degrees: degrees, west: west)
      return
    }
    let text = try node.text()
    if text == "coordinates" {
      self = .coordinates
    } else if let kilometres = GridRule.ease2Sizes.first(where: { text == "ease2-\($0)km" }) {
      self = .ease2(kilometres: kilometres)
    } else if let resolution = EASE1Grid.Resolution.allCases.first(where: { text == "ease1-\($0.rawValue)km" }
    ) {
      self = .ease1(resolution)
    } else {
      let known =
        (GridRule.ease2Sizes.map { "ease2-\($0)km" }
        + EASE1Grid.Resolution.allCases.map { "ease1-\($0.rawValue)km" }).joined(separator: ", ")
      throw node.failure(
        "'\(text)' is no grid", advice: "Grids: coordinates, \(known), or {degrees: 0.25}")
    }
  }

  private static let ease2Sizes = [36, 25, 9, 3, 1]
}

extension PorosityRule {
  /// Reads `{file: porosity.nc, variable: porosity}`.
  /// - Throws: `Failure` (usage) with file and line where one of the two is missing or empty.
  public init(_ node: YAMLNode) throws(Failure) {
    let map = try node.map(allowed: ["file", "variable"])
    guard let file = map["file"], let variable = map["variable"] else {
      throw node.failure(
        "porosity needs the keys file and variable", advice: "Write {file: porosity.nc, variable: porosity}")
    }
    self.init(file: try file.text(), variable: try variable.text())
    guard !self.file.isEmpty else { throw file.failure("the porosity's file has no name") }
    guard !self.variable.isEmpty else { throw variable.failure("the porosity's variable has no name") }
  }
}
