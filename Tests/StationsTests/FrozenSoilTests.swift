import Foundation
import Testing

@testable import Files
@testable import Grids
@testable import Stations

/// The temperature beside a moisture sensor, and what it says of the soil.
struct FrozenSoilTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  private func sensor(
    _ variable: String, _ from: Double, _ to: Double, station: String = "A", instrument: String = "P"
  ) -> Sensor {
    Sensor(
      network: "N", station: station, variable: variable, depthFrom: from, depthTo: to,
      instrument: instrument,
      latitude: 1, longitude: 2, path: "")
  }

  @Test("the nearest layer is chosen: overlap first, then the gap, then the middle, then the shallower")
  func choice() {
    let moisture = sensor("sm", 0, 0.1)
    func chosen(_ layers: [(Double, Double)]) -> Double? {
      let all =
        layers.map { sensor("ts", $0.0, $0.1) } + [
          moisture, sensor("ts", 0.05, 0.05, station: "B"), sensor("ta", 0, 0.1),
        ]
      let first = FrozenSoil.thermometer(for: moisture, among: all)
      #expect(FrozenSoil.thermometer(for: moisture, among: all.reversed()) == first)
      return first?.depthFrom
    }
    #expect(chosen([(0.2, 0.2), (0.05, 0.05), (0.02, 0.02)]) == 0.05)
    #expect(chosen([(0.2, 0.2), (0.5, 0.5)]) == 0.2)
    #expect(chosen([(0.11, 0.11), (0.1, 0.3)]) == 0.1)
    #expect(chosen([(0.08, 0.08), (0.02, 0.02)]) == 0.02)
    #expect(chosen([(0.5, 0.5)]) == 0.5)
    #expect(chosen([]) == nil)
    let deep = sensor("sm", 0.3, 0.3)
    let around = [sensor("ts", 0.35, 0.35), sensor("ts", 0.25, 0.25)]
    #expect(FrozenSoil.thermometer(for: deep, among: around)?.depthFrom == 0.25)
  }

  @Test("the mask by hand: below the threshold is frozen, no temperature in the window is unknown")
  func mask() {
    let temperature = TimeSeries(times: [0, 100, 200, 1000], values: [-1, 0, 2, -5])
    func mask(_ times: [Int64], within: Int64 = 50) -> [Bool?] {
      FrozenSoil.mask(times: times, temperature: temperature, below: 0, within: within)
    }
    #expect(mask([0, 100, 200, 1000]) == [true, false, false, true])
    #expect(mask([-50, -51, 49, 50, 51, 250, 251]) == [true, nil, true, false, false, false, nil])
    #expect(mask([600], within: 400) == [true])
    #expect(mask([600], within: 399) == [nil])
    #expect(mask([0, 1], within: 0) == [true, nil])
    #expect(mask([5], within: -1) == [nil])
    #expect(mask([.min, .max], within: .max) == [nil, true])
    #expect(FrozenSoil.mask(times: [0], temperature: TimeSeries(), below: 0, within: 50) == [nil])
    #expect(FrozenSoil.mask(times: [], temperature: temperature, below: 0, within: 50).isEmpty)
    #expect(FrozenSoil.mask(times: [100], temperature: temperature, below: 0.1, within: 0) == [true])
  }

  @Test("the order of the instants does not matter")
  func order() {
    var random = SplitMix(state: 4)
    let temperature = TimeSeries(
      times: (0..<200).map { Int64($0 * 70) },
      values: (0..<200).map { _ in .random(in: -5...5, using: &random) })
    let times = (0..<500).map { _ in Int64.random(in: -500...15_000, using: &random) }
    let sorted = times.sorted()
    let mask = FrozenSoil.mask(times: times, temperature: temperature, below: 0, within: 30)
    let known = Dictionary(zip(times, mask), uniquingKeysWith: { first, _ in first })
    #expect(
      FrozenSoil.mask(times: sorted, temperature: temperature, below: 0, within: 30)
        == sorted.map { known[$0] ?? nil })
    // Against the definition, sample by sample.
    for (time, state) in zip(times, mask) {
      let nearest = temperature.times.indices.min {
        (abs(temperature.times[$0] - time), -temperature.times[$0]) < (
          abs(temperature.times[$1] - time), -temperature.times[$1]
        )
      }
      let index = nearest ?? 0
      let isNear = abs(temperature.times[index] - time) <= 30
      #expect(state == (isNear ? temperature.values[index] < 0 : nil))
    }
  }

  @Test("temperatures of an archive are read with the flags G and U")
  func archive() throws {
    try folder.write(Invented.series, Invented.file(Invented.rows(5)))
    let header = Invented.header.replacing(" 0.05    0.05 ", with: " 0.10    0.10 ")
    try folder.write(
      Invented.folder + "NETX_NETX_Alpha-1_ts_0.100000_0.100000_Probe-A_20170101_20181231.stm",
      Invented.file(
        [
          Invented.row("2017/01/01 00:00", "-1.5"), Invented.row("2017/01/01 01:00", "2.5", "U"),
          Invented.row("2017/01/01 02:00", "3.5", "D01"), Invented.row("2017/01/01 03:00", "-9999"),
        ], header: header))
    let archive = try folder.archive()
    let moisture = try #require(archive.sensors.first { $0.variable == "sm" })
    let soil = try #require(try FrozenSoil.read(at: moisture, of: archive))
    #expect(soil.sensor.variable == "ts" && abs(soil.gap - 0.05) < 1e-12)
    #expect(soil.temperatures.series.values == [-1.5, 2.5])
    #expect(soil.temperatures.excluded["flag D01"] == 1 && soil.temperatures.excluded["fill value"] == 1)
    let times = try archive.record(of: moisture).times
    let mask = FrozenSoil.mask(
      times: times, temperature: soil.temperatures.series, below: 0, within: UTC.hour)
    #expect(mask == [true, false, false, nil, nil])
  }

  @Test("a station without a thermometer has no frozen-soil record")
  func none() throws {
    try folder.write(Invented.series, Invented.file(Invented.rows(5)))
    let archive = try folder.archive()
    #expect(try FrozenSoil.read(at: archive.sensors[0], of: archive) == nil)
  }

  @Test("temperatures of a station list in K serve too")
  func tables() throws {
    try folder.write("sm.csv", InventedTable.table(InventedTable.rows(2)))
    try folder.write("ts.csv", "time,value\n2017-01-01 08:00,272.15\n2017-01-01 09:00,280\n")
    let archive = try folder.list(
      "network,station,latitude,longitude,depth_from,depth_to,variable,file,units,time_zone\n"
        + "CMA,A,34,113,0,0.1,,sm.csv,m3 m-3,UTC\nCMA,A,34,113,0.05,0.05,ts,ts.csv,K,UTC+8\n")
    let soil = try #require(try FrozenSoil.read(at: archive.sensors[0], of: archive))
    let times = try archive.record(of: archive.sensors[0]).times
    #expect(soil.gap == 0)
    #expect(
      FrozenSoil.mask(times: times, temperature: soil.temperatures.series, below: 0, within: 0) == [
        true, false,
      ])
  }
}
