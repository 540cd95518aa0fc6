import Files
import Foundation
import Grids
import Testing

@testable import NatureRun

@Suite struct TruthTests {
  private func write(_ folder: String, jobs: Int, days: Int) throws -> [LandState] {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var settings = try WorldTests.settings(days: days, degrees: 0.5)
    settings.window = WindowSettings()
    settings.window?.degrees = 0.25
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
        "soil_moisture_0.05_201507.nc", "soil_moisture_0.0625_201506.nc", "soil_moisture_0.0625_201507.nc",
        "soil_moisture_0.1_201506.nc", "soil_moisture_0.1_201507.nc", "states_0.25_201506.nc",
        "states_0.25_201507.nc", "window_0.01.nc", "window_0.01_201506.nc", "window_0.01_201507.nc",
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

    // A cell of 0.1° is the mean of four.
    let tenth = try NetCDFFile(reading: folders.path + "/one/soil_moisture_0.1_201507.nc")
    let means = try tenth.doubles(try tenth.requiredVariable("sm_0_5"))
    #expect(means.count == 2 * 25)
    let four = [0, 1, 10, 11].reduce(0.0) { $0 + Double(stored[$1]) } / 4
    #expect(abs(means[0] - four) < 1.1)
    let sixteenth = try NetCDFFile(reading: folders.path + "/one/soil_moisture_0.0625_201507.nc")
    #expect(try sixteenth.doubles(try sixteenth.requiredVariable("lat")).first == 35.46875)

    // The window: every column has its overpasses on every day.
    let window = try NetCDFFile(reading: folders.path + "/one/window_0.01_201507.nc")
    let noon = try window.doubles(try window.requiredVariable("lst_1330"))
    let night = try window.doubles(try window.requiredVariable("lst_0130"))
    #expect(noon.count == 2 * 625 && !noon.contains(-32768) && !night.contains(-32768))
    #expect(noon.reduce(0, +) > night.reduce(0, +))
    let land = try NetCDFFile(reading: folders.path + "/one/window_0.01.nc")
    #expect(try land.doubles(try land.requiredVariable("elevation")).count == 625)
  }
}
