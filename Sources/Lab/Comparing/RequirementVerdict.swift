public import Statistics

/// Whether a product meets a requirement in a group of stations, as far as the interval says so.
public enum RequirementOutcome: String, CaseIterable, Sendable {
  /// The whole interval keeps the limit.
  case pass
  /// The whole interval misses the limit.
  case fail
  /// The limit lies inside the interval, or there is none.
  case undecided
}

/// A product against one requirement: a row of `verdicts.csv`.
public struct RequirementVerdict: Hashable, Sendable {
  /// The product's name.
  public var product: String
  /// The grouping of the stations.
  public var stratification: Stratification
  /// The group in it.
  public var group: String
  /// Who asks for what: `GCOS goal`, `SMAP`, `GCOS stability threshold`.
  public var requirement: String
  /// What is compared with the limit: `ubRMSE`, `2*ubRMSE`, `stability`.
  public var metric: String
  /// The largest value allowed, m³ m⁻³, for stability m³ m⁻³ per decade.
  public var limit: Double
  /// The mean over stations of what is compared.
  public var estimate: Double?
  /// The lower end of its interval.
  public var lower: Double?
  /// The upper end of its interval.
  public var upper: Double?
  /// What the interval says.
  public var outcome: RequirementOutcome
  /// How many stations the estimate rests on.
  public var stations: Int
  /// `ok`, or why there is no estimate or no interval.
  public var status: Status
}
