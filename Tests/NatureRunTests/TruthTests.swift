import Files
import Foundation
import Grids
import Testing

@testable import NatureRun

@Suite struct TruthTests {
  private func write(_ folder: String, jobs: Int, days: Int) throws -> [LandState] {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var settings = try WorldTests.settings(days: days, degrees: 0.5)
    // The run crosses the end of a month.
    settings.start = try #require(UTC.instant(year: 2015, month: 6, day: 29))
    var world = World(settings: settings)
    let recorder = WorldTests.Recorder()
    try world.run(
      jobs: jobs,
      observers: [
        TruthWriter(folder: folder, grid: settings.grid),
        AncillaryWriter(folder: folder, land: world.land, settings: settings), recorder,
      ])
    return recorder.states
  }

  @Test func monthsOfPackedMapsTheSameForAnyJobs() throws {
    let folders = ExampleArchiveTests.TemporaryFolder()
    let states = try write(folders.path + "/one", jobs: 1, days: 4)
    _ = try write(folders.path + "/four", jobs: 4, days: 4)
    let files = try folders.files()
    let names = files.keys.filter { $0.hasPrefix("one/") }.map { String($0.dropFirst(4)) }.sorted()
    #expect(
      names == [
        "climate_0.05.nc", "land_0.05.nc", "land_0.25.nc", "soil_moisture_0.05_201506.nc",
        "soil_moisture_0.05_201507.nc", "states_0.25_201506.nc", "states_0.25_201507.nc",
      ])
    for name in names { #expect(files["one/" + name] == files["four/" + name], "\(name)") }

    // The second file's first day is the third of the run.
    let file = try NetCDFFile(reading: folders.path + "/one/soil_moisture_0.05_201507.nc")
    let variable = try file.requiredVariable("sm_0_5")
    guard case .int16(let stored) = try file.raw(variable) else {
      Issue.record("moisture is packed into 16 bits")
      return
    }
    #expect(stored.count == 2 * 100)
    let cell = 37
    let mean = states[16..<24].reduce(0.0) { $0 + Double($1.surface[cell]) } / 8
    #expect(abs(Double(stored[cell]) * 1e-4 - mean) < 0.6e-4)
    let time = try file.requiredVariable("time")
    let first = try #require(UTC.instant(year: 2015, month: 7, day: 1))
    #expect(try file.doubles(time) == [0.5, 1.5].map { Double(first / UTC.day) + $0 })

    let coarse = try NetCDFFile(reading: folders.path + "/one/states_0.25_201507.nc")
    let rain = try coarse.requiredVariable("pr")
    let values = try coarse.doubles(rain)
    #expect(values.count == 2 * 4)
    var sum = 0.0
    for state in states[16..<24] {
      for row in 0..<5 { for column in 0..<5 { sum += Double(state.precipitation[row * 10 + column]) / 25 } }
    }
    #expect(abs(values[0] * 0.01 - sum) < 0.006)
  }
}
