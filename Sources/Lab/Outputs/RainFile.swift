internal import Files
internal import Numerics
internal import Stations

/// `rain.nc`: the daily rain of the stations' own gauges, for figures; written where there is a gauge at all.
///
/// A contiguous ragged CF time series, one a station, in the order of the tables.
final class RainFile {
  private let path: String
  private var writer: NetCDFWriter?
  private var dayVariable: NetCDFWriter.Variable?
  private var rainVariable: NetCDFWriter.Variable?
  private var stations: [(network: String, station: String, days: Int)] = []
  private var written = 0

  init(path: String) { self.path = path }

  /// Appends a station's rain.
  func append(_ rain: DailyRain, network: String, station: String) throws(Failure) {
    guard !rain.days.isEmpty else { return }
    if writer == nil { try declare(try NetCDFWriter(writing: path)) }
    guard let writer, let dayVariable, let rainVariable else { return }
    let part = NetCDFSlab(start: [written], count: [rain.days.count])
    try writer.write(.int32(rain.days.map { Int32(clamping: $0) }), to: dayVariable, at: part)
    try writer.write(.double(rain.totals), to: rainVariable, at: part)
    stations.append((network, station, rain.days.count))
    written += rain.days.count
  }

  private func declare(_ writer: NetCDFWriter) throws(Failure) {
    self.writer = writer
    let obs = try writer.dimension("obs", length: nil)
    let storage = NetCDFWriter.Storage(chunks: [4096], cacheBytes: 2 * 4096 * 8)
    let day = try writer.variable("time", .int32, [obs], storage: storage)
    try writer.attribute("standard_name", "time", of: day)
    try writer.attribute("long_name", "UTC day, its beginning", of: day)
    try writer.attribute("units", "days since 1970-01-01 00:00:00", of: day)
    try writer.attribute("calendar", "standard", of: day)
    let rain = try writer.variable("precipitation", .double, [obs], fill: .double([.nan]), storage: storage)
    try writer.attribute("standard_name", "precipitation_amount", of: rain)
    try writer.attribute("long_name", "rain of the day at the station's gauge", of: rain)
    try writer.attribute("units", "kg m-2", of: rain)
    try writer.attribute("cell_methods", "time: sum", of: rain)
    try writer.attribute("Conventions", "CF-1.8")
    try writer.attribute("featureType", "timeSeries")
    try writer.attribute("source", "lab validate")
    (dayVariable, rainVariable) = (day, rain)
  }

  /// Gives the file its name; without any gauge there is none.
  func commit() throws(Failure) {
    guard let writer else { return }
    let series = try writer.dimension("series", length: stations.count)
    let identifier = try writer.variable("series_id", .string, [series])
    try writer.attribute("cf_role", "timeseries_id", of: identifier)
    let network = try writer.variable("network", .string, [series])
    let station = try writer.variable("station", .string, [series])
    let rowSize = try writer.variable("row_size", .int64, [series])
    try writer.attribute("sample_dimension", "obs", of: rowSize)
    try writer.write(.string(stations.map { "\($0.network)/\($0.station)" }), to: identifier)
    try writer.write(.string(stations.map(\.network)), to: network)
    try writer.write(.string(stations.map(\.station)), to: station)
    try writer.write(.int64(stations.map { Int64($0.days) }), to: rowSize)
    try writer.finish()
  }
}
