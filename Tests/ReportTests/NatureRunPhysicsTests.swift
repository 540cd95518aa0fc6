import Grids
import Testing

@testable import Report

@Suite struct NatureRunPhysicsTests {
  private let start = 16_617 * UTC.day  // 2015-07-01

  private func stack(days: Int, cells: Int = 1, _ value: (_ day: Int, _ cell: Int) -> Float) -> FieldStack {
    FieldStack(
      latitudes: [30], longitudes: (0..<cells).map { 100 + Double($0) }, start: start,
      values: (0..<days).flatMap { day in (0..<cells).map { value(day, $0) } })
  }

  @Test func theDryDownIsTheOneWithoutRainAndFrostAfterIt() throws {
    // Cell 0 has rain again, cell 1 freezes, cell 2 has 30 mm on day 8 and dries.
    let rain = stack(days: 60, cells: 3) { day, cell in day == 8 ? 30 : cell == 0 && day == 12 ? 20 : 0 }
    let frozen = stack(days: 60, cells: 3) { day, cell in cell == 1 && day == 20 ? 0.1 : 0 }
    let water = stack(days: 60, cells: 3) { day, _ in day < 8 ? 0.1 : 0.1 + 0.2 / Float(day - 7) }
    let dryDown = try #require(DryDown(moisture: water, rain: rain, frozen: frozen))
    #expect(dryDown.cell == 2 && dryDown.day == 8)
    #expect(dryDown.words.contains("On 2015-07-09 30 mm fall at 30.0° N, 102.0° E"))
    #expect(dryDown.words.contains("from 0.100 to 0.300 m³ m⁻³, has lost 0.167 after five days"))
    let rows = try #require(MapSheetTests.blocks(dryDown.figure(name: "dry-down"), "moisture").first)
    #expect(rows.count == 31 && rows[5] == "16625.5 0.3000")
    #expect(DryDown(moisture: water, rain: stack(days: 60, cells: 3) { _, _ in 1 }, frozen: frozen) == nil)
  }

  @Test func theTrianglesSlopesAreThoseOfTheField() throws {
    // Four covers; the surface is warmer than the air by 10 K less 5, 10, 15 or 20 K for each m³ m⁻³.
    let water = stack(days: 31, cells: 4) { day, _ in 0.1 + 0.01 * Float(day) }
    let air = stack(days: 31, cells: 4) { day, cell in 290 + Float(cell) - Float(day % 3) }
    var surface = air
    for index in surface.values.indices {
      surface.values[index] += 10 - 5 * Float(index % 4 + 1) * water.values[index]
    }
    let ndvi = stack(days: 31, cells: 4) { _, cell in 0.2 * Float(cell + 1) }
    // What is cloudy or frozen is left out: made wrong to be noticed.
    let cloud = stack(days: 31, cells: 4) { day, _ in day == 3 ? 0.5 : 0 }
    let frozen = stack(days: 31, cells: 4) { day, _ in day == 4 ? 0.01 : 0 }
    for day in [3, 4] { for cell in 0..<4 { surface.values[day * 4 + cell] = 200 } }
    let triangle = Triangle(
      moisture: water, temperature: surface, air: air, ndvi: ndvi, cloud: cloud, frozen: frozen)
    #expect(triangle.slopes.count == 4)
    for (slope, expected) in zip(triangle.slopes, [-5.0, -10, -15, -20]) {
      #expect(abs(slope - expected) < 0.01)
    }
    let figure = try #require(triangle.figure(name: "triangle"))
    #expect(MapSheetTests.blocks(figure, "class 1").first?.count == 29)
    #expect(figure.data.contains("\"−0.5 K per 0.1 m³ m⁻³\"") && figure.data.contains("\"n = 29\""))
  }

  @Test func monthsAreMeansOverAClassesCells() throws {
    let lines = MonthLines(classes: [7, 7, 30, 0])
    let figure = try #require(
      lines.figure(name: "months", label: "Rain", caption: "") { month, cell in
        cell == 1 && month == 1 ? .nan : Float(month * 10 + cell)
      })
    #expect(lines.most.map(\.rawValue) == ["BSk", "EF"])
    let rows = try #require(MapSheetTests.blocks(figure, "BSk").first)
    #expect(rows.prefix(3) == ["1 0.50000 2", "2 10.00000 1", "3 20.50000 2"])
    #expect(MapSheetTests.blocks(figure, "EF").first?.first == "1 2.00000 1")
  }

  @Test func aMonthsMeanAndTheWettestDay() {
    let field = stack(days: 62, cells: 2) { day, cell in cell == 0 ? Float(day) : day < 31 ? .nan : 100 }
    let months = NatureRunDesk.byMonth(field)
    #expect(months[6 * 2] == 15 && months[7 * 2] == 46)
    #expect(months[6 * 2 + 1].isNaN && months[7 * 2 + 1] == 100 && months[0].isNaN)
    #expect(NatureRunDesk.wettest(field) == 61)
  }
}
