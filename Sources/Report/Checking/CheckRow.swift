/// What a check says of one row of an accuracy table.
public enum CheckVerdict: String, CaseIterable, Codable, Sendable {
  /// It was in the baseline, and the run has nothing to set against it.
  case missing
  /// Less accurate than in the baseline, beyond chance.
  case worse
  /// Another number from the same inputs.
  case changed
  /// More accurate than in the baseline, beyond chance.
  case improved
  /// It is in the run alone.
  case new
  /// Equal, or no difference beyond chance.
  case same

  /// Whether a check with such a row has failed.
  public var isRegression: Bool { self == .missing || self == .worse || self == .changed }
}

/// One row of an accuracy table, held against the baseline.
public struct CheckRow: Codable, Hashable, Sendable {
  /// `summary` (over stations), `score` (one sensor) or `station` (all of a sensor's scores).
  public var table: String
  /// The product's name.
  public var product: String
  /// The grouping.
  public var stratum: String
  /// The group in it.
  public var group: String
  /// How the product was rescaled.
  public var scaling: String
  /// The metric's name; empty for a station.
  public var metric: String
  /// The sensor, as `network/station/sensor`; empty for summaries.
  public var place: String = ""
  /// The baseline's number: the mean over common stations where `difference` is given.
  public var baseline: Double?
  /// The run's number likewise.
  public var run: Double?
  /// Run minus baseline, the mean over common stations.
  public var difference: Double?
  /// The lower end of its interval.
  public var lower: Double?
  /// The upper end of its interval.
  public var upper: Double?
  /// The probability of so large a difference by chance, two-sided.
  public var p: Double?
  /// The same after Benjamini and Hochberg over the rows that were tested.
  public var adjustedP: Double?
  /// How many sensors are in both.
  public var stations: Int?
  /// How many networks they are of.
  public var networks: Int?
  /// What the check says.
  public var verdict: CheckVerdict
  /// Why, where the numbers do not say it.
  public var reason: String = ""

  /// The key of a summary row or a score.
  init(
    table: String, product: String, stratum: String = "", group: String = "", scaling: String = "",
    metric: String = "", verdict: CheckVerdict = .same
  ) {
    self.table = table
    self.product = product
    self.stratum = stratum
    self.group = group
    self.scaling = scaling
    self.metric = metric
    self.verdict = verdict
  }
}
