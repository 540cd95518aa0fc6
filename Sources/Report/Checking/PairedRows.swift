internal import Lab
internal import Statistics

/// The rows of two accuracy tables made from different inputs, each tested on the stations that both have.
///
/// For each row of the summary, d is the run's value minus the baseline's at each sensor that has both. Its mean over
/// stations is tested by networks (``ClusteredMean``); below five networks by ``FewNetworks``. Benjamini and Hochberg
/// adjust p over all rows that were tested, so that many rows do not cry wolf. Better and worse is the metric's own
/// direction; for bias the smaller |bias|. p-values (`p_R`, …) are held against each other for presence alone.
struct PairedRows {
  /// The rows, in the baseline's order, what is new at the end.
  let rows: [CheckRow]

  init(run: StoredAccuracy, baseline: StoredAccuracy) {
    let sides = (now: RowValues(run), then: RowValues(baseline))
    var rows: [CheckRow] = []
    for key in sides.then.order {
      guard let then = sides.then.values[key], !then.isEmpty else { continue }
      var row = PairedRows.describe(key)
      let now = sides.now.values[key] ?? [:]
      guard !now.isEmpty else {
        row.verdict = .missing
        row.baseline = PairedRows.mean(then.values.map(\.value))
        row.stations = then.count
        rows.append(row)
        continue
      }
      let common = sides.then.sensors.filter { then[$0] != nil && now[$0] != nil }
      PairedRows.test(
        &row, metric: key.metric, sensors: common, now: now, then: then, choice: run.experiment.intervals)
      rows.append(row)
    }
    PairedRows.judge(&rows, significance: 1 - run.experiment.intervals.level)
    for key in sides.now.order where sides.then.values[key]?.isEmpty ?? true {
      guard let now = sides.now.values[key], !now.isEmpty else { continue }
      var row = PairedRows.describe(key)
      row.verdict = .new
      row.run = PairedRows.mean(now.values.map(\.value))
      row.stations = now.count
      rows.append(row)
    }
    self.rows = PairedRows.stations(run: run, baseline: baseline) + rows
  }

  private static func describe(_ key: RowValues.Key) -> CheckRow {
    CheckRow(
      table: "summary", product: key.product, stratum: key.stratum, group: key.group, scaling: key.scaling,
      metric: key.metric.rawValue)
  }

  private static func both(_ a: Double?, _ b: Double?) -> [Double]? {
    guard let a, let b else { return nil }
    return [a, b]
  }

  private static func mean(_ values: [Double]) -> Double? {
    // In ascending order, so that a dictionary's order leaves no trace.
    values.isEmpty ? nil : values.sorted().reduce(0, +) / Double(values.count)
  }

  private static func test(
    _ row: inout CheckRow, metric: Metric, sensors: [SensorKey], now: [SensorKey: RowValues.Value],
    then: [SensorKey: RowValues.Value], choice: Experiment.IntervalChoice
  ) {
    let pairs = sensors.compactMap { sensor in
      then[sensor].flatMap { old in now[sensor].map { (sensor: sensor, old: old, new: $0) } }
    }
    row.stations = pairs.count
    row.networks = Set(sensors.map(\.network)).count
    guard !pairs.isEmpty else {
      row.verdict = .missing
      row.reason = "no station in common"
      return
    }
    let count = Double(pairs.count)
    let old = pairs.reduce(0) { $0 + $1.old.value } / count
    let new = pairs.reduce(0) { $0 + $1.new.value } / count
    let difference = pairs.reduce(0) { $0 + ($1.new.value - $1.old.value) } / count
    row.baseline = old
    row.run = new
    row.difference = difference
    guard metric.preference != nil else { return }
    let largest = pairs.map { max(abs($0.old.value), abs($0.new.value)) }.max() ?? 0
    guard pairs.contains(where: { abs($0.new.value - $0.old.value) > 1e-9 * largest }) else {
      row.difference = 0
      return
    }
    let values = pairs.map { StationValue(network: $0.sensor.network, value: $0.new.value - $0.old.value) }
    if (row.networks ?? 0) < ClusteredMean.fewestNetworks {
      let few = FewNetworks(
        pairs.map {
          FewNetworks.Change(
            network: $0.sensor.network, difference: $0.new.value - $0.old.value,
            errors: PairedRows.both($0.old.standardError, $0.new.standardError))
        }, level: choice.level)
      (row.lower, row.upper, row.p) = (few.lower, few.upper, few.p)
      let claim = row.networks == 1 ? ", taken as independent" : ""
      row.reason = few.p == nil ? "too few stations to tell" : "for these stations only\(claim)"
      return
    }
    let clustered = ClusteredMean(
      values, weighting: .station, level: choice.level, seed: choice.seed,
      labels: ["check", row.product, row.stratum, row.group, row.scaling, row.metric],
      replicates: max(100, choice.replicates))
    (row.lower, row.upper, row.p) = (clustered.lower, clustered.upper, clustered.p)
    if clustered.status == .noVariance {
      // The same difference everywhere is no chance.
      (row.lower, row.upper, row.p) = (difference, difference, 0)
    }
  }

  /// Adjusts p over the tested rows and gives them their verdicts.
  private static func judge(_ rows: inout [CheckRow], significance: Double) {
    let adjusted = FalseDiscovery.adjusted(rows.map(\.p))
    for index in rows.indices {
      rows[index].adjustedP = adjusted[index]
      guard let p = adjusted[index], p < significance, let metric = Metric(rawValue: rows[index].metric)
      else {
        continue
      }
      switch metric.verdict(
        a: rows[index].run, b: rows[index].baseline, lower: rows[index].lower, upper: rows[index].upper)
      {
      case .better: rows[index].verdict = .improved
      case .worse: rows[index].verdict = .worse
      case .undecided: break
      }
    }
  }

  /// Sensors that had a score over the whole record on one side alone.
  private static func stations(run: StoredAccuracy, baseline: StoredAccuracy) -> [CheckRow] {
    let now = RowValues.scored(run)
    let then = RowValues.scored(baseline)
    func rows(_ these: [(product: String, sensor: SensorKey)], verdict: CheckVerdict) -> [CheckRow] {
      these.map {
        var row = CheckRow(table: "station", product: $0.product, verdict: verdict)
        row.place = $0.sensor.name
        row.reason = verdict == .missing ? "no score any more" : "no score in the baseline"
        return row
      }
    }
    func keys(_ scored: [(product: String, sensor: SensorKey)]) -> Set<[String]> {
      Set(scored.map { [$0.product] + $0.sensor.fields })
    }
    let (inNow, inThen) = (keys(now), keys(then))
    return rows(then.filter { !inNow.contains([$0.product] + $0.sensor.fields) }, verdict: .missing)
      + rows(now.filter { !inThen.contains([$0.product] + $0.sensor.fields) }, verdict: .new)
  }
}
