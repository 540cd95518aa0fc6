internal import Files

/// `matchups.nc`: the pairs as CF discrete sampling geometry, one contiguous series per product and sensor.
///
/// Appended as stations are finished; only one number a series is kept until the end.
final class MatchUpsFile {
  private let writer: NetCDFWriter
  private let rowSize: NetCDFWriter.Variable
  private let times: NetCDFWriter.Variable
  private let stationTimes: NetCDFWriter.Variable
  private let values: [NetCDFWriter.Variable]
  private var rowSizes: [Int64] = []
  private var written = 0
  private let seriesCount: Int
  private let productCount: Int
  private let groups: GroupVariables
  private let stationVariables: StationVariables

  /// Declares the file for every sensor × product, sensors outermost.
  init(
    path: String, experiment: Experiment, sensors: [ScoredSensor], placements: [[Placement?]]
  ) throws(Failure) {
    let writer = try NetCDFWriter(writing: path)
    self.writer = writer
    productCount = experiment.products.count
    seriesCount = sensors.count * productCount
    let series = try writer.dimension("series", length: max(1, seriesCount))
    let obs = try writer.dimension("obs", length: nil)
    // Series are appended end to end: two chunks of each variable in memory, however long the file gets.
    let chunk = NetCDFWriter.Storage(chunks: [8192], cacheBytes: 2 * 8192 * 8)

    func text(_ name: String, _ longName: String, role: String? = nil) throws(Failure)
      -> NetCDFWriter.Variable
    {
      let variable = try writer.variable(name, .string, [series])
      try writer.attribute("long_name", longName, of: variable)
      if let role { try writer.attribute("cf_role", role, of: variable) }
      return variable
    }
    func number(_ name: String, _ attributes: [(String, String)]) throws(Failure) -> NetCDFWriter.Variable {
      let variable = try writer.variable(name, .double, [series])
      for (key, value) in attributes { try writer.attribute(key, value, of: variable) }
      return variable
    }
    func pairs(_ name: String, _ longName: String) throws(Failure) -> NetCDFWriter.Variable {
      let variable = try writer.variable(name, .double, [obs], fill: .double([.nan]), storage: chunk)
      try writer.attribute("long_name", longName, of: variable)
      try writer.attribute("units", "m3 m-3", of: variable)
      try writer.attribute("coordinates", "time latitude longitude", of: variable)
      return variable
    }
    func instants(_ name: String, _ longName: String) throws(Failure) -> NetCDFWriter.Variable {
      let variable = try writer.variable(name, .int64, [obs], storage: chunk)
      try writer.attribute("long_name", longName, of: variable)
      try writer.attribute("units", "microseconds since 1970-01-01 00:00:00", of: variable)
      try writer.attribute("calendar", "standard", of: variable)
      return variable
    }

    let identifier = try text("series_id", "product and sensor", role: "timeseries_id")
    let product = try text("product_name", "product")
    let network = try text("network", "network")
    let station = try text("station", "station")
    let instrument = try text("sensor", "sensor")
    let koppen = try text("koppen", "Koeppen-Geiger class")
    let latitude = try number("latitude", [("standard_name", "latitude"), ("units", "degrees_north")])
    let longitude = try number("longitude", [("standard_name", "longitude"), ("units", "degrees_east")])
    let upper = try number("depth_from", [("long_name", "upper end of the measured layer"), ("units", "m")])
    let lower = try number("depth_to", [("long_name", "lower end of the measured layer"), ("units", "m")])
    let distance = try writer.variable("distance", .double, [series], fill: .double([.nan]))
    try writer.attribute(
      "long_name", "distance from the station to the centre of the product's cell", of: distance)
    try writer.attribute("units", "km", of: distance)
    stationVariables = try StationVariables(in: writer, along: series, unit: experiment.stations.unit)
    rowSize = try writer.variable("row_size", .int64, [series])
    try writer.attribute("long_name", "number of pairs of the series", of: rowSize)
    try writer.attribute("sample_dimension", "obs", of: rowSize)
    times = try instants("time", "time of the product value")
    try writer.attribute("standard_name", "time", of: times)
    // The names stay those of stations, so that every reader of runs knows them.
    let ground = experiment.reference == nil ? "station" : "reference"
    stationTimes = try instants("station_time", "time of the \(ground) sample")
    values = [
      try pairs("product", "soil moisture of the product"),
      try pairs("station_value", "soil moisture of the \(ground)"),
      try pairs("product_anomaly", "anomaly of the product"),
      try pairs("station_anomaly", "anomaly of the \(ground)"),
    ]
    groups = try GroupVariables(
      in: writer, along: obs, storage: NetCDFWriter.Storage(chunks: [8192], cacheBytes: 2 * 8192 * 2),
      experiment: experiment)
    if !groups.names.isEmpty {
      try writer.attribute("ancillary_variables", groups.names.joined(separator: " "), of: values[0])
    }
    try writer.attribute("Conventions", "CF-1.8")
    try writer.attribute("featureType", "timeSeries")
    try writer.attribute("title", "Match-ups of \(experiment.name.singleLine)")
    try writer.attribute("source", "lab validate")

    if seriesCount > 0 {
      func repeated<Value>(_ value: (ScoredSensor) -> Value) -> [Value] {
        sensors.flatMap { sensor in experiment.products.map { _ in value(sensor) } }
      }
      let names = sensors.flatMap { _ in experiment.products.map(\.name) }
      let identifiers = sensors.flatMap { sensor in
        experiment.products.map {
          "\($0.name)/\(sensor.network)/\(sensor.station)/\(sensor.sensor)/"
            + "\(CSVRow.format(sensor.depthFrom))-\(CSVRow.format(sensor.depthTo))"
        }
      }
      try writer.write(.string(identifiers), to: identifier)
      try writer.write(.string(names), to: product)
      try writer.write(.string(repeated(\.network)), to: network)
      try writer.write(.string(repeated(\.station)), to: station)
      try writer.write(.string(repeated(\.sensor)), to: instrument)
      try writer.write(.string(repeated(\.koppen)), to: koppen)
      try writer.write(.double(repeated(\.latitude)), to: latitude)
      try writer.write(.double(repeated(\.longitude)), to: longitude)
      try writer.write(.double(repeated(\.depthFrom)), to: upper)
      try writer.write(.double(repeated(\.depthTo)), to: lower)
      let distances = sensors.indices.flatMap { sensor in
        experiment.products.indices.map { product in
          placements.indices.contains(sensor) ? placements[sensor][product]?.distance ?? .nan : .nan
        }
      }
      try writer.write(.double(distances), to: distance)
      try stationVariables.write(sensors, placements: placements, products: productCount, to: writer)
    }
  }

  /// Appends the next series, in the order that was declared.
  func append(_ matchUps: MatchUps) throws(Failure) {
    let product = rowSizes.count % max(1, productCount)
    rowSizes.append(Int64(matchUps.count))
    guard matchUps.count > 0 else { return }
    let part = NetCDFSlab(start: [written], count: [matchUps.count])
    try writer.write(.int64(matchUps.times), to: times, at: part)
    try writer.write(.int64(matchUps.stationTimes), to: stationTimes, at: part)
    let columns = [
      matchUps.product, matchUps.station, matchUps.productAnomalies, matchUps.stationAnomalies,
    ]
    for (variable, column) in zip(values, columns) {
      try writer.write(.double(column), to: variable, at: part)
    }
    try groups.write(matchUps, product: product, to: writer, at: part)
    written += matchUps.count
  }

  /// Writes the series' lengths and, where means of sensors were scored, each one's spread.
  func commit(memberSpreads: [Double] = []) throws(Failure) {
    precondition(rowSizes.count == seriesCount, "every declared series is appended once")
    try stationVariables.write(memberSpreads: memberSpreads, products: productCount, to: writer)
    if seriesCount > 0 { try writer.write(.int64(rowSizes), to: rowSize) }
    try writer.finish()
  }
}
