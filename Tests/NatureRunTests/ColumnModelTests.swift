import Foundation
import Numerics
import Testing

@testable import NatureRun

@Suite struct ColumnModelTests {
  /// A land of one soil, flat, grassy and without water from elsewhere.
  static func land(irrigated: Float = 0) throws -> Land {
    let grid = try FineGrid(west: 100, east: 100.25, south: 36, north: 36.25)
    var land = Land(grid: grid, seed: 1)
    let soil = SoilHydraulics(sand: 0.4, clay: 0.2, organicMatter: 2)
    for cell in 0..<grid.count {
      land.porosity[cell] = Float(soil.porosity)
      land.fieldCapacity[cell] = Float(soil.fieldCapacity)
      land.wiltingPoint[cell] = Float(soil.wiltingPoint)
      land.residual[cell] = Float(soil.residual)
      land.conductivity[cell] = Float(soil.conductivity)
      land.irrigatedFraction[cell] = irrigated
      land.elevation[cell] = 500
      for cover in LandCover.allCases { land.covers[cover.rawValue][cell] = cover == .grass ? 1 : 0 }
    }
    return land
  }

  private func forcing(
    _ random: inout RandomStream, hour: Double, celsius: Double, rain: Double
  ) -> ColumnForcing {
    let isWet = random.uniform() < 0.1
    let sun = max(0, sin((hour - 6) / 12 * Double.pi))
    return ColumnForcing(
      precipitation: isWet ? -rain * log(1 - random.uniform()) : 0,
      airTemperature: 273.15 + celsius + 5 * sin((hour - 9) / 12 * Double.pi),
      radiation: (isWet ? 250 : 800) * sun, cloud: isWet ? 1 : 0.2)
  }

  @Test(arguments: [(-8.0, 1.0), (0, 2), (12, 3), (28, 8), (25, 60)])
  func waterIsNeitherMadeNorLost(celsius: Double, rain: Double) throws {
    let land = try ColumnModelTests.land(irrigated: 0.5)
    let traits = ColumnTraits(land: land, cell: 3, hours: 3)
    var state = ColumnState(traits: traits, wetness: 0.4, temperature: 283)
    var random = RandomStream(seed: 3, stream: "column")
    let start = state.water
    var (added, left, turnover) = (0.0, 0.0, 0.0)
    for step in 0..<8 * 365 {
      if step % 8 == 0 { ColumnModel.beginDay(&state, traits: traits, day: step / 8) }
      let season = 10 * sin(Double(step) / (8 * 365) * 2 * Double.pi)
      let forcing = forcing(&random, hour: Double(step % 8) * 3 + 1.5, celsius: celsius + season, rain: rain)
      let fluxes = ColumnModel.step(&state, traits: traits, forcing: forcing)
      added += forcing.precipitation + fluxes.irrigation
      left += fluxes.evaporation + fluxes.runoff + fluxes.seepage
      turnover = max(turnover, added)
      #expect(fluxes.evaporation >= 0 && fluxes.runoff >= 0 && fluxes.seepage >= 0 && state.snow >= 0)
      for (water, layer) in [
        (state.surface, traits.surface), (state.shallow, traits.shallow), (state.root, traits.root),
      ] {
        #expect(water >= layer.driest - 1e-9 && water <= layer.saturation + 1e-9)
        let liquid = ColumnState.liquid(water, of: layer, at: state.surfaceTemperature)
        #expect(liquid >= layer.driest - 1e-9 && liquid <= water + 1e-9)
      }
    }
    #expect(abs(added - left - (state.water - start)) < 1e-6 * turnover)
  }

  @Test func soilDriesFastThenSlowly() throws {
    let land = try ColumnModelTests.land()
    let traits = ColumnTraits(land: land, cell: 0, hours: 3)
    var state = ColumnState(traits: traits, wetness: 1, temperature: 293)
    var mornings: [Double] = []
    for step in 0..<8 * 40 {
      if step % 8 == 0 {
        ColumnModel.beginDay(&state, traits: traits, day: step / 8)
        mornings.append(state.surface / 50)
      }
      let sun = max(0, sin((Double(step % 8) * 3 - 4.5) / 12 * Double.pi))
      _ = ColumnModel.step(
        &state, traits: traits,
        forcing: ColumnForcing(precipitation: 0, airTemperature: 295, radiation: 700 * sun, cloud: 0))
    }
    for (before, after) in zip(mornings, mornings.dropFirst()) { #expect(after < before) }
    // Within ten days about half of what can go has gone; the rest takes more than a month.
    let range = mornings[0] - Double(land.residual[0])
    #expect(mornings[3] - Double(land.residual[0]) < 0.75 * range)
    #expect(mornings[10] - Double(land.residual[0]) < 0.55 * range)
    #expect(mornings[1] - mornings[0] < 3 * (mornings[20] - mornings[19]))
  }

  @Test func frostHoldsWaterAndSnowWaitsForSpring() throws {
    let land = try ColumnModelTests.land()
    let traits = ColumnTraits(land: land, cell: 0, hours: 3)
    var state = ColumnState(traits: traits, wetness: 0.8, temperature: 275)
    func run(_ days: Int, celsius: Double, rain: Double) -> Double {
      var runoff = 0.0
      for step in 0..<8 * days {
        if step % 8 == 0 { ColumnModel.beginDay(&state, traits: traits, day: step / 8) }
        let fluxes = ColumnModel.step(
          &state, traits: traits,
          forcing: ColumnForcing(
            precipitation: rain / 8, airTemperature: 273.15 + celsius, radiation: 60, cloud: 0.8))
        runoff += fluxes.runoff + fluxes.seepage
      }
      return runoff
    }
    _ = run(30, celsius: -12, rain: 1)
    #expect(abs(state.snow - 30) < 1e-9)
    #expect(ColumnState.ice(at: state.surfaceTemperature) > 0.9)
    let frozen = ColumnState.liquid(state.surface, of: traits.surface, at: state.surfaceTemperature)
    #expect(frozen < 0.5 * state.surface)
    _ = run(20, celsius: 8, rain: 0)
    #expect(state.snow == 0)
    #expect(ColumnState.ice(at: state.surfaceTemperature) == 0)
  }

  @Test func hourlyAndThreeHourlyStepsAgree() throws {
    let land = try ColumnModelTests.land()
    let (fine, coarse) = (
      ColumnTraits(land: land, cell: 0, hours: 1), ColumnTraits(land: land, cell: 0, hours: 3)
    )
    var states = (
      ColumnState(traits: fine, wetness: 0.5, temperature: 285),
      ColumnState(traits: coarse, wetness: 0.5, temperature: 285)
    )
    var random = RandomStream(seed: 5, stream: "steps")
    var (sum, worst) = (0.0, 0.0)
    let steps = 8 * 300
    for step in 0..<steps {
      if step % 8 == 0 {
        ColumnModel.beginDay(&states.0, traits: fine, day: step / 8)
        ColumnModel.beginDay(&states.1, traits: coarse, day: step / 8)
      }
      let season = -14 * cos(Double(step) / (8 * 365) * 2 * Double.pi)
      var mean = ColumnForcing(precipitation: 0, airTemperature: 0, radiation: 0, cloud: 0)
      let rain = random.uniform() < 0.08 ? -6 * log(1 - random.uniform()) : 0
      for hour in 0..<3 {
        let time = Double(step % 8) * 3 + Double(hour) + 0.5
        let forcing = ColumnForcing(
          precipitation: rain / 3, airTemperature: 281 + season + 5 * sin((time - 9) / 12 * Double.pi),
          radiation: (500 + 15 * season) * max(0, sin((time - 6) / 12 * Double.pi)), cloud: rain > 0 ? 1 : 0.3
        )
        mean.precipitation += forcing.precipitation
        mean.airTemperature += forcing.airTemperature / 3
        mean.radiation += forcing.radiation / 3
        mean.cloud += forcing.cloud / 3
        _ = ColumnModel.step(&states.0, traits: fine, forcing: forcing)
      }
      _ = ColumnModel.step(&states.1, traits: coarse, forcing: mean)
      let difference = (states.0.surface - states.1.surface) / 50
      sum += difference * difference
      worst = max(worst, abs(difference))
    }
    #expect((sum / Double(steps)).squareRoot() < 0.005)
    // Single steps of heavy rain or of melt differ more.
    #expect(worst < 0.1)
    #expect(abs(states.0.root - states.1.root) < 0.01 * states.0.root)
  }

  /// By hand, with the index 0.12 + 0.75·(1 − exp(−0.65·leaf area)).
  ///
  /// Leafless grass has 0.2529:
  /// 1.9134·0.0640 − 0.3215·0.2529 + 1.5·0.1529/0.9. Leafless woods have 0.6049 and could have 0.8409:
  /// 1.9134·0.3659 − 0.3215·0.6049 + 12.8·0.7409/0.9.
  @Test(arguments: [(LandCover.grass, 0.296), (.forest, 11.04)])
  func stemsOfGrassGoWithItsLeavesAndTrunksStay(cover: LandCover, expected: Double) throws {
    var land = try ColumnModelTests.land()
    for other in LandCover.allCases { land.covers[other.rawValue][0] = other == cover ? 1 : 0 }
    let traits = ColumnTraits(land: land, cell: 0, hours: 3)
    var winter = ColumnState(traits: traits, wetness: 0.5, temperature: 268)
    winter.growth = 0
    ColumnModel.beginDay(&winter, traits: traits, day: 0)
    #expect(abs(winter.plantWater - expected) < 0.005)
    var summer = ColumnState(traits: traits, wetness: 0.9, temperature: 293)
    summer.growth = 1
    ColumnModel.beginDay(&summer, traits: traits, day: 0)
    #expect(cover == .grass ? summer.plantWater > 5 * winter.plantWater : summer.plantWater < 12)
  }

  @Test func irrigationComesWithoutRain() throws {
    var total = 0.0
    for irrigated in [Float(0), 0.8] {
      let land = try ColumnModelTests.land(irrigated: irrigated)
      let traits = ColumnTraits(land: land, cell: 0, hours: 3)
      var state = ColumnState(traits: traits, wetness: 0.3, temperature: 293)
      var sum = 0.0
      for step in 0..<8 * 28 {
        if step % 8 == 0 { ColumnModel.beginDay(&state, traits: traits, day: step / 8) }
        sum +=
          ColumnModel.step(
            &state, traits: traits,
            forcing: ColumnForcing(precipitation: 0, airTemperature: 296, radiation: 250, cloud: 0)
          ).irrigation
      }
      #expect(irrigated == 0 ? sum == 0 : (40...150).contains(sum))
      total += sum
    }
    #expect(total > 0)
  }
}
