public import Files

/// The valid samples of one day on a window of a product's grid.
public struct DailyMap: Sendable {
  /// The day's beginning, microseconds since 1970.
  public var day: Int64
  /// The values in m³ m⁻³ or mm a day, row after row of the window; NaN where there is none.
  public var values: [Float]
  /// The instants of the samples, microseconds since 1970, in the order of `values`; `Int64.min` where there is none.
  ///
  /// Of several samples it is the mean of theirs. Empty where times were not asked for.
  public var times: [Int64] = []
  /// How many maps or swaths had a valid sample on this day; 0 for a missing day.
  public var sources: Int

  /// The number of cells with a value.
  public var valid: Int { values.count { !$0.isNaN } }
}

/// Which day a sample belongs to.
public enum DayRule: String, CaseIterable, Sendable {
  /// The date its file gives: the day of its stamp before it is moved to an overpass (for daily satellite maps the local
  /// solar date); where every sample has a stamp of its own, the one date in the file's name, else the stamp's UTC day.
  case label
  /// The UTC day of the sample's time, by `exact_time` where the product has it.
  case utc
}

/// What becomes of samples of one cell on one day at different times.
///
/// Samples at one instant are settled before that, as for series: one is kept where all are equal, none otherwise.
public enum SeveralSamples: String, CaseIterable, Sendable {
  /// Their mean, as the daily windows of a validation take it.
  case mean
  /// The latest.
  case latest
  /// An error: the product is to have one sample a day.
  case refuse
}

/// What was read, and what became of it.
///
/// `read == kept + excluded.total`, always.
public struct DailyMapAccount: Sendable {
  /// How many samples the files hold in the window and the period, missing ones included.
  public var read = 0
  /// How many of them are in maps.
  public var kept = 0
  /// The others, by reason, in the words of `ProductRecord`.
  public var excluded = Tally()
  /// How many days were delivered.
  public var days = 0
  /// How many of them had no sample in any file and were inserted without any value.
  public var missingDays = 0
  /// How many cells on how many days had samples at several times.
  public var severalCells = 0
  /// On how many days any cell had samples at several times.
  public var severalDays = 0
  /// What is wrong with the files.
  public var problems: [Problem] = []
}
