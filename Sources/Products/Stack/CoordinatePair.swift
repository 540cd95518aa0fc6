import Files

/// The latitude and longitude of a variable's maps or footprints, with the dimensions they run along.
struct CoordinatePair: Sendable {
  var latitude: NetCDFVariable
  var longitude: NetCDFVariable
  /// Positions among the variable's dimensions: none, one, or row and column.
  var latitudeAxes: [Int]
  var longitudeAxes: [Int]

  /// Rows of equal latitude and columns of equal longitude.
  var isRectilinear: Bool {
    latitudeAxes.count == 1 && longitudeAxes.count == 1 && latitudeAxes != longitudeAxes
  }
  /// Whether the cells have two dimensions, with coordinates along one of them each or along both.
  var isMap: Bool { isRectilinear || isShared && latitudeAxes.count == 2 }
  /// Both along the same dimensions.
  var isShared: Bool { latitudeAxes == longitudeAxes }

  /// The first of the file's coordinates that fit the variable; nil where none do.
  init?(_ search: CoordinateSearch) {
    let dimensions = search.variable.dimensions
    for latitude in search.latitudes {
      guard let rows = CoordinatePair.axes(of: latitude, in: dimensions) else { continue }
      for longitude in search.longitudes {
        let avoiding = rows.count == 1 ? Set(rows) : []
        guard let columns = CoordinatePair.axes(of: longitude, in: dimensions, avoiding: avoiding),
          columns.count == rows.count, rows.count < 2 || rows == columns
        else { continue }
        self.latitude = latitude
        self.longitude = longitude
        (latitudeAxes, longitudeAxes) = (rows, columns)
        return
      }
    }
    return nil
  }

  /// The dimensions a coordinate runs along, nil where it does not fit; a time of length 1 does not count.
  private static func axes(
    of coordinate: NetCDFVariable, in dimensions: [NetCDFDimension], avoiding: Set<Int> = []
  ) -> [Int]? {
    let found = DimensionMatch.positions(of: coordinate, in: dimensions, avoiding: avoiding)
    var axes: [Int] = []
    for (dimension, position) in zip(coordinate.dimensions, found) {
      let isTime = dimension.name.lowercased().hasPrefix("time") && coordinate.dimensions.count > 1
      if dimension.length == 1, position == nil || isTime { continue }
      guard let position else { return nil }
      axes.append(position)
    }
    return axes.count <= 2 ? axes : nil
  }
}
