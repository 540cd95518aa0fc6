import Files
import Foundation
import Grids
import Testing

@testable import NatureRun

@Suite struct WindowTests {
  /// Keeps what it is shown of the window and of the region.
  final class Recorder: WorldObserver {
    var region: [LandState] = []
    var window: [LandState] = []
    var land: Land?

    func observe(_ state: LandState) throws(Failure) { region.append(state) }
    func observe(window state: LandState, of land: Land) throws(Failure) {
      window.append(state)
      self.land = land
    }
    func finish() throws(Failure) {}
  }

  /// A region as large as its window, of half a degree, in summer.
  static func settings(days: Int, seed: UInt64 = 1) throws -> NatureRunSettings {
    var settings = try WorldTests.settings(days: days, degrees: 0.5, seed: seed)
    settings.window = WindowSettings()
    settings.window?.degrees = 0.5
    return settings
  }

  @Test func theSameForAnyJobs() throws {
    func record(jobs: Int, seed: UInt64) throws -> [LandState] {
      let recorder = Recorder()
      var world = World(settings: try WindowTests.settings(days: 1, seed: seed))
      try world.run(jobs: jobs, observers: [recorder])
      return recorder.window
    }
    let (first, second) = (try record(jobs: 1, seed: 1), try record(jobs: 3, seed: 1))
    #expect(first.count == 8 && second.count == 8)
    for map in LandState.maps {
      #expect(first.map { $0[keyPath: map] } == second.map { $0[keyPath: map] })
    }
  }

  @Test func fineCellsLiveAsTheirCellDoes() throws {
    let recorder = Recorder()
    var world = World(settings: try WindowTests.settings(days: 4))
    let region = world.land
    try world.run(jobs: 2, observers: [recorder])
    let land = try #require(recorder.land)
    #expect(recorder.window.count == 32 && recorder.window.map(\.time) == recorder.region.map(\.time))
    let blocks = BlockRefinement(rows: 10, columns: 10)
    var rain = (fine: 0.0, coarse: 0.0)
    for (fine, coarse) in zip(recorder.window, recorder.region) {
      rain.fine += fine.precipitation.reduce(0) { $0 + Double($1) } / 25
      rain.coarse += coarse.precipitation.reduce(0) { $0 + Double($1) }
      for cell in 0..<land.grid.count {
        let range = (land.residual[cell] - 1e-5)...(land.porosity[cell] + 1e-5)
        guard range.contains(fine.surface[cell]), range.contains(fine.shallow[cell]),
          (230...345).contains(fine.landSurfaceTemperature[cell])
        else {
          Issue.record("cell \(cell) leaves its limits")
          return
        }
      }
    }
    // Rain grows faster than linearly with what it is read from, between whose nodes the smaller cells lie.
    #expect(abs(rain.fine / rain.coarse - 1) < 0.05)
    // Moisture is not linear in texture, covers and rain, so that means differ, though by less than sensors see.
    let (mean, coarse) = (
      blocks.mean(recorder.window[31].surface), recorder.region[31].surface
    )
    let squares = zip(mean, coarse).reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
    let bias = zip(mean, coarse).reduce(0.0) { $0 + Double($1.0 - $1.1) } / 100
    print("window − region: RMS \((squares / 100).squareRoot()), bias \(bias)")
    #expect((squares / 100).squareRoot() < 0.01)
    #expect(abs(bias) < 0.005)
    // A world of its own within the cells.
    let within = (0..<land.grid.count).reduce(0.0) { sum, index in
      let off = recorder.window[31].surface[index] - mean[blocks.cell(index / 50, index % 50)]
      return sum + Double(off * off)
    }
    let spread = (within / Double(land.grid.count)).squareRoot()
    print("spread within cells: \(spread)")
    #expect((0.005...0.06).contains(spread))
    #expect(region.grid.count == 100)
  }

  @Test func theWindowLiesWhereAndWhenItIsAskedFor() throws {
    func span(_ text: String) throws -> (grid: FineGrid, days: Range<Int>)? {
      try NatureRunSettings(reading: YAMLNode.parse(text: text, path: "run.yml")).windowSpan()
    }
    let demo = try #require(try span(""))
    #expect(demo.grid.west == 103 && demo.grid.north == 37 && demo.grid.count == 40_000)
    // June to August of 2015, in a run that begins with 2015.
    #expect(demo.days == 151..<243)
    let study = try #require(try span("preset: study"))
    #expect(study.days == 0..<1461)
    #expect(try span("window: none") == nil)
    let given = try #require(
      try span("window: {west: 100.25, north: 40, from: 2015-02-01, to: 2015-02-01}"))
    #expect(given.grid.west == 100.25 && given.grid.north == 40 && given.days == 31..<32)
    #expect(try span("region: {west: 100, east: 101, south: 35, north: 36}") == nil)
    for text in [
      "window: {west: 107, north: 40}", "window: {west: 103}", "window: {west: 103.1, north: 37}",
      "window: {from: 2015-07-01, to: 2015-06-01}",
    ] {
      let failure = #expect(throws: Failure.self) { try span(text) }
      #expect(failure?.kind == .usage, "\(text)")
    }
  }
}
