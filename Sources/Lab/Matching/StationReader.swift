internal import Files
internal import Grids
internal import Stations

extension StationMatcher {
  /// The accepted series of a sensor; empty, with the reason in the ledger, where the file cannot be read.
  ///
  /// - Throws: `Failure` where more than a tenth of its lines is damaged, or a byte budget is spent (FIELD rows 3, 24).
  func readStation(_ index: Int, into result: inout SensorMatch) throws(Failure) -> TimeSeries {
    let source = plan.members[index][0]
    let subject = plan.sensors[index].subject()
    let record = try plan.archives[source.archive].record(of: source.sensor)
    result.problems += record.problems
    if record.skipped != nil && record.rowsRead == 0 {
      result.ledger.note(subject, "unreadable sensor file", 1)
    }
    let accepted = plan.experiment.stations.selection.series(from: record, path: source.sensor.path)
    let series = accepted.series
    let excluded = accepted.excluded
    if let problem = accepted.problem { result.problems.append(problem) }
    for (what, count) in record.repaired.sorted { result.ledger.note(subject, what, count) }
    result.ledger.enter(
      .stationSamples, subject, read: record.rowsRead, kept: series.count, excluded: excluded)
    result.accepted = series.count
    if series.isEmpty { result.rejected = excluded }
    return series
  }
}
