internal import Files

/// What `matchups.nc` says of each series' station besides its name and place: what a report of the run needs again.
///
/// One value a series (sensor × product): `elevation`, `cell_stations`, the classes as `stratum_KIND` (empty =
/// unknown) and, where means of sensors are scored, `member_spread`.
struct StationVariables {
  private let elevation: NetCDFWriter.Variable
  private let cellStations: NetCDFWriter.Variable
  private let classes: [(kind: StratumKind, variable: NetCDFWriter.Variable)]
  private let memberSpread: NetCDFWriter.Variable?

  /// The kinds whose groups a variable holds; `koppen` has its own name since the first runs.
  static let kinds = StratumKind.allCases.filter { $0.basis == .station && $0 != .all && $0 != .koppen }

  /// The variable of a kind.
  static func name(of kind: StratumKind) -> String { "stratum_" + kind.rawValue.replacing("-", with: "_") }

  /// Declares the variables.
  init(
    in writer: NetCDFWriter, along series: NetCDFWriter.Dimension, unit: Experiment.StationChoice.Unit
  ) throws(Failure) {
    elevation = try writer.variable("elevation", .double, [series], fill: .double([.nan]))
    try writer.attribute("long_name", "height of the station above sea level", of: elevation)
    try writer.attribute("units", "m", of: elevation)
    cellStations = try writer.variable("cell_stations", .int32, [series], fill: .int32([-1]))
    try writer.attribute("long_name", "scored stations in the product's cell", of: cellStations)
    var classes: [(kind: StratumKind, variable: NetCDFWriter.Variable)] = []
    for kind in StationVariables.kinds {
      let variable = try writer.variable(StationVariables.name(of: kind), .string, [series])
      try writer.attribute("long_name", "group of the station in the stratum \(kind.rawValue)", of: variable)
      classes.append((kind, variable))
    }
    self.classes = classes
    guard unit != .sensor else {
      memberSpread = nil
      return
    }
    let spread = try writer.variable("member_spread", .double, [series], fill: .double([.nan]))
    try writer.attribute(
      "long_name", "root mean square change of the station value where one of its members is left out",
      of: spread)
    try writer.attribute("units", "m3 m-3", of: spread)
    memberSpread = spread
  }

  /// Writes what is known before the work: one value for each sensor (outer) and product (inner).
  func write(
    _ sensors: [ScoredSensor], placements: [[Placement?]], products: Int, to writer: NetCDFWriter
  ) throws(Failure) {
    func repeated<Value>(_ value: (ScoredSensor) -> Value) -> [Value] {
      sensors.flatMap { Array(repeating: value($0), count: products) }
    }
    try writer.write(.double(repeated(\.elevation)), to: elevation)
    for (kind, variable) in classes {
      try writer.write(.string(repeated { $0.groups[kind] ?? "" }), to: variable)
    }
    let counts = sensors.indices.flatMap { sensor in
      (0..<products).map { product in
        placements.indices.contains(sensor)
          ? placements[sensor][product].map { Int32(clamping: $0.stations) } ?? -1 : -1
      }
    }
    try writer.write(.int32(counts), to: cellStations)
  }

  /// Writes what the work has shown: one spread a sensor.
  func write(memberSpreads: [Double], products: Int, to writer: NetCDFWriter) throws(Failure) {
    guard let memberSpread, !memberSpreads.isEmpty else { return }
    try writer.write(
      .double(memberSpreads.flatMap { Array(repeating: $0, count: products) }), to: memberSpread)
  }
}
