import Files
import Grids

/// The series of a scoring case, one behind the other, so that a peer scores the very same numbers.
enum SeriesFile {
  static func write(
    _ loaded: [ScoringCases.Loaded], windows: [Int], totals: ScoringCases.Totals, to path: String
  ) throws(Failure) {
    let file = try NetCDFWriter(writing: path)
    try write(loaded.map(\.station), "station", in: file)
    // Series that are out of reach have the size −1.
    try write(loaded.flatMap(\.products), "product", in: file)
    try file.attribute("windows", .values(.int64(windows.map(Int64.init))))
    try file.attribute("products", .values(.int64([Int64(loaded.first?.products.count ?? 0)])))
    try file.attribute("pairs", .values(.int64([Int64(totals.pairs)])))
    try file.attribute("scored", .values(.int64([Int64(totals.scored)])))
    try file.attribute(
      "sums", .values(.double([totals.r, totals.anomalyR, totals.meanStd, totals.cdf])))
    try file.finish()
  }

  private static func write(_ series: [TimeSeries?], _ name: String, in file: NetCDFWriter) throws(Failure) {
    let sizes = series.map { Int64($0?.count ?? -1) }
    let times = series.flatMap { $0?.times ?? [] }
    let values = series.flatMap { $0?.values ?? [] }
    let members = try file.dimension(name + "s", length: max(1, sizes.count))
    let samples = try file.dimension(name + "_samples", length: max(1, times.count))
    let size = try file.variable(name + "_size", .int64, [members])
    let time = try file.variable(name + "_time", .int64, [samples])
    let value = try file.variable(name + "_value", .double, [samples])
    guard !times.isEmpty else { return }
    try file.write(.int64(sizes), to: size)
    try file.write(.int64(times), to: time)
    try file.write(.double(values), to: value)
  }
}
