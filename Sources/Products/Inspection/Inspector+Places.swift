import Files
import Grids

extension Inspector {
  /// Says how maps or a swath are laid out.
  mutating func maps(_ layout: StackLayout, _ search: CoordinateSearch) {
    switch layout.places {
    case .rectilinear(let pair), .curvilinear(let pair):
      result.layout = "maps"
      box(pair.latitude, pair.longitude, cells: pair, of: search.variable)
    case .grid(let geometry):
      result.layout = "maps"
      result.grid = Inspector.name(of: geometry)
    case .swath(let pair, let geometry):
      box(pair.latitude, pair.longitude)
      result.layout = "swath"
      result.grid = "binned onto " + Inspector.name(of: geometry)
    }
  }

  static func name(of geometry: CellGeometry) -> String {
    let size = "\(geometry.rows) × \(geometry.columns)"
    switch geometry {
    case .ease2(let grid): return "EASE-Grid 2.0 of \(grid.kilometres) km, \(size)"
    case .ease1(let grid): return "first EASE-Grid of \(grid.resolution.rawValue) km, \(size)"
    case .regular(let grid): return "global grid of \(grid.degrees) degrees, \(size)"
    default: return size
    }
  }

  /// Says where the locations of series are, or the cells of maps that were refused.
  mutating func places(
    _ search: CoordinateSearch, _ latitude: NetCDFVariable, _ longitude: NetCDFVariable, isRefused: Bool
  ) {
    let (file, variable) = (file, search.variable)
    // The reader's own judgement of what runs along what, also where it then refused the maps.
    let pair = CoordinatePair(search).flatMap { $0.isMap ? $0 : nil }
    if isRefused {
      result.layout = pair == nil ? "swath" : "maps"
    } else if pair == nil,
      let layout = noting({ () throws(Failure) in
        try ProductLayout(of: variable, latitude: latitude, longitude: longitude, in: file)
      })
    {
      result.layout = layout.name
      result.locations = latitude.count
    }
    box(latitude, longitude, cells: pair, of: variable)
  }

  /// Says how far the coordinates reach, and with `cells` how the cells of maps lie along them.
  mutating func box(
    _ latitude: NetCDFVariable, _ longitude: NetCDFVariable, cells pair: CoordinatePair? = nil,
    of variable: NetCDFVariable? = nil
  ) {
    guard let north = coordinates(latitude), let east = coordinates(longitude) else { return }
    let (lats, lons) = (north.filter(\.isFinite), east.filter(\.isFinite))
    if let south = lats.min(), let top = lats.max(), let west = lons.min(), let right = lons.max() {
      result.box = ProductInspection.Box(south: south, north: top, west: west, east: right)
    }
    let unusable = north.count - lats.count + east.count - lons.count
    if unusable > 0 { result.problems.append("\(unusable) coordinates are missing") }
    if let pair, let variable { result.grid = Inspector.grid(pair, of: variable, north, east) }
  }

  private static func grid(
    _ pair: CoordinatePair, of variable: NetCDFVariable, _ north: [Double], _ east: [Double]
  ) -> String {
    guard pair.isRectilinear else {
      let sizes = pair.latitudeAxes.map { variable.dimensions[$0] }.map { "\($0.name) \($0.length)" }
      return "coordinates for each cell, " + sizes.joined(separator: " × ")
    }
    let direction = (north.first ?? 0) > (north.last ?? 0) ? "descending" : "ascending"
    return "latitude \(north.count) × longitude \(east.count), latitude \(direction)"
  }

  mutating func coordinates(_ variable: NetCDFVariable) -> [Double]? {
    let file = file
    return noting { () throws(Failure) in
      var plain = variable
      for name in ["valid_range", "valid_min", "valid_max"] { plain.attributes[name] = nil }
      let (values, states) = try Unpacking(plain, path: file.path).unpack(try file.raw(variable))
      return zip(values, states).map { $1 == .valid ? $0 : .nan }
    }
  }
}
