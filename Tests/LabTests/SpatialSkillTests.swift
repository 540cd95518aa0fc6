import Grids
import Statistics
import Testing

@testable import Lab

@Suite struct SpatialSkillTests {
  private func time(_ year: Int, _ month: Int, _ day: Int) throws -> Int64 {
    try #require(UTC.instant(year: year, month: month, day: day))
  }

  /// METHODS §11 row 17: 30 June is in dekad 18, 1 July in 19, 31 December in 36, 29 February in 6.
  @Test(arguments: [(6, 30, 18), (7, 1, 19), (12, 31, 36), (2, 29, 6), (4, 1, 10), (10, 10, 28)])
  func dekadsAreNumbered(month: Int, day: Int, number: Int) throws {
    var skill = SpatialSkill(.dekad)
    skill.add(times: [try time(2016, month, day)], product: [0.2], station: [0.3])
    let slot = try #require(skill.rows(minimum: 1).first).slot
    #expect(slot == SpatialSkill.Slot(year: 2016, number: number))
  }

  /// Three stations by hand.
  ///
  /// Means: product 0.2, 0.3, 0.4; station 0.1, 0.2, 0.3: R 1, bias and RMSE 0.1, ubRMSE 0.
  @Test func stationsAreThePairs() throws {
    var skill = SpatialSkill(.month)
    let times = [try time(2017, 1, 3), try time(2017, 1, 20), try time(2017, 2, 1)]
    for level in [0.1, 0.2, 0.3] {
      skill.add(
        times: times, product: [level + 0.05, level + 0.15, 0.9], station: [level - 0.02, level + 0.02, 0.8])
    }
    let rows = skill.rows(minimum: 3)
    #expect(rows.map(\.slot) == [1, 2].map { SpatialSkill.Slot(year: 2017, number: $0) })
    #expect(rows.map(\.stations) == [3, 3])
    #expect(abs(try #require(rows[0].metrics[.r].value) - 1) < 1e-12)
    #expect(abs(try #require(rows[0].metrics[.bias].value) - 0.1) < 1e-12)
    #expect(abs(try #require(rows[0].metrics[.rmse].value) - 0.1) < 1e-12)
    #expect(try #require(rows[0].metrics[.ubRMSE].value) < 1e-12)
    #expect(skill.rows().isEmpty)
  }

  /// METHODS §11 row 15: a constant added to the product leaves R and ubRMSE as they are.
  @Test func aConstantChangesTheBiasAlone() throws {
    func skill(_ offset: Double) throws -> SpatialSkill.Row {
      var skill = SpatialSkill(.year)
      for station in 0..<20 {
        let level = 0.1 + 0.01 * Double(station * station % 17)
        skill.add(
          times: [try time(2018, 5, 1)], product: [level * 0.8 + 0.003 * Double(station % 3) + offset],
          station: [level])
      }
      return try #require(skill.rows().first)
    }
    let (plain, shifted) = (try skill(0), try skill(0.07))
    for metric in [Metric.r, .ubRMSE] {
      #expect(
        abs(try #require(plain.metrics[metric].value) - (try #require(shifted.metrics[metric].value))) < 1e-12
      )
    }
    #expect(
      abs(try #require(shifted.metrics[.bias].value) - (try #require(plain.metrics[.bias].value)) - 0.07)
        < 1e-12)
  }
}
