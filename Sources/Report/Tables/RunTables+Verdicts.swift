internal import Lab
internal import Statistics

extension RunTables {
  /// The differences of products on their common samples; all of them, or those of one grouping.
  func comparisons(of stratification: Stratification? = nil) -> ReportTable {
    let scope =
      stratification.map { $0 == .all ? ground(" over all stations") : " by \(ground(MetricText.title($0)))" }
      ?? ""
    let rows = run.comparisons.rows.filter { row in
      row.scaling == run.shownScaling && (stratification == nil || row.stratification == stratification)
    }
    return ReportTable(
      comparisons: rows,
      caption: "Differences of the products’ accuracy on their common samples\(scope), against \(places) "
        + "(\(circumstances)).", level: run.experiment.intervals.level, ground: ground)
  }

  /// 1 − level, as people write it.
  var significance: String { FixedNumber.text(1 - run.experiment.intervals.level, decimals: 2) }

  /// The products against requirements; all groupings, or one.
  func verdicts(of stratification: Stratification? = nil) -> ReportTable {
    let scope =
      stratification.map { $0 == .all ? ground(" over all stations") : " by \(ground(MetricText.title($0)))" }
      ?? ""
    var table = ReportTable(
      id: "verdicts",
      caption: "The products against requirements\(scope), from the intervals of means over \(places) "
        + "(\(circumstances)).",
      columns: [
        .init("Product", .left), .init("Stratum", .left), .init("Group", .left), .init("Requirement", .left),
        .init("Measure", .left), .init("Limit"), .init("Estimate"),
        .init("\(level) % interval", kind: .range(lower: "Lower", upper: "Upper")), .init("Verdict", .left),
        .init(ground("n stations")), .init("Status", .left),
      ],
      notes: [
        "Limits and estimates are in m³ m⁻³, for stability in m³ m⁻³ per decade. Pass: the whole interval keeps the "
          + "limit; fail: the whole interval misses it; undecided: the limit lies inside, or there is no interval. "
          + ground(
            "A station’s own error is part of the estimate, so that a fail need not be the product’s alone.")
      ])
    for row in run.verdicts where stratification == nil || row.stratification == stratification {
      table.append([
        .init(.text(row.product)), .init(.text(row.stratification.name)), .init(.text(row.group)),
        .init(.text(row.requirement)), .init(.text(row.metric)), .init(.exact(row.limit)),
        .init(.number(row.estimate, decimals: 4)), .init(.range(row.lower, row.upper, decimals: 4)),
        .init(.text(row.outcome.rawValue), isBold: row.outcome != .undecided), .init(.count(row.stations)),
        .init(.text(row.status.rawValue)),
      ])
    }
    return table
  }

  /// What triple collocation says of each of its three series, over stations.
  var triple: ReportTable {
    var table = ReportTable(
      id: "triple",
      caption:
        "Errors of three series by triple collocation, means over \(ground("sensors")), against \(places) (\(circumstances)).",
      columns: [
        .init("Series", .left), .init("Quantity", .left), .init("Mean"),
        .init("\(level) % interval", kind: .range(lower: "Lower", upper: "Upper")), .init("Median"),
        .init("q25–q75", kind: .range(lower: "q25", upper: "q75")), .init(ground("n sensors")),
        .init(ground("n networks")),
        .init("n negative"), .init("Status", .left),
      ],
      notes: [
        "error_sd is the standard deviation of the series’ own error in m³ m⁻³, R_truth its correlation with the truth, "
          + "SNR_dB the ratio of signal to error in dB, fMSE the share of the error in the variance, beta the scaling. n "
          + "negative counts sensors left out because a variance came out negative."
      ])
    for row in run.triple.summary {
      table.append([
        .text(run.experiment.triple[row.side].name(in: run.experiment)), .text(row.quantity.name),
        .number(row.estimate.mean, decimals: 3), .range(row.estimate.lower, row.estimate.upper, decimals: 3),
        .number(row.median, decimals: 3), .range(row.lowerQuartile, row.upperQuartile, decimals: 3),
        .count(row.sensors), .count(row.networks), .count(row.negative), .text(row.status.rawValue),
      ])
    }
    return table
  }
}
