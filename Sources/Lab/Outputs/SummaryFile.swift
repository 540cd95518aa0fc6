internal import Files
internal import Statistics

/// `summary.csv`, one row a product, group, scaling and metric (DESIGN §5).
///
/// Behind DESIGN's columns stand the means with one voice a network and, of correlations, by Fisher's z.
enum SummaryFile {
  private static let columns = [
    "product", "stratum", "group", "scaling", "metric", "mean", "median", "q25", "q75", "ci_lower",
    "ci_upper", "networks", "stations", "pairs", "status", "mean_networks", "ci_lower_networks",
    "ci_upper_networks", "mean_fisher", "ci_lower_fisher", "ci_upper_fisher",
  ]

  static func write(_ summary: Summary, experiment: Experiment, to path: String) throws(Failure) {
    let stream = try AtomicTextStream(path: path)
    try stream.write(columns.joined(separator: ",") + "\n")
    for row in summary.rows {
      var line = CSVRow()
      line.append(experiment.products[row.product].name)
      line.append(row.stratification.name)
      line.append(row.group)
      line.append(row.scaling.rawValue)
      line.append(row.metric.rawValue)
      line.append(row.mean)
      line.append(row.median)
      line.append(row.lowerQuartile)
      line.append(row.upperQuartile)
      line.append(row.lower)
      line.append(row.upper)
      line.append(row.networks)
      line.append(row.stations)
      line.append(row.pairs)
      line.append(row.status.rawValue)
      for estimate in [row.ofNetworks, row.fisher] {
        line.append(estimate.mean)
        line.append(estimate.lower)
        line.append(estimate.upper)
      }
      try stream.write(line.line)
    }
    try stream.commit()
  }

  /// Puts the numbers on file into a summary made of the same scores.
  /// - Throws: `Failure` (data) where the rows are not the summary's.
  static func read(_ path: String, into summary: inout Summary, experiment: Experiment) throws(Failure) {
    var position = 0
    var rows = summary.rows
    try RunTable(path: path).forEachRow(columns: columns) { row throws(Failure) in
      guard rows.indices.contains(position) else { throw row.damaged("group") }
      var known = rows[position]
      let expected = [
        ("product", experiment.products[known.product].name), ("stratum", known.stratification.name),
        ("group", known.group), ("scaling", known.scaling.rawValue), ("metric", known.metric.rawValue),
      ]
      for (column, text) in expected where row.text(column) != text.trimmingBlanks {
        throw row.damaged(column)
      }
      known.mean = try row.number("mean")
      known.median = try row.number("median")
      known.lowerQuartile = try row.number("q25")
      known.upperQuartile = try row.number("q75")
      known.lower = try row.number("ci_lower")
      known.upper = try row.number("ci_upper")
      known.networks = try row.count("networks")
      known.stations = try row.count("stations")
      known.pairs = try row.count("pairs")
      known.status = try row.word("status")
      known.ofNetworks = try estimate(row, "networks")
      known.fisher = try estimate(row, "fisher")
      rows[position] = known
      position += 1
    }
    guard position == rows.count else {
      throw Failure(.data, "has \(position) rows, not the run's \(rows.count)", path: path)
    }
    summary.rows = rows
  }

  private static func estimate(_ row: RunTable.Row, _ name: String) throws(Failure) -> SummaryEstimate {
    SummaryEstimate(
      mean: try row.number("mean_" + name), lower: try row.number("ci_lower_" + name),
      upper: try row.number("ci_upper_" + name))
  }
}
