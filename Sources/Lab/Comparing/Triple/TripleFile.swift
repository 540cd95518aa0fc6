internal import Files
internal import Statistics

/// `triple.csv`: what triple collocation says of each series at each sensor; written where the experiment asks.
enum TripleFile {
  private static let columns = [
    "series", "network", "station", "sensor", "latitude", "longitude", "depth_from", "depth_to", "reference",
    "quantity", "value", "ci_lower", "ci_upper", "n", "n_eff", "status",
  ]

  static func write(
    _ table: TripleTable, sensors: [ScoredSensor], experiment: Experiment, to path: String
  ) throws(Failure) {
    let stream = try AtomicTextStream(path: path)
    try stream.write(columns.joined(separator: ",") + "\n")
    let names = experiment.triple.map { $0.name(in: experiment) }
    for row in table.rows {
      let sensor = sensors[row.sensor]
      var line = CSVRow()
      line.append(names[row.side])
      line.append(sensor.network)
      line.append(sensor.station)
      line.append(sensor.sensor)
      line.append(sensor.latitude)
      line.append(sensor.longitude)
      line.append(sensor.depthFrom)
      line.append(sensor.depthTo)
      line.append(names[0])
      line.append(row.quantity.name)
      line.append(row.value)
      line.append(row.lower)
      line.append(row.upper)
      line.append(row.count)
      line.append(row.effectiveCount)
      line.append(row.status.rawValue)
      try stream.write(line.line)
    }
    try stream.commit()
  }

  /// Reads the rows back; they are as many for every sensor, in the sensors' order.
  /// - Throws: `Failure` (data) with the line of a row that is none of this run's.
  static func read(_ path: String, sensors: [ScoredSensor], experiment: Experiment) throws(Failure)
    -> TripleTable
  {
    let perSide = TripleTable.quantities.count
    let names = experiment.triple.map { $0.name(in: experiment).trimmingBlanks }
    var rows: [TripleRow] = []
    try RunTable(path: path).forEachRow(columns: columns) { row throws(Failure) in
      let sensor = rows.count / (3 * perSide)
      let side = rows.count / perSide % 3
      let quantity = TripleTable.quantities[rows.count % perSide]
      guard sensors.indices.contains(sensor), row.text("station") == sensors[sensor].station.trimmingBlanks
      else {
        throw row.damaged("station")
      }
      guard row.text("series") == names[side] else { throw row.damaged("series") }
      guard row.text("quantity") == quantity.name else { throw row.damaged("quantity") }
      rows.append(
        TripleRow(
          sensor: sensor, side: side, quantity: quantity, value: try row.number("value"),
          lower: try row.number("ci_lower"), upper: try row.number("ci_upper"), count: try row.count("n"),
          effectiveCount: try row.number("n_eff"), status: try row.word("status")))
    }
    guard rows.count == sensors.count * 3 * perSide else {
      throw Failure(.data, "has \(rows.count) rows, not those of \(sensors.count) sensors", path: path)
    }
    return TripleTable(rows, sensors: sensors, experiment: experiment)
  }
}
