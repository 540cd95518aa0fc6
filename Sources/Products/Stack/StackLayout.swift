import Files
import Grids

/// How a file arranges maps or footprints, recognised by its variables and the description.
struct StackLayout: Sendable {
  /// Where the cells are.
  enum Places: Sendable {
    /// One-dimensional latitudes and longitudes.
    case rectilinear(CoordinatePair)
    /// A latitude and longitude for each cell.
    case curvilinear(CoordinatePair)
    /// A known grid by row and column.
    case grid(CellGeometry)
    /// Footprints with their own coordinates, binned onto a known grid.
    case swath(CoordinatePair, CellGeometry)
  }

  var places: Places
  /// The parts of the variable's dimensions; for swaths the rows are scans or a mere list.
  var axes: AxisMap
  /// The number of time steps; 1 without a time dimension.
  var steps: Int

  var isSwath: Bool { if case .swath = places { true } else { false } }

  /// Recognises maps and swaths; nil where the file holds series at locations, or nothing that is known.
  /// - Throws: `Failure` where it holds maps that cannot be read as described.
  init?(_ search: CoordinateSearch, description: ProductDescription) throws(Failure) {
    let pair = CoordinatePair(search)
    guard let (places, row, column) = try StackLayout.places(search, description, pair) else { return nil }
    let (variable, path) = (search.variable, search.file.path)
    self.places = places
    axes = AxisMap(row: row, column: column, time: nil, start: variable.dimensions.map { _ in 0 })
    steps = 1
    var open: [Int] = []
    for (position, dimension) in variable.dimensions.enumerated() where position != row && position != column
    {
      if let index = description.select[dimension.name] {
        try StackLayout.check(index, dimension, path)
        axes.start[position] = index
      } else if axes.time == nil, case .swath = places {
        if dimension.length != 1 { open.append(position) }
      } else if axes.time == nil, search.isTime(dimension) {
        axes.time = position
        steps = dimension.length
      } else if dimension.length != 1 {
        open.append(position)
      }
    }
    if let first = open.first {
      let dimension = variable.dimensions[first]
      throw Failure(
        .data,
        "variable \(variable.path) (\(DimensionMatch.shape(variable))) has more than maps and time: dimension "
          + "\(dimension.name) of length \(dimension.length)", path: path,
        advice: "Choose one of 0 to \(dimension.length - 1) with `select: {\(dimension.name): 0}`")
    }
    for name in description.select.keys.sorted()
    where !search.file.dimensions.contains(where: { $0.name == name }) {
      throw Failure(.usage, "`select:` names the dimension \(name), which the file does not have", path: path)
    }
    // Numbers for every step must fit in memory before any is asked for.
    guard steps <= search.file.byteBudget / 16 else {
      throw Failure(.data, "\(steps) time steps in one file are larger than the limit", path: path)
    }
  }

  /// The parts of another variable that goes with the maps: a flag, a time stamp.
  /// - Throws: `Failure` where it has dimensions that play no part and are not chosen.
  func axes(
    of other: NetCDFVariable, with variable: NetCDFVariable, select: [String: Int], path: String
  ) throws(Failure) -> AxisMap {
    let positions = DimensionMatch.positions(of: other, in: variable.dimensions)
    var map = AxisMap(start: other.dimensions.map { _ in 0 })
    for (axis, dimension) in other.dimensions.enumerated() {
      let position = positions[axis]
      if let position, position == axes.row {
        map.row = axis
      } else if let position, position == axes.column {
        map.column = axis
      } else if let position, position == axes.time {
        map.time = axis
      } else if let index = select[dimension.name] {
        try StackLayout.check(index, dimension, path)
        map.start[axis] = index
      } else if dimension.length != 1 {
        throw Failure(
          .data,
          "variable \(other.path) has dimensions (\(DimensionMatch.shape(other))), which do not fit "
            + "\(variable.path) (\(DimensionMatch.shape(variable)))", path: path)
      }
    }
    return map
  }

  private static func check(_ index: Int, _ dimension: NetCDFDimension, _ path: String) throws(Failure) {
    guard index >= 0, index < dimension.length else {
      throw Failure(
        .usage, "`select:` asks for \(dimension.name) \(index), but the dimension has \(dimension.length)",
        path: path, advice: "Positions count from 0")
    }
  }

  // MARK: - Places

  private static func places(
    _ search: CoordinateSearch, _ description: ProductDescription, _ pair: CoordinatePair?
  ) throws(Failure) -> (Places, row: Int, column: Int?)? {
    let (variable, path) = (search.variable, search.file.path)
    if isSeries(search, pair) { return nil }
    let grid = try description.grid.geometry()
    if let pair, pair.isRectilinear {
      // A grid that is given stands in only for coordinates that cannot be used.
      let isUsable = grid == nil || (try? StackCoordinates(pair, search.file).geometry()) != nil
      if isUsable { return (.rectilinear(pair), pair.latitudeAxes[0], pair.longitudeAxes[0]) }
    }
    if let grid {
      if let (row, column) = rowAndColumn(variable, grid, pair) { return (.grid(grid), row, column) }
      if let pair, pair.isShared, let row = pair.latitudeAxes.first {
        return (.swath(pair, grid), row, pair.latitudeAxes.dropFirst().first)
      }
      throw Failure(
        .data,
        "variable \(variable.path) (\(DimensionMatch.shape(variable))) has no dimensions of lengths \(grid.rows) "
          + "and \(grid.columns), as the grid has, and no coordinates of its own", path: path,
        advice: "Give the `grid:` of the product, or `grid: coordinates`")
    }
    guard let pair, let first = pair.latitudeAxes.first else { return nil }
    if pair.isShared, pair.latitudeAxes.count == 2 {
      return (.curvilinear(pair), first, pair.latitudeAxes[1])
    }
    guard pair.isShared, variable.dimensions.count == 1, variable.dimensions[0].length > 1
    else { return nil }
    throw Failure(
      .data,
      "variable \(variable.path) is a swath: every one of its \(variable.dimensions[0].length) samples has a "
        + "place of its own", path: path,
      advice: "Give a grid to bin them onto, such as `grid: ease2-36km` or `grid: {degrees: 0.25}`")
  }

  /// Whether the file holds series at locations, whatever grid a description names: cell files of a product may be
  /// read with the description of its maps.
  private static func isSeries(_ search: CoordinateSearch, _ pair: CoordinatePair?) -> Bool {
    let (file, variable) = (search.file, search.variable)
    if file.attributes["featureType"]?.text?.lowercased() == "timeseries" { return true }
    if variable.dimensions.count == 1 {
      return file.variables.contains { other in
        let isIndex = other.attributes["instance_dimension"] != nil || other.name == "locationIndex"
        let isSize = other.attributes["sample_dimension"] != nil || other.name == "row_size"
        return other.dimensions == variable.dimensions && isIndex || other.dimensions.count == 1 && isSize
      }
    }
    guard variable.dimensions.count == 2, let pair, pair.isShared, pair.latitudeAxes.count == 1 else {
      return false
    }
    let other = variable.dimensions[1 - pair.latitudeAxes[0]]
    return other.length > 1 && search.isTime(other)
  }

  /// The dimensions of a grid's lengths: those of the coordinates, else the last two that fit, rows first.
  private static func rowAndColumn(
    _ variable: NetCDFVariable, _ grid: CellGeometry, _ pair: CoordinatePair?
  ) -> (row: Int, column: Int)? {
    let shape = variable.shape
    func fits(_ row: Int, _ column: Int) -> Bool {
      row != column && shape[row] == grid.rows && shape[column] == grid.columns
    }
    if let pair, pair.isShared, pair.latitudeAxes.count == 2, fits(pair.latitudeAxes[0], pair.latitudeAxes[1])
    {
      return (pair.latitudeAxes[0], pair.latitudeAxes[1])
    }
    for row in shape.indices.reversed() {
      for column in shape.indices.reversed() where fits(row, column) && column > row { return (row, column) }
    }
    for row in shape.indices.reversed() {
      for column in shape.indices.reversed() where fits(row, column) { return (row, column) }
    }
    return nil
  }
}
