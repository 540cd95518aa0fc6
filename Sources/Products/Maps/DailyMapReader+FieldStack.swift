public import Files
public import Grids

extension DailyMapReader {
  /// All days of a period as one value.
  ///
  /// - Parameters:
  ///   - period: the first and the last day; from the first day with a sample to the last where nil.
  ///   - jobs: how many threads share the work.
  ///   - progress: called with the number of files read and of all files.
  /// - Returns: the maps and the account of all samples; a stack without days where no file has a sample.
  /// - Throws: `Failure` as `read` does.
  public func stack(
    period: (first: Int64, last: Int64)? = nil, jobs: Int,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(Failure) -> (maps: FieldStack, account: DailyMapAccount) {
    var values: [Float] = []
    var start: Int64?
    if let period {
      let days = (UTC.startOfDay(period.last) - UTC.startOfDay(period.first)) / UTC.day + 1
      values.reserveCapacity(max(0, min(Int(days), 1 << 20)) * window.cells)
    }
    let account = try read(period: period, jobs: jobs, progress: progress) { map throws(Failure) in
      if start == nil { start = map.day }
      values += map.values
    }
    let maps = FieldStack(
      latitudes: window.latitudes, longitudes: window.longitudes, start: start ?? 0, values: values)
    return (maps, account)
  }
}
