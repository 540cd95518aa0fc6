import Files
import Foundation
import Grids
import Testing

@testable import NatureRun

@Suite struct WorldTests {
  /// Keeps the maps that tests look at.
  final class Recorder: WorldObserver {
    var states: [LandState] = []
    var hours: [[PointColumn.Hour]] = []
    var isFinished = false

    func observe(_ state: LandState) throws(Failure) { states.append(state) }
    func observe(points: [[PointColumn.Hour]]) throws(Failure) {
      for (index, part) in points.enumerated() {
        if hours.count <= index { hours.append([]) }
        hours[index] += part
      }
    }
    func finish() throws(Failure) { isFinished = true }
  }

  static func settings(days: Int, degrees: Double = 1, seed: UInt64 = 1) throws -> NatureRunSettings {
    var settings = try NatureRunSettings(preset: .demo, seed: seed)
    settings.grid = try FineGrid(west: 104, east: 104 + degrees, south: 35, north: 35 + degrees)
    settings.days = days
    settings.spinUpDays = 1
    settings.start += 170 * UTC.day
    return settings
  }

  @Test func theSameForAnyJobsAndAnotherForAnotherSeed() throws {
    func record(jobs: Int, seed: UInt64) throws -> [LandState] {
      let recorder = Recorder()
      var world = World(settings: try WorldTests.settings(days: 2, degrees: 0.5, seed: seed))
      try world.run(jobs: jobs, observers: [recorder])
      #expect(recorder.isFinished)
      return recorder.states
    }
    let (first, second) = (try record(jobs: 1, seed: 1), try record(jobs: 4, seed: 1))
    let other = try record(jobs: 2, seed: 2)
    #expect(first.count == 16 && second.count == 16)
    for map in LandState.maps {
      #expect(first.map { $0[keyPath: map] } == second.map { $0[keyPath: map] })
    }
    #expect(first.map(\.time) == second.map(\.time))
    #expect(first.last?.surface != other.last?.surface)
    #expect(first.last?.cloud != other.last?.cloud)
  }

  @Test func statesStayWithinTheirLimits() throws {
    let settings = try WorldTests.settings(days: 6)
    var world = World(settings: settings)
    let land = world.land
    let recorder = Recorder()
    try world.run(jobs: 2, observers: [recorder])
    #expect(recorder.states.first?.time == settings.start + 3 * UTC.hour)
    #expect(recorder.states.last?.time == settings.end)
    for state in recorder.states {
      for map in LandState.maps {
        #expect(state[keyPath: map].count == land.grid.count)
        #expect(state[keyPath: map].allSatisfy { $0.isFinite })
      }
      for cell in 0..<land.grid.count {
        let range = (land.residual[cell] - 1e-5)...(land.porosity[cell] + 1e-5)
        guard range.contains(state.surface[cell]), range.contains(state.shallow[cell]),
          range.contains(state.root[cell]), (0...1).contains(state.cloud[cell]), state.snow[cell] >= 0,
          (0...1).contains(state.evaporativeShare[cell]), state.precipitation[cell] >= 0,
          state.precipitation[cell] == 0 || state.cloud[cell] == 1,
          (230...345).contains(state.landSurfaceTemperature[cell])
        else {
          Issue.record("cell \(cell) leaves its limits")
          return
        }
      }
    }
  }

  @Test func pointsLiveThroughTheWeatherOfTheirCells() throws {
    let settings = try WorldTests.settings(days: 8, degrees: 0.5)
    var world = World(settings: settings)
    let cells = [0, 37, 99]
    world.points = cells.map { PointColumn(cell: $0, of: world.land, settings: settings) }
    let recorder = Recorder()
    try world.run(jobs: 2, observers: [recorder])
    for (index, cell) in cells.enumerated() {
      let hours = recorder.hours[index]
      #expect(hours.count == 8 * 24)
      #expect(hours.last?.time == settings.end)
      let rain = recorder.states.reduce(0.0) { $0 + Double($1.precipitation[cell]) }
      #expect(abs(hours.reduce(0.0) { $0 + $1.precipitation } - rain) < 1e-3 * (1 + rain))
      var (worst, sum) = (0.0, 0.0)
      for (step, state) in recorder.states.enumerated() {
        let hour = hours[3 * step + 2]
        #expect(hour.time == state.time)
        worst = max(worst, abs(hour.surface - Double(state.surface[cell])))
        sum += abs(hour.surface - Double(state.surface[cell])) / Double(recorder.states.count)
        let air = hours[(3 * step)..<(3 * step + 3)].reduce(0) { $0 + $1.airTemperature } / 3
        #expect(abs(air - Double(state.airTemperature[cell])) < 0.01)
      }
      // Apart for hours after heavy rain only.
      #expect(worst < 0.06 && sum < 0.004)
    }
  }

  @Test func surfacesAreWarmAfterNoonAndCoolAtNight() throws {
    let settings = try WorldTests.settings(days: 2, degrees: 0.5)
    var world = World(settings: settings)
    let local = LocalTemperature(land: world.land)
    let recorder = Recorder()
    try world.run(jobs: 2, observers: [recorder])
    let grid = settings.grid
    var means: [Double: Double] = [:]
    for hour in [1.5, 10.5, 13.5] {
      var seen = [Int](repeating: 0, count: grid.count)
      var sum = 0.0
      for state in recorder.states {
        for (cell, value) in local.temperature(localHour: hour, in: state).enumerated() where !value.isNaN {
          seen[cell] += 1
          sum += Double(value)
        }
        if let instant = local.instant(localHour: hour, column: 3, in: state) {
          #expect(instant <= state.time && instant > state.time - 3 * UTC.hour)
          #expect(abs(Sun.localHour(longitude: grid.longitude(column: 3), time: instant) - hour) < 1e-6)
        }
      }
      // Once a day, whichever step of the two days holds the hour.
      #expect(seen.allSatisfy { $0 == 2 })
      means[hour] = sum / Double(2 * grid.count)
    }
    let (night, morning, noon) = (means[1.5] ?? 0, means[10.5] ?? 0, means[13.5] ?? 0)
    #expect(noon - night > 6 && noon - night < 45)
    // Clouds of single hours decide between morning and noon.
    #expect(morning - night > 6)
  }
}
