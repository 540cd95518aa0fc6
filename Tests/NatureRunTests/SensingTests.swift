import Foundation
import Grids
import Numerics
import Testing

@testable import NatureRun

@Suite("Sensing")
struct SensingTests {
  @Test("A footprint keeps a constant, passes water over and is as wide as it says")
  func footprint() throws {
    let land = try MadeUpLand.land()
    let grid = try ProductGrid(.degrees(0.25), within: land.grid)
    #expect(grid.rows == 16 && grid.columns == 16)
    #expect(abs(grid.latitudes[0] - 35.875) < 1e-9 && abs(grid.longitudes[0] - 100.125) < 1e-9)
    let footprint = Footprint(fwhm: 50, from: land.grid, water: land.waterFraction, to: grid)
    let constant = footprint.mean(Array(repeating: 0.3, count: land.grid.count))
    #expect(constant.allSatisfy { abs($0 - 0.3) < 1e-5 })
    // Values over the lake count by its land only.
    let wet = zip(land.waterFraction, 0...).map { $0.0 > 0 ? Float(1000) : 0.2 }
    let water = footprint.water
    #expect(water[0] < 1e-6 && (water.max() ?? 0) > 0.3)
    let seen = footprint.mean(wet)
    #expect(seen[0] < 0.21 && (seen.max() ?? 0) > 10)
    // A single wet cell, dry around: the response falls to half at half the width (25 km) from it.
    var spot = [Float](repeating: 0, count: land.grid.count)
    let centre = (row: 42, column: 42)
    spot[centre.row * land.grid.columns + centre.column] = 1
    let dry = Footprint(
      fwhm: 50, from: land.grid, water: Array(repeating: 0, count: land.grid.count), to: grid)
    let response = dry.mean(spot)
    let column = 8
    let (near, far) = (8, 9)
    let lat = land.grid.latitude(row: centre.row)
    func gaussian(_ row: Int) -> Double {
      let km = (grid.latitudes[row] - lat) * 111.19
      return exp(-4 * log(2.0) * (km / 50) * (km / 50))
    }
    let ratio = Double(response[far * 16 + column] / response[near * 16 + column])
    #expect(abs(ratio - gaussian(far) / gaussian(near)) < 0.02)
  }

  @Test("EASE grids are cut out of the globe's")
  func grids() throws {
    let land = try MadeUpLand.land()
    let grid = try ProductGrid(.ease2(kilometres: 36), within: land.grid)
    let whole = try EASE2Grid(kilometres: 36)
    let corner = whole.centre(row: grid.first.row, column: grid.first.column)
    #expect(corner.latitude == grid.latitudes[0] && corner.longitude == grid.longitudes[0])
    #expect(grid.whole == (406, 964))
    #expect(grid.latitudes.allSatisfy { $0 > 32 && $0 < 36 })
  }

  @Test("A noise field has unit variance and neighbours that are alike")
  func noise() {
    var random = RandomStream(seed: 3, stream: "test")
    let field = NoiseField.draw(rows: 80, columns: 80, sigma: 1.5, &random)
    let mean = field.reduce(0, +) / Float(field.count)
    let variance = field.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(field.count)
    #expect(abs(variance - 1) < 0.15)
    var lag: Float = 0
    for cell in field.indices where cell % 80 < 79 { lag += (field[cell] - mean) * (field[cell + 1] - mean) }
    lag /= variance * Float(80 * 79)
    // Smoothed twice over the same weights: exp(−1/(4σ²)).
    #expect(abs(lag - 0.895) < 0.04)
  }

  @Test("Errors keep ρ of the day before, and days that are left out cost as much as they are long")
  func memory() {
    func lag(_ step: Int64) -> Double {
      var memory = ErrorMemory(correlation: 0.6, sigma: 0, seed: 5, labels: ["test"])
      let first = memory.field(day: 10, rows: 100, columns: 100)
      let second = memory.field(day: 10 + step, rows: 100, columns: 100)
      let product = zip(first, second).reduce(0.0) { $0 + Double($1.0 * $1.1) } / 10_000
      let power = second.reduce(0.0) { $0 + Double($1 * $1) } / 10_000
      #expect(abs(power - 1) < 0.05)
      return product
    }
    #expect(abs(lag(1) - 0.6) < 0.04)
    #expect(abs(lag(3) - 0.216) < 0.04)
  }

  // docs/satellites.md.
  @Test("The error budget is the one agreed")
  func budget() {
    let c = RetrievalModel.standard(.lprm, .c)
    #expect(abs(c.noise(water: 2) - 0.038) < 1e-6)
    #expect(abs(RetrievalModel.standard(.smap, .l).noise(water: 2) - 0.036) < 1e-6)
    #expect(abs(RetrievalModel.standard(.lprm, .x).noise(water: 20) - 0.12) < 1e-6)
    // Half the range is gone over forest, a quarter at the turning point.
    #expect(abs(c.gain(water: 4, arid: 0) - 1.15 * 0.75) < 1e-5)
    #expect(abs(c.gain(water: 12, arid: 0) - 1.15 * 0.5) < 1e-3)
    #expect(abs(c.gain(water: 0, arid: 0) - 1.15) < 1e-3)
    // Radar turns round over deserts.
    #expect(RetrievalModel.standard(.changeDetection, .radar).gain(water: 0, arid: 1) < 0)
    // LPRM is wet over vegetation, JAXA dry with a small range.
    let middle: Float = 0.2
    let lprm = c.noiseFree(moisture: 0.2, middle: middle, gain: c.gain(water: 2, arid: 0), water: 2, field: 0)
    #expect(abs(lprm - 0.22) < 1e-6)
    let jaxa = RetrievalModel.standard(.jaxa, .x)
    #expect(abs(jaxa.gain(water: 0, arid: 0) - 0.7) < 1e-3)
    #expect(jaxa.clipped(-0.2) == 0.01)
  }

  static func plan(_ sensor: Sensor = .amsr2) -> InstrumentPlan {
    InstrumentPlan(
      sensor: sensor, algorithm: .lprm, bands: [.c], lattice: .degrees(0.25), label: .localSolar,
      passes: [.descending, .ascending], outages: 0)
  }

  /// The days an instrument hands out over a made-up land.
  static func days(
    _ plan: InstrumentPlan, count: Int = 4, seed: UInt64 = 1, change: (inout LandState) -> Void = { _ in }
  ) throws -> [Instrument.Day] {
    let land = try MadeUpLand.land(west: 100, east: 103, south: 33, north: 36)
    let end = MadeUpLand.start + Int64(count) * UTC.day
    var instrument = try Instrument(plan, span: MadeUpLand.start..<end, land: land, seed: seed)
    var days: [Instrument.Day] = []
    for step in 1...8 * count {
      var state = MadeUpLand.state(land, at: MadeUpLand.start + Int64(step) * 3 * UTC.hour)
      change(&state)
      days += instrument.observe(state)
    }
    return days + instrument.finish()
  }

  @Test("Every day is handed out once, in order, with the times of its date")
  func dates() throws {
    let days = try SensingTests.days(SensingTests.plan())
    let first = MadeUpLand.start / UTC.day
    #expect(days.map { $0[0].day } == (first..<first + 4).map { $0 })
    var seen = 0
    for pass in days.flatMap({ $0 }) {
      for cell in 0..<pass.grid.count where pass.isSeen(cell) {
        seen += 1
        let solar =
          pass.times[cell] + Int64(pass.grid.longitudes[cell % pass.grid.columns] * 240) * UTC.second
        #expect(solar / UTC.day == pass.day)
        let hour = Double(solar % UTC.day) / Double(UTC.hour)
        // At 34° the track is 0.4 h off its hour at the equator, the swath's edge half an hour more.
        #expect(abs(hour - (pass.pass == .descending ? 1.5 : 13.5)) < 1)
        #expect(pass.nodes[cell] == (pass.pass == .descending ? .descending : .ascending))
      }
    }
    #expect(seen > 500)
  }

  @Test("Free of its error a retrieval follows from the moisture, and the error has its size")
  func retrievals() throws {
    var worst: Float = 0
    var (sum, count) = (0.0, 0.0)
    for pass in try SensingTests.days(SensingTests.plan(), count: 4).flatMap({ $0 }) {
      let map = pass.maps[0]
      for cell in 0..<pass.grid.count where !map.moisture[cell].isNaN {
        #expect(pass.isSeen(cell) && map.flags[cell].isEmpty)
        // The footprint is the made-up moisture of the place, within what the Gaussian reaches across.
        let y = (36 - pass.grid.latitudes[cell / pass.grid.columns]) / 3
        let x = (pass.grid.longitudes[cell % pass.grid.columns] - 100) / 3
        let step = 3 * UTC.hour
        let end = MadeUpLand.start + ((pass.times[cell] - MadeUpLand.start) / step + 1) * step
        worst = max(worst, abs(map.footprint[cell] - Float(MadeUpLand.moisture(y, x, end))))
        let error = Double((map.moisture[cell] - map.noiseFree[cell]) / map.uncertainty[cell])
        sum += error * error
        count += 1
      }
    }
    #expect(worst < 0.01)
    #expect(count > 400)
    #expect(abs(sum / count - 1) < 0.2)
  }

  @Test("Frost, snow, forest and water leave no retrieval but a flag")
  func flags() throws {
    func first(_ change: (inout LandState) -> Void) throws -> [RetrievalMap] {
      try SensingTests.days(SensingTests.plan(), count: 2, change: change).flatMap { $0 }.flatMap(\.maps)
    }
    for map in try first({ state in state.frozen = state.frozen.map { _ in 1 } }) {
      #expect(map.moisture.allSatisfy(\.isNaN) && map.noiseFree.allSatisfy(\.isNaN))
    }
    let snowy = try first { state in state.snow = state.snow.map { _ in 20 } }
    #expect(
      snowy.contains { $0.flags.contains(.snow) } && snowy.allSatisfy { $0.moisture.allSatisfy(\.isNaN) })
    let normal = try first { _ in }
    for map in normal {
      for cell in map.flags.indices where !map.flags[cell].isEmpty { #expect(map.moisture[cell].isNaN) }
    }
    #expect(normal.contains { $0.flags.contains(.dense) } && normal.contains { $0.flags.contains(.water) })
  }

  @Test("The same seed gives the same maps, another seed other errors and the same orbits")
  func seeds() throws {
    let one = try SensingTests.days(SensingTests.plan(), count: 2)
    let same = try SensingTests.days(SensingTests.plan(), count: 2)
    let other = try SensingTests.days(SensingTests.plan(), count: 2, seed: 2)
    for (a, b) in zip(one.flatMap { $0 }, same.flatMap { $0 }) {
      #expect(a.times == b.times)
      #expect(a.maps[0].moisture.map(\.bitPattern) == b.maps[0].moisture.map(\.bitPattern))
    }
    for (a, b) in zip(one.flatMap { $0 }, other.flatMap { $0 }) {
      #expect(a.times == b.times)
      let values = zip(a.maps[0].moisture, b.maps[0].moisture).filter { !$0.0.isNaN && !$0.1.isNaN }
      #expect(values.allSatisfy { $0.0 != $0.1 })
    }
  }

  @Test("TRMM's maps are parted by the sun, not by the node")
  func dayAndNight() throws {
    var plan = SensingTests.plan(.tmi)
    (plan.bands, plan.passes) = ([.x], [.night, .day])
    var nodes: Set<Orbit.Node> = []
    for pass in try SensingTests.days(plan, count: 3).flatMap({ $0 }) {
      for cell in 0..<pass.grid.count where pass.isSeen(cell) {
        let solar =
          pass.times[cell] + Int64(pass.grid.longitudes[cell % pass.grid.columns] * 240) * UTC.second
        let hour = solar % UTC.day / UTC.hour
        #expect((hour >= 6 && hour < 18) == (pass.pass == .day))
        nodes.insert(pass.nodes[cell])
      }
    }
    #expect(nodes.count == 2)
  }
}
