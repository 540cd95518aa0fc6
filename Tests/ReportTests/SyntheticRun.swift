import Files
import Foundation
import Grids
import Statistics

@testable import Lab

/// Runs that resemble real ones, made from a fixed formula: no reader, no matcher, no random state.
struct SyntheticRun {
  var products = ["ERA5-Land", "SMAP L3", "ASCAT"]
  var stations = 12
  var classes = ["Dfb", "BSk", "Cfa", "Csa", "Aw", "ET"]
  var strata: [Stratification] = [
    .all, Stratification(factors: [.koppen]), Stratification(factors: [.season]),
  ]
  var metrics = ["R", "rho", "bias", "RMSE", "ubRMSE", "MAE", "A.R"]
  var scaling: [RescalingMethod] = [.none]
  var stationNames: [String] = []
  var networkNames = ["SCAN", "USCRN", "REMEDHUS"]
  var center = (latitude: 38.0, longitude: -98.0)
  var spread = 12.0
  var minimumStations = 3
  var isEmpty = false
  /// The stations' own uncertainty.
  var uncertainty: Double?
  /// Whether the first product tells observed from filled values; it fills nothing at the last sensor.
  var tellsFilled = false
  /// Added to the first sensor's bias.
  var farOff = 0.0

  /// A number in 0..<1 that depends on its arguments alone.
  static func noise(_ values: Int...) -> Double {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for value in values {
      hash = (hash ^ UInt64(bitPattern: Int64(value))) &* 0x100_0000_01b3
      hash ^= hash >> 29
      hash = hash &* 0xbf58_476d_1ce4_e5b9
      hash ^= hash >> 32
    }
    return Double(hash >> 11) / 9_007_199_254_740_992
  }

  var sensors: [ScoredSensor] {
    (0..<stations).map { index in
      let koppen = classes[index % classes.count]
      let network = networkNames[index % networkNames.count]
      let name = index < stationNames.count ? stationNames[index] : "Station \(index + 1)"
      return ScoredSensor(
        network: network, station: name, sensor: "Hydraprobe-A",
        latitude: center.latitude + (SyntheticRun.noise(index, 1) - 0.5) * spread,
        longitude: center.longitude + (SyntheticRun.noise(index, 2) - 0.5) * spread * 1.6,
        elevation: index == 1 ? .nan : 100 + Double(index), depthFrom: 0.05, depthTo: 0.05,
        groups: [.koppen: koppen, .network: network, .landcover: "\(10 * (index % 4 + 1))"])
    }
  }

  /// A sensor a kilometre farther out than the one before; every third out of the last product's reach.
  var placements: [[Placement?]] {
    (0..<stations).map { sensor in
      products.indices.map { product in
        sensor % 3 == 2 && product == products.count - 1
          ? nil : Placement(distance: Double(sensor + product), stations: 1 + sensor % 7)
      }
    }
  }

  /// Read from YAML as a user writes it, then given the names under test.
  func experiment() throws -> Experiment {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).yml").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var text = "name: synthetic\nstations: {archive: /secret/place/archive.zip}\nproducts:\n"
    for index in products.indices {
      text += "  - {name: p\(index), description: era5-land, files: /secret/x/*.nc}\n"
    }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    var experiment = try Experiment.read(path: path)
    for (index, name) in products.enumerated() { experiment.products[index].name = name }
    experiment.strata = strata
    experiment.scaling = scaling
    experiment.metrics = metrics.compactMap(Metric.init(rawValue:))
    experiment.minimumStations = minimumStations
    experiment.stations.uncertainty = uncertainty
    if tellsFilled {
      experiment.products[0].description.groups = [
        .flag: SampleGroups(
          variable: "gap|mask",
          groups: [
            SampleGroups.Group(name: "observed", .equals, [1]),
            SampleGroups.Group(name: "filled <late>", .equals, [0, 2]),
          ])
      ]
    }
    return experiment
  }

  func value(_ metric: Metric, product: Int, sensor: Int, group: Int) -> Double? {
    let n = { (salt: Int) in SyntheticRun.noise(product, sensor, group, salt) }
    let bias = (n(3) - 0.5) * 0.12 + 0.02 * Double(product % 5) + (sensor == 0 ? farOff : 0)
    let unbiased = 0.025 + 0.05 * n(4) * n(4) + 0.006 * Double(product % 3)
    switch metric.rawValue {
    case "R": return n(9) < 0.03 ? -0.1 : 0.9 - 0.55 * n(5) * n(5) - 0.05 * Double(product % 4)
    case "rho": return 0.88 - 0.55 * n(5) * n(5)
    case "bias": return bias
    case "ubRMSE": return unbiased
    case "ubRMSE_corr":
      return uncertainty.flatMap { unbiased > $0 ? (unbiased * unbiased - $0 * $0).squareRoot() : nil }
    case "RMSE": return (bias * bias + unbiased * unbiased).squareRoot()
    case "MAE": return unbiased * 0.8 + abs(bias) * 0.3
    case "A.R": return n(7) < 0.2 ? nil : 0.75 - 0.5 * n(6)
    default: return n(8)
    }
  }

  func result() throws -> RunResult {
    let experiment = try experiment()
    let sensors = sensors
    var table = ScoreTable()
    let seasons = ["DJF", "MAM", "JJA", "SON"]
    let flag = Stratification(factors: [.flag])
    func groupings(_ product: Int) -> [(Stratification, [String])] {
      var groupings: [(Stratification, [String])] = [(.all, ["all"])]
      if strata.contains(Stratification(factors: [.season])) {
        groupings.append((Stratification(factors: [.season]), seasons))
      }
      if strata.contains(where: { $0.ofPairs == flag }) {
        groupings.append((flag, tellsFilled && product == 0 ? ["observed", "filled <late>"] : ["unknown"]))
      }
      return groupings
    }
    if !isEmpty {
      for sensor in sensors.indices {
        for product in products.indices {
          var scores: [Score] = []
          for (stratification, groups) in groupings(product) {
            for (position, group) in groups.enumerated() {
              for scaling in scaling {
                for metric in experiment.metrics {
                  let count = 60 + Int(400 * SyntheticRun.noise(product, sensor, position, 11))
                  let isUnfilled = group == "filled <late>" && sensor == sensors.count - 1
                  let value =
                    isUnfilled ? nil : value(metric, product: product, sensor: sensor, group: position)
                  scores.append(
                    Score(
                      stratification: stratification, group: group, scaling: scaling, metric: metric,
                      value: value,
                      lower: value.map { $0 - 0.05 }, upper: value.map { $0 + 0.04 }, count: count,
                      effectiveCount: Double(count) / 7, status: value == nil ? .tooFew : .ok))
                }
              }
            }
          }
          table.enter(scores, sensor: sensor, product: product)
        }
      }
    }
    let placements = isEmpty ? [] : placements
    let summary = Summary(
      of: table, sensors: sensors, placements: placements, experiment: experiment)
    let subject = LedgerSubject()
    var product = LedgerSubject()
    product.product = products[0]
    return RunResult(
      experiment: experiment, sensors: isEmpty ? [] : sensors, placements: placements, table: table,
      summary: summary,
      totals: [
        LedgerLine(stage: .sensors, subject: subject, reason: "read", count: stations + 2),
        LedgerLine(stage: .sensors, subject: subject, reason: "kept", count: stations),
        LedgerLine(stage: .sensors, subject: subject, reason: "depth outside 0–0.1 m", count: 2),
        LedgerLine(stage: .productSamples, subject: product, reason: "read", count: 120_000),
        LedgerLine(stage: .productSamples, subject: product, reason: "kept", count: 90_000),
        LedgerLine(stage: .productSamples, subject: product, reason: "fill value", count: 30_000),
      ],
      problems: (0..<60).map {
        Problem(path: "/secret/place/archive.zip/n/s/file\($0).stm", line: 12, reason: "cut short", count: 3)
      },
      remarks: ["era5-land: units were not verified on a file"], networks: networkNames)
  }
}
