public import Files

extension TimeRule {
  /// Reads `file`, `{variable:, units:, fill:}`, `{sum: [{variable:, unit:}], since:}` or `{file: yyyyMMdd}`, each
  /// also with `overpass: "06:00"`, which alone takes the day from the file's axis; `bounds: centre` alone or with
  /// `variable`.
  /// - Throws: `Failure` (usage) with file and line.
  public init(_ node: YAMLNode) throws(Failure) {
    if node.isScalar {
      guard ["file", "axis", "nominal"].contains(try node.text()) else {
        throw node.failure(
          "'\(try node.text())' is no time rule",
          advice: "Write file, exact, or a mapping with one of variable, sum, file, overpass, bounds")
      }
      self = .axis
      return
    }
    let map = try node.map(allowed: [
      "variable", "units", "fill", "sum", "since", "file", "overpass", "bounds",
    ])
    let rules = ["variable", "sum", "file"].filter { map[$0] != nil }
    let companions = ["variable": ["units", "fill"], "sum": ["since"]][rules.first ?? ""] ?? []
    let ends = ["overpass", "bounds"]
    guard rules.count == 1 || rules.isEmpty && ends.contains(where: { map[$0] != nil }),
      map.keys.allSatisfy({ rules.contains($0) || companions.contains($0) || ends.contains($0) })
    else {
      throw node.failure(
        "a time rule has exactly one of variable, sum and file, with its own keys and overpass only")
    }
    var rule = TimeRule.axis
    if let variable = map["variable"] {
      if let units = map["units"] {
        try ProductDescription.located(units) { () throws(Failure) in
          _ = try CFTimeUnits(units: try units.text())
        }
      }
      let fill: [Double] = if let fill = map["fill"] { try ProductDescription.numbers(fill) } else { [] }
      rule = .variable(try variable.text(), units: try map["units"]?.text(), fill: fill)
    } else if let sum = map["sum"] {
      rule = try TimeRule.sum(sum, since: map["since"], of: node)
    } else if let file = map["file"] {
      rule = .fileName(try TimeRule.pattern(file))
    }
    if let bounds = map["bounds"] {
      guard try bounds.text() == "centre" else {
        throw bounds.failure(
          "'\(try bounds.text())' is no place in an interval",
          advice: "Write bounds: centre, or leave it out to take the stamps as they are")
      }
      guard rule == .axis || map["variable"] != nil, map["overpass"] == nil else {
        throw bounds.failure("`bounds` goes with the file's axis or with variable, and not with overpass")
      }
      rule = .centre(of: rule)
    }
    if let overpass = map["overpass"] {
      if case .fileName(let time) = rule, time.step == .month || time.step == .dekad {
        throw overpass.failure("a file of a whole \(time.step.rawValue) has no overpass")
      }
      rule = .overpass(localSolarHour: try TimeRule.hour(overpass), day: rule)
    }
    self = rule
  }

  private static func pattern(_ node: YAMLNode) throws(Failure) -> FileNameTime {
    do throws(Failure) {
      return try FileNameTime(pattern: try node.text())
    } catch {
      throw error.line == nil ? node.failure(error.reason, advice: error.advice) : error
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
