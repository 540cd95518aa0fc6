import Grids
import NatureRun
import Testing

@Suite struct KoppenRulesTests {
  /// Twelve months of a mean and a half range around July, or January.
  private func year(_ mean: Double, _ swing: Double) -> [Double] {
    let shape = [-1, -0.87, -0.5, 0, 0.5, 0.87, 1, 0.87, 0.5, 0, -0.5, -0.87]
    return shape.map { mean + swing * $0 }
  }

  private func check(
    _ expected: KoppenClass, _ temperature: [Double], _ precipitation: [Double], isSouthern: Bool = false
  ) {
    let found = KoppenRules.koppenClass(
      temperature: temperature, precipitation: precipitation, isSouthern: isSouthern)
    #expect(found == expected)
  }

  @Test func classesOfHandMadeClimates() {
    let even = [Double](repeating: 80, count: 12)
    check(.Af, year(26, 1), even)
    // Driest month 20 mm: monsoon where the year has at least 2000 mm, savannah below.
    check(.Am, year(26, 1), [20, 20, 40, 100, 250, 350, 400, 400, 250, 120, 60, 30])
    check(.Aw, year(26, 1), [20, 20, 30, 60, 120, 180, 200, 180, 120, 60, 30, 20])
    check(.EF, year(-20, 15), even)
    check(.ET, year(-5, 12), even)
    check(.Cfa, year(15, 10), even)
    check(.Cfb, year(11, 7), even)
    check(.Cfc, year(6, 5.5), even)
    check(.Dfa, year(9, 15), even)
    check(.Dfb, year(5, 14), even)
    check(.Dfc, year(-3, 15), even)
    check(.Dfd, year(-14, 26), even)
    check(.Cwa, year(17, 9), [8, 10, 25, 60, 120, 200, 250, 220, 130, 60, 25, 9])
    check(.Dwc, year(-3, 15), [3, 4, 8, 20, 50, 90, 120, 110, 60, 20, 8, 4])
    check(.Csa, year(16, 8), [110, 100, 80, 50, 30, 8, 2, 3, 30, 70, 100, 120])
    check(.Csb, year(12, 6), [110, 100, 80, 50, 30, 8, 2, 3, 30, 70, 100, 120])
  }

  @Test func aridityThresholdFollowsTheSeasonOfRain() {
    // Mean 10 °C: threshold 10 × 48 mm with rain in summer, 10 × 34 evenly, 10 × 20 in winter.
    let summer: [Double] = [2, 2, 3, 20, 60, 80, 80, 60, 30, 3, 2, 2]
    #expect(summer.reduce(0, +) == 344)
    check(.BSk, year(10, 12), summer)
    check(.BWk, year(10, 12), summer.map { $0 * 0.6 })
    check(.BSh, year(20, 8), summer)
    check(.BWh, year(20, 8), summer.map { $0 * 0.5 })
    // The same rain in winter is enough for no steppe: 344 mm > 200 mm.
    let winter: [Double] = [80, 60, 30, 3, 2, 2, 2, 2, 3, 20, 60, 80]
    check(.Dsb, year(10, 11), winter)
    // Half a year turned round on the other side of the equator.
    func turned(_ months: [Double]) -> [Double] { Array(months[6...] + months[..<6]) }
    check(.BSk, turned(year(10, 12)), turned(summer), isSouthern: true)
    check(
      .Csa, turned(year(16, 8)), turned([110, 100, 80, 50, 30, 8, 2, 3, 30, 70, 100, 120]), isSouthern: true)
  }

  @Test func edges() {
    let even = [Double](repeating: 80, count: 12)
    var temperature = year(8, 12)
    temperature[6] = 22
    check(.Dfa, temperature, even)
    temperature = temperature.map { min($0, 21.9) }
    check(.Dfb, temperature, even)
    check(.ET, year(5, 4.99), even)
    // Frost in the coldest month makes the snow climates (Peel et al.: 0 °C).
    check(.Cfb, year(9, 8.9), even)
    check(.Dfb, year(9, 9), even)
  }
}
