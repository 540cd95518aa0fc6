import Files
import Grids
import Testing

@Suite struct UTCTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (1_483_480_859_250_000, "2017-01-03T22:00:59.25Z"),
      (-1, "1969-12-31T23:59:59.999999Z"), (951_782_400_000_000, "2000-02-29T00:00:00Z"),
      (UTC.earliest, "0001-01-01T00:00:00Z"), (UTC.latest, "9999-12-31T23:59:59.999999Z"),
    ] as [(Int64, String)])
  func instantsAreWrittenAndReadBack(instant: Int64, text: String) {
    #expect(UTC.text(instant) == text)
    #expect(UTC.instant(text) == instant)
    #expect(UTC.components(instant).year == Int(text.prefix(4)))
  }

  @Test func extremeInstantsDoNotTrap() {
    #expect(!UTC.text(.min).isEmpty)
    #expect(!UTC.text(.max).isEmpty)
    #expect(UTC.startOfDay(-1) == -UTC.day)
    #expect(UTC.startOfDay(UTC.day) == UTC.day)
  }

  @Test(arguments: [
    "", "2017", "2017-02-29", "2017-1", "17-01-01", "2017-01-01T24:01", "2017-01-01 12:60", "2017-01-01x",
    "2017-01-01T00:00:00+99:00", "12017-01-01", "-2017-01-01",
  ])
  func otherTextsAreNoInstants(text: String) {
    #expect(UTC.instant(text) == nil)
  }

  @Test func datesAndOffsetsAreRead() {
    #expect(UTC.instant("2017-01-01") == UTC.instant(year: 2017, month: 1, day: 1))
    #expect(UTC.instant("2017-01-01T02:00+02:00") == UTC.instant("2017-01-01"))
    #expect(UTC.instant("2017-01-01 24:00") == UTC.instant("2017-01-02"))
    #expect(UTC.dateText(UTC.instant("2017-01-01 23:59:59.9999996") ?? 0) == "2017-01-02")
  }
}

@Suite struct SoilMoistureUnitTests {
  @Test(arguments: [
    "m3 m-3", "m3/m3", "m^3 m^-3", "m**3 m**-3", "cm**3/cm**3", "cm3/cm3", "m³ m⁻³", "m³/m³", "m3m-3",
    "m3.m-3",
    "M3 M-3", "cm^3/cm^3", "m{3} m{-3}", "vol/vol", "mm/mm",
  ])
  func field31VolumetricSpellings(text: String) throws {
    #expect(try SoilMoistureUnit(text).divisor(layerDepth: nil) == 1)
  }

  @Test(arguments: ["%", "percent", "% vol", "vol. %", "m3 m-3 %"])
  func field31PercentByVolume(text: String) throws {
    #expect(try SoilMoistureUnit(text).divisor(layerDepth: nil) == 100)
  }

  @Test(arguments: ["permille", "permille by volume", "0.1 %"])
  func tenthsOfAPercentByVolume(text: String) throws {
    #expect(try SoilMoistureUnit(text).divisor(layerDepth: nil) == 1000)
  }

  @Test(arguments: ["kg m-2", "kg/m2", "kg/m^2", "kg m**-2", "mm", "mm of water"])
  func field31AmountsNeedTheLayer(text: String) throws {
    let unit = try SoilMoistureUnit(text)
    #expect(try unit.divisor(layerDepth: 0.1) == 100)
    let failure = #expect(throws: Failure.self) { _ = try unit.divisor(layerDepth: nil) }
    #expect(failure?.advice?.contains("layer_depth") == true)
    #expect(throws: Failure.self) { _ = try unit.divisor(layerDepth: -1) }
  }

  @Test(arguments: ["degree of saturation (%)", "percent of saturation", "saturation", "% saturation"])
  func field31SaturationNeedsPorosity(text: String) throws {
    let unit = try SoilMoistureUnit(text)
    let failure = #expect(throws: Failure.self) { _ = try unit.divisor(layerDepth: 0.1) }
    #expect(failure?.reason.contains("porosity") == true)
  }

  @Test(arguments: ["1", "", "-", "K", "days since 1970-01-01 00:00:00 UTC", "kg kg-1", "fraction"])
  func field31OtherUnitsAreRefused(text: String) {
    let failure = #expect(throws: Failure.self) { _ = try SoilMoistureUnit(text) }
    #expect(failure?.advice?.contains("units:") == true)
  }
}

@Suite struct KoppenTests {
  @Test func thirtyClassesInFiveGroups() {
    #expect(KoppenClass.allCases.count == 30)
    #expect(Set(KoppenClass.allCases.map(\.name)).count == 30)
    #expect(KoppenClass(code: "bsk") == .BSk)
    #expect(KoppenClass.BSk.number == 7)
    #expect(KoppenClass.BSk.group == .arid)
    #expect(KoppenClass(number: 30) == .EF)
    #expect(KoppenClass(number: 0) == nil)
    #expect(KoppenClass(code: "W") == nil)
    #expect(KoppenClass.Dwd.name == "Cold, dry winter, very cold winter")
    #expect(KoppenClass.Cfb.name == "Temperate, no dry season, warm summer")
    let counts = KoppenGroup.allCases.map { group in KoppenClass.allCases.filter { $0.group == group }.count }
    #expect(counts == [3, 4, 9, 12, 2])
  }
}
