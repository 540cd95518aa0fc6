import Numerics
import Testing

@testable import Report

@Suite struct PanelAxisTests {
  private func days(_ year: Int, _ month: Int, _ day: Int) -> Double {
    Double(CivilDay.number(year: year, month: month, day: day))
  }

  @Test func datesAreRoundAndFit() {
    let two = PanelAxis(days: days(2017, 1, 1), days(2019, 1, 1), room: 13)
    #expect(two.tics.map(\.name).prefix(3) == ["2017-01", "2017-03", "2017-05"])
    #expect(two.tics.count == 12)
    let twenty = PanelAxis(days: days(1999, 6, 1), days(2020, 1, 1), room: 12)
    #expect(twenty.tics.map(\.name).prefix(2) == ["2000", "2002"])
    let week = PanelAxis(days: days(2020, 2, 26), days(2020, 3, 4), room: 12)
    #expect(week.tics.map(\.name).prefix(4) == ["2020-02-26", "2020-02-27", "2020-02-28", "2020-02-29"])
  }

  @Test(arguments: [1.0, 3, 10, 40, 100, 200, 400, 800, 1500, 4000, 12_000, 40_000])
  func anyLengthHasSomeTics(length: Double) {
    let axis = PanelAxis(days: days(2001, 3, 17), days(2001, 3, 17) + length, room: 12)
    #expect((1...13).contains(axis.tics.count), "\(axis.tics.map(\.name))")
    #expect(axis.tics.allSatisfy { $0.at >= axis.lower && $0.at <= axis.upper })
  }

  /// 0.6 needs no room beyond, 0.61 a tic more.
  @Test(arguments: [(0.6, 0.6), (0.61, 0.8), (0.05, 0.06), (100, 100), (0.3, 0.3)])
  func axesEndAtATic(highest: Double, upper: Double) {
    let axis = PanelAxis(to: highest, label: "")
    #expect(abs(axis.upper - upper) < 1e-9)
    #expect(axis.tics.first?.at == 0 && abs((axis.tics.last?.at ?? 0) - upper) < 1e-9)
  }

  @Test func coloursCoverTheirRange() {
    let signed = ColourScale(diverging: 0.073, label: "")
    #expect(signed.lower == -signed.upper && signed.upper >= 0.073)
    #expect(ColourScale(counts: 3, label: "").tics == [1, 2, 5, 10])
    #expect(ColourScale(counts: 2500, label: "").tics == [1, 10, 100, 1000])
    #expect(Palette.sequential.count == 18 && Set(Palette.diverging).count == 18)
  }
}
