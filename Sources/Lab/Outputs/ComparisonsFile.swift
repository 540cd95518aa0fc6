internal import Files
internal import Statistics

/// `comparisons.csv`, one row a pair of products, group, scaling and metric (DESIGN §5).
enum ComparisonsFile {
  private static let columns = [
    "product", "reference_product", "stratum", "group", "scaling", "metric", "difference", "ci_lower",
    "ci_upper", "p", "p_adjusted", "verdict", "stations", "pairs", "status", "networks", "product_mean",
    "reference_mean",
  ]

  static func write(_ table: ComparisonTable, to path: String) throws(Failure) {
    let stream = try AtomicTextStream(path: path)
    try stream.write(columns.joined(separator: ",") + "\n")
    for row in table.rows {
      var line = CSVRow()
      line.append(row.product)
      line.append(row.referenceProduct)
      line.append(row.stratification.name)
      line.append(row.group)
      line.append(row.scaling.rawValue)
      line.append(row.metric.rawValue)
      line.append(row.difference)
      line.append(row.lower)
      line.append(row.upper)
      line.append(row.p)
      line.append(row.adjustedP)
      line.append(row.verdict.rawValue)
      line.append(row.stations)
      line.append(row.pairs)
      line.append(row.status.rawValue)
      line.append(row.networks)
      line.append(row.productMean)
      line.append(row.referenceMean)
      try stream.write(line.line)
    }
    try stream.commit()
  }

  /// - Throws: `Failure` (data) with the line of a row that is none of this run's.
  static func read(_ path: String, strata: [Stratification]) throws(Failure) -> ComparisonTable {
    var rows: [ComparisonRow] = []
    try RunTable(path: path).forEachRow(columns: columns) { line throws(Failure) in
      var row = ComparisonRow(
        product: line.text("product"), referenceProduct: line.text("reference_product"),
        stratification: try line.stratification(of: strata), group: line.text("group"),
        scaling: try line.word("scaling"), metric: try line.word("metric"))
      row.difference = try line.number("difference")
      row.lower = try line.number("ci_lower")
      row.upper = try line.number("ci_upper")
      row.p = try line.number("p")
      row.adjustedP = try line.number("p_adjusted")
      row.verdict = try line.word("verdict")
      row.stations = try line.count("stations")
      row.pairs = try line.count("pairs")
      row.status = try line.word("status")
      row.networks = try line.count("networks")
      row.productMean = try line.number("product_mean")
      row.referenceMean = try line.number("reference_mean")
      rows.append(row)
    }
    return ComparisonTable(rows)
  }
}

extension RunTable.Row {
  /// The grouping a row is of.
  /// - Throws: `Failure` (data) where it is none of those given.
  func stratification(of strata: [Stratification]) throws(Failure) -> Stratification {
    guard let known = strata.first(where: { $0.name == text("stratum") }) else { throw damaged("stratum") }
    return known
  }
}
