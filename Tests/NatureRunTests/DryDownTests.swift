import Foundation
import Testing

@testable import NatureRun

/// How moisture at the surface falls after a soaking rain.
@Suite struct DryDownTests {
  /// A soil by its texture, as shares.
  struct Texture: Sendable {
    let sand, clay: Double

    static let sand = Texture(sand: 0.88, clay: 0.05)
    static let loam = Texture(sand: 0.4, clay: 0.2)
    static let clay = Texture(sand: 0.2, clay: 0.5)
  }

  /// Moisture above its driest, m³ m⁻³, as means of the days after 80 mm of rain in a day on half-dry soil in June.
  static func dailyMeans(_ texture: Texture, days: Int) throws -> [Double] {
    var land = try ColumnModelTests.land()
    let soil = SoilHydraulics(sand: texture.sand, clay: texture.clay, organicMatter: 2)
    land.porosity[0] = Float(soil.porosity)
    land.fieldCapacity[0] = Float(soil.fieldCapacity)
    land.wiltingPoint[0] = Float(soil.wiltingPoint)
    land.residual[0] = Float(soil.residual)
    land.conductivity[0] = Float(soil.conductivity)
    let traits = ColumnTraits(land: land, cell: 0, hours: 3)
    var state = ColumnState(traits: traits, wetness: 0.5, temperature: 291)
    var means: [Double] = []
    for day in 0...days {
      ColumnModel.beginDay(&state, traits: traits, day: day)
      var mean = 0.0
      for step in 0..<8 {
        let hour = Double(step) * 3 + 1.5
        let isRain = day == 0
        _ = ColumnModel.step(
          &state, traits: traits,
          forcing: ColumnForcing(
            precipitation: isRain ? 10 : 0, airTemperature: 293 + 5 * sin((hour - 9) / 12 * Double.pi),
            radiation: (isRain ? 200 : 800) * max(0, sin((hour - 6) / 12 * Double.pi)),
            cloud: isRain ? 1 : 0.2))
        mean += (state.surface - traits.surface.driest) / 50 / 8
      }
      if day > 0 { means.append(mean) }
    }
    return means
  }

  /// The days in which moisture falls to 1/e, by the straight line through the logarithms.
  static func memory(_ means: [Double]) -> Double {
    let middle = Double(means.count - 1) / 2
    var (cross, square) = (0.0, 0.0)
    for (day, value) in means.enumerated() {
      cross += (Double(day) - middle) * log(value)
      square += (Double(day) - middle) * (Double(day) - middle)
    }
    return -square / cross
  }

  @Test func moistureFallsDayByDayAndFasterAtFirst() throws {
    for texture in [Texture.sand, .loam, .clay] {
      let means = try DryDownTests.dailyMeans(texture, days: 30)
      for (before, after) in zip(means, means.dropFirst()) { #expect(after < before) }
      #expect(means[0] - means[3] > 2 * (means[10] - means[13]))
    }
  }

  /// Days to weeks, as satellites see them; sand lets go sooner than clay.
  ///
  /// McColl et al. (2017), Nat. Geosci. 10, 100–104.
  @Test func memoryIsOfDaysAndLongerInClay() throws {
    let (sand, loam, clay) = (
      try DryDownTests.memory(DryDownTests.dailyMeans(.sand, days: 10)),
      try DryDownTests.memory(DryDownTests.dailyMeans(.loam, days: 10)),
      try DryDownTests.memory(DryDownTests.dailyMeans(.clay, days: 10))
    )
    // 6.3, 9.4 and 11.7 days.
    for days in [sand, loam, clay] { #expect((2...15).contains(days)) }
    #expect(sand < loam && loam < clay)
  }
}
