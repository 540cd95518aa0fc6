import Files

/// How a file arranges series at locations, recognised by its variables: `featureType` is the same in all.
enum ProductLayout: Sendable {
  /// (locations, time) with one time axis; the position of the location dimension is stored.
  case orthogonal(locationAxis: Int)
  /// One row of observations; a variable names the location of each.
  case indexedRagged(index: NetCDFVariable)
  /// One row of observations, location by location; a variable holds the number of each.
  case contiguousRagged(rowSize: NetCDFVariable)
  /// One series at one place.
  case single

  /// The layout's name in CF's words.
  var name: String {
    switch self {
    case .orthogonal: "orthogonal multidimensional array"
    case .indexedRagged: "indexed ragged array"
    case .contiguousRagged: "contiguous ragged array"
    case .single: "single series"
    }
  }

  /// Recognises the layout of a variable with these coordinates.
  ///
  /// - Throws: `Failure` (data) for maps, trajectories and anything else that is no series at locations.
  init(
    of variable: NetCDFVariable, latitude: NetCDFVariable, longitude: NetCDFVariable, in file: NetCDFFile
  ) throws(Failure) {
    let dimensions = variable.dimensions
    guard latitude.dimensions == longitude.dimensions, latitude.dimensions.count <= 1 else {
      throw Failure(
        .data,
        "variable \(variable.path) (\(ProductLayout.shape(variable))) does not lie along its coordinates "
          + "\(latitude.path) (\(ProductLayout.shape(latitude))) and \(longitude.path) "
          + "(\(ProductLayout.shape(longitude)))",
        path: file.path, advice: "Maps without coordinates of their own need `grid:` in the description")
    }
    let place = latitude.dimensions.first
    if dimensions.count == 2, let place, let axis = dimensions.firstIndex(of: place),
      dimensions[1 - axis] != place
    {
      self = .orthogonal(locationAxis: axis)
      return
    }
    guard dimensions.count == 1, dimensions[0] != place else {
      throw Failure(
        .data,
        "variable \(variable.path) with dimensions (\(ProductLayout.shape(variable))) is no series at locations",
        path: file.path,
        advice: "Read are (locations, time), indexed and contiguous ragged arrays, and single series")
    }
    let sample = dimensions[0]
    if let index = file.variables.first(where: {
      $0.dimensions == [sample] && ($0.attributes["instance_dimension"] != nil || $0.name == "locationIndex")
    }) {
      self = .indexedRagged(index: index)
    } else if let place,
      let rowSize = file.variables.first(where: {
        $0.dimensions == [place] && ($0.attributes["sample_dimension"] != nil || $0.name == "row_size")
      })
    {
      self = .contiguousRagged(rowSize: rowSize)
    } else if latitude.count == 1 {
      self = .single
    } else {
      throw Failure(
        .data,
        "variable \(variable.path) has \(latitude.count ?? 0) locations, but nothing says which sample is whose",
        path: file.path, advice: "A ragged array needs a variable such as locationIndex or row_size")
    }
  }

  private static func shape(_ variable: NetCDFVariable) -> String {
    variable.dimensions.map { "\($0.name) \($0.length)" }.joined(separator: ", ")
  }
}
