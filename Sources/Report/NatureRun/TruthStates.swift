internal import Files
internal import Grids

/// The daily states of a nature run's truth on its coarse grid, read variable by variable over all months.
struct TruthStates {
  /// The days' beginnings.
  let days: [Int64]
  /// The latitudes of the rows' centres.
  let latitudes: [Double]
  /// The longitudes of the columns' centres.
  let longitudes: [Double]
  private let paths: [String]

  /// Looks at the months of a folder; nil where there are none.
  /// - Throws: `Failure` (data) where a file cannot be read.
  init?(folder: String) throws(Failure) {
    paths = Paths.glob(folder + "/states_0.25_*.nc").sorted()
    guard let first = paths.first else { return nil }
    let grid = try GridFile(first)
    (latitudes, longitudes) = (grid.latitudes, grid.longitudes)
    var days: [Int64] = []
    for path in paths { days += try GridFile(path).days() }
    self.days = days
  }

  /// The number of cells.
  var cells: Int { latitudes.count * longitudes.count }

  /// A variable on all days.
  /// - Throws: `Failure` (data) where a file cannot be read.
  func stack(_ name: String) throws(Failure) -> FieldStack {
    var values: [Float] = []
    values.reserveCapacity(days.count * cells)
    for path in paths { values += try GridFile(path).values(name) }
    return FieldStack(latitudes: latitudes, longitudes: longitudes, start: days.first ?? 0, values: values)
  }
}
