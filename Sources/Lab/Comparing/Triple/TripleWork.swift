internal import Files
internal import Statistics

/// Collocates the three series of an experiment's `triple` at every sensor.
///
/// The products' samples are common by the rule of `compare.common`, in the experiment's own units and with their
/// seasonal cycle. The stations as a side are the values that the first product of the three was matched with.
struct TripleWork: Sendable {
  private let experiment: Experiment
  private let sensors: [ScoredSensor]
  private let pairs: RunPairs

  init(_ experiment: Experiment, sensors: [ScoredSensor], pairs: RunPairs) {
    self.experiment = experiment
    self.sensors = sensors
    self.pairs = pairs
  }

  /// The table of all sensors; the first series is the reference of the scalings.
  /// - Throws: `Failure` where the pairs cannot be read.
  func table(jobs: Int, progress: Validation.Progress) throws(Failure) -> TripleTable {
    var rows: [TripleRow] = []
    let this = self
    try OrderedWork.run(count: sensors.count, jobs: jobs) { sensor throws(Failure) in
      try this.rows(at: sensor)
    } deliver: { sensor, found throws(Failure) in
      rows += found
      progress(sensor + 1, sensors.count, "sensors collocated")
    }
    return TripleTable(rows, sensors: sensors, experiment: experiment)
  }

  private func rows(at sensor: Int) throws(Failure) -> [TripleRow] {
    var series: [PairSeries] = []
    for side in experiment.triple {
      guard case .product(let product) = side else { continue }
      series.append(try pairs.series(product: product, sensor: sensor) ?? PairSeries())
    }
    let common = CommonSamples(
      series.map(\.times), rule: experiment.comparison.common, window: experiment.matching.window,
      reference: 0)
    let place = sensors[sensor]
    let isEnough = common.count >= experiment.minimumPairs
    var next = 0
    var sides: [[Double]] = []
    for side in experiment.triple {
      switch side {
      case .product:
        sides.append(common.positions[next].map { series[next].product[$0] })
        next += 1
      case .station: sides.append(common.positions[0].map { series[0].station[$0] })
      }
    }
    let names = experiment.triple.map { $0.name(in: experiment) }
    guard isEnough, sides.count == 3 else {
      return blank(sensor, count: common.count, status: common.count == 0 ? .noOverlap : .tooFew)
    }
    let made = TripleBootstrap(
      times: common.times, sides[0], sides[1], sides[2], seed: experiment.intervals.seed,
      labels: names + [place.network, place.station, place.label], replicates: experiment.intervals.replicates
    )
    guard made.estimates.sides.count == 3 else {
      return blank(sensor, count: common.count, status: made.estimates.status)
    }
    return (0..<3).flatMap { side in
      TripleTable.quantities.map { quantity in row(made, sensor, side, quantity) }
    }
  }

  private func blank(_ sensor: Int, count: Int, status: Status) -> [TripleRow] {
    (0..<3).flatMap { side in
      TripleTable.quantities.map { quantity in
        TripleRow(
          sensor: sensor, side: side, quantity: quantity, value: nil, lower: nil, upper: nil, count: count,
          effectiveCount: nil, status: status)
      }
    }
  }

  private func row(
    _ made: TripleBootstrap, _ sensor: Int, _ side: Int, _ quantity: TripleBootstrap.Quantity
  ) -> TripleRow {
    let estimated = made.estimates.sides[side]
    let value: MetricValue =
      switch quantity {
      case .scaling: MetricValue(estimated.scaling)
      case .scaledErrorVariance: MetricValue(estimated.scaledErrorVariance)
      case .errorDeviation: estimated.errorDeviation
      case .correlation: estimated.correlation
      case .signalToNoise: estimated.signalToNoise
      case .noiseShare: MetricValue(estimated.noiseShare)
      }
    // The reference is its own scale: 1 by definition, without error.
    let isGiven = quantity == .scaling && side == made.estimates.reference
    let interval = isGiven ? nil : made.interval(of: quantity, side: side, level: experiment.intervals.level)
    var status = value.status
    if status == .ok, let interval, interval.status != .ok { status = interval.status }
    if status == .ok { status = estimated.status }
    let effective = interval.flatMap { $0.nEffective > 0 ? $0.nEffective : nil }
    return TripleRow(
      sensor: sensor, side: side, quantity: quantity, value: value.value, lower: interval?.lower,
      upper: interval?.upper, count: made.estimates.count, effectiveCount: effective, status: status)
  }
}
