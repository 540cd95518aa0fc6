internal import Files
internal import Grids

extension Experiment {
  /// Reads the key `matching`; what the products' descriptions say of overpasses must go with it.
  static func readMatching(_ node: YAMLNode?, products: [ProductChoice]) throws(Failure) -> Matching {
    var matching = Matching()
    guard let node, !node.isNull else { return matching }
    let values = try node.map(allowed: [
      "time", "window", "crossing", "completeness", "origin", "cell", "distance",
    ])
    if let time = values["time"] { matching.rule = try readChoice(time, what: "matching rule") }
    let rule = matching.rule
    matching.completeness.days = rule.defaultDays
    if let crossing = values["crossing"], !crossing.isNull {
      matching.crossings = try readCrossings(crossing, rule: rule)
    }
    if let window = values["window"] {
      guard matching.usesWindow else {
        throw window.failure(
          "'window' belongs to time: nearest, bracket or overpass, and to 'crossing'; \(rule.rawValue) means "
            + "have none")
      }
      matching.window = try readDuration(window)
      // Samples further away than this say nothing about the moment between them.
      if rule == .bracket || rule.isAveraging, matching.window > UTC.day {
        throw window.failure("samples on either side of an instant lie at most 1d away")
      }
    }
    try readCompleteness(values["completeness"], into: &matching)
    if let origin = values["origin"] {
      guard rule == .threeDaily else { throw origin.failure("'origin' belongs to time: three-daily") }
      matching.origin = try readDay(origin)
    }
    if let cell = values["cell"] {
      switch try cell.text() {
      case "nearest": matching.needsData = false
      case "nearest-with-data": matching.needsData = true
      case let other:
        throw cell.failure("unknown cell rule '\(other)'", advice: "Rules: nearest, nearest-with-data")
      }
    }
    if let distance = values["distance"] {
      matching.distance = try distance.number()
      guard matching.distance > 0, matching.distance <= 1000 else {
        throw distance.failure("distance must lie between 0 and 1000 km")
      }
    }
    try check(matching, products, at: values["crossing"] ?? values["time"] ?? node)
    return matching
  }

  /// Refuses a crossing that a product's description knows already, and an overpass that nothing tells.
  private static func check(
    _ matching: Matching, _ products: [ProductChoice], at node: YAMLNode
  ) throws(Failure) {
    for product in products {
      var isDescribed = false
      if case .overpass = product.description.time { isDescribed = true }
      if !matching.crossings.isEmpty && isDescribed {
        throw node.failure(
          "product '\(product.name)' has its overpass in the description: 'crossing' would apply it twice",
          advice: "Leave one of the two out")
      }
      if matching.rule == .overpass && matching.crossings.isEmpty && !isDescribed {
        throw node.failure(
          "time: overpass needs a 'crossing': the description of product '\(product.name)' has no overpass",
          advice: "Add crossing: \"01:30\", in local solar time")
      }
    }
  }

  /// Reads one local solar time or a list of them as minutes after midnight.
  private static func readCrossings(_ node: YAMLNode, rule: MatchingRule) throws(Failure) -> [Int] {
    guard rule != .nearest else {
      throw node.failure(
        "'crossing' does not go with time: nearest",
        advice: "Use time: overpass, bracket or a mean such as month")
    }
    var crossings: [Int] = []
    for item in node.listOrSelf() {
      let text = try item.text()
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      let digits = parts.allSatisfy { (1...2).contains($0.utf8.count) && $0.allSatisfy(\.isNumber) }
      guard parts.count == 2, digits, let hour = Int(parts[0]), let minute = Int(parts[1]),
        (0...23).contains(hour), (0...59).contains(minute)
      else {
        throw item.failure("expected a local solar time such as \"01:30\", found '\(text)'")
      }
      guard !crossings.contains(hour * 60 + minute) else { throw item.failure("'\(text)' stands twice") }
      crossings.append(hour * 60 + minute)
    }
    guard !crossings.isEmpty else { throw node.failure("the list is empty") }
    if crossings.count > 1, !rule.isAveraging {
      throw node.failure(
        "time: \(rule.rawValue) takes one crossing", advice: "Several go with means, such as time: month")
    }
    return crossings
  }

  private static func readCompleteness(_ node: YAMLNode?, into matching: inout Matching) throws(Failure) {
    guard let node, !node.isNull else { return }
    let rule = matching.rule
    guard rule.isAveraging else {
      throw node.failure(
        "'completeness' belongs to means", advice: "Use it with time: daily, three-daily, dekad or month")
    }
    let values = try node.map(allowed: ["hours", "days"])
    if let hours = values["hours"] {
      guard matching.crossings.isEmpty else {
        throw hours.failure("'hours' does not go with 'crossing', which takes two samples a crossing")
      }
      matching.completeness.hours = try hours.number()
      guard (0...1).contains(matching.completeness.hours) else {
        throw hours.failure("hours must lie between 0 and 1", advice: "Half of the samples is written 0.5")
      }
    }
    if let days = values["days"] {
      matching.completeness.days = try days.integer()
      guard (1...rule.longestDays).contains(matching.completeness.days) else {
        let longest = rule.longestDays == 1 ? "must be 1" : "must lie between 1 and \(rule.longestDays)"
        throw days.failure("days \(longest) with time: \(rule.rawValue)")
      }
    }
  }

  /// Reads `1h`, `30min`, `12h`, `1d` as microseconds.
  static func readDuration(_ node: YAMLNode) throws(Failure) -> Int64 {
    let text = try node.text()
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let scale: Double
    switch String(text.dropFirst(digits.count)).trimmingBlanks {
    case "s", "sec": scale = 1e6
    case "min", "minutes": scale = 60e6
    case "h", "hours", "hour": scale = 3600e6
    case "d", "day", "days": scale = 86400e6
    default: throw node.failure("'\(text)' is not a duration", advice: "Write 30min, 1h, 12h or 1d")
    }
    guard let amount = Double(digits), amount.isFinite, amount >= 0, amount * scale <= 32 * 86400e6 else {
      throw node.failure("'\(text)' is not a duration between 0 and 32 days")
    }
    return Int64((amount * scale).rounded())
  }
}
