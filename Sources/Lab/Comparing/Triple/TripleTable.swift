internal import Numerics
public import Statistics

/// What triple collocation says of one series at one sensor: a row of `triple.csv`.
public struct TripleRow: Hashable, Sendable {
  /// The sensor, by its position in the run.
  public var sensor: Int
  /// Which of the three series: 0, 1 or 2.
  public var side: Int
  /// What is estimated.
  public var quantity: TripleBootstrap.Quantity
  /// The value; nil where there is none.
  public var value: Double?
  /// The lower end of its interval, from a block bootstrap of the triplets.
  public var lower: Double?
  /// The upper end of its interval.
  public var upper: Double?
  /// The triplets.
  public var count: Int
  /// The effective number of triplets.
  public var effectiveCount: Double?
  /// `ok`, or why a number is missing; `negativeVariance` is a result, not a mistake.
  public var status: Status
}

/// A triple collocation over stations.
public struct TripleSummaryRow: Hashable, Sendable {
  /// Which of the three series: 0, 1 or 2.
  public var side: Int
  /// What is estimated.
  public var quantity: TripleBootstrap.Quantity
  /// The mean over sensors; of R by Fisher's z.
  public var estimate: SummaryEstimate
  /// The median over sensors.
  public var median: Double?
  /// The lower quartile.
  public var lowerQuartile: Double?
  /// The upper quartile.
  public var upperQuartile: Double?
  /// Sensors with a value.
  public var sensors: Int
  /// Networks with a value.
  public var networks: Int
  /// Sensors left out because a variance came out negative: by chance, or because the errors are not independent.
  public var negative: Int
  /// `ok`, or why there is no mean or no interval.
  public var status: Status
}

/// The triple collocation of a run; empty where the experiment names no triplet.
public struct TripleTable: Sendable {
  /// The rows, sensor by sensor, side by side.
  public private(set) var rows: [TripleRow] = []
  /// The rows over stations.
  public private(set) var summary: [TripleSummaryRow] = []

  /// No triple collocation.
  public init() {}

  /// What is written of each side, in order.
  public static let quantities: [TripleBootstrap.Quantity] = [
    .errorDeviation, .correlation, .signalToNoise, .noiseShare, .scaling,
  ]

  /// The rows with their summary.
  init(_ rows: [TripleRow], sensors: [ScoredSensor], experiment: Experiment) {
    self.rows = rows
    guard experiment.triple.count == 3 else { return }
    for side in 0..<3 {
      for quantity in TripleTable.quantities {
        let those = rows.filter { $0.side == side && $0.quantity == quantity }
        summary.append(
          TripleTable.row(those, side, quantity, sensors: sensors, experiment: experiment))
      }
    }
  }

  private static func row(
    _ rows: [TripleRow], _ side: Int, _ quantity: TripleBootstrap.Quantity, sensors: [ScoredSensor],
    experiment: Experiment
  ) -> TripleSummaryRow {
    let valued = rows.compactMap { row in row.value.map { (sensor: row.sensor, value: $0) } }
    let mean = ClusteredMean(
      valued.map { StationValue(network: sensors[$0.sensor].network, value: $0.value) },
      weighting: .station, scale: quantity == .correlation ? .fisher : .plain,
      level: experiment.intervals.level, seed: experiment.intervals.seed,
      labels: ["triple", experiment.triple[side].name(in: experiment), quantity.name],
      replicates: experiment.intervals.replicates)
    let sorted = valued.map(\.value).sorted()
    func part(_ share: Double) -> Double? { sorted.isEmpty ? nil : quantile(ofSorted: sorted, share) }
    return TripleSummaryRow(
      side: side, quantity: quantity,
      estimate: SummaryEstimate(mean: mean.estimate, lower: mean.lower, upper: mean.upper),
      median: part(0.5), lowerQuartile: part(0.25), upperQuartile: part(0.75), sensors: valued.count,
      networks: mean.networks, negative: rows.count { $0.status == .negativeVariance }, status: mean.status)
  }
}

extension TripleBootstrap.Quantity {
  /// The name in tables.
  public var name: String {
    switch self {
    case .scaling: "beta"
    case .scaledErrorVariance: "error_variance"
    case .errorDeviation: "error_sd"
    case .correlation: "R_truth"
    case .signalToNoise: "SNR_dB"
    case .noiseShare: "fMSE"
    }
  }
}
