public import Files
public import Grids

/// One field of a netCDF file that does not change with time: a climate class, land cover, a share of water.
///
/// Opening reads the coordinates; values are read where they are asked for. Fill values, valid range, scale and
/// offset are honoured.
public struct Raster: Sendable {
  /// The file.
  public let path: String
  /// The variable with its groups.
  public let variable: String
  /// The units as in the file.
  public let units: String?
  /// What the numbers mean, by the file's `flag_values` and `flag_meanings`; empty where it has none.
  public let meanings: [Double: String]
  /// Where the cells are.
  public let geometry: CellGeometry

  private let file: NetCDFFile
  private let column: StackColumn

  /// Opens a field.
  ///
  /// - Parameters:
  ///   - grid: where the cells are, where the file has no coordinates.
  ///   - select: the position along further dimensions; those of length 1 need none.
  /// - Throws: `Failure` where there is no such variable, it holds no numbers, or it is no map or list of places.
  public init(
    file path: String, variable name: String, grid: GridRule = .coordinates, select: [String: Int] = [:],
    byteBudget: Int = NetCDFFile.defaultByteBudget
  ) throws(Failure) {
    let file = try NetCDFFile(reading: path, byteBudget: byteBudget)
    let variable = try file.requiredVariable(name)
    var description = ProductDescription(variable: name)
    description.grid = grid
    description.select = select
    let search = CoordinateSearch(file: file, variable: variable)
    guard let layout = try StackLayout(search, description: description), !layout.isSwath else {
      throw Failure(
        .data, "variable \(variable.path) (\(DimensionMatch.shape(variable))) is no map", path: path,
        advice: "A map has latitude and longitude along two dimensions")
    }
    guard layout.steps == 1 else {
      throw Failure(
        .data, "variable \(variable.path) holds \(layout.steps) time steps where one map is needed",
        path: path)
    }
    switch layout.places {
    case .rectilinear(let pair), .curvilinear(let pair):
      geometry = try StackCoordinates(pair, file).geometry().0
    case .grid(let known), .swath(_, let known): geometry = known
    }
    column = try StackColumn(
      variable, axes: layout.axes, unpacking: try Unpacking(variable, path: path), file: file)
    self.file = file
    self.path = path
    self.variable = variable.path
    units = variable.text("units")
    meanings = Raster.meanings(of: variable)
  }

  /// The values of the cells that hold some places; nil outside the map and where the value is missing.
  ///
  /// - Parameter km: how far the centre of a cell may be, in kilometres; where nil, cells with edges have no limit,
  ///   and cells without are looked for within 100 km.
  /// - Throws: `Failure` (data) where the file cannot be read there.
  public func values(at points: [GeographicPoint], within km: Double? = nil) throws(Failure) -> [Double?] {
    let limit: Double
    switch geometry {
    case .curvilinear, .points: limit = km ?? 100
    case .rectilinear, .ease2, .ease1, .regular: limit = km ?? .infinity
    }
    let found = points.map { geometry.cell(at: $0, within: limit) }
    let columns = geometry.columns
    var positions: [Int: Int] = [:]
    var cells: [CellGeometry.Cell] = []
    for case let cell? in found where positions[cell.row * columns + cell.column] == nil {
      positions[cell.row * columns + cell.column] = cells.count
      cells.append(cell)
    }
    guard !cells.isEmpty else { return points.map { _ in nil } }
    let set = CellSet(cells, flat: cells.map { $0.row * columns + $0.column })
    let numbers = try TileReader(file: file).read(column, steps: 0..<1, cells: set)
    let (values, states) = column.unpacking.unpack(numbers)
    return found.map { cell in
      guard let cell, let position = positions[cell.row * columns + cell.column],
        states[position] == .valid
      else { return nil }
      return values[position]
    }
  }

  private static func meanings(of variable: NetCDFVariable) -> [Double: String] {
    guard let values = variable.attributes["flag_values"]?.numbers,
      let words = variable.text("flag_meanings")?.split(whereSeparator: \.isWhitespace),
      words.count == values.count
    else { return [:] }
    return Dictionary(zip(values, words.map(String.init)), uniquingKeysWith: { first, _ in first })
  }
}
