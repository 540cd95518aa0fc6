internal import Files
internal import Stations

extension Experiment {
  /// Reads the key `stations`.
  static func readStations(_ node: YAMLNode) throws(Failure) -> StationChoice {
    let values = try node.map(allowed: [
      "archive", "prefer", "networks", "stations", "depth", "depth_rule", "flags", "minimum_record", "unit",
      "koppen", "landcover", "uncertainty",
    ])
    guard let archive = values["archive"] else {
      throw node.failure("has no 'archive'", advice: "Name an ISMN folder or zip")
    }
    if let unit = values["unit"], try unit.text() != "sensor" {
      throw unit.failure("unit '\(try unit.text())' is not available yet", advice: "Use unit: sensor")
    }
    var prefersNewest = false
    if let prefer = values["prefer"] {
      guard try prefer.text() == "newest" else { throw prefer.failure("'prefer' can only be 'newest'") }
      prefersNewest = true
    }
    var selection = StationSelection()
    if let networks = values["networks"] { selection.networks = try texts(networks) }
    if let stations = values["stations"] { selection.stations = try texts(stations) }
    if let depth = values["depth"] {
      let ends = try depth.list()
      guard ends.count == 2 else {
        throw depth.failure("depth needs two ends in metres", advice: "depth: [0.0, 0.10]")
      }
      let from = try ends[0].number()
      let to = try ends[1].number()
      guard from >= 0, to >= from, to <= 100 else {
        throw depth.failure("depth needs 0 ≤ from ≤ to, in metres")
      }
      selection.depth = from...to
    }
    if let rule = values["depth_rule"] { selection.depthRule = try readChoice(rule, what: "depth_rule") }
    if let flags = values["flags"] { selection.flags = FlagSet(try readFlags(flags)) }
    if let record = values["minimum_record"] {
      let count = try record.integer()
      guard count >= 0 else { throw record.failure("minimum_record cannot be negative") }
      selection.minimumRecord = count
    }
    var uncertainty: Double?
    if let node = values["uncertainty"], !node.isNull {
      let value = try node.number()
      guard value > 0, value < 0.5 else {
        throw node.failure("uncertainty must lie between 0 and 0.5 m3 m-3", advice: "uncertainty: 0.02")
      }
      uncertainty = value
    }
    return StationChoice(
      archives: try texts(archive), prefersNewest: prefersNewest, selection: selection,
      koppenYear: try readYear(values["koppen"], allowed: [2007, 2017], default: 2007),
      landcoverYear: try readYear(values["landcover"], allowed: [2000, 2005, 2010], default: 2010),
      uncertainty: uncertainty)
  }

  /// The codes of quality flags; a code that no row can carry would silently accept nothing.
  private static func readFlags(_ node: YAMLNode) throws(Failure) -> [String] {
    for item in node.listOrSelf() {
      let code = try item.text()
      guard !code.isEmpty, !code.contains(where: { $0 == "," || $0.isWhitespace }) else {
        throw item.failure("'\(code)' is not one flag", advice: "Write flags: [G, U]")
      }
    }
    return try texts(node)
  }

  private static func readYear(_ node: YAMLNode?, allowed: [Int], default fallback: Int) throws(Failure)
    -> Int
  {
    guard let node else { return fallback }
    let year = try node.integer()
    guard allowed.contains(year) else {
      throw node.failure(
        "\(year) is not among the years of the metadata: \(allowed.map(String.init).joined(separator: ", "))")
    }
    return year
  }
}
