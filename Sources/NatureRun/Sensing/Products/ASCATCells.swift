import Files
import Grids

/// H SAF's ASCAT time series: cell files of 5°, percent of saturation, one row an observation.
///
/// The real climate records are contiguous, which can only be written at the end; these are in the indexed layout of
/// the same convention (rows of all locations in the order they came), so that nothing is held in memory. Points lie on
/// 0.125°, about as close as the real 12.5 km. A file appears when the record is finished.
final class ASCATCells {
  static let plan = InstrumentPlan(
    sensor: .ascat, algorithm: .changeDetection, bands: [.radar], lattice: .degrees(0.125), label: .utc,
    passes: [.descending, .ascending], outages: 0)
  static let folder = "ascat-h113"

  private struct Cell {
    var file: NetCDFWriter
    var columns: [NetCDFWriter.Variable]
    var count = 0
  }

  private let porosity: [Float]
  /// For each point of the grid its 5° cell and its location there.
  private let owners: [(cell: Int, location: Int32)]
  private var cells: [Int: Cell] = [:]
  private static let origin = -25_567 * UTC.day

  /// Begins the files of a grid.
  /// - Parameter porosity: that of each point in m³ m⁻³: what moisture is a share of.
  init(_ grid: ProductGrid, porosity: [Float], folder: String) throws(Failure) {
    precondition(porosity.count == grid.count, "a porosity for every point")
    self.porosity = porosity
    var points: [Int: [Int]] = [:]
    var owners: [(cell: Int, location: Int32)] = []
    for point in 0..<grid.count {
      let column = Int((grid.longitudes[point % grid.columns] + 180) / 5)
      let cell = column * 36 + Int((grid.latitudes[point / grid.columns] + 90) / 5)
      owners.append((cell, Int32(points[cell]?.count ?? 0)))
      points[cell, default: []].append(point)
    }
    self.owners = owners
    for (cell, members) in points.sorted(by: { $0.key < $1.key }) {
      cells[cell] = try ASCATCells.begin(cell, members, grid, folder)
    }
  }

  /// Appends what was seen in one pass of a day.
  func append(_ day: SensorDay) throws(Failure) {
    guard let map = day.maps.first else { return }
    var rows: [Int: [Int]] = [:]
    for point in 0..<day.grid.count where day.isSeen(point) {
      rows[owners[point].cell, default: []].append(point)
    }
    for (cell, points) in rows.sorted(by: { $0.key < $1.key }) {
      guard let open = cells[cell] else { continue }
      let part = NetCDFSlab(start: [open.count], count: [points.count])
      for (variable, values) in zip(open.columns, columns(points, day, map)) {
        try open.file.write(values, to: variable, at: part)
      }
      cells[cell]?.count += points.count
    }
  }

  /// Closes the files and gives them their names.
  func finish() throws(Failure) {
    for (_, cell) in cells.sorted(by: { $0.key < $1.key }) { try cell.file.finish() }
    cells = [:]
  }

  /// The values of an observation's variables, in the order of their declaration.
  private func columns(_ points: [Int], _ day: SensorDay, _ map: RetrievalMap) -> [NetCDFArray] {
    func percent(_ values: [Float]) -> [Int8] {
      points.map { point in
        let share = values[point] / porosity[point] * 100
        return share.isFinite ? Int8(min(100, max(0, share.rounded()))) : 127
      }
    }
    return [
      .int32(points.map { owners[$0].location }),
      .double(points.map { Double(day.times[$0] - ASCATCells.origin) / Double(UTC.day) }),
      .int8(percent(map.moisture)), .int8(percent(map.uncertainty)),
      .int8(points.map { map.flags[$0].isDisjoint(with: [.frozen, .snow]) ? 1 : 2 }),
      .int8(points.map { map.flags[$0].contains(.dense) ? 16 : 0 }),
      .int8(points.map { day.nodes[$0] == .ascending ? 0 : 1 }),
      .int8(points.map { _ in 3 }),
    ]
  }

  private static func begin(
    _ cell: Int, _ points: [Int], _ grid: ProductGrid, _ folder: String
  ) throws(Failure) -> Cell {
    let digits = String(cell)
    let path = folder + "/" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ".nc"
    let file = try NetCDFWriter(writing: path)
    let locations = try file.dimension("locations", length: points.count)
    let observations = try file.dimension("obs", length: nil)
    func place(_ name: String, _ type: NetCDFType, _ words: [(String, String)]) throws(Failure)
      -> NetCDFWriter.Variable
    {
      let variable = try file.variable(name, type, [locations])
      for (name, text) in words { try file.attribute(name, text, of: variable) }
      return variable
    }
    let lon = try place("lon", .float, [("units", "degrees_east"), ("standard_name", "longitude")])
    let lat = try place("lat", .float, [("units", "degrees_north"), ("standard_name", "latitude")])
    let id = try place("location_id", .int32, [("cf_role", "timeseries_id")])
    var columns: [NetCDFWriter.Variable] = []
    func column(
      _ name: String, _ type: NetCDFType, _ words: [(String, NetCDFAttribute)]
    ) throws(Failure) {
      let storage = NetCDFWriter.Storage(chunks: [16_384], cacheBytes: 16_384 * 16)
      let variable = try file.variable(name, type, [observations], storage: storage)
      for (name, value) in words { try file.attribute(name, value, of: variable) }
      columns.append(variable)
    }
    let missing: (String, NetCDFAttribute) = ("missing_value", .values(.int8([127])))
    let percent: [(String, NetCDFAttribute)] = [
      ("units", .text("percent")), missing, ("valid_range", .values(.int8([0, 100]))),
      ("coordinates", .text("time lat lon")),
    ]
    try column(
      "locationIndex", .int32,
      [
        ("long_name", .text("which location this observation is for")),
        ("instance_dimension", .text("locations")),
      ])
    try column(
      "time", .double,
      [("standard_name", .text("time")), ("units", .text("days since 1900-01-01 00:00:00"))])
    try column("sm", .int8, [("long_name", .text("soil moisture, degree of saturation"))] + percent)
    try column("sm_noise", .int8, [("long_name", .text("soil moisture noise"))] + percent)
    func flag(_ name: String, _ title: String, _ values: [Int8], _ meanings: String) throws(Failure) {
      try column(
        name, .int8,
        [
          ("long_name", .text(title)), ("flag_values", .values(.int8(values))),
          ("flag_meanings", .text(meanings)), ("coordinates", .text("time lat lon")),
        ])
    }
    try flag(
      "ssf", "surface state flag", [0, 1, 2, 3, 4],
      "unknown unfrozen frozen_temporary melting_water_on_the_surface permanent_ice")
    try flag("conf_flag", "confidence flag", [0, 16], "good sensitivity_to_soil_moisture_below_1dB")
    try flag("dir", "orbit direction", [0, 1], "ascending descending")
    try flag("sat_id", "satellite id", [3], "metop-a")
    try file.attribute("featureType", "timeSeries")
    for (name, value) in MapFile.attributes(
      title: "Simulated Metop ASCAT surface soil moisture, 12.5 km sampling",
      source: "simulated ASCAT retrievals")
    { try file.attribute(name, value) }
    try file.write(.float(points.map { Float(grid.longitudes[$0 % grid.columns]) }), to: lon)
    try file.write(.float(points.map { Float(grid.latitudes[$0 / grid.columns]) }), to: lat)
    try file.write(.int32(points.map { Int32($0) }), to: id)
    return Cell(file: file, columns: columns)
  }
}
