public import Files
import Grids

/// How much of the land a product sees, day by day.
public struct CoverageCount: Hashable, Sendable {
  /// One day.
  public struct Day: Hashable, Sendable {
    /// The day's beginning, microseconds since 1970.
    public var day: Int64
    /// How many cells of the land have a valid value.
    public var valid: Int

    /// A day's count.
    public init(day: Int64, valid: Int) { (self.day, self.valid) = (day, valid) }
  }

  /// The product's name.
  public var product: String
  /// How many cells count as land.
  public var cells: Int
  /// The days, ascending, missing ones included.
  public var days: [Day]

  /// The mean share of the land over all days; NaN where there is neither.
  public var meanShare: Double {
    guard cells > 0, !days.isEmpty else { return .nan }
    return Double(days.reduce(0) { $0 + $1.valid }) / Double(cells) / Double(days.count)
  }

  /// Counts in one pass over a product's maps.
  ///
  /// - Parameters:
  ///   - land: whether each cell of the reader's window is land; where nil a cell counts as land that has a valid value on
  ///     any day of the period, so that the highest coverage is not known to be complete.
  ///   - period: the first and the last day.
  ///   - jobs: how many threads share the work.
  /// - Throws: `Failure` as `DailyMapReader.read` does, and (usage) where the mask is of another grid.
  public init(
    of reader: DailyMapReader, land: [Bool]? = nil, period: (first: Int64, last: Int64)? = nil, jobs: Int,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(Failure) {
    if let land, land.count != reader.window.cells {
      throw Failure(.usage, "the mask has \(land.count) cells, the maps have \(reader.window.cells)")
    }
    var ever = [Bool](repeating: false, count: reader.window.cells)
    var days: [Day] = []
    try reader.read(period: period, jobs: jobs, progress: progress) { map throws(Failure) in
      var valid = 0
      for cell in map.values.indices where !map.values[cell].isNaN && (land?[cell] ?? true) {
        valid += 1
        ever[cell] = true
      }
      days.append(Day(day: map.day, valid: valid))
    }
    product = reader.name
    self.days = days
    cells = (land ?? ever).count { $0 }
  }

  /// A count that is known.
  public init(product: String, cells: Int, days: [Day]) {
    (self.product, self.cells, self.days) = (product, cells, days)
  }

  /// The lines of `coverage.csv` without its header: product, date, cells, valid.
  public var table: String {
    days.map { day in
      var row = CSVRow()
      row.append(product)
      row.append(UTC.dateText(day.day))
      row.append(cells)
      row.append(day.valid)
      return row.line
    }.joined()
  }
}
