internal import Files
internal import Statistics

/// `verdicts.csv`: the products against the requirements of users, one row a product, group and requirement.
enum VerdictsFile {
  private static let columns = [
    "product", "stratum", "group", "requirement", "metric", "limit", "estimate", "ci_lower", "ci_upper",
    "verdict", "stations", "status",
  ]

  static func write(_ verdicts: [RequirementVerdict], to path: String) throws(Failure) {
    let stream = try AtomicTextStream(path: path)
    try stream.write(columns.joined(separator: ",") + "\n")
    for verdict in verdicts {
      var line = CSVRow()
      line.append(verdict.product)
      line.append(verdict.stratification.name)
      line.append(verdict.group)
      line.append(verdict.requirement)
      line.append(verdict.metric)
      line.append(verdict.limit)
      line.append(verdict.estimate)
      line.append(verdict.lower)
      line.append(verdict.upper)
      line.append(verdict.outcome.rawValue)
      line.append(verdict.stations)
      line.append(verdict.status.rawValue)
      try stream.write(line.line)
    }
    try stream.commit()
  }

  /// - Throws: `Failure` (data) with the line of a row that is none of this run's.
  static func read(_ path: String, strata: [Stratification]) throws(Failure) -> [RequirementVerdict] {
    var verdicts: [RequirementVerdict] = []
    try RunTable(path: path).forEachRow(columns: columns) { row throws(Failure) in
      guard let limit = try row.number("limit") else { throw row.damaged("limit") }
      verdicts.append(
        RequirementVerdict(
          product: row.text("product"), stratification: try row.stratification(of: strata),
          group: row.text("group"), requirement: row.text("requirement"), metric: row.text("metric"),
          limit: limit, estimate: try row.number("estimate"), lower: try row.number("ci_lower"),
          upper: try row.number("ci_upper"), outcome: try row.word("verdict"),
          stations: try row.count("stations"), status: try row.word("status")))
    }
    return verdicts
  }
}
