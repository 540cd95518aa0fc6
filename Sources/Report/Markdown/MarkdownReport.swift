internal import Files
internal import Grids
internal import Lab
internal import Stations
internal import Statistics

/// The text of `report.md`.
///
/// What was compared, how, with which result and what was left out, for readers and for a paper's supplement.
/// Everything from data is escaped; no dates of the run, no absolute paths: the same run gives the same bytes.
struct MarkdownReport {
  let run: RunResult
  let figures: [FigureOutcome]
  /// What else the run folder holds: whether `qa4sm.nc` was written.
  let hasExport: Bool

  /// Per-sensor tables are printed up to so many sensors.
  static let maximumSensors = 50
  /// Summary tables are printed up to so many rows of groups and products.
  static let maximumSummaryRows = 240
  /// So many problems are printed one by one.
  static let maximumProblems = 50

  /// The whole report.
  var text: String {
    [
      opening, products, stations, method, representativeness, mapSection, results, figureSection,
      sensorSection, excluded,
      remarks, problems,
      citations,
      files,
    ].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  var experiment: Experiment { run.experiment }

  func escape(_ text: String) -> String { MarkdownText.escape(text) }

  func plural(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(FixedNumber.count(count)) \(count == 1 ? one : many ?? one + "s")"
  }

  // MARK: What was compared

  private var opening: String {
    let stations = Set(run.sensors.map { [$0.network, $0.station] }).count
    let unit = experiment.stations.unit
    let scored =
      unit == .cell
      ? plural(run.sensors.count, "cell") + " of stations"
      : unit == .station
        ? plural(run.sensors.count, "station")
        : "\(plural(run.sensors.count, "sensor")) at \(plural(stations, "station"))"
    let networks = Set(run.sensors.map(\.network)).count
    let names = experiment.products.map { escape($0.name) }.joined(separator: ", ")
    let pairs = run.summary.rows.filter { $0.stratification == .all && $0.scaling == run.shownScaling }
    let most = experiment.products.indices.map { product in
      pairs.filter { $0.product == product }.map(\.pairs).max() ?? 0
    }.reduce(0, +)
    return """
      # Soil-moisture validation: \(escape(experiment.name))

      \(plural(experiment.products.count, "product")) (\(names)) compared with \
      \(scored) of \
      \(plural(networks, "network")), on \(plural(most, "scored pair")) in all. Soil moisture is in m³ m⁻³; times are \
      UTC; bias is product minus station.

      """
  }

  private var products: String {
    var table = MarkdownTable([
      ("Product", .left), ("Data set", .left), ("Variable", .left), ("Description", .left), ("Files", .left),
    ])
    for product in experiment.products {
      let description = product.description
      let source = [description.title, description.source].compactMap { $0 }.map(escape).joined(
        separator: "; ")
      var origin =
        product.catalogueEntry.map { "catalogue entry " + escape($0) } ?? "written in the experiment"
      if let verified = description.verified { origin += " (verified by: " + escape(verified.rawValue) + ")" }
      table.append([
        escape(product.name), source.isEmpty ? FixedNumber.none : source, escape(description.variable),
        origin,
        product.patterns.map { escape(ReportPath.last($0)) }.joined(separator: ", "),
      ])
    }
    return "## Products\n\n" + table.text
  }

  private var stations: String {
    let selection = experiment.stations.selection
    let archives = experiment.stations.archives.map { escape(ReportPath.last($0)) }.joined(separator: ", ")
    let number = { (value: Double) in FixedNumber.text(value, decimals: 2) }
    var text = "## Stations\n\n"
    text += "- Archive: \(archives)\n"
    text +=
      "- Depth: \(number(selection.depth.lowerBound))–\(number(selection.depth.upperBound)) m, rule "
      + "*\(selection.depthRule.rawValue)*\n"
    text +=
      "- Samples used: those whose flags are all among \(selection.flags.codes.map(escape).joined(separator: ", "))\n"
    if let networks = selection.networks {
      text += "- Networks asked for: \(networks.map(escape).joined(separator: ", "))\n"
    }
    if let stations = selection.stations {
      text += "- Stations asked for: \(stations.map(escape).joined(separator: ", "))\n"
    }
    if selection.minimumRecord > 0 {
      text +=
        "- Records shorter than \(FixedNumber.count(selection.minimumRecord)) accepted samples are left out\n"
    }
    text += "- Köppen–Geiger classes: \(escape(experiment.stations.koppen.words))\n"
    if experiment.strata.contains(where: { $0.factors.contains(.landcover) }) {
      text += "- Land cover: \(escape(experiment.stations.landcover.words))\n"
    }
    if let water = experiment.stations.water {
      let source =
        water.raster.map { "variable \($0.variable) of \($0.file)" } ?? water.table.map { "the table \($0)" }
      text += "- Share of open water: \(escape(source ?? "as the archive says"))\n"
    }
    if !experiment.stations.regions.isEmpty {
      let names = experiment.stations.regions.map { escape($0.name) }.joined(separator: ", ")
      text += "- Regions, the first that holds a station: \(names)\n"
    }
    if let frozen = experiment.stations.frozen {
      text +=
        "- Frozen soil: samples are left out where the station's own soil temperature, at most "
        + "\(FixedNumber.text(Double(frozen.within) / 3.6e9, decimals: 1)) h away, is below "
        + "\(FixedNumber.text(frozen.below, decimals: 1)) °C\n"
    }
    if let limit = experiment.stations.water?.atMost {
      text +=
        "- Open water: stations with more than \(FixedNumber.text(limit * 100, decimals: 1)) % are left out\n"
    }
    return text
  }

  // MARK: How

  private var method: String {
    var text = "## Matching and scoring\n\n"
    if let period = experiment.period {
      text +=
        "- Period: \(UTC.dateText(period.start)) to \(UTC.dateText(period.end - UTC.day)), both days included\n"
    } else {
      text += "- Period: all common times\n"
    }
    let matching = experiment.matching
    text += "- Pairs: \(escape(MatchingText.matchingSentence(experiment)))\n"
    text +=
      "- Cell: the nearest\(matching.needsData ? " with data" : ""), at most "
      + "\(FixedNumber.text(matching.distance, decimals: 1)) km from the station\n"
    text +=
      "- Rescaling of the product to the station: \(experiment.scaling.map { escape($0.rawValue) }.joined(separator: ", "))"
    if experiment.scaling.count > 1 { text += " (tables and figures here: \(run.shownScaling.rawValue))" }
    text += "\n"
    switch experiment.anomalies {
    case .window(let days):
      text +=
        "- Anomalies (A\\.R): departures from a moving mean of \(FixedNumber.text(days, decimals: 0)) days\n"
    case .climatology(let years):
      text +=
        "- Anomalies (A\\.R): departures from the mean seasonal cycle of at least \(plural(years, "year"))\n"
    }
    text +=
      "- Fewest pairs for a score: \(experiment.minimumPairs); fewest stations for a summary of a group: "
      + "\(experiment.minimumStations) (fewer: —)\n"
    if let uncertainty = experiment.stations.uncertainty {
      text +=
        "- Uncertainty of the stations: σ = \(CSVRow.format(uncertainty)) m³ m⁻³, stated in the experiment and taken "
        + "as exact; ubRMSE\\_corr is √(ubRMSE² − σ²). Where ubRMSE does not exceed σ it has no value, and summaries "
        + "of it are over the other sensors\n"
    }
    let level = FixedNumber.text(experiment.intervals.level * 100, decimals: 0)
    text +=
      "- Intervals: \(level) %. R, rho, bias and ubRMSE from an effective number of pairs that counts the "
      + "autocorrelation of irregular series (nugget and exponential on true time lags); other metrics from a block "
      + "bootstrap of \(FixedNumber.count(experiment.intervals.replicates)) replicates, seed "
      + "\(experiment.intervals.seed). Intervals that take pairs as independent would be far too narrow.\n"
    text +=
      "- Own sample: each product is scored on its own pairs, so the numbers n differ between products; a "
      + "difference between two columns is not a test.\n"
    return text
  }
}
