internal import Lab
internal import Statistics

/// A metric of ours as QA4SM names it and counts its sign.
struct QA4SMMetric {
  /// Our metric.
  var metric: Metric
  /// QA4SM's name.
  var name: String
  /// Whether QA4SM takes reference minus product where we take product minus reference.
  var isReversed = false
  /// Whether the value is multiplied by the number of pairs (a sum, not a mean).
  var isSum = false

  /// QA4SM's metrics that our scores give, in its order; the others are left out.
  static func all(of metrics: [Metric]) -> [QA4SMMetric] {
    let names: [(ours: String, theirs: String)] = [
      ("R", "R"), ("p_R", "p_R"), ("rho", "rho"), ("p_rho", "p_rho"), ("RMSE", "RMSD"), ("bias", "BIAS"),
      ("ubRMSE", "urmsd"), ("MSE", "mse"), ("MSE_corr", "mse_corr"), ("MSE_bias", "mse_bias"),
      ("MSE_var", "mse_var"), ("MSE", "RSS"),
    ]
    return names.compactMap { name in
      metrics.first { $0.rawValue == name.ours }.map {
        QA4SMMetric(
          metric: $0, name: name.theirs, isReversed: name.theirs == "BIAS", isSum: name.theirs == "RSS")
      }
    }
  }

  /// A value, or an interval's end, in QA4SM's sign and sum.
  func convert(_ value: Double, count: Int) -> Double {
    isReversed ? -value : isSum ? value * Double(count) : value
  }

  /// QA4SM's number for a status of ours (pytesmo's codes): 0 ok, 1 not enough data, 2 metric failed, 4 no overlap.
  ///
  /// A status that only warns of a wide interval is 0 where there is a value.
  static func code(_ status: Status, hasValue: Bool) -> Int32 {
    if hasValue { return 0 }
    return switch status.rawValue {
    case "ok", "theseStations": 0
    case "tooFew", "fewEffective", "noData", "fewNetworks": 1
    case "noVariance", "degenerate", "belowUncertainty", "negativeVariance": 2
    case "noOverlap": 4
    default: -1
    }
  }
}
