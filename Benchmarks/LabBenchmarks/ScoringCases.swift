import Files
import Grids
import Lab
import Products
import Stations
import Statistics

/// Anomalies, matching, metrics and three scalings of series that are in memory: what pytesmo is timed on.
///
/// The calls are those of a run (`StationMatcher`, `PairScorer`) without reading, intervals, strata and ledger.
enum ScoringCases {
  /// A sensor's accepted samples with the products' series at its place; nil = out of reach.
  struct Loaded: Sendable {
    var station: TimeSeries
    var products: [TimeSeries?]
  }

  /// Sums over all pairs of series, by which a peer shows that it did the same work.
  struct Totals: Hashable, Sendable {
    var scored = 0
    var pairs = 0
    var r = 0.0
    var anomalyR = 0.0
    var meanStd = 0.0
    var cdf = 0.0

    static func += (left: inout Totals, right: Totals) {
      left.scored += right.scored
      left.pairs += right.pairs
      left.r += right.r
      left.anomalyR += right.anomalyR
      left.meanStd += right.meanStd
      left.cdf += right.cdf
    }
  }

  static func run(_ set: BenchmarkSet, folder: String, into results: inout Results) throws {
    let loaded = try load(set.experiment)
    let totals = total(loaded, windows: set.windows, jobs: 1)
    try SeriesFile.write(loaded, windows: set.windows, totals: totals, to: "\(folder)/\(set.name)-series.nc")
    let what =
      "\(set.name): score \(loaded.count) sensors × \(loaded.first?.products.count ?? 0) products × "
      + "\(set.windows.count) windows, \(totals.pairs) pairs"
    for jobs in [1, 2] {
      results.measure("score-\(set.name)-\(jobs)", "\(what); threads: \(jobs)", count: 10) {
        let again = total(loaded, windows: set.windows, jobs: jobs)
        precondition(again == totals, "every scoring finds the same scores")
      }
    }
  }

  private static func load(_ path: String) throws -> [Loaded] {
    let experiment = try Experiment.read(path: path)
    let selection = experiment.stations.selection
    let products = try experiment.products.map { choice in
      try ProductSource(
        name: choice.name, description: choice.description,
        files: choice.patterns.flatMap { Paths.glob(Paths.resolve($0, in: experiment.folder)) })
    }
    var loaded: [Loaded] = []
    for name in experiment.stations.archives {
      let archive = try StationArchive.open(Paths.resolve(name, in: experiment.folder))
      for sensor in selection.select(archive).sensors {
        let station = selection.series(from: try archive.record(of: sensor)).series
        loaded.append(
          Loaded(
            station: station,
            products: try products.map { product in
              let cell = product.nearestCell(to: sensor.point, within: experiment.matching.distance)
              return try cell.map { try product.series(at: $0).series }
            }))
      }
    }
    return loaded
  }

  private static func total(_ loaded: [Loaded], windows: [Int], jobs: Int) -> Totals {
    var totals = Totals()
    // Scoring cannot fail.
    try? OrderedWork.run(count: loaded.count, jobs: jobs) { index throws(Failure) in
      var sensor = Totals()
      for window in windows { sensor += score(loaded[index], window: Int64(window) * UTC.hour) }
      return sensor
    } deliver: { _, sensor in
      totals += sensor
    }
    return totals
  }

  private static func score(_ sensor: Loaded, window: Int64) -> Totals {
    var totals = Totals()
    let station = sensor.station
    let stationAnomalies = Anomaly.movingWindow(times: station.times, values: station.values, days: 35)
    for case .some(let series) in sensor.products {
      let anomalies = Anomaly.movingWindow(times: series.times, values: series.values, days: 35)
      let match = NearestMatcher(window: window).match(product: series.times, station: station.times)
      guard match.product.count >= 20 else { continue }
      let product = match.product.map { series.values[$0] }
      let reference = match.station.map { station.values[$0] }
      let anomalyR = Correlation.pearsonIgnoringMissing(
        match.product.map { anomalies[$0] }, match.station.map { stationAnomalies[$0] })
      let raw = metrics(product: product, reference: reference).with(anomalies: anomalyR)
      totals.scored += 1
      totals.pairs += raw.count
      totals.r += raw[.r].value ?? 0
      totals.anomalyR += raw[.anomalyR].value ?? 0
      totals.meanStd += ubRMSE(product, reference, scaled: .meanStd)
      totals.cdf += ubRMSE(product, reference, scaled: .cdf)
    }
    return totals
  }

  private static func ubRMSE(
    _ product: [Double], _ reference: [Double], scaled method: RescalingMethod
  ) -> Double {
    guard case .success(let map) = method.fit(source: product, reference: reference) else { return 0 }
    return metrics(product: map.apply(product), reference: reference)[.ubRMSE].value ?? 0
  }
}
