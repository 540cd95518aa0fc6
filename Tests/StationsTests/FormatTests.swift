import Foundation
import Testing

@testable import Files
@testable import Stations

/// The facts of FORMATS §1 about series, on invented files.
struct FormatTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  @Test("both layouts give the same samples", arguments: ["\n", "\r\n", "\r", "\n\r"])
  func layouts(end: String) throws {
    let short = try folder.record(Invented.file(Invented.rows(48), end: end))
    let long = try folder.record(Invented.rows(48) { Invented.ceop($0, $1) }.map { $0 + end }.joined())
    #expect(short.count == 48 && short.problems.isEmpty && short.excluded.isEmpty)
    #expect(short.times == long.times && short.values == long.values && short.flags == long.flags)
    #expect(short.times[25] == (try instant("2017/01/02 01:00")))
    #expect(short.values[25] == 0.125)
    #expect(long.rowsRead == 48 && long.problems.isEmpty)
  }

  @Test("mixed line ends: LF after the header, a stray CR, then CR LF rows")
  func mixedEnds() throws {
    let rows = Invented.rows(5).map { $0 + "\r\n" }.joined()
    let record = try folder.record(Invented.header + "\n\r" + rows)
    #expect(record.count == 5 && record.problems.isEmpty)
  }

  @Test func theFileNameIsTheAuthority() throws {
    try folder.write(
      "FR_Aqui/fraye/FR-Aqui_FR-Aqui_fraye_sm_0.050800_0.101600_Hydraprobe-Analog-(2.5-Volt)-A_19500101_20250617.stm",
      Invented.file(Invented.rows(2)))
    let sensor = try #require(try folder.archive().sensors.first)
    #expect(sensor.network == "FR-Aqui" && sensor.station == "fraye" && sensor.variable == "sm")
    #expect(sensor.depthFrom == 0.0508 && sensor.depthTo == 0.1016)
    #expect(sensor.instrument == "Hydraprobe-Analog-(2.5-Volt)-A")
    #expect(sensor.latitude == 19.533 && sensor.longitude == -155.933 && sensor.elevation == 411)
    #expect(sensor.path.hasSuffix("20250617.stm") && sensor.path.hasPrefix(folder.path))
  }

  @Test(arguments: [
    ("C_Net_St_sm_0.05_0.10_n.s._20170101_20181231.stm", "Net/St/sm/0.05-0.1/n.s."),
    ("C_Net_St#1_ts_0.05_0.10_A_B-1.5_C_20170101_20181231.stm", "Net/St#1/ts/0.05-0.1/A_B-1.5_C"),
    (
      "C_Net_ManaHouse_ta_-2.000000_-2.000000_HMP-155_19500101_20250617.stm",
      "Net/ManaHouse/ta/-2.0--2.0/HMP-155"
    ),
    ("C_Net_St_with_line_sm_0.05_0.10_P_20170101_20181231.stm", "Net/St_with_line/sm/0.05-0.1/P"),
    ("C_Net_St_si_h_0.00_0.30_P_20170101_20181231.stm", "Net/St/si_h/0.0-0.3/P"),
    ("C_Net_St_xyz_0.00_0.30_P_20170101_20181231.STM", "Net/St/xyz/0.0-0.3/P"),
  ])
  func fileNames(name: String, id: String) throws {
    let parsed = try #require(SensorFileName(name))
    let sensor = Sensor(
      network: parsed.network, station: parsed.station, variable: parsed.variable,
      depthFrom: parsed.depthFrom,
      depthTo: parsed.depthTo, instrument: parsed.instrument, latitude: 0, longitude: 0, path: "")
    #expect(sensor.id == id)
  }

  @Test(arguments: [
    "C_Net_St_Soil-Moisture_0.05_0.10_20170101_20181231.stm", "x.stm", ".stm", "_________.stm",
    "C_Net_St_sm_top_0.10_P_20170101_20181231.stm", "C_Net_St_sm_nan_0.10_P_20170101_20181231.stm",
    "C_N_S_sm_0_0_P_1_2.csv",
  ])
  func fileNamesThatAreNone(name: String) { #expect(SensorFileName(name) == nil) }

  @Test("a row without the provider's flag is whole: 4 words, or 14")
  func noProviderFlag() throws {
    let short = try folder.record(Invented.file(Invented.rows(4) { Invented.row($0, $1, "U", "     ") }))
    #expect(short.count == 4 && short.excluded.isEmpty)
    let long = try folder.record(Invented.rows(4) { Invented.ceop($0, $1, "U", "") + "\n" }.joined())
    #expect(long.count == 4 && long.excluded.isEmpty)
    #expect(long.flags.allSatisfy { $0.description == "U" })
  }

  @Test("M in the last word is the provider's flag, not `missing`")
  func providerFlag() throws {
    let record = try folder.record(
      Invented.file([
        Invented.row("2017/01/01 00:00", "0.2", "M", "G"), Invented.row("2017/01/01 01:00", "0.2"),
      ]))
    #expect(record.flags.map(\.description) == ["M", "G"])
  }

  @Test("flags are a set: their order has no meaning, unknown codes stay")
  func flagSets() throws {
    let flags = ["D04,D05", "D05,D04", "D08,C02,C03,D10", "D10,C03,C02,D08", "X9,D01", "D01,X9", "D11", "Gé"]
    let rows = flags.enumerated().map { Invented.row("2017/01/01 0\($0.offset):00", "0.2", $0.element) }
    let record = try folder.record(Invented.file(rows))
    #expect(record.flags[0] == record.flags[1] && record.flags[2] == record.flags[3])
    #expect(record.flags[4] == record.flags[5])
    #expect(
      record.flags.map(\.description) == [
        "D04,D05", "D04,D05", "C02,C03,D08,D10", "C02,C03,D08,D10", "D01,X9", "D01,X9", "D11", "Gé",
      ])
    #expect(
      record.samplesByFlag.map { "\($0.flags) \($0.count)" } == [
        "C02,C03,D08,D10 2", "D01,X9 2", "D04,D05 2", "D11 1", "Gé 1",
      ])
  }

  @Test func flagSetsCompareAsSets() {
    #expect(FlagSet(["G"]).isSubset(of: FlagSet(["U", "G"])))
    #expect(!FlagSet(["G", "D01"]).isSubset(of: FlagSet(["G"])))
    #expect(FlagSet(["X1"]).isSubset(of: FlagSet(["X2", "X1"])))
    #expect(!FlagSet(["X1"]).isSubset(of: FlagSet(["X2"])))
    #expect(FlagSet(text: "C02,,D10,C02") == FlagSet(["D10", "C02"]))
    #expect(FlagSet().isEmpty && FlagSet().description == "")
    for code in FlagSet.codes {
      var reader = FlagReader()
      #expect(reader.flags(Array(code.utf8).span) == FlagSet([code]))
      #expect(FlagSet.meaning(of: code) != nil)
    }
  }

  @Test("negative depth is above ground: fine for air temperature")
  func airTemperature() throws {
    let record = try folder.record(
      Invented.file([Invented.row("2017/01/01 00:00", "-12.5"), Invented.row("2017/01/01 01:00", "-9999")]),
      as: "N/S/N_N_S_ta_-2.000000_-2.000000_HMP_19500101_20250617.stm")
    #expect(record.values == [-12.5])
    #expect(record.excluded["fill value"] == 1)
  }

  @Test("a blank inside the station's name of every CEOP row")
  func blankInStation() throws {
    let record = try folder.record(
      Invented.rows(3) { Invented.ceop($0, $1, station: "Silver Sword") + "\n" }.joined())
    #expect(record.count == 3 && record.values[1] == 0.101)
    #expect(try folder.archive().sensors.first?.latitude == 19.533)
  }

  @Test("a CEOP row of another station is skipped; other coordinates are told")
  func otherStation() throws {
    var rows = Invented.rows(20) { Invented.ceop($0, $1) }
    rows[5] = Invented.ceop("2017/01/01 05:00", "0.9", station: "Beta")
    rows[7] = Invented.ceop(
      "2017/01/01 07:00", "0.107", place: "19.53400  -155.93300  411.00    0.05    0.05")
    rows[8] = Invented.ceop(
      "2017/01/01 08:00", "0.108", place: "19.53400  -155.93300  411.00    0.05    0.05")
    let record = try folder.record(rows.map { $0 + "\n" }.joined())
    #expect(record.count == 19 && record.excluded["row of another station"] == 1)
    #expect(record.problems.map(\.line) == [6, 8])
    #expect(record.problems.last?.count == 2)
  }

  @Test("an unevenly padded value column changes nothing")
  func padding() throws {
    var rows = Invented.rows(6) { Invented.ceop($0, $1) }
    rows[2] = rows[2].replacing("   0.1020", with: " 0.1020")
    rows[3] = rows[3].replacing("   0.1030 G M", with: "\t\t0.1030\tG\tM\t")
    let record = try folder.record(rows.map { $0 + "\n" }.joined())
    #expect(record.values == [0.1, 0.101, 0.102, 0.103, 0.104, 0.105])
    #expect(record.problems.isEmpty)
  }

  @Test("nominal time is used where the actual one differs")
  func nominalTime() throws {
    var rows = Invented.rows(3) { Invented.ceop($0, $1) }
    rows[1] = "2017/01/01 01:00 2017/01/01 01:07" + rows[1].dropFirst(33)
    let record = try folder.record(rows.map { $0 + "\n" }.joined())
    #expect(try record.times[1] == instant("2017/01/01 01:00"))
  }

  @Test("python_metadata and other leftovers are not indexed; extra top folders are fine")
  func leftovers() throws {
    let text = Invented.file(Invented.rows(2))
    try folder.write("in/Data_seperate_files_2017/" + Invented.series, text)
    try folder.write("in/python_metadata/" + Invented.fileName, text)
    try folder.write("in/__MACOSX/" + Invented.fileName, text)
    try folder.write("in/NETX/._" + Invented.fileName, text)
    let archive = try StationArchive.open(folder.path + "/in/")
    #expect(archive.sensors.map(\.network) == ["NETX"] && archive.skipped.isEmpty)
    #expect(archive.networks == ["NETX"])
  }
}
