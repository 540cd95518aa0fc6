import Files
import Grids
import Testing

@testable import NatureRun

@Suite struct LandTests {
  @Test func cellsOfTheGridNest() throws {
    let grid = try FineGrid(west: 100, east: 108, south: 32, north: 40)
    #expect(grid.rows == 160 && grid.columns == 160)
    #expect(abs(grid.latitude(row: 0) - 39.975) < 1e-9 && abs(grid.longitude(column: 159) - 107.975) < 1e-9)
    #expect(grid.cell(latitude: 39.975, longitude: 100.025).map { [$0.row, $0.column] } == [0, 0])
    #expect(grid.cell(latitude: 32, longitude: 100).map { [$0.row, $0.column] } == [159, 0])
    #expect(grid.cell(latitude: 40, longitude: 100) == nil)
    #expect(grid.cell(latitude: 36, longitude: 108) == nil)
    #expect(throws: Failure.self) { try FineGrid(west: 100.1, east: 108, south: 32, north: 40) }
    #expect(throws: Failure.self) { try FineGrid(west: 108, east: 100, south: 32, north: 40) }
    #expect(throws: Failure.self) { try FineGrid(west: 100, east: 108, south: 32, north: 70) }
  }

  @Test func theDemoHasItsClimatesAndSoundSoils() throws {
    let settings = try NatureRunSettings(preset: .demo)
    let land = Land(grid: settings.grid, seed: 1)
    var counts: [KoppenClass: Int] = [:]
    for name in land.koppen { counts[name, default: 0] += 1 }
    #expect(counts.values.count { $0 > land.grid.count / 200 } >= 6)
    #expect(Set(counts.keys.map(\.group)).isSuperset(of: [.arid, .temperate, .cold]))
    for cell in 0..<land.grid.count {
      let numbers = [
        land.residual[cell], land.wiltingPoint[cell], land.fieldCapacity[cell], land.porosity[cell],
      ]
      let covers = land.covers.reduce(0) { $0 + $1[cell] }
      guard numbers == numbers.sorted(), numbers[0] > 0, numbers[3] < 0.7, land.conductivity[cell] > 0.1,
        land.sand[cell] + land.clay[cell] < 0.95, abs(covers - 1) < 1e-5, land.waterFraction[cell] <= 0.9
      else {
        Issue.record("cell \(cell) is not sound")
        return
      }
    }
    let irrigated = land.irrigatedFraction.count { $0 > 0.3 }
    #expect(irrigated > land.grid.count / 500 && irrigated < land.grid.count / 5)
  }

  @Test func anotherSeedIsAnotherLand() throws {
    let grid = try FineGrid(west: 100, east: 101, south: 36, north: 37)
    #expect(Land(grid: grid, seed: 1).elevation == Land(grid: grid, seed: 1).elevation)
    #expect(Land(grid: grid, seed: 1).elevation != Land(grid: grid, seed: 2).elevation)
  }

  /// Neighbours in real terrain differ far less than places apart: power falls with the wave number.
  @Test func heightsVaryMoreTheFartherApart() throws {
    let grid = try FineGrid(west: 100, east: 104, south: 34, north: 38)
    let land = Land(grid: grid, seed: 1)
    func variogram(_ lag: Int) -> Double {
      var (sum, count) = (0.0, 0.0)
      for row in 0..<grid.rows {
        for column in 0..<(grid.columns - lag) {
          let index = row * grid.columns + column
          let step = Double(land.elevation[index + lag] - land.elevation[index])
          sum += step * step
          count += 1
        }
      }
      return sum / count
    }
    let values = [1, 2, 4, 8, 16].map(variogram)
    for (near, far) in zip(values, values.dropFirst()) {
      // γ(2h)/γ(h) = 2^(2H): 2 for H = 0.5, 4 for smooth slopes.
      #expect(far / near > 1.4 && far / near < 4)
    }
  }

  @Test func settingsAreReadWithLines() throws {
    let text = """
      preset: study
      region: {west: 100, east: 102, south: 34, north: 36}
      start: 2016-03-01
      days: 400
      seed: 7
      spin-up-days: 30
      sensors:
        SMAP: {from: 2016-06-01, to: 2016-12-31}
        AMSR-E: {from: 2016-03-01, to: 2016-05-31}
      """
    let settings = try NatureRunSettings(reading: YAMLNode.parse(text: text, path: "run.yml"))
    #expect(
      settings.grid.rows == 40 && settings.days == 400 && settings.seed == 7 && settings.spinUpDays == 30)
    #expect(UTC.dateText(settings.start) == "2016-03-01")
    #expect(settings.sensors.map(\.sensor) == ["AMSR-E", "SMAP"])
    #expect(settings.sensors.first.map { UTC.dateText($0.end) } == "2016-06-01")
    #expect(try NatureRunSettings(reading: YAMLNode.parse(text: "", path: "x")).days == 731)
    let mistakes = [
      ("preset: big", 1), ("seed: 1\ndays: 0", 2), ("start: 2016-03-01T06:00", 1), ("dayz: 3", 1),
      ("region: {west: 1}", 1), ("seed: 1\nregion: {west: 0.1, east: 2, south: 0, north: 2}", 2),
      ("sensors:\n  SMAP: {from: 2016-06-02, to: 2016-05-01}", 2), ("seed: -1", 1),
    ]
    for (text, line) in mistakes {
      let failure = #expect(throws: Failure.self) {
        try NatureRunSettings(reading: YAMLNode.parse(text: text, path: "run.yml"))
      }
      #expect(failure?.line == line && failure?.kind == .usage, "\(text)")
    }
  }

  @Test func sensorsHandOver() throws {
    let settings = try NatureRunSettings(preset: .demo)
    for (name, next) in [("AMSR-E", "SMOS"), ("SMOS", "AMSR2"), ("WindSat", "AMSR2"), ("AMSR2", "SMAP")] {
      let first = try #require(settings.sensors.first { $0.sensor == name })
      let second = try #require(settings.sensors.first { $0.sensor == next })
      #expect(first.start < second.start && second.start < first.end)
      #expect(second.end <= settings.end && first.start >= settings.start)
    }
  }
}
