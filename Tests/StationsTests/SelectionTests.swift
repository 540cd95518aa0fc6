import Testing

@testable import Files
@testable import Grids
@testable import Stations

struct SelectionTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  private func archive() throws -> StationArchive {
    let sensors = [
      "A_NetA_One_sm_0.000000_0.050000_P", "A_NetA_One_sm_0.050800_0.101600_P",
      "A_NetA_One_ts_0.050000_0.050000_P",
      "A_NetA_Two-2_sm_0.100000_0.100000_P", "A_FR-Aqui_Three_sm_0.200000_0.300000_P",
      "A_FR-Aqui_Three_sm_0.000000_0.170000_P",
    ]
    for sensor in sensors {
      try folder.write("N/S/\(sensor)_20170101_20181231.stm", Invented.file(Invented.rows(3)))
    }
    try folder.write("N/S/A_NetA_One_sm_0.000000_0.050000_Empty_20170101_20181231.stm", "")
    return try folder.archive()
  }

  @Test("every file is selected or named with its reason", arguments: StationSelection.DepthRule.allCases)
  func addsUp(rule: StationSelection.DepthRule) throws {
    let archive = try archive()
    var selection = StationSelection()
    selection.depthRule = rule
    let found = selection.select(archive)
    #expect(found.sensors.count + found.excluded.count == 7)
    let expected: [StationSelection.DepthRule: [String]] = [
      .enclosed: ["0.0-0.05", "0.1-0.1"], .overlap: ["0.0-0.17", "0.0-0.05", "0.0508-0.1016", "0.1-0.1"],
      .from: ["0.0-0.17", "0.0-0.05", "0.0508-0.1016", "0.1-0.1"],
    ]
    #expect(found.sensors.map { "\($0.depthFrom)-\($0.depthTo)" } == expected[rule])
    #expect(found.excluded.map(\.reason).contains("variable ts not selected"))
    #expect(found.excluded.first?.reason == "empty file")
  }

  @Test("a depth limit allows for the spelling of decimals, not for more")
  func tolerance() throws {
    var sensor = try archive().sensors[0]
    (sensor.depthFrom, sensor.depthTo) = (0.05, 0.1 + 5e-7)
    #expect(StationSelection().reason(against: sensor) == nil)
    sensor.depthTo = 0.1016
    #expect(StationSelection().reason(against: sensor) == "depth 0.05-0.1016 m not selected")
  }

  @Test("names are compared without blanks, _ and -; unknown ones are told with the offer")
  func names() throws {
    var selection = StationSelection()
    selection.networks = ["FR_Aqui", "Nowhere"]
    selection.depth = 0...1
    let found = selection.select(try archive())
    #expect(found.sensors.map(\.network) == ["FR-Aqui", "FR-Aqui"])
    #expect(found.problems.map(\.reason) == ["there is no network `Nowhere`; there are FR-Aqui, NetA"])
    selection.networks = nil
    selection.stations = ["two 2"]
    #expect(selection.select(try archive()).sensors.map(\.station) == ["Two-2"])
  }

  @Test func nothingSelectedIsToldWithReasons() throws {
    var selection = StationSelection()
    selection.depth = 5...6
    let found = selection.select(try archive())
    #expect(found.sensors.isEmpty)
    #expect(found.problems.first?.reason.hasPrefix("none of 7 sensors is selected (depth") == true)
  }

  private func record(_ flags: [String]) throws -> SensorRecord {
    let rows = flags.enumerated().map {
      Invented.row("2017/01/01 0\($0.offset):00", "0.\($0.offset + 1)", $0.element)
    }
    return try folder.record(Invented.file(rows))
  }

  @Test("samples whose flags are all accepted stay; the others are counted by their set")
  func series() throws {
    let record = try record(["G", "D03,C02", "C02,D03", "U", "G", "D01"])
    var selection = StationSelection()
    let good = selection.series(from: record)
    #expect(good.series.values == [0.1, 0.5] && good.problem == nil)
    #expect(
      good.excluded.sorted.map { "\($0.reason): \($0.count)" } == [
        "flag C02,D03: 2", "flag D01: 1", "flag U: 1",
      ])
    #expect(record.rowsRead == good.series.count + good.excluded.total)
    selection.flags = FlagSet(["G", "D01", "U"])
    #expect(selection.series(from: record).series.values == [0.1, 0.4, 0.5, 0.6])
  }

  @Test("flags that leave nothing say so and which flag to accept")
  func nothingLeft() throws {
    let unchecked = StationSelection().series(from: try record(["U", "U", "U"]), path: "x.stm")
    #expect(unchecked.series.isEmpty && unchecked.excluded["flag U"] == 3)
    #expect(
      unchecked.problem?.description
        == "x.stm: all 3 samples are flagged U (unchecked); only G is accepted, so nothing is left. "
        + "To use them, add U to flags")
    let mixed = StationSelection().series(from: try record(["U", "D01", "U", "C01"]))
    #expect(mixed.problem?.reason.contains("most often U (unchecked): 2") == true)
    let both = StationSelection().series(from: try record(["G,D01"]))
    #expect(both.problem?.reason.hasSuffix("add D01 to flags") == true)
  }

  @Test func aShortRecordIsLeftOutAndCounted() throws {
    var selection = StationSelection()
    selection.minimumRecord = 3
    let record = try record(["G", "G", "U"])
    let result = selection.series(from: record)
    #expect(result.series.isEmpty && result.excluded.total == 3)
    #expect(result.excluded["record shorter than 3 accepted samples"] == 2)
    #expect(result.problem?.reason.contains("minimum record of 3") == true)
  }
}
