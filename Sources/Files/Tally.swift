/// Counts by reason: what a reader or a filter left out, and why.
///
/// The ledger is made of these.
public struct Tally: Hashable, Sendable {
  private var counts: [String: Int] = [:]

  /// An empty tally.
  public init() {}

  /// Adds `count` items to a reason; adding zero leaves no entry.
  public mutating func add(_ reason: String, _ count: Int = 1) {
    if count != 0 { counts[reason, default: 0] += count }
  }

  /// Adds every count of another tally.
  public mutating func merge(_ other: Tally) {
    for (reason, count) in other.counts { add(reason, count) }
  }

  /// The count of one reason; zero where it never occurred.
  public subscript(reason: String) -> Int { counts[reason] ?? 0 }

  /// The sum over all reasons.
  public var total: Int { counts.values.reduce(0, +) }

  /// Whether nothing was counted.
  public var isEmpty: Bool { counts.isEmpty }

  /// The reasons in alphabetical order with their counts (a stable order: hashing is seeded per process).
  public var sorted: [(reason: String, count: Int)] {
    counts.sorted { $0.key < $1.key }.map { (reason: $0.key, count: $0.value) }
  }
}
