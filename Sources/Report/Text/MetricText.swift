internal import Lab
internal import Statistics

/// How metrics, groupings and statuses are spelled in figures and tables.
enum MetricText {
  private static let dimensionless: Set<String> = ["R", "p_R", "rho", "p_rho", "A.R", "p_A.R", "KGE"]
  private static let squared: Set<String> = ["MSE", "MSE_corr", "MSE_bias", "MSE_var"]
  private static let signed: Set<String> = ["R", "rho", "A.R", "KGE", "bias"]

  /// Whether the metric has a unit.
  static func hasUnit(_ metric: Metric) -> Bool { !dimensionless.contains(metric.rawValue) }

  /// The unit, `–` for numbers without one.
  static func unit(_ metric: Metric) -> String {
    if dimensionless.contains(metric.rawValue) { return "–" }
    return squared.contains(metric.rawValue) ? "m⁶ m⁻⁶" : "m³ m⁻³"
  }

  /// The name and unit of an axis: `RMSE (m³ m⁻³)`.
  static func axis(_ metric: Metric) -> String { "\(metric.rawValue) (\(unit(metric)))" }

  /// Whether the metric cannot be negative.
  static func isNonnegative(_ metric: Metric) -> Bool { !signed.contains(metric.rawValue) }

  /// The largest value the metric can have.
  static func upperBound(_ metric: Metric) -> Double? {
    dimensionless.contains(metric.rawValue) ? 1 : nil
  }

  /// How many decimals tables print: squared metrics are small.
  static func decimals(_ metric: Metric) -> Int { squared.contains(metric.rawValue) ? 5 : 3 }

  /// The metric in a file name: letters and digits, `A.R` is `AR`.
  static func fileName(_ metric: Metric) -> String { metric.rawValue.filter { $0.isLetter || $0.isNumber } }

  /// A grouping in words.
  static func title(_ stratification: Stratification) -> String {
    stratification.factors.map(title).joined(separator: " × ")
  }

  /// A kind of group in words.
  static func title(_ kind: StratumKind) -> String {
    switch kind {
    case .all: "all stations"
    case .koppen: "Köppen–Geiger class"
    case .koppenGroup: "Köppen–Geiger main group"
    case .season: "season"
    case .month: "month"
    case .year: "year"
    case .network: "network"
    case .landcover: "land cover class"
    case .texture: "soil texture class"
    case .frm: "FRM class"
    case .water: "open water"
    case .region: "region"
    case .flag: "product flag"
    case .flagCommon: "product flag at common sensors"
    case .orbit: "orbit"
    case .dayNight: "day and night"
    case .frozen: "frozen ground"
    case .distance: "distance to the cell’s centre"
    case .cellStations: "stations in the cell"
    }
  }

  /// What a status means, for readers of the report.
  static func meaning(_ status: Status) -> String {
    switch status.rawValue {
    case "ok": "the value is there"
    case "tooFew": "fewer pairs, or stations, than the minimum"
    case "fewEffective": "too few independent pairs once autocorrelation is counted"
    case "noVariance": "one side does not vary"
    case "noData": "a side has no valid sample"
    case "noOverlap": "both sides have samples, but none at a common time"
    case "belowUncertainty": "ubRMSE does not exceed the stations' own uncertainty"
    case "fewNetworks": "stations of fewer than five networks do not stand for others"
    case "theseStations": "the interval holds for these stations only"
    case "negativeVariance": "triple collocation estimates a negative variance"
    case "degenerate": "the values do not determine a fit or an interval"
    default: "no value"
    }
  }
}

extension RunResult {
  /// The scaling that figures, the per-sensor table and `qa4sm.nc` show: `none` where it was scored.
  var shownScaling: RescalingMethod {
    experiment.scaling.contains(.none) ? .none : experiment.scaling.first ?? .none
  }

  /// The metrics of figures and headline tables, in the order of the papers, as far as they were scored.
  var keyMetrics: [Metric] {
    let order = ["R", "rho", "RMSE", "ubRMSE", "ubRMSE_corr", "bias", "A.R"]
    let wanted = order.filter { $0 != "rho" || !experiment.metrics.contains { $0.rawValue == "R" } }
    let present = wanted.compactMap { name in experiment.metrics.first { $0.rawValue == name } }
    return present.isEmpty ? experiment.metrics : present
  }
}
