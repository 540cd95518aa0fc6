internal import Files

/// The sensors of a finished run as its `matchups.nc` names them, and how they stand in the products' cells.
struct RunSensors {
  /// The sensors, in the order of the tables.
  var sensors: [ScoredSensor] = []
  /// How each sensor (outer) stands in each product's cell (inner).
  var placements: [[Placement?]] = []
  /// How much each unit's mean hangs on one member; empty where single sensors were scored.
  var memberSpreads: [Double] = []

  /// Reads the series' descriptions.
  /// - Throws: `Failure` (data) where they are not those of the experiment's products, or a variable is missing.
  init(_ file: NetCDFFile, experiment: Experiment) throws(Failure) {
    let products = experiment.products.map(\.name)
    func texts(_ name: String) throws(Failure) -> [String] {
      try file.strings(try file.requiredVariable(name))
    }
    func numbers(_ name: String) throws(Failure) -> [Double] {
      try file.doubles(try file.requiredVariable(name))
    }
    let names = try texts("product_name")
    guard names.count % products.count == 0,
      names.enumerated().allSatisfy({ $1 == products[$0 % products.count] })
    else {
      throw Failure(.data, "its series are not those of the run's products", path: file.path)
    }
    let networks = try texts("network")
    let stations = try texts("station")
    let instruments = try texts("sensor")
    let latitudes = try numbers("latitude")
    let longitudes = try numbers("longitude")
    let elevations = try numbers("elevation")
    let upper = try numbers("depth_from")
    let lower = try numbers("depth_to")
    let distances = try numbers("distance")
    let cellStations = try file.int64s(try file.requiredVariable("cell_stations"))
    var groups: [StratumKind: [String]] = [.koppen: try texts("koppen")]
    for kind in StationVariables.kinds { groups[kind] = try texts(StationVariables.name(of: kind)) }
    let spreads = try file.variable("member_spread").map { variable throws(Failure) in
      try file.doubles(variable)
    }
    let columns = [
      networks.count, stations.count, instruments.count, latitudes.count, longitudes.count, elevations.count,
      upper.count, lower.count, distances.count, cellStations.count, spreads?.count ?? names.count,
    ]
    guard (columns + groups.values.map(\.count)).allSatisfy({ $0 == names.count }) else {
      throw Failure(.data, "describes its series at different lengths", path: file.path)
    }
    for series in stride(from: 0, to: names.count, by: products.count) {
      let known = groups.compactMapValues { column -> String? in
        let name = column[series]
        return name.isEmpty || name == "unknown" ? nil : name
      }
      sensors.append(
        ScoredSensor(
          network: networks[series], station: stations[series], sensor: instruments[series],
          latitude: latitudes[series], longitude: longitudes[series], elevation: elevations[series],
          depthFrom: upper[series], depthTo: lower[series], groups: known))
      placements.append(
        products.indices.map { product in
          let distance = distances[series + product]
          return distance.isFinite
            ? Placement(distance: distance, stations: Int(clamping: cellStations[series + product])) : nil
        })
      if let spreads { memberSpreads.append(spreads[series]) }
    }
  }
}
