public import Grids
internal import Numerics

/// Hides observed values of a record in the shapes of the record's own gaps, to see how well they are filled.
///
/// A chosen day gets the gaps of another day at most `days` away, moved by up to `cells` rows and columns (what leaves
/// the map on one side comes in on the other). Some shapes are held for several days, so that long gaps occur too: those
/// of an orbit alone last a day.
public struct HiddenShapes: Hashable, Sendable {
  /// The share of days that are chosen.
  public var share = 0.35
  /// The days within which a shape is taken.
  public var days = 40
  /// The rows and columns by which it is moved at most.
  public var cells = 20
  /// The share of the chosen days whose shape is held.
  public var heldShare = 0.0
  /// The days for which a held shape stays.
  public var held = 3...5

  /// A third of the days, none of them held.
  public init() {}

  /// Every shape held for 3–5 days.
  public static var long: HiddenShapes {
    var shapes = HiddenShapes()
    (shapes.share, shapes.heldShare) = (0.12, 1)
    return shapes
  }

  /// A hidden value.
  public struct Cell: Hashable, Sendable {
    /// Its position in the record's values.
    public var position: Int
    /// The days in a row, this one among them, on which the cell is not seen: own gaps and hidden ones.
    public var missingDays: Int
    /// The distance in cells to the nearest cell that is still seen that day; infinite where none is.
    public var distance: Float
  }

  /// Hides values of a record.
  ///
  /// - Parameters:
  ///   - record: the record, NaN at gaps.
  ///   - chosen: the indices of the days that may be chosen and that give shapes.
  ///   - wanted: day × cell: where a value is to be expected. Only an expected value that is not there belongs to a
  ///     day's shape, so that frost and water are not moved about; empty for everywhere.
  ///   - seed: the seed.
  ///   - jobs: the number of threads; the result is the same for any number.
  /// - Returns: the hidden values by position, ascending.
  public func hide(
    _ record: FieldStack, days chosen: [Int], wanted: [Bool] = [], seed: UInt64, jobs: Int = 1
  ) -> [Cell] {
    precondition(wanted.isEmpty || wanted.count == record.values.count, "wanted has the record's shape")
    let usable = chosen.filter(record.days.indices.contains).sorted()
    let allowed = Set(usable)
    var isHidden = [Bool](repeating: false, count: record.values.count)
    for day in usable {
      // A stream of its own a day: what happens to a day does not depend on the days before.
      var stream = RandomStream(seed: seed, stream: "hidden shapes", "\(record.days[day])")
      guard stream.uniform() < share else { continue }
      let donors = usable.filter { $0 != day && abs($0 - day) <= days }
      guard !donors.isEmpty, cells >= 0 else { continue }
      let donor = donors[stream.index(below: donors.count)]
      let rows = stream.index(below: 2 * cells + 1) - cells
      let columns = stream.index(below: 2 * cells + 1) - cells
      var length = 1
      if stream.uniform() < heldShare { length = held.lowerBound + stream.index(below: held.count) }
      let shape = shape(of: donor, in: record, wanted: wanted, down: rows, right: columns)
      for other in day..<day + length where allowed.contains(other) {
        let first = record.range(ofDay: other).lowerBound
        for cell in shape where record.values[first + cell].isFinite { isHidden[first + cell] = true }
      }
    }
    return described(record, isHidden, jobs: jobs)
  }

  /// The cells of a day's gaps, moved.
  private func shape(of day: Int, in record: FieldStack, wanted: [Bool], down: Int, right: Int) -> [Int] {
    let first = record.range(ofDay: day).lowerBound
    let (rows, columns) = (record.rows, record.columns)
    return (0..<record.cells).compactMap { cell in
      let position = first + cell
      guard !record.values[position].isFinite, wanted.isEmpty || wanted[position] else { return nil }
      let row = ((cell / columns + down) % rows + rows) % rows
      let column = ((cell % columns + right) % columns + columns) % columns
      return row * columns + column
    }
  }

  /// The hidden values with what surrounds them.
  private func described(_ record: FieldStack, _ isHidden: [Bool], jobs: Int) -> [Cell] {
    let cells = record.cells
    var visible = record.values
    for position in visible.indices where isHidden[position] { visible[position] = .nan }
    var missing = visible.map { $0.isFinite ? Int32(0) : 1 }
    for position in missing.indices.dropFirst(cells) where missing[position] > 0 {
      missing[position] = missing[position - cells] + 1
    }
    // The run's length is known at its last day; carry it back.
    for position in missing.indices.dropLast(cells).reversed() where missing[position] > 0 {
      missing[position] = max(missing[position], missing[position + cells])
    }
    let maps = Pieces.run(record.days.count, jobs: jobs) { day -> [Cell] in
      let range = record.range(ofDay: day)
      guard isHidden[range].contains(true) else { return [] }
      let squares = NearestObservation.search(
        Array(visible[range]), layers: 1, rows: record.rows, columns: record.columns, jobs: 1
      ).squares
      return range.compactMap { position in
        guard isHidden[position] else { return nil }
        return Cell(
          position: position, missingDays: Int(missing[position]),
          distance: squares[position - range.lowerBound].squareRoot())
      }
    }
    return maps.flatMap(\.self)
  }
}
