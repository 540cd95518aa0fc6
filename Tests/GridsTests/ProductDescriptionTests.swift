import Files
import Grids
import Testing

@Suite struct ProductDescriptionTests {
  private func description(_ text: String, base: ProductDescription? = nil) throws -> ProductDescription {
    try ProductDescription(try YAMLNode.parse(text: text, path: "experiment.yml"), base: base)
  }

  @Test func everyKeyIsReadAndWrittenBack() throws {
    let text = """
      title: "A \\"product\\""
      references: [doi:10.1/a, doi:10.1/b]
      verified: file
      variable: Group/soil_moisture
      units: m3 m-3
      fill: [-9999, 1.5]
      valid: [0.02, 0.5]
      flag:
        - {variable: retrieval_qual_flag, rule: bits-clear, value: 1}
        - {variable: flag, rule: equals, value: [0, 64]}
      time: {variable: t0, units: days since 1970-01-01, fill: -9999}
      exact_time: {sum: [{variable: Days, unit: days}, {variable: UTC_Seconds, unit: seconds}], since: 2000-01-01}
      layer_depth: 0.10
      """
    let read = try description(text)
    #expect(read.variable == "Group/soil_moisture")
    #expect(read.valid == 0.02...0.5)
    #expect(read.flags.count == 2)
    #expect(read.time == .variable("t0", units: "days since 1970-01-01", fill: [-9999]))
    #expect(read.layerDepth == 0.1)
    #expect(try description(read.yamlLines.joined(separator: "\n")) == read)
  }

  @Test func keysChangeACatalogueEntryOneByOne() throws {
    var base = ProductDescription(variable: "sm")
    base.flags = [FlagRule(variable: "flag", .equals, [0])]
    base.valid = 0...1
    base.exactTime = .variable("t0", units: nil, fill: [])
    let changed = try description("time: exact\nvalid: [0, 0.6]", base: base)
    #expect(changed.time == base.exactTime)
    #expect(changed.valid == 0...0.6)
    #expect(changed.flags == base.flags)
    #expect(try description("flag: []\nvalid: ~", base: base).flags.isEmpty)
    #expect(
      try description("time: {overpass: \"18:30\"}", base: base).time
        == .overpass(localSolarHour: 18.5, day: .axis))
  }

  @Test(arguments: [
    ("units: m3 m-3", "variable", 1), ("variable: sm\nunits: parsec", "no unit", 2),
    ("variable: sm\nvalid: [1, 0]", "smallest", 2), ("variable: sm\nvalid: [0, .nan]", "number", 2),
    ("variable: sm\nflag: {variable: f, rule: is, value: 0}", "none of", 2),
    ("variable: sm\nflag: {variable: f, rule: bits-set, value: 1.5}", "mask", 2),
    ("variable: sm\nflag: {variable: f, rule: equals}", "needs the keys", 2),
    ("variable: sm\ntime: {variable: t, units: months since 2000-01-01}", "month", 2),
    ("variable: sm\ntime: {overpass: \"25:00\"}", "local solar", 2),
    ("variable: sm\ntime: exact", "no exact", 2),
    ("variable: sm\ntime: {variable: t, file: yyyyMMdd}", "exactly one", 2),
    ("variable: sm\ngroups:\n  orbit: ascending\n  flag: {variable: q}", "either values or bits", 4),
    ("variable: sm\ngroups:\n  orbits: ascending", "nothing samples are grouped by", 3),
    ("variable: sm\nunits: m3 m-3\nquantity: precipitation", "no unit of precipitation", 2),
    (
      "variable: sm\ntime: {sum: [{variable: a, unit: fortnight}], since: 2000-01-01}", "unknown time unit", 2
    ),
    ("variable: sm\nlayer_depth: 0", "positive", 2), ("variable: sm\nvalidd: 1", "unknown key", 2),
  ])
  func mistakesAreShownWithTheirLine(text: String, reason: String, line: Int) {
    let failure = #expect(throws: Failure.self) { _ = try description(text) }
    #expect(failure?.reason.contains(reason) == true, "\(failure?.description ?? "")")
    #expect(failure?.line == line)
    #expect(failure?.exitCode == 2)
  }

  @Test func placesAndGroupsAreReadAndWrittenBack() throws {
    let text = """
      quantity: precipitation
      variable: Grid/precipitationCal
      units: mm/hr
      time: {file: "yyyyMMdd'-S'HHmmss", overpass: "01:30"}
      exact_time: {sum: [{variable: Days, unit: days}], since: 2000-01-01, overpass: "18:00"}
      grid: {degrees: 0.1}
      select: {time: 0, layer: 2}
      porosity: {file: porosity.nc, variable: p}
      groups:
        flag: {variable: gapmask, values: {observed: 1, filled: [0, 2]}}
        frozen: {variable: surface_flag, bits: {frozen: 256}, otherwise: thawed}
        orbit: descending
      """
    let read = try description(text)
    #expect(read.quantity == .precipitation)
    #expect(
      read.time
        == .overpass(
          localSolarHour: 1.5, day: .fileName(try FileNameTime(pattern: "yyyyMMdd'-S'HHmmss"))))
    #expect(read.grid == .regular(degrees: 0.1))
    #expect(read.select == ["time": 0, "layer": 2])
    #expect(read.porosity == PorosityRule(file: "porosity.nc", variable: "p"))
    let flag = try #require(read.groups[.flag])
    #expect(flag.names == ["observed", "filled"])
    #expect([1, 0, 2, 3, .nan].map(flag.code) == [0, 1, 1, SampleGroups.unknown, SampleGroups.unknown])
    let frozen = try #require(read.groups[.frozen])
    #expect(
      [256, 257, 1, 0].map(frozen.code).map { frozen.names[Int($0)] } == [
        "frozen", "frozen", "thawed", "thawed",
      ])
    // A missing flag does not say that the ground is thawed.
    #expect(frozen.code(.nan) == SampleGroups.unknown)
    #expect(read.groups[.orbit] == .constant("descending"))
    #expect(try description(read.yamlLines.joined(separator: "\n")) == read)
  }

  @Test func missingNumbersMayBeAGroup() throws {
    let text = """
      variable: reconstructed
      groups:
        flag: {variable: original, missing: filled, otherwise: observed}
        frozen: {variable: s, values: {frozen: 2, thawed: 1}, missing: thawed}
      """
    let read = try description(text)
    let flag = try #require(read.groups[.flag])
    #expect(Set(flag.names) == ["filled", "observed"])
    #expect(flag.names[Int(flag.code(.nan))] == "filled" && flag.names[Int(flag.code(12))] == "observed")
    #expect(flag.codeOfMissing == flag.code(.nan))
    // Missing is one more way into a group that is there already, not a second group of its name.
    let frozen = try #require(read.groups[.frozen])
    #expect(frozen.names == ["frozen", "thawed"])
    #expect([2, 1, 0, .nan].map(frozen.code) == [0, 1, SampleGroups.unknown, 1])
    #expect(try description(read.yamlLines.joined(separator: "\n")) == read)
  }

  @Test func groupsAndPlacesOfAnEntryAreReplacedWholeOrEmptied() throws {
    var base = ProductDescription(variable: "sm")
    base.grid = .ease2(kilometres: 9)
    base.select = ["layer": 1]
    base.porosity = PorosityRule(file: "p.nc", variable: "p")
    base.groups = [.orbit: .constant("ascending"), .flag: .constant("observed")]
    let shifted = try description("variable: sm\ngrid: {degrees: 0.1, west: 0}")
    #expect(shifted.grid == .regular(degrees: 0.1, west: 0))
    #expect(try description(shifted.yamlLines.joined(separator: "\n")) == shifted)
    #expect(try description("title: x", base: base).groups == base.groups)
    let changed = try description("groups: {orbit: descending}\ngrid: coordinates", base: base)
    #expect(changed.groups == [.orbit: .constant("descending")])
    #expect(changed.grid == .coordinates)
    #expect(changed.select == base.select)
    let emptied = try description("groups: ~\nselect: ~\nporosity: ~", base: base)
    #expect(emptied.groups.isEmpty && emptied.select.isEmpty && emptied.porosity == nil)
  }

  @Test(arguments: [
    ("mm/hr", 24.0), ("mm h-1", 24), ("mm/day", 1), ("kg m-2 d-1", 1), ("kg m**-2 s**-1", 86_400),
    ("m/day", 1000),
  ])
  func precipitationBecomesMillimetresADay(units: String, factor: Double) throws {
    #expect(try PrecipitationUnit(units).millimetresADay == factor)
  }

  @Test(arguments: ["mm", "m", "kg m-2", "m3 m-3", "percent", ""])
  func amountsWithoutATimeAreNoPrecipitationRate(units: String) {
    #expect(throws: Failure.self) { _ = try PrecipitationUnit(units) }
  }

  @Test func flagRulesCompareAsWritten() {
    #expect(FlagRule(variable: "f", .equals, [0, 64]).keeps(64))
    #expect(!FlagRule(variable: "f", .equals, [0]).keeps(1))
    #expect(FlagRule(variable: "f", .notEquals, [127]).keeps(1))
    #expect(FlagRule(variable: "f", .bitsClear, [5]).keeps(2))
    #expect(!FlagRule(variable: "f", .bitsClear, [5]).keeps(4))
    #expect(FlagRule(variable: "f", .bitsSet, [5]).keeps(7))
    #expect(!FlagRule(variable: "f", .bitsSet, [5]).keeps(4))
    #expect(!FlagRule(variable: "f", .bitsClear, [1]).keeps(.nan))
    #expect(!FlagRule(variable: "f", .bitsClear, [1]).keeps(0.5))
  }
}
