internal import Files
internal import Statistics

/// `scores.csv`, written row by row as stations are finished (DESIGN §5).
final class ScoresFile {
  private let stream: AtomicTextStream

  init(path: String) throws(Failure) {
    stream = try AtomicTextStream(path: path)
    try stream.write(
      "product,network,station,sensor,latitude,longitude,depth_from,depth_to,koppen,stratum,group,scaling,metric,"
        + "value,ci_lower,ci_upper,n,n_eff,status,distance,frm,cell_stations\n")
  }

  /// Writes the scores of one product at one sensor; without a placement its columns stay empty.
  func append(
    _ scores: [Score], product: String, sensor: ScoredSensor, placement: Placement?
  ) throws(Failure) {
    var head = CSVRow()
    head.append(product)
    head.append(sensor.network)
    head.append(sensor.station)
    head.append(sensor.sensor)
    head.append(sensor.latitude)
    head.append(sensor.longitude)
    head.append(sensor.depthFrom)
    head.append(sensor.depthTo)
    head.append(sensor.koppen)
    for score in scores {
      var row = head
      row.append(score.stratification.name)
      row.append(score.group)
      row.append(score.scaling.rawValue)
      row.append(score.metric.rawValue)
      row.append(score.value)
      row.append(score.lower)
      row.append(score.upper)
      row.append(score.count)
      row.append(score.effectiveCount)
      row.append(score.status.rawValue)
      row.append(placement?.distance)
      row.append(sensor.groups[.frm] ?? "unknown")
      row.append(placement?.stations)
      try stream.write(row.line)
    }
  }

  func commit() throws(Failure) { try stream.commit() }
}
