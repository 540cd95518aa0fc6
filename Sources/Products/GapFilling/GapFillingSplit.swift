public import Files
internal import Numerics

/// Which days of a record train a method, which choose among its trainings, and which judge it: parts in time.
public struct GapFillingSplit: Hashable, Sendable {
  /// A part of a record.
  public enum Part: Hashable, Sendable, CaseIterable {
    /// Weights, climatology and settings come from these days only.
    case training
    /// The training's progress is watched on these days.
    case validation
    /// Never looked at before the end.
    case test
  }

  /// The part of every day of the record; nil for a day that belongs to none.
  public let parts: [Part?]

  /// The parts by whole calendar years (UTC).
  ///
  /// - Throws: `Failure` (usage) where a year is in two parts, or a part that has years has no day of the record, or
  ///   training or test have none.
  public init(days: [Int64], training: Set<Int>, validation: Set<Int> = [], test: Set<Int>) throws(Failure) {
    let years = [(Part.training, training), (.validation, validation), (.test, test)]
    for (index, one) in years.enumerated() {
      for other in years[(index + 1)...] {
        if let year = one.1.intersection(other.1).min() {
          throw Failure(
            .usage, "the year \(year) is both in \(one.0) and in \(other.0)",
            advice: "Give each year to one part")
        }
      }
    }
    parts = days.map { day in
      let year = CivilDay.date(of: CivilDay.number(of: day)).year
      return years.first { $0.1.contains(year) }?.0
    }
    for (part, wanted) in years where !wanted.isEmpty || part != .validation {
      guard !parts.contains(part) else { continue }
      throw Failure(
        .usage, "the record has no day of the \(part) years \(wanted.sorted())",
        advice: "Give years that the record covers")
    }
  }

  /// The parts by shares of the days, in the order of time: training, then validation, then test.
  ///
  /// - Parameters:
  ///   - days: the record's days.
  ///   - training: the share of training days, above 0.
  ///   - validation: the share of validation days, 0 or more; what is left is for the test.
  /// - Throws: `Failure` (usage) where training or test would have no day.
  public init(days: [Int64], training: Double, validation: Double = 0) throws(Failure) {
    guard training > 0, validation >= 0, training + validation < 1 else {
      throw Failure(
        .usage,
        "shares of \(training) for training and \(validation) for validation leave nothing for the test",
        advice: "Give shares whose sum is below 1")
    }
    let first = Int((training * Double(days.count)).rounded())
    let second = Int(((training + validation) * Double(days.count)).rounded())
    guard first > 0, second < days.count else {
      throw Failure(.usage, "\(days.count) days are too few to be split", advice: "Give a longer record")
    }
    parts = days.indices.map { $0 < first ? .training : $0 < second ? .validation : .test }
  }

  /// The indices of a part's days, ascending.
  public func days(of part: Part) -> [Int] { parts.indices.filter { parts[$0] == part } }
}
