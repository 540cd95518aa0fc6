import Files
import Grids
import Testing

@testable import NatureRun

/// What satellites retrieve while the simulated land freezes, thaws and is under snow.
@Suite struct FrozenRetrievalTests {
  /// Keeps the states of the run.
  private final class Recorder: WorldObserver {
    var states: [LandState] = []
    func observe(_ state: LandState) throws(Failure) { states.append(state) }
    func finish() throws(Failure) {}
  }

  /// Every radiometer and the radar, each with one of its products.
  private static func plans() throws -> [InstrumentPlan] {
    let lprm = [Sensor.amsrE, .amsr2, .windSat, .tmi].map {
      LPRMProduct($0, passes: $0 == .tmi ? [.night, .day] : [.descending, .ascending])?.plan
    }
    let plans =
      lprm + [
        JAXAProduct(.amsr2)?.plan, SMAPProduct().plan, SMOSProduct().plan, FY3BProduct().plan,
        ASCATCells.plan,
      ]
    return try plans.map {
      var plan = try #require($0)
      plan.outages = 0
      return plan
    }
  }

  @Test func noRetrievalOverFrostOrSnowAndFlagsSayWhy() throws {
    var settings = try NatureRunSettings(preset: .demo)
    settings.grid = try FineGrid(west: 100, east: 102, south: 35, north: 37)
    // From the end of winter on the heights are frozen, the valleys no longer.
    settings.start += 75 * UTC.day
    (settings.days, settings.spinUpDays, settings.window) = (4, 8, nil)
    var world = World(settings: settings)
    let recorder = Recorder()
    try world.run(jobs: 2, observers: [recorder])
    let land = world.land
    // Snow of late winter on the eastern third, on thawed soil too, so that each mask is seen alone.
    for index in recorder.states.indices {
      for cell in 0..<land.grid.count where cell % land.grid.columns >= 2 * land.grid.columns / 3 {
        recorder.states[index].snow[cell] += 8
      }
    }
    for plan in try FrozenRetrievalTests.plans() {
      var instrument = try Instrument(
        plan, span: settings.start..<settings.end, land: land, seed: settings.seed)
      let days = recorder.states.flatMap { instrument.observe($0) } + instrument.finish()
      let band = try #require(plan.bands.first)
      let footprint = Footprint(
        fwhm: RetrievalModel.footprint(plan.sensor, band), from: land.grid, water: land.waterFraction,
        to: instrument.grid)
      let (frozen, snow, temperature) = (
        recorder.states.map { footprint.mean($0.frozen) }, recorder.states.map { footprint.mean($0.snow) },
        recorder.states.map { footprint.mean($0.soilTemperature) }
      )
      var (retrieved, frosty, alone) = (0, 0, 0)
      for pass in days.flatMap({ $0 }) {
        for cell in 0..<pass.grid.count where pass.isSeen(cell) {
          let step = Int((pass.times[cell] - settings.start) / (3 * UTC.hour))
          let isFrozen = frozen[step][cell] > 0.3 || temperature[step][cell] < 273.15
          let isSnowy = snow[step][cell] > 5
          frosty += isFrozen ? 1 : 0
          alone += isSnowy && !isFrozen ? 1 : 0
          for map in pass.maps {
            #expect(map.flags[cell].contains(.frozen) == isFrozen)
            #expect(map.flags[cell].contains(.snow) == isSnowy)
            guard isFrozen || isSnowy else {
              retrieved += map.moisture[cell].isNaN ? 0 : 1
              continue
            }
            #expect(map.moisture[cell].isNaN && map.noiseFree[cell].isNaN && map.uncertainty[cell].isNaN)
          }
        }
      }
      #expect(retrieved > 20 && frosty > 20 && alone > 20, "\(plan.name)")
    }
  }
}
