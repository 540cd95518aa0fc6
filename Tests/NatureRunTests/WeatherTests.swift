import Foundation
import Grids
import Numerics
import Testing

@testable import NatureRun

@Suite struct WeatherTests {
  @Test func fieldsAreStandardNormalAndKeepTheirMemory() {
    var random = RandomStream(seed: 4, stream: "field")
    var field = SpectralField(side: 32, extent: 8, outerScale: 0.6, slope: 1.5, random: &random)
    let first = field.maps()
    field.advance(east: 0, north: 0, kept: 0.7, random: &random)
    let second = field.maps()
    func mean(_ a: [Float], _ b: [Float]) -> Double {
      zip(a, b).reduce(0.0) { $0 + Double($1.0 * $1.1) } / Double(a.count)
    }
    #expect(abs(first.first.reduce(0, +)) < 1e-2)
    #expect(abs(mean(first.first, first.first) - 1) < 0.25)
    #expect(abs(mean(second.second, second.second) - 1) < 0.25)
    #expect(abs(mean(first.first, first.second)) < 0.2)
    #expect(abs(mean(first.first, second.first) / mean(first.first, first.first) - 0.7) < 0.15)
  }

  @Test func fieldsMoveWithTheWind() {
    var random = RandomStream(seed: 4, stream: "field")
    var field = SpectralField(side: 32, extent: 8, outerScale: 3, slope: 2, random: &random)
    let before = field.maps().first
    // Three cells of 0.25° eastwards, two northwards: rows run southwards.
    field.advance(east: 0.75, north: 0.5, kept: 1, random: &random)
    let after = field.maps().first
    for row in 0..<32 {
      for column in 0..<32 {
        let source = (row + 2) % 32 * 32 + (column + 29) % 32
        #expect(abs(after[row * 32 + column] - before[source]) < 1e-3)
      }
    }
  }

  @Test func rainFallsAsOftenAndAsMuchAsItsRuleSays() {
    let rule = RainRule(wetDays: 0.4, mean: 0.5)
    var random = RandomStream(seed: 6, stream: "rain")
    var (sum, wet) = (0.0, 0)
    let count = 40_000
    for _ in 0..<count {
      let g = Float(random.normal())
      let rain = RainRule.rain(g, threshold: rule.threshold, scale: rule.scale)
      sum += Double(rain)
      if rain > 0 {
        wet += 1
        #expect(RainRule.cloud(g, threshold: rule.threshold) == 1)
      }
    }
    #expect(abs(sum / Double(count) - 0.5 * RainRule.amountBetweenNodes) < 0.03)
    #expect(abs(Double(wet) / Double(count) - 0.4 * RainRule.stepsPerWetDay) < 0.006)
  }

  @Test func daysAndMonths() throws {
    let midJanuary = try #require(UTC.instant(year: 2015, month: 1, day: 16)) + 12 * UTC.hour
    #expect(MonthShare(day: midJanuary).weight < 1e-6 && MonthShare(day: midJanuary).before == 0)
    let newYear = try #require(UTC.instant(year: 2015, month: 1, day: 1))
    #expect(MonthShare(day: newYear).before == 11 && MonthShare(day: newYear).after == 0)
    #expect(MonthShare(day: newYear).weight == 0.5)
    // Sun overhead at noon on the tropic at midsummer; 12 h of day everywhere at the equinox.
    let solstice = try #require(UTC.instant(year: 2015, month: 6, day: 21))
    let factors = Sun(day: solstice).factors(latitude: 23.44)
    #expect(abs(factors.constant + factors.varying - 1) < 1e-3)
    let equinox = Sun(day: try #require(UTC.instant(year: 2015, month: 3, day: 21)))
    #expect(abs(equinox.factors(latitude: 50).constant) < 0.02)
    // 13:30 at 105° E is 06:30 UTC.
    #expect(abs(Sun.localHour(longitude: 105, time: solstice + 13 * UTC.hour / 2) - 13.5) < 1e-9)
  }
}
