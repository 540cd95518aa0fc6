/// Maps of one quantity, day after day, on one grid of rows and columns: time × latitude × longitude.
public struct FieldStack: Sendable {
  /// The latitudes of the rows' centres in degrees north, in the order of the rows.
  public let latitudes: [Double]
  /// The longitudes of the columns' centres in degrees east, in the order of the columns.
  public let longitudes: [Double]
  /// The days' beginnings in microseconds since 1970, ascending, without a day left out.
  public let days: [Int64]
  /// The values, day after day, row after row; NaN where there is none.
  public var values: [Float]

  /// The number of rows.
  public var rows: Int { latitudes.count }
  /// The number of columns.
  public var columns: Int { longitudes.count }
  /// The number of cells of a map.
  public var cells: Int { rows * columns }

  /// A stack without any value.
  ///
  /// - Parameters:
  ///   - latitudes: the rows' centres.
  ///   - longitudes: the columns' centres.
  ///   - start: the first day's beginning, in microseconds since 1970.
  ///   - days: the number of days.
  public init(latitudes: [Double], longitudes: [Double], start: Int64, days: Int) {
    self.latitudes = latitudes
    self.longitudes = longitudes
    self.days = (0..<max(0, days)).map { start + Int64($0) * UTC.day }
    values = [Float](repeating: .nan, count: latitudes.count * longitudes.count * self.days.count)
  }

  /// A stack of values that are there: as many whole maps as they make.
  ///
  /// - Parameters:
  ///   - start: the first day's beginning, in microseconds since 1970.
  ///   - values: map after map (checked: a whole number of maps).
  public init(latitudes: [Double], longitudes: [Double], start: Int64, values: [Float]) {
    let cells = latitudes.count * longitudes.count
    precondition(cells == 0 ? values.isEmpty : values.count % cells == 0, "the values are whole maps")
    self.latitudes = latitudes
    self.longitudes = longitudes
    days = (0..<(cells == 0 ? 0 : values.count / cells)).map { start + Int64($0) * UTC.day }
    self.values = values
  }

  /// The values' positions of a day's map.
  public func range(ofDay index: Int) -> Range<Int> { index * cells..<(index + 1) * cells }

  /// The values of a cell, day by day.
  public func series(ofCell cell: Int) -> [Float] { days.indices.map { values[$0 * cells + cell] } }
}
