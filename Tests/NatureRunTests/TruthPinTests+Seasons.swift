import Grids
import Testing

/// What the year does in the classes of climate, over the whole pinned run.
extension TruthPinTests {
  /// Means over days of some months and cells of some classes.
  private struct Season {
    /// Rain and snow in mm a day, moisture of thawed soil in m³ m⁻³, the share of ice, days with more than 5 mm of snow.
    var rain = 0.0
    var thawed = Double.nan
    var frozen = 0.0
    var snowy = 0.0

    init?(_ run: PinnedWorld, months: Set<Int>, where isWanted: (KoppenClass) -> Bool) {
      let cells = run.koppen.indices.filter { isWanted(run.koppen[$0]) }
      let days = run.months.indices.filter { months.contains(run.months[$0]) }
      // A class of a few cells says little.
      guard cells.count >= 12, !days.isEmpty else { return nil }
      let count = Double(cells.count * days.count)
      var (moisture, open) = (0.0, 0.0)
      for day in days {
        for cell in cells {
          rain += run.rain[day][cell] / count
          frozen += run.frozen[day][cell] / count
          snowy += run.snow[day][cell] > 5 ? 1 / count : 0
          guard run.frozen[day][cell] < 0.05 else { continue }
          moisture += run.surface[day][cell]
          open += 1
        }
      }
      if open >= 100 { thawed = moisture / open }
    }
  }

  private static let summer: Set = [6, 7, 8]
  private static let winter: Set = [12, 1, 2]
  private static let year = Set(1...12)

  private static func hasDryWinter(_ koppen: KoppenClass) -> Bool {
    [.Cwa, .Cwb, .Cwc, .Dwa, .Dwb, .Dwc, .Dwd].contains(koppen)
  }

  @Test func summersAreWetWhereWintersAreDry() throws {
    let run = try #require(PinnedWorld.run)
    var compared = 0
    for koppen in KoppenClass.allCases where TruthPinTests.hasDryWinter(koppen) {
      guard let summer = Season(run, months: TruthPinTests.summer, where: { $0 == koppen }),
        let winter = Season(run, months: TruthPinTests.winter, where: { $0 == koppen })
      else { continue }
      print("\(koppen.rawValue) summer \(summer) winter \(winter)")
      compared += 1
      #expect(summer.rain > 4 * winter.rain, "\(koppen.rawValue)")
      // Where the soil never thaws in winter there is nothing to compare.
      if winter.thawed.isFinite { #expect(summer.thawed > winter.thawed + 0.01, "\(koppen.rawValue)") }
    }
    #expect(compared >= 1)
  }

  @Test func aridClassesAreTheDriest() throws {
    let run = try #require(PinnedWorld.run)
    func moisture(_ group: KoppenGroup) throws -> Double {
      try #require(Season(run, months: TruthPinTests.year) { $0.group == group }).thawed
    }
    let (arid, temperate, cold) = (try moisture(.arid), try moisture(.temperate), try moisture(.cold))
    print("B \(arid), C \(temperate), D \(cold)")
    #expect(arid < min(temperate, cold) - 0.04)
    // Deserts within the arid are drier than steppes.
    let desert = try #require(Season(run, months: TruthPinTests.year) { [.BWh, .BWk].contains($0) })
    let steppe = try #require(Season(run, months: TruthPinTests.year) { [.BSh, .BSk].contains($0) })
    print("BW \(desert), BS \(steppe)")
    #expect(desert.rain < steppe.rain && desert.thawed < steppe.thawed)
  }

  @Test func coldClassesFreezeInWinterAndThawInSummer() throws {
    let run = try #require(PinnedWorld.run)
    func share(_ group: KoppenGroup, _ months: Set<Int>) -> Season? {
      Season(run, months: months) { $0.group == group }
    }
    // Ice in DJF: about 0.02–0.05 in C, 0.36–0.38 in D, 0.64–0.71 in E.
    for (group, winterIce) in [(KoppenGroup.temperate, 0...0.1), (.cold, 0.25...0.6), (.polar, 0.55...1)] {
      guard let winter = share(group, TruthPinTests.winter), let summer = share(group, TruthPinTests.summer)
      else {
        #expect(group == .polar, "of C and D there is enough")
        continue
      }
      print("\(group.rawValue) winter \(winter) summer \(summer)")
      #expect(winterIce.contains(winter.frozen), "\(group.rawValue)")
      #expect(summer.frozen < 0.02 && summer.snowy < 0.02, "\(group.rawValue)")
    }
  }
}
