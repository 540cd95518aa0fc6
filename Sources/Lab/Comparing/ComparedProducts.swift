internal import Files
internal import Statistics

/// Products that are held against each other at the same sensors, of one run or of several.
struct ComparedProducts: Sendable {
  /// The products' names in the tables.
  var names: [String]
  /// The sensors, in the order of the tables.
  var sensors: [ScoredSensor]
  /// The groupings, scalings, metrics, minima and intervals, and what is common.
  var experiment: Experiment
  /// Which products meet: unless changed, every two.
  var meetings: [ProductMeeting]
  /// The pairs of a product at a sensor; nil where there are none.
  var series: @Sendable (_ product: Int, _ sensor: Int) throws(Failure) -> PairSeries?

  /// The products of one run.
  init(_ experiment: Experiment, sensors: [ScoredSensor], pairs: RunPairs) {
    names = experiment.products.map(\.name)
    meetings = ComparedProducts.meetings(of: names)
    self.sensors = sensors
    self.experiment = experiment
    series = { product, sensor throws(Failure) in try pairs.series(product: product, sensor: sensor) }
  }

  /// Products of several places.
  init(
    names: [String], sensors: [ScoredSensor], experiment: Experiment,
    series: @escaping @Sendable (_ product: Int, _ sensor: Int) throws(Failure) -> PairSeries?
  ) {
    self.names = names
    meetings = ComparedProducts.meetings(of: names)
    self.sensors = sensors
    self.experiment = experiment
    self.series = series
  }

  /// Each product with those listed after it.
  private static func meetings(of names: [String]) -> [ProductMeeting] {
    names.indices.flatMap { first in
      names.indices.dropFirst(first + 1).map { ProductMeeting(product: first, reference: $0) }
    }
  }

  /// The groupings that mean the same for every product: of stations and of time.
  ///
  /// What a product says of its own values (`flag`, `orbit`, `day-night`, `frozen`) and its cell (`distance`,
  /// `cell-stations`) would sort the two sides of a pair differently.
  var strata: [Stratification] {
    experiment.strata.filter { $0.factors.allSatisfy(\.isOfEveryProduct) }
  }

  /// The metrics that have a difference: p-values have none, and `ubRMSE_corr` differs only where ubRMSE does.
  var metrics: [Metric] { experiment.metrics.filter { $0.preference != nil && $0 != .ubRMSECorrected } }

  /// Whether a metric has a row under a scaling.
  func has(_ metric: Metric, _ scaling: RescalingMethod) -> Bool {
    scaling == RescalingMethod.none || metric.survivesRescaling
  }
}

/// Two products by their positions: the one that is judged and the one it is held against.
struct ProductMeeting: Hashable, Sendable {
  var product: Int
  var reference: Int
}

extension StratumKind {
  /// Whether the group of a sample is the same for all products.
  var isOfEveryProduct: Bool {
    switch self {
    case .all, .koppen, .koppenGroup, .network, .landcover, .texture, .frm, .water, .region, .season, .month,
      .year:
      true
    case .flag, .flagCommon, .orbit, .dayNight, .frozen, .distance, .cellStations: false
    }
  }
}
