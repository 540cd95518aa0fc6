internal import Files
internal import Grids
internal import Lab
internal import Stations
internal import Statistics

extension MarkdownReport {
  /// Which stations were used, and which of their samples.
  var stations: String {
    if let reference = experiment.reference { return cells(of: reference) }
    let selection = experiment.stations.selection
    let archives = experiment.stations.archives.map { escape(ReportPath.last($0)) }.joined(separator: ", ")
    let number = { (value: Double) in FixedNumber.text(value, decimals: 2) }
    var text =
      "## Stations\n\nThe reference is soil moisture measured in the ground: \(escape(all.places)).\n\n"
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
    text += openWater
    text += regions
    if let frozen = experiment.stations.frozen {
      text +=
        "- Frozen soil: samples are left out where the station's own soil temperature, at most "
        + "\(FixedNumber.text(Double(frozen.within) / 3.6e9, decimals: 1)) h away, is below "
        + "\(FixedNumber.text(frozen.below, decimals: 1)) °C\n"
    }
    text += wet
    guard !run.sensors.isEmpty else { return text }
    return text + listed
  }

  /// The stations or cells one by one, or where they are listed.
  var listed: String {
    guard run.sensors.count <= MarkdownReport.maximumSensors else {
      return ground("\nThe stations are listed by ") + "`lab table stations`.\n"
    }
    return "\n" + table(all.stations)
  }

  /// Where the share of open water comes from.
  var openWater: String {
    guard let water = experiment.stations.water else { return "" }
    let source =
      water.raster.map { "variable \($0.variable) of \($0.file)" } ?? water.table.map { "the table \($0)" }
    return "- Share of open water: \(escape(source ?? "as the archive says"))\n"
  }

  /// What is left out for its open water.
  var wet: String {
    guard let limit = experiment.stations.water?.atMost else { return "" }
    return ground("- Open water: stations with more than ")
      + "\(FixedNumber.text(limit * 100, decimals: 1)) % are left out\n"
  }

  /// The regions of the experiment.
  var regions: String {
    guard !experiment.stations.regions.isEmpty else { return "" }
    let names = experiment.stations.regions.map { escape($0.name) }.joined(separator: ", ")
    return ground("- Regions, the first that holds a station: ") + "\(names)\n"
  }

  /// How samples were paired, scored and compared.
  var method: String {
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
      + "\(FixedNumber.text(matching.distance, decimals: 1)) km from \(ground("the station"))\n"
    text +=
      "- Rescaling of the product to \(ground("the station")): \(experiment.scaling.map { escape($0.rawValue) }.joined(separator: ", "))"
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
      "- Fewest pairs for a score: \(experiment.minimumPairs); \(ground("fewest stations for a summary of a group")): "
      + "\(experiment.minimumStations) (fewer: —)\n"
    if let uncertainty = experiment.stations.uncertainty {
      text +=
        "- Uncertainty of the \(ground("stations")): σ = \(CSVRow.format(uncertainty)) m³ m⁻³, stated in the experiment and taken "
        + "as exact; ubRMSE\\_corr is √(ubRMSE² − σ²). Where ubRMSE does not exceed σ it has no value, and summaries "
        + "of it are over the other \(ground("sensors"))\n"
    }
    let level = FixedNumber.text(experiment.intervals.level * 100, decimals: 0)
    text +=
      "- Intervals: \(level) %. R, rho, bias and ubRMSE from an effective number of pairs that counts the "
      + "autocorrelation of irregular series (nugget and exponential on true time lags); other metrics from a block "
      + "bootstrap of \(FixedNumber.count(experiment.intervals.replicates)) replicates, seed "
      + "\(experiment.intervals.seed). Intervals that take pairs as independent would be far too narrow.\n"
    text +=
      "- Own sample: each product is scored on its own pairs, so the numbers n differ between products; a "
      + "difference between two rows is not a test.\n"
    if !run.comparisons.rows.isEmpty {
      text +=
        ground(
          "- Comparisons: two products are compared on their common samples, station by station; the difference is "
            + "averaged over stations with an interval that takes the network, not the station, as what was sampled. "
        )
        + "p is adjusted for the number of tests (Benjamini and Hochberg); only then is a product called better.\n"
    }
    return text
  }
}
