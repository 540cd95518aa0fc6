public import Files
public import Grids

/// A location of a product that has a series of its own: a place in series files, a cell of maps.
public struct ProductCell: Hashable, Sendable {
  /// The position in the product's list of cells (file by file, in the files' order), or `row × columns + column`.
  public let index: Int
  /// The centre, with the longitude in −180…180.
  public let point: GeographicPoint
  /// The file's `location_id` (the grid point index, gpi), where it has one.
  public let identifier: Int64?
  /// The row of a map, counted from 0 in storage order; nil for series files.
  public let row: Int?
  /// The column of a map, counted from 0 in storage order; nil for series files.
  public let column: Int?

  init(index: Int, point: GeographicPoint, identifier: Int64?, row: Int? = nil, column: Int? = nil) {
    self.index = index
    self.point = point
    self.identifier = identifier
    self.row = row
    self.column = column
  }
}

/// The series of a product at one cell, and what was left out of it.
///
/// `stepsRead == series.count + excluded.total`, always.
public struct ProductRecord: Hashable, Sendable {
  /// Soil moisture in m³ m⁻³ at the times the description asks for, strictly increasing.
  public var series: TimeSeries
  /// How many time steps the files hold for this cell.
  public var stepsRead: Int
  /// What was left out, by reason, such as `fill value`, `flag 127` or `no time stamp`.
  public var excluded: Tally
  /// What is wrong with the files, as far as this cell shows it.
  public var problems: [Problem]
  /// How many footprints of swaths the kept samples are means of; 0 for products that are not binned.
  public var footprints: Int
  /// For each aspect the description tells apart, the code of every sample of `series` (`SampleGroups.code`).
  public var groups: [SampleAspect: [UInt8]]

  /// Creates a record; the counts add up (checked).
  public init(
    series: TimeSeries, stepsRead: Int, excluded: Tally, problems: [Problem],
    groups: [SampleAspect: [UInt8]] = [:], footprints: Int = 0
  ) {
    precondition(stepsRead == series.count + excluded.total, "every step is kept or has a reason")
    self.series = series
    self.stepsRead = stepsRead
    self.excluded = excluded
    self.problems = problems
    self.groups = groups
    self.footprints = footprints
  }
}
