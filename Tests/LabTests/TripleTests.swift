import Files
import Grids
import NatureRun
import Statistics
import Testing

@testable import Lab

@Suite("Triple collocation in a run")
struct TripleTests {
  /// A number in 0..<1 by SplitMix64's finaliser: series of different arguments are independent, as the method asks.
  private static func uniform(_ i: Int, _ sensor: Int, _ which: Int) -> Double {
    var z = UInt64(i + 1000 * sensor + 100_000 * which) &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Double((z ^ (z >> 31)) >> 11) / 9_007_199_254_740_992
  }

  /// Twelve sensors of six networks; two products of one truth with errors of 0.02 and 0.04, the station's 0.01.
  private func table(
    jobs: Int, triple: [TripleSide], shift: Double = 0, stations: Int = 12
  ) throws -> TripleTable {
    var experiment = try MadeUpPairs.experiment(
      "compare: {common: exact}\n", products: [[:], [:]])
    experiment.triple = triple
    // Fewer than a user may ask for: debug builds are slow.
    experiment.intervals.replicates = 20
    let folder = try TemporaryFolder()
    let sensors = (0..<stations).map { index in
      var sensor = MadeUpPairs.sensor(index)
      sensor.network = "N\(index / 2)"
      return sensor
    }
    let path = folder.path + "/matchups.nc"
    let file = try MatchUpsFile(path: path, experiment: experiment, sensors: sensors, placements: [])
    for sensor in sensors.indices {
      for (product, spread) in [0.02, 0.04].enumerated() {
        var pairs = MatchUps()
        let count = sensor == 11 ? 9 : 250
        for i in 0..<count {
          // Uniform noise of standard deviation d has the width d·√12.
          func noise(_ deviation: Double, _ which: Int) -> Double {
            deviation * 12.0.squareRoot() * (TripleTests.uniform(i, sensor, which) - 0.5)
          }
          let truth = 0.25 + noise(0.06, 1)
          pairs.times.append(1_483_228_800_000_000 + Int64(i) * UTC.day)
          pairs.stationTimes.append(pairs.times[i])
          pairs.station.append(truth + noise(0.01, 2))
          pairs.product.append((product == 1 ? 0.5 : 1) * (truth + noise(spread, 3 + product)) + shift)
          pairs.productAnomalies.append(.nan)
          pairs.stationAnomalies.append(.nan)
        }
        try file.append(pairs)
      }
    }
    try file.commit()
    let pairs = try RunPairs(reading: path, sensors: stations, products: 2)
    let work = TripleWork(experiment, sensors: sensors, pairs: pairs)
    return try work.table(jobs: jobs) { _, _, _ in }
  }

  @Test("errors, scalings and correlations come out as they went in, with the stations as one of the three")
  func known() throws {
    let table = try table(jobs: 1, triple: [.product(0), .product(1), .station])
    #expect(table.rows.count == 12 * 15)
    func mean(_ side: Int, _ quantity: TripleBootstrap.Quantity) throws -> TripleSummaryRow {
      try #require(table.summary.first { $0.side == side && $0.quantity == quantity })
    }
    for (side, error) in [0.02, 0.04, 0.01].enumerated() {
      let row = try mean(side, .errorDeviation)
      // The small error of the stations is the least certain, and cannot be negative.
      #expect(abs((row.estimate.mean ?? 0) - error) < 0.004, "\(side)")
      #expect(row.networks >= 5 && (row.estimate.lower ?? 1) < error + 0.002 && row.status == .ok)
      let correlation = 0.06 / (0.06 * 0.06 + error * error).squareRoot()
      let found = try mean(side, .correlation).estimate.mean ?? 0
      #expect(abs(found - correlation) < 0.025, "\(side): \(found), not \(correlation)")
    }
    let scaling = try mean(1, .scaling).estimate.mean ?? 0
    #expect(abs(scaling - 2) < 0.1, "\(scaling)")
    let reference = table.rows.filter { $0.side == 0 && $0.quantity == .scaling && $0.sensor < 11 }
    #expect(reference.allSatisfy { $0.value == 1 && $0.lower == nil })
    // The last sensor has too few triplets.
    #expect(table.rows.filter { $0.sensor == 11 }.allSatisfy { $0.status == .tooFew && $0.value == nil })
    #expect(try mean(0, .errorDeviation).sensors == 11)
  }

  @Test("a shift of the products and the number of jobs change nothing")
  func invariances() throws {
    let sides: [TripleSide] = [.product(0), .station, .product(1)]
    let one = try table(jobs: 1, triple: sides, stations: 2)
    #expect(try table(jobs: 4, triple: sides, stations: 2).rows == one.rows)
    for (shifted, row) in zip(try table(jobs: 2, triple: sides, shift: 0.1, stations: 2).rows, one.rows) {
      #expect(abs((shifted.value ?? 0) - (row.value ?? 0)) < 1e-6 && shifted.status == row.status)
    }
  }

  @Test("an experiment names its triplet, and the resolved one again")
  func experiment() throws {
    let folder = try TemporaryFolder()
    let text =
      "stations: {archive: a}\nproducts: [{name: \"A, B\", description: {variable: sm}, files: x}, {name: C, description: {variable: sm}, files: x}]\n"
    let plain = try Experiment.read(path: try folder.write(text, to: "e.yml"))
    #expect(plain.triple.isEmpty && !plain.yaml.contains("triple"))
    let read = try Experiment.read(
      path: try folder.write(text + "triple: [C, station, \"A, B\"]\n", to: "e.yml"))
    #expect(read.triple == [.product(1), .station, .product(0)])
    let again = try Experiment.read(path: try folder.write(read.yaml, to: "r.yml"))
    #expect(again.triple == read.triple && again.yaml == read.yaml)
  }
}
