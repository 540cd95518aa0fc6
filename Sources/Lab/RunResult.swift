public import Files

/// What a finished run knows: everything a report is drawn from.
public struct RunResult: Sendable {
  /// The resolved experiment.
  public var experiment: Experiment
  /// The sensors that were scored, in the order of the tables.
  public var sensors: [ScoredSensor]
  /// How each sensor (outer) stands in each product's cell (inner); `nil` = out of reach.
  public var placements: [[Placement?]]
  /// How much each unit's mean hangs on one member, m³ m⁻³ (`members.csv`).
  ///
  /// NaN for a single member; empty where single sensors were scored.
  public var memberSpreads: [Double] = []
  /// The scores, column by column.
  public var table: ScoreTable
  /// The summaries over stations.
  public var summary: Summary
  /// The products side by side on their common samples.
  public var comparisons = ComparisonTable()
  /// The triple collocation the experiment asks for.
  public var triple = TripleTable()
  /// The products against the requirements of users.
  public var verdicts: [RequirementVerdict] = []
  /// The ledger's counts summed over stations, by stage, product and reason (`read` and `kept` included).
  public var totals: [LedgerLine]
  /// What was wrong in the inputs without stopping the work.
  public var problems: [Problem]
  /// Notes on how far a claim reaches, such as a catalogue entry that was not verified on a file.
  public var remarks: [String]
  /// The networks whose data were used, to be cited.
  public var networks: [String]
}
