/// What can be scored on pairs of a product and a reference; the raw values are the names in every table.
///
/// e is the product, o the reference, n the number of pairs; all moments are population moments (1/n).
public enum Metric: String, CaseIterable, Hashable, Sendable {
  /// Pearson's correlation.
  case r = "R"
  /// The two-sided p-value of R under independence, t = R·√((n−2)/(1−R²)) with n − 2 degrees of freedom.
  case pR = "p_R"
  /// Spearman's correlation: Pearson's of average ranks.
  case rho = "rho"
  /// The two-sided p-value of ρ by the same t.
  case pRho = "p_rho"
  /// mean(e − o): product minus reference.
  case bias = "bias"
  /// √mean((e − o)²).
  case rmse = "RMSE"
  /// √mean(((e − ē) − (o − ō))²).
  case ubRMSE = "ubRMSE"
  /// √(ubRMSE² − σ²): ubRMSE freed of the reference's own error σ, see ``ReferenceUncertainty``.
  case ubRMSECorrected = "ubRMSE_corr"
  /// mean |e − o|.
  case mae = "MAE"
  /// mean((e − o)²).
  case mse = "MSE"
  /// 2 σₑ σₒ (1 − R): the part of the MSE due to imperfect correlation.
  case mseCorr = "MSE_corr"
  /// (ē − ō)²: the part of the MSE due to unequal means.
  case mseBias = "MSE_bias"
  /// (σₑ − σₒ)²: the part of the MSE due to unequal spread.
  case mseVar = "MSE_var"
  /// Pearson's correlation of the anomalies.
  case anomalyR = "A.R"
  /// The two-sided p-value of A.R under independence.
  case pAnomalyR = "p_A.R"
  /// Kling–Gupta efficiency in its first form, 1 − √((R−1)² + (σₑ/σₒ−1)² + (ē/ō−1)²).
  case kge = "KGE"

  /// The fewest pairs with which the metric means anything.
  public var minimumPairs: Int {
    switch self {
    case .bias, .rmse, .mae, .mse, .mseBias: 1
    case .ubRMSE, .ubRMSECorrected, .mseVar: 2
    case .r, .pR, .rho, .pRho, .mseCorr, .anomalyR, .pAnomalyR, .kge: 3
    }
  }
}
