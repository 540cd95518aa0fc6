public import Files

/// The daily rain at the stations of a run, from its `rain.nc`.
public struct RunRain: Sendable {
  private let file: NetCDFFile
  private let days: NetCDFVariable
  private let amounts: NetCDFVariable
  /// Where the days of each station lie, by network and station.
  private var parts: [[String]: Range<Int>] = [:]

  /// Opens a run's file; nil where the run has none: no station had a gauge.
  /// - Throws: `Failure` (data) where it is not a run's file.
  public init?(reading path: String) throws(Failure) {
    guard Paths.exists(path) else { return nil }
    let file = try NetCDFFile(reading: path)
    self.file = file
    days = try file.requiredVariable("time")
    amounts = try file.requiredVariable("precipitation")
    let networks = try file.strings(try file.requiredVariable("network"))
    let stations = try file.strings(try file.requiredVariable("station"))
    let sizes = try file.int64s(try file.requiredVariable("row_size"))
    let total = days.shape.first ?? 0
    var start = 0
    for (index, size) in sizes.enumerated() {
      guard index < networks.count, index < stations.count, let count = Int(exactly: size), count >= 0,
        count <= total - start
      else { throw Failure(.data, "its stations do not add up", path: path) }
      parts[[networks[index], stations[index]]] = start..<start + count
      start += count
    }
  }

  /// The rain at a station: the days from 1970-01-01 UTC and mm of each; nil where it has no gauge.
  /// - Throws: `Failure` (data) where the file cannot be read there.
  public func daily(network: String, station: String) throws(Failure) -> (days: [Int], totals: [Double])? {
    guard let part = parts[[network, station]] else { return nil }
    let slab = NetCDFSlab(start: [part.lowerBound], count: [part.count])
    return (try file.int64s(days, slab).map { Int(clamping: $0) }, try file.doubles(amounts, slab))
  }
}
