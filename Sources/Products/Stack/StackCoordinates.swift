import Files
import Grids

/// The coordinates of a file's maps as numbers, to make a geometry of and to compare with another file's.
struct StackCoordinates: Sendable {
  private let pair: CoordinatePair
  private let path: String
  private let latitudes: [Double]
  private let longitudes: [Double]

  /// Reads them.
  /// - Throws: `Failure` (data) where they are no numbers or too many.
  init(_ pair: CoordinatePair, _ file: NetCDFFile) throws(Failure) {
    self.pair = pair
    path = file.path
    latitudes = try LocationTable.values(pair.latitude, file)
    longitudes = try LocationTable.values(pair.longitude, file)
  }

  /// Where the cells are, and what is wrong with single ones.
  /// - Throws: `Failure` (data) where latitudes are beyond 90, look exchanged with longitudes, or a grid of rows
  ///   and columns is not strictly monotonic.
  func geometry() throws(Failure) -> (CellGeometry, [Problem]) {
    if !pair.isRectilinear {
      let table = try LocationTable(
        latitudes: latitudes, longitudes: longitudes, identifiers: nil, what: "cell",
        names: (pair.latitude.path, pair.longitude.path), path: path)
      let places = zip(table.latitudes, table.longitudes).map { GeographicPoint(latitude: $0, longitude: $1) }
      let columns = pair.latitude.dimensions.last?.length ?? 0
      let points = GridPoints(places)
      return (
        pair.latitudeAxes.count == 2 ? .curvilinear(points, columns: columns) : .points(points),
        table.problems
      )
    }
    try LocationTable.refuseExchanged(
      latitudes, longitudes, names: (pair.latitude.path, pair.longitude.path), path: path)
    do throws(Failure) {
      return (
        .rectilinear(
          latitudes: try GridAxis(latitudes: latitudes, spacing: StackCoordinates.spacing(longitudes)),
          longitudes: try GridAxis(longitudes: longitudes, spacing: StackCoordinates.spacing(latitudes))), []
      )
    } catch {
      throw Failure(error.kind, error.reason, path: path, advice: error.advice)
    }
  }

  /// Whether another file has the same places, but for the rounding of numbers.
  func isSame(as other: StackCoordinates) -> Bool {
    StackCoordinates.isSame(latitudes, other.latitudes)
      && StackCoordinates.isSame(longitudes, other.longitudes)
  }

  private static func isSame(_ first: [Double], _ second: [Double]) -> Bool {
    guard first.count == second.count else { return false }
    for index in first.indices where !(abs(first[index] - second[index]) <= 2e-5) {
      if !(first[index].isNaN && second[index].isNaN) { return false }
    }
    return true
  }

  /// The step of an axis, for the other one where that has one cell only.
  private static func spacing(_ values: [Double]) -> Double? {
    values.count > 1 ? abs(values[1] - values[0]) : nil
  }
}
