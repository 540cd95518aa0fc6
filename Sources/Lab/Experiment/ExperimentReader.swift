public import Files
internal import Grids
internal import Products
internal import Stations
internal import Statistics

extension Experiment {
  /// The keys of an experiment, in the order they are written out.
  private static let keys = [
    "name", "period", "stations", "catalogue", "products", "matching", "scaling", "strata", "metrics",
    "anomalies",
    "intervals", "compare", "triple", "minimum", "reference",
  ]

  /// The metrics scored unless the experiment names others.
  private static let standardMetrics: [Metric] = [
    .r, .pR, .rho, .pRho, .bias, .rmse, .ubRMSE, .mae, .anomalyR, .pAnomalyR,
  ]

  /// Reads an experiment and fills in every default.
  /// - Throws: `Failure` (usage) with file and line for a typo, an unknown key, a value out of range.
  public static func read(path: String) throws(Failure) -> Experiment {
    let root = try YAMLNode.parse(text: try Paths.text(of: path), path: path)
    guard root.isMap else {
      throw root.failure("is not an experiment", advice: "See `lab validate --help` for a first one")
    }
    let top = try root.map(allowed: keys)
    guard let products = top["products"] else {
      throw root.failure("has no 'products'", advice: "Add products: [{name: …, description: …, files: …}]")
    }
    let catalogue = try readCatalogue(top["catalogue"], experiment: path)
    let choices = try readProducts(products, catalogue: catalogue)
    let (chosen, reference) = try readGround(top, root, products: choices, catalogue: catalogue)
    let fallback = Paths.name(of: path).split(separator: ".").first.map(String.init) ?? "experiment"
    return Experiment(
      name: try top["name"]?.text() ?? fallback,
      path: path,
      period: try top["period"].flatMap(readPeriod),
      stations: chosen,
      reference: reference,
      products: choices,
      matching: try readMatching(top["matching"], products: choices),
      scaling: try readChoices(top["scaling"], default: [RescalingMethod.none], what: "scaling"),
      strata: try readStrata(top["strata"]),
      metrics: try readMetrics(top["metrics"], uncertainty: chosen.uncertainty),
      anomalies: try readAnomalies(top["anomalies"]),
      intervals: try readIntervals(top["intervals"]),
      comparison: try readComparison(top["compare"]),
      triple: try readTriple(
        top["triple"], products: choices.map(\.name), ground: TripleSide.groundName(of: reference)),
      minimumPairs: try readMinimum(top["minimum"], "pairs", default: 20),
      minimumStations: try readMinimum(top["minimum"], "stations", default: 3))
  }

  /// What the products are scored against: stations, or a grid with what is known of its cells.
  private static func readGround(
    _ top: [String: YAMLNode], _ root: YAMLNode, products: [ProductChoice], catalogue: Catalogue
  ) throws(Failure) -> (StationChoice, ReferenceChoice?) {
    let stations = top["stations"].flatMap { $0.isNull ? nil : $0 }
    guard let node = top["reference"], !node.isNull else {
      guard let stations else {
        throw root.failure(
          "has no 'stations'",
          advice: "Add stations: {archive: FOLDER-OR-ZIP}, or a grid as reference: {description: …, files: …}"
        )
      }
      return (try readStations(stations, products: products.map(\.name)), nil)
    }
    guard stations == nil else {
      throw node.failure(
        "'stations' and 'reference' cannot both be what products are scored against",
        advice: "Write two experiments")
    }
    let (reference, places) = try readReference(node, catalogue: catalogue)
    return (places, reference)
  }

  /// The comparison asked for.
  private static func readComparison(_ node: YAMLNode?) throws(Failure) -> Comparison {
    var comparison = Comparison(pairs: .pairwise, common: .day)
    guard let node, !node.isNull else { return comparison }
    let values = try node.map(allowed: ["pairs", "common"])
    if let pairs = values["pairs"] { comparison.pairs = try readChoice(pairs, what: "pairs") }
    if let common = values["common"] { comparison.common = try readChoice(common, what: "common") }
    return comparison
  }

  /// The three series of a triple collocation: names of products, one of them perhaps the ground's.
  private static func readTriple(
    _ node: YAMLNode?, products: [String], ground: String
  ) throws(Failure) -> [TripleSide] {
    guard let node, !node.isNull else { return [] }
    var sides: [TripleSide] = []
    for item in node.listOrSelf() {
      let name = try item.text()
      var side = TripleSide.station
      if name != ground {
        guard let product = products.firstIndex(of: name) else {
          throw item.failure(
            "there is no product '\(name)'", advice: "A triplet has three products, or two and `\(ground)`")
        }
        side = .product(product)
      }
      guard !sides.contains(side) else { throw item.failure("'\(name)' stands twice in the triplet") }
      sides.append(side)
    }
    guard sides.count == 3 else {
      throw node.failure(
        "a triplet has three series, not \(sides.count)", advice: "triple: [A, B, \(ground)]")
    }
    return sides
  }

  static func readChoice<Choice: RawRepresentable & CaseIterable>(
    _ node: YAMLNode, what: String
  ) throws(Failure) -> Choice where Choice.RawValue == String {
    let text = try node.text()
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw node.failure("unknown \(what) '\(text)'", advice: "Known: \(known)")
    }
    return choice
  }

  private static func readPeriod(_ node: YAMLNode) throws(Failure) -> Period? {
    if node.isNull { return nil }
    let values = try node.map(allowed: ["from", "to"])
    guard let from = values["from"], let to = values["to"] else {
      throw node.failure(
        "a period needs 'from' and 'to'", advice: "period: {from: 2017-01-01, to: 2018-12-31}")
    }
    let start = try readDay(from)
    let last = try readDay(to)
    guard start <= last else { throw node.failure("the period ends before it begins") }
    return Period(start: start, end: last + UTC.day)
  }

  static func readDay(_ node: YAMLNode) throws(Failure) -> Int64 {
    let text = try node.text()
    guard text.utf8.count == 10, let day = UTC.instant(text) else {
      throw node.failure("'\(text)' is not a day", advice: "Write days as 2017-01-31")
    }
    return day
  }

  /// The shipped catalogue, with the user's own file where the experiment names one.
  ///
  /// The resolved experiment writes every description out, so it has no such key.
  private static func readCatalogue(
    _ node: YAMLNode?, experiment path: String
  ) throws(Failure) -> Catalogue {
    let shipped = try Catalogue.shipped()
    guard let node, !node.isNull else { return shipped }
    let file = Paths.resolve(try node.text(), in: Paths.folder(of: path))
    guard Paths.exists(file), !Paths.isFolder(file) else {
      throw node.failure(
        "there is no catalogue file '\(try node.text())'",
        advice: "The path is relative to the experiment; entries are written as in docs/catalogue.md")
    }
    return try shipped.adding(file: file)
  }

  private static func readProducts(
    _ node: YAMLNode, catalogue: Catalogue
  ) throws(Failure) -> [ProductChoice] {
    var products: [ProductChoice] = []
    for item in try node.list() {
      let values = try item.map(allowed: ["name", "description", "files"])
      guard let nameNode = values["name"] else { throw item.failure("a product needs a 'name'") }
      let name = try nameNode.text()
      guard !name.isEmpty, name.utf8.count <= 100 else {
        throw nameNode.failure("a product's name has 1 to 100 bytes")
      }
      guard !products.contains(where: { $0.name == name }) else {
        throw nameNode.failure("two products are named '\(name)'")
      }
      guard let description = values["description"] else {
        throw item.failure(
          "product '\(name)' needs a 'description'", advice: "Name a catalogue entry or write a mapping")
      }
      guard let files = values["files"] else { throw item.failure("product '\(name)' needs 'files'") }
      products.append(
        ProductChoice(
          name: name, description: try catalogue.description(description),
          patterns: try texts(files)))
    }
    guard !products.isEmpty else { throw node.failure("has no product") }
    return products
  }

  private static func readStrata(_ node: YAMLNode?) throws(Failure) -> [Stratification] {
    guard let node, !node.isNull else {
      return [.all, Stratification(factors: [.koppen]), Stratification(factors: [.season])]
    }
    var strata = [Stratification.all]
    for item in node.listOrSelf() {
      let stratum = try Stratification(item)
      if !strata.contains(stratum) { strata.append(stratum) }
    }
    return strata
  }

  private static func readChoices<Choice: RawRepresentable & CaseIterable & Hashable>(
    _ node: YAMLNode?, default fallback: [Choice], what: String
  ) throws(Failure) -> [Choice] where Choice.RawValue == String {
    guard let node, !node.isNull else { return fallback }
    var choices: [Choice] = []
    for item in node.listOrSelf() {
      let choice: Choice = try readChoice(item, what: what)
      if !choices.contains(choice) { choices.append(choice) }
    }
    guard !choices.isEmpty else { throw node.failure("names no \(what)") }
    return choices
  }

  /// The metrics; those that need the stations' uncertainty only where it is given.
  private static func readMetrics(_ node: YAMLNode?, uncertainty: Double?) throws(Failure) -> [Metric] {
    var standard = standardMetrics
    if uncertainty != nil, let place = standard.firstIndex(of: .ubRMSE) {
      standard.insert(.ubRMSECorrected, at: place + 1)
    }
    let metrics = try readChoices(node, default: standard, what: "metric")
    if let node, uncertainty == nil, metrics.contains(.ubRMSECorrected) {
      for item in node.listOrSelf() where try item.text() == Metric.ubRMSECorrected.rawValue {
        throw item.failure(
          "metric 'ubRMSE_corr' needs the stations' uncertainty",
          advice: "Add uncertainty: 0.02 (m3 m-3) under stations or reference, or leave the metric out")
      }
    }
    return metrics
  }

  private static func readAnomalies(_ node: YAMLNode?) throws(Failure) -> Anomalies {
    guard let node, !node.isNull else { return .window(days: 35) }
    let values = try node.map(allowed: ["method", "days", "years"])
    switch try values["method"]?.text() ?? "window" {
    case "window":
      if let years = values["years"] { throw years.failure("'years' belongs to method: climatology") }
      guard let node = values["days"] else { return .window(days: 35) }
      let days = try node.number()
      guard days > 0, days <= 366 else { throw node.failure("days must lie between 0 and 366") }
      return .window(days: days)
    case "climatology":
      if let days = values["days"] { throw days.failure("'days' belongs to method: window") }
      guard let node = values["years"] else { return .climatology(minimumYears: 3) }
      let years = try node.integer()
      guard years >= 2, years <= 100 else { throw node.failure("years must lie between 2 and 100") }
      return .climatology(minimumYears: years)
    case let other:
      throw node.failure("unknown anomaly method '\(other)'", advice: "Methods: window, climatology")
    }
  }

  private static func readIntervals(_ node: YAMLNode?) throws(Failure) -> IntervalChoice {
    var choice = IntervalChoice(level: 0.95, seed: 1, replicates: 1000)
    guard let node, !node.isNull else { return choice }
    let values = try node.map(allowed: ["level", "method", "seed", "replicates"])
    if let method = values["method"], try method.text() != "effective-n" {
      throw method.failure(
        "unknown interval method '\(try method.text())'", advice: "Use method: effective-n")
    }
    if let level = values["level"] {
      choice.level = try level.number()
      guard choice.level >= 0.5, choice.level < 1 else {
        throw level.failure("level must lie between 0.5 and 1", advice: "95 % is written 0.95")
      }
    }
    if let seed = values["seed"] {
      guard let value = UInt64(try seed.text()) else { throw seed.failure("seed must be a whole number ≥ 0") }
      choice.seed = value
    }
    if let replicates = values["replicates"] {
      choice.replicates = try replicates.integer()
      guard (100...100_000).contains(choice.replicates) else {
        throw replicates.failure("replicates must lie between 100 and 100000")
      }
    }
    return choice
  }

  private static func readMinimum(_ node: YAMLNode?, _ key: String, default fallback: Int) throws(Failure)
    -> Int
  {
    guard let node, !node.isNull else { return fallback }
    let values = try node.map(allowed: ["pairs", "stations"])
    guard let value = values[key] else { return fallback }
    let count = try value.integer()
    guard count >= 1, count <= 1_000_000 else { throw value.failure("\(key) must lie between 1 and 1000000") }
    return count
  }

  static func texts(_ node: YAMLNode) throws(Failure) -> [String] {
    var result: [String] = []
    for item in node.listOrSelf() { result.append(try item.text()) }
    guard !result.isEmpty else { throw node.failure("the list is empty") }
    return result
  }
}
