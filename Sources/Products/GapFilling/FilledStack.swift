public import Grids

/// A record whose gaps were filled, and what became of every cell on every day.
public struct FilledStack: Sendable {
  /// What became of a cell on a day.
  public enum State: UInt8, Hashable, Sendable, CaseIterable {
    /// Observed: the value is the record's, bit for bit.
    case observed = 0
    /// Filled.
    case filled = 1
    /// Not filled: water, or frozen ground, or whatever else the caller does not want.
    case notWanted = 10
    /// Not filled: no observation near enough.
    case nothingNear = 11
    /// Not filled: the cell has no climatology, for it was never seen in the training years.
    case noClimatology = 12
  }

  /// The record with its gaps filled; NaN where they could not be.
  public var stack: FieldStack
  /// The state of every value, in the order of the stack's values.
  public var states: [State]

  /// Fills the wanted gaps of a record by a function of the value's position.
  ///
  /// - Parameters:
  ///   - record: the record.
  ///   - wanted: whether a value is asked for at each position; empty for everywhere.
  ///   - why: the state of a position for which `value` gives no finite number.
  ///   - value: the value of a gap, clipped to 0…0.99 m³ m⁻³.
  init(
    filling record: FieldStack, wanted: [Bool], why: State, _ value: (_ position: Int) -> Float
  ) {
    precondition(wanted.isEmpty || wanted.count == record.values.count, "wanted has the record's shape")
    stack = record
    states = [State](repeating: .observed, count: record.values.count)
    for position in record.values.indices where !record.values[position].isFinite {
      stack.values[position] = .nan
      guard wanted.isEmpty || wanted[position] else {
        states[position] = .notWanted
        continue
      }
      let filled = value(position)
      guard filled.isFinite else {
        states[position] = why
        continue
      }
      stack.values[position] = min(0.99, max(0, filled))
      states[position] = .filled
    }
  }
}

/// A method that fills a record's gaps from the record alone.
public protocol GapFillingBaseline: Sendable {
  /// The method and its settings in a few words, for tables.
  var title: String { get }

  /// Fills the gaps of a record of soil moisture in m³ m⁻³; observed values stay as they are.
  ///
  /// - Parameters:
  ///   - record: the record, NaN at gaps.
  ///   - climatology: that of the training years.
  ///   - wanted: whether a value is asked for at each position of the record; empty for everywhere.
  ///   - jobs: the number of threads; the result is the same for any number.
  func fill(_ record: FieldStack, climatology: DayOfYearClimatology, wanted: [Bool], jobs: Int) -> FilledStack
}
