import NatureRun
import Testing

@Suite struct SoilHydraulicsTests {
  /// Saxton & Rawls (2006), Table 3 (2.5 % organic matter): sand, clay; wilting point, field capacity and saturation
  /// in percent, conductivity in mm/h, density in g/cm³.
  @Test(arguments: [
    (0.88, 0.05, 5.0, 10.0, 46.0, 108.1, 1.43), (0.65, 0.10, 8, 18, 45, 50.3, 1.46),
    (0.40, 0.20, 14, 28, 46, 15.5, 1.43), (0.20, 0.15, 11, 31, 48, 16.1, 1.38),
    (0.60, 0.25, 17, 27, 43, 11.3, 1.50), (0.25, 0.50, 30, 42, 50, 1.1, 1.33),
  ])
  func agreesWithTheSourcesTable(
    sand: Double, clay: Double, wilting: Double, capacity: Double, saturation: Double, conductivity: Double,
    density: Double
  ) {
    let soil = SoilHydraulics(sand: sand, clay: clay, organicMatter: 2.5)
    // The table is rounded to whole percents.
    #expect(abs(soil.wiltingPoint * 100 - wilting) < 0.6)
    #expect(abs(soil.fieldCapacity * 100 - capacity) < 0.6)
    #expect(abs(soil.porosity * 100 - saturation) < 0.6)
    #expect(abs(soil.conductivity / conductivity - 1) < 0.06)
    #expect(abs(soil.bulkDensity / 1000 - density) < 0.011)
    #expect(soil.residual > 0 && soil.residual < soil.wiltingPoint)
  }
}
