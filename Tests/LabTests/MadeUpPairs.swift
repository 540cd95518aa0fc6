import Files
import Foundation
import Grids
import Statistics
import Testing

@testable import Lab

/// Pairs and experiments from a fixed formula, for scoring without files.
enum MadeUpPairs {
  static let told = SampleGroups(
    variable: "gapmask",
    groups: [
      SampleGroups.Group(name: "observed", .equals, [1]), SampleGroups.Group(name: "filled", .equals, [0]),
    ])

  /// A number in 0..<1 that depends on its arguments alone.
  static func noise(_ values: Int...) -> Double {
    var hash: UInt64 = 0x9e37_79b9_7f4a_7c15
    for value in values {
      hash = (hash ^ UInt64(bitPattern: Int64(value))) &* 0xbf58_476d_1ce4_e5b9
      hash ^= hash >> 31
    }
    return Double(hash >> 11) / 9_007_199_254_740_992
  }

  /// Pairs every six hours from 2017-01-01 on, as `codes` says of each.
  static func pairs(_ codes: [UInt8], seed: Int = 1) -> MatchUps {
    var pairs = MatchUps()
    for index in codes.indices {
      let season = 0.08 * sin(Double(index) / 100)
      pairs.times.append(1_483_228_800_000_000 + Int64(index) * 6 * UTC.hour)
      pairs.stationTimes.append(1_483_228_800_000_000 + Int64(index) * 6 * UTC.hour)
      pairs.station.append(0.25 + season + 0.05 * (noise(index, seed, 1) - 0.5))
      // Filled values are worse.
      let error = codes[index] == 1 ? 0.15 : 0.05
      pairs.product.append(0.27 + 0.9 * season + error * (noise(index, seed, 2) - 0.5))
      pairs.productAnomalies.append(pairs.product[index] - 0.27 - 0.9 * season)
      pairs.stationAnomalies.append(pairs.station[index] - 0.25 - season)
    }
    pairs.groups = [.flag: codes]
    return pairs
  }

  static func sensor(_ index: Int = 0, longitude: Double = 0, koppen: String = "BSk") -> ScoredSensor {
    ScoredSensor(
      network: "N", station: "S\(index)", sensor: "P", latitude: 40, longitude: longitude, elevation: 0,
      depthFrom: 0.05, depthTo: 0.05, groups: [.koppen: koppen])
  }

  /// An experiment of products with the given groups, as a user writes the rest.
  static func experiment(_ text: String, products: [[SampleAspect: SampleGroups]]) throws -> Experiment {
    let folder = try TemporaryFolder()
    var yaml =
      "stations: {archive: a\(text.contains("uncertainty") ? ", uncertainty: 0.02" : "")}\nproducts:\n"
    for index in products.indices {
      yaml += "  - {name: P\(index), description: {variable: sm}, files: x.nc}\n"
    }
    yaml += text.replacing("uncertainty\n", with: "")
    var experiment = try Experiment.read(path: try folder.write(yaml, to: "e.yml"))
    for (index, groups) in products.enumerated() { experiment.products[index].description.groups = groups }
    return experiment
  }

  static func match(_ products: [MatchUps], sensor: Int = 0) -> SensorMatch {
    var match = SensorMatch(sensor: sensor)
    match.matchUps = products
    match.statuses = products.map { $0.count == 0 ? Status.noData : .ok }
    return match
  }
}
