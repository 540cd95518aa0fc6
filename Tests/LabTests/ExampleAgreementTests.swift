import Files
import Foundation
import Grids
import NatureRun
import Products
import Stations
import Statistics
import Testing

/// What our readers and statistics make of the example against ismn and pytesmo.
///
/// The peers' numbers are those of Tests/Oracle/pytesmo_example.py; the matching is the plainest there is. Runs
/// anywhere: the example is made on the spot.
@Suite struct ExampleAgreementTests {
  typealias Row = [String: String]

  /// The peers' rows.
  static func golden() throws -> [Row] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let path = folder.appending(path: "Oracle").appending(path: "pytesmo_example.csv")
    let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(lines.first)
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  /// The products as the example's own experiment describes them.
  static func products(in folder: String) throws -> [String: ProductSource] {
    let path = folder + "/experiment.yml"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let root = try YAMLNode.parse(text: text, path: path).entries()
    let list = try #require(root.first { $0.key.text == "products" }).value.list()
    var sources: [String: ProductSource] = [:]
    for item in list {
      let map = try item.map(allowed: ["name", "files", "description"])
      let name = try #require(map["name"]).text()
      let pattern = try #require(map["files"]).text()
      let parent = folder + "/" + pattern.split(separator: "/").dropLast().joined(separator: "/")
      let files = try FileManager.default.contentsOfDirectory(atPath: parent).sorted().map {
        parent + "/" + $0
      }
      let description = try ProductDescription(try #require(map["description"]))
      sources[name] = try ProductSource(name: name, description: description, files: files)
    }
    return sources
  }

  @Test func everyPairAndEveryMetricAgrees() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "agreement-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try ExampleArchive.write(to: folder, seed: 1)
    let products = try Self.products(in: folder)
    let archive = try StationArchive.open(folder + "/archive")
    let selection = StationSelection()
    let sensors = selection.select(archive).sensors
    let rows = try Self.golden()
    #expect(rows.count == 108 && sensors.count == 18)

    var compared = 0
    for row in rows {
      let name = [row["network"], row["station"], row["sensor"]].compactMap { $0 }.joined(separator: "/")
      let depth = try number(row, "depth_to")
      let sensor = try #require(
        sensors.first {
          [$0.network, $0.station, $0.instrument].joined(separator: "/") == name && $0.depthTo == depth
        }, "\(name)")
      let label = "\(name) \(depth) \(row["product"] ?? "") \(row["window"] ?? "") h"
      let station = selection.series(from: try archive.record(of: sensor)).series
      let source = try #require(products[row["product"] ?? ""])
      let cell = try #require(source.nearestCell(to: sensor.point, within: 50))
      #expect(abs(cell.point.latitude - (try number(row, "location_lat"))) < 1e-9, "\(label)")
      #expect(abs(cell.point.longitude - (try number(row, "location_lon"))) < 1e-9, "\(label)")
      let distance = cell.point.distance(to: sensor.point)
      #expect(abs(distance - (try number(row, "distance_km"))) < 1e-6, "\(label)")
      let product = try source.series(at: cell).series
      #expect(product.count == Int(try number(row, "n_product")), "\(label)")
      #expect(station.count == Int(try number(row, "n_station")), "\(label)")
      let window = Int64(try number(row, "window")) * UTC.hour
      compared += try compare(Pairs(product, station, window: window), with: row, label)
    }
    // 17 sensors with good samples, 3 products, 2 windows, 34 numbers each.
    #expect(compared == 17 * 3 * 2 * 34)
  }

  private func number(_ row: Row, _ key: String) throws -> Double {
    try #require(Double(row[key] ?? ""), "\(key)")
  }

  /// Compares what a row holds; the count of numbers compared.
  private func compare(_ pairs: Pairs, with row: Row, _ label: String) throws -> Int {
    #expect(pairs.product.count == Int(try number(row, "n")), "\(label): pairs")
    guard let first = pairs.times.first, let last = pairs.times.last else { return 0 }
    #expect(UTC.instant(row["first"] ?? "") == first && UTC.instant(row["last"] ?? "") == last, "\(label)")
    let line = try MeanStdScaling.fit(source: pairs.product, reference: pairs.station).get()
    let map = try CDFMatching.fit(source: pairs.product, reference: pairs.station).get()
    let anomalies = Correlation.pearson(pairs.productAnomalies, pairs.stationAnomalies)
    var values: [(key: String, value: Double?, relative: Double)] = [
      ("sum_product", pairs.product.reduce(0, +), 1e-12), ("sum_station", pairs.station.reduce(0, +), 1e-12),
      ("sum_abs_dt", Double(pairs.distances.reduce(0, +)) / Double(UTC.hour), 1e-12),
    ]
    let short: [Metric] = [.r, .pR, .rho, .pRho, .bias, .rmse, .ubRMSE, .mae]
    let long = short + [.mse, .mseCorr, .mseBias, .mseVar, .anomalyR, .pAnomalyR]
    let sets: [(prefix: String, product: [Double], metrics: [Metric])] = [
      ("", pairs.product, long), ("ms_", line.apply(pairs.product), short),
      ("cdf_", map.apply(pairs.product), short),
    ]
    for set in sets {
      let scores = metrics(product: set.product, reference: pairs.station).with(anomalies: anomalies)
      for metric in set.metrics {
        let isP = metric.rawValue.hasPrefix("p_")
        values.append((set.prefix + metric.rawValue, scores[metric].value, isP ? 1e-6 : 1e-9))
      }
    }
    for (key, value, relative) in values {
      let observed = try #require(value, "\(label) \(key)")
      let expected = try number(row, key)
      // The bias after mean-std scaling is rounding alone; p-values have to be right however small.
      let floor = key.contains("p_") ? 1e-300 : 1e-12
      #expect(
        abs(observed - expected) <= max(relative * abs(expected), floor),
        "\(label) \(key): \(observed), pytesmo \(expected)")
    }
    return values.count + 1
  }

  /// Nearest station value in a window with its ends, the later of two equally near; anomalies of whole series.
  struct Pairs {
    var times: [Int64] = []
    var product: [Double] = []
    var station: [Double] = []
    var productAnomalies: [Double] = []
    var stationAnomalies: [Double] = []
    var distances: [Int64] = []

    init(_ product: TimeSeries, _ station: TimeSeries, window: Int64) {
      let productAnomaly = Anomaly.movingWindow(times: product.times, values: product.values)
      let stationAnomaly = Anomaly.movingWindow(times: station.times, values: station.values)
      for (i, time) in product.times.enumerated() {
        var best: Int?
        for j in station.times.indices where abs(station.times[j] - time) <= window {
          if let found = best, abs(station.times[found] - time) < abs(station.times[j] - time) { continue }
          best = j
        }
        guard let j = best else { continue }
        times.append(time)
        self.product.append(product.values[i])
        self.station.append(station.values[j])
        productAnomalies.append(productAnomaly[i])
        stationAnomalies.append(stationAnomaly[j])
        distances.append(abs(station.times[j] - time))
      }
    }
  }
}
