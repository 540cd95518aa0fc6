public import Files

/// All samples of one sensor after the repairs of FIELD §4, with an account of every row.
///
/// `times`, `values` and `flags` run parallel; times are microseconds since 1970 UTC and strictly increasing;
/// values are finite, in the archive's unit (m³ m⁻³ for `sm`). Every row read is either a sample or counted:
/// `rowsRead == times.count + excluded.total`.
public struct SensorRecord: Hashable, Sendable {
  /// Microseconds since 1970-01-01 00:00 UTC, strictly increasing.
  public var times: [Int64] = []
  /// One finite value per instant.
  public var values: [Double] = []
  /// The quality flags of each sample; nothing is selected by them here.
  public var flags: [FlagSet] = []
  /// The lines that hold something, without the header.
  public var rowsRead = 0
  /// The rows left out, by reason.
  public var excluded = Tally()
  /// The rows kept after a repair, by what was done (`24:00 read as the next day's 00:00`, …).
  public var repaired = Tally()
  /// What was found wrong, with the line of the first occurrence.
  public var problems: [Problem] = []
  /// Why the whole sensor is left out (then there are no samples); nil when it is not.
  public var skipped: String?

  /// A record without rows.
  public init() {}

  /// The number of samples.
  public var count: Int { times.count }

  /// How many samples carry each set of flags, ordered by the sets' texts.
  public var samplesByFlag: [(flags: FlagSet, count: Int)] {
    var counts: [FlagSet: Int] = [:]
    var at = 0
    while at < flags.count {
      let first = at
      while at < flags.count, flags[at] == flags[first] { at += 1 }
      counts[flags[first], default: 0] += at - first
    }
    return counts.map { (flags: $0.key, count: $0.value) }.sorted {
      $0.flags.description < $1.flags.description
    }
  }
}

extension SensorRecord {
  /// The record of a file that could not be read.
  init(unreadable failure: Failure, path: String) {
    skipped = failure.reason
    problems = [Problem(path: failure.path ?? path, reason: failure.reason + "; sensor skipped")]
  }
}
