import Foundation
import Testing

@testable import Files
@testable import Grids
@testable import Stations

/// The real archives beside the package, against the `ismn` package 1.5.4 (Tests/Oracle/ismn_counts.py).
@Suite(.enabled(if: SharedData.isHere, "no ../shared/data here"))
struct RealArchiveTests {
  /// What `ismn` finds in one file: rows, rows flagged exactly G, the sum of the values, and metadata.
  struct Expected: Sendable {
    var sensor: String
    var rows: Int
    var good: Int
    var sum: Double
    var clay: Double?
    var koppen: String?

    init(_ sensor: String, _ rows: Int, _ good: Int, _ sum: Double, _ clay: Double?, _ koppen: String?) {
      self.sensor = sensor
      self.rows = rows
      self.good = good
      self.sum = sum
      self.clay = clay
      self.koppen = koppen
    }
  }

  @Test(
    "every sample that ismn reads",
    arguments: [
      ("hawaii_ceop.zip", hawaii),
      ("cosmos_ceop", cosmos),
      ("cosmos_header_values", cosmos),
      ("multinetwork/header_values", multinetwork),
      ("smosmania_ceop", smosmania),
      ("smosmania_header_values", smosmania),
      ("zips/ceop/Data_seperate_files_20170810_20180809.zip", cosmos),
      ("zips/format_header_values/Data_SMOSMANIA.zip", smosmania),
      ("zips/header/Data_seperate_files_header_20170810_20180809.zip", cosmos),
      ("zips/multinetwork/header_values/Data_header_values.zip", multinetwork),
    ])
  func agreesWithISMN(path: String, expected: [Expected]) throws {
    let archive = try StationArchive.open(SharedData.path("ismn/" + path))
    #expect(archive.skipped.isEmpty)
    let names = archive.sensors.map { "\($0.network)/\($0.station)/\($0.variable)/\($0.instrument)" }
    #expect(Set(names) == Set(expected.map(\.sensor)) && names.count == expected.count)
    for (sensor, name) in zip(archive.sensors, names) {
      let wanted = try #require(expected.first { $0.sensor == name })
      let record = try archive.record(of: sensor)
      #expect(record.count == wanted.rows && record.rowsRead == wanted.rows, "\(name)")
      #expect(record.excluded.isEmpty && record.problems.isEmpty && record.repaired.isEmpty, "\(name)")
      #expect(record.flags.count { $0 == FlagSet(["G"]) } == wanted.good, "\(name)")
      #expect(abs(record.values.reduce(0, +) - wanted.sum) <= 1e-9 * abs(wanted.sum), "\(name)")
      #expect(zip(record.times, record.times.dropFirst()).allSatisfy { $0 < $1 })
      let metadata = archive.metadata(of: sensor)
      #expect(metadata.clay == wanted.clay && metadata.koppen2007 == wanted.koppen, "\(name)")
    }
  }

  @Test func hawaiiHasItsClassesAndOneNetworkEach() throws {
    let archive = try StationArchive.open(SharedData.path("ismn/hawaii_ceop.zip"))
    #expect(archive.networks == ["COSMOS", "SCAN"] && archive.problems.isEmpty)
    #expect(archive.sensors.count { archive.metadata(of: $0).frmClass != nil } == 8)
    #expect(archive.sensors.allSatisfy { archive.metadata(of: $0).landCover.count == 3 })
    #expect(archive.sensors.allSatisfy { archive.metadata(of: $0).soilTexture == .loam })
    let selected = StationSelection().select(archive)
    #expect(selected.sensors.count == 9 && selected.excluded.count == 16)
  }

  @Test("an archive whose samples are all unchecked says so instead of returning nothing")
  func unchecked() throws {
    let archive = try StationArchive.open(SharedData.path("ismn/smosmania_ceop"))
    let sensor = try #require(archive.sensors.first)
    let result = StationSelection().series(from: try archive.record(of: sensor), path: sensor.path)
    #expect(result.series.isEmpty)
    #expect(
      result.problem?.reason.contains("flagged U (unchecked)") == true
        || result.problem?.reason.contains("most often U") == true)
    #expect(result.problem?.reason.contains("add U to flags") == true)
    #expect(archive.problems.count == 1)
  }

  @Test func whatIsNotAnArchiveSaysSo() throws {
    for path in [
      "ismn/malformed", "hostile/test_data.zip", "hostile/test_data_csv.zip", "cells", "ismn/zips/ceop",
    ] {
      let failure = #expect(throws: Failure.self) { try StationArchive.open(SharedData.path(path)) }
      #expect(failure?.reason.hasPrefix("is not a station archive: it holds no .stm series, but") == true)
    }
    let bad = #expect(throws: Failure.self) {
      try StationArchive.open(SharedData.path("hostile/invalid-dataset-format.zip"))
    }
    #expect(bad?.kind == .data)
    let text = #expect(throws: Failure.self) {
      try StationArchive.open(SharedData.path("hostile/test_file.txt"))
    }
    #expect(text?.reason == "is a file of another kind, neither a folder nor a zip")
  }

  static let hawaii: [Expected] = [
    .init("COSMOS/SilverSword/sm/Cosmic-ray-Probe", 14832, 14734, 4424.932, 20.0, "Am"),
    .init("SCAN/IslandDairy/p/Pulse-Count", 15319, 15319, 2350.77, 20.0, "Af"),
    .init("SCAN/IslandDairy/sm/Hydraprobe-Analog-(2.5-Volt)", 15312, 14671, 4236.581999999999, 20.0, "Af"),
    .init("SCAN/IslandDairy/ts/Hydraprobe-Analog-(2.5-Volt)", 15315, 15315, 306358.30000000005, 20.0, "Af"),
    .init("SCAN/Kainaliu/p/Pulse-Count", 17509, 17509, 2393.95, 20.0, "Af"),
    .init("SCAN/Kainaliu/sm/Hydraprobe-Analog-(2.5-Volt)-A", 17509, 17113, 5870.391, 20.0, "Af"),
    .init("SCAN/Kainaliu/sm/Hydraprobe-Analog-(2.5-Volt)-B", 17509, 17193, 4156.851000000001, 20.0, "Af"),
    .init("SCAN/Kainaliu/ts/Hydraprobe-Analog-(2.5-Volt)-A", 17509, 17509, 426140.69999999995, 20.0, "Af"),
    .init("SCAN/Kainaliu/ts/Hydraprobe-Analog-(2.5-Volt)-B", 17509, 17509, 395439.6, 20.0, "Af"),
    .init("SCAN/KemoleGulch/sm/n.s.", 17512, 17300, 2730.2479999999996, 20.0, "Aw"),
    .init("SCAN/KemoleGulch/ts/Hydraprobe-Analog-(2.5-Volt)", 17512, 17512, 275622.60000000003, 20.0, "Aw"),
    .init("SCAN/Kukuihaele/p/Pulse-Count", 17513, 17513, 5622.036, 20.0, "Af"),
    .init("SCAN/Kukuihaele/sm/Hydraprobe-Analog-(2.5-Volt)", 17513, 16701, 4956.7390000000005, 20.0, "Af"),
    .init("SCAN/Kukuihaele/ts/Hydraprobe-Analog-(2.5-Volt)", 17513, 17513, 387339.7, 20.0, "Af"),
    .init("SCAN/ManaHouse/sm/n.s.", 14199, 13756, 2604.855, 20.0, "Am"),
    .init("SCAN/ManaHouse/ts/Hydraprobe-Analog-(2.5-Volt)", 14199, 14199, 219781.7, 20.0, "Am"),
    .init("SCAN/PuaAkala/p/Pulse-Count", 16411, 16411, 5895.34, 20.0, "Af"),
    .init("SCAN/PuaAkala/sm/Hydraprobe-Analog-(2.5-Volt)", 16359, 11200, 8920.267, 20.0, "Af"),
    .init("SCAN/PuaAkala/ts/Hydraprobe-Analog-(2.5-Volt)", 16410, 16410, 201929.7, 20.0, "Af"),
    .init("SCAN/SilverSword/p/Pulse-Count", 17513, 17513, 2995.6760000000004, 20.0, "Am"),
    .init("SCAN/SilverSword/sm/Hydraprobe-Analog-(2.5-Volt)", 8196, 8115, 1374.284, 20.0, "Am"),
    .init("SCAN/SilverSword/ts/Hydraprobe-Analog-(2.5-Volt)", 8196, 8196, 95879.0, 20.0, "Am"),
    .init("SCAN/WaimeaPlain/p/Pulse-Count", 17514, 17514, 1835.658, 20.0, "Aw"),
    .init("SCAN/WaimeaPlain/sm/Hydraprobe-Analog-(2.5-Volt)", 17514, 16708, 6489.0560000000005, 20.0, "Aw"),
    .init("SCAN/WaimeaPlain/ts/Hydraprobe-Analog-(2.5-Volt)", 17514, 17514, 344673.0, 20.0, "Aw"),
  ]

  static let cosmos: [Expected] = [
    .init("COSMOS/ARM-1/sm/Cosmic-ray-Probe", 6865, 6514, 899.4929999999999, 23.0, "Cfa"),
    .init("COSMOS/Barrow-ARM/sm/Cosmic-ray-Probe", 7059, 4963, 1612.047, 18.0, "ET"),
  ]

  static let multinetwork: [Expected] = [
    .init("MAQU/CST-01/sm/ECH20-EC-TM", 15927, 0, 5365.400000000001, nil, nil),
    .init("MAQU/CST-02/sm/ECH20-EC-TM", 18090, 0, 5608.23, nil, nil),
    .init("SCAN/AAMU-jtg/sm/Hydraprobe-Analog-(2.5-Volt)", 42895, 0, 10354.149999999998, nil, nil),
    .init("SCAN/Abrams/sm/Hydraprobe-Analog-(2.5-Volt)", 55167, 0, 8435.017, nil, nil),
    .init("SCAN/AdamsRanch#1/sm/Hydraprobe-Analog-(2.5-Volt)", 57940, 0, 6213.485, nil, nil),
    .init("SOILSCAPE/node414/sm/EC5", 11615, 0, 2267.3356000000003, nil, nil),
    .init("SOILSCAPE/node505/sm/EC5", 3676, 0, 1090.9724, nil, nil),
    .init("SOILSCAPE/node703/sm/EC5", 6093, 0, 1185.7054999999998, nil, nil),
  ]

  static let smosmania: [Expected] = [
    .init("SMOSMANIA/Narbonne/sm/ThetaProbe-ML2X", 741, 0, 128.51319999999998, nil, nil)
  ]
}
