import Files
import Foundation
import Grids
import Testing

/// The papers' protocols of docs/protocols, run on small files with pairs worked out by hand.
@Suite("The papers' protocols")
struct ProtocolTests {
  /// A sandbox that holds one protocol's experiment, its data to be written beside it.
  private func sandbox(_ name: String) throws -> (sandbox: Sandbox, experiment: String) {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    let text = try String(
      contentsOf: folder.appendingPathComponent("docs/protocols/\(name).yml"), encoding: .utf8)
    return (try Sandbox(), text)
  }

  /// Hourly soil moisture that tells its hour: 0.1 + 0.0001 a hour, over and over after 4,000 hours.
  private func hourly(_ count: Int, plus level: Double = 0) -> [Double] {
    (0..<count).map { Signal.fourDecimals(0.1 + level + 0.0001 * Double($0 % 4000)) }
  }

  private func value(_ hour: Double, plus level: Double = 0) -> Double { 0.1 + level + 0.0001 * hour }

  private func near(_ first: Double?, _ second: Double) -> Bool { abs((first ?? .nan) - second) < 1e-9 }

  @Test("SGD-SM: the mean of the two hours that bracket the overpass, observed and filled days apart")
  func sgdsm2() throws {
    let (sandbox, experiment) = try sandbox("sgdsm2")
    // 01:30 local solar time at 116.375° E is 17:44:30 UTC of the day before (METHODS §11, row 16: 17:44 at 116.4° E).
    try SmallStation(
      latitude: 40.125, longitude: 116.375, start: "2017-01-01T00:00:00Z", stepHours: 1, values: hourly(9000)
    ).write(to: sandbox.path + "/data/ismn")
    for day in 0..<60 {
      let date = UTC.dateText((UTC.instant("2017-03-01") ?? 0) + Int64(day) * UTC.day).replacing(
        "-", with: "")
      let filled: Int16 = Int16(10 + day % 30)
      let cells = 720 * 1440
      // Row 199 is 40.125° N from the north, column 1185 is 116.375° E.
      var values = [Int16](repeating: -32767, count: cells)
      values[199 * 1440 + 1185] = filled
      var observed = values
      if day % 2 == 1 { observed[199 * 1440 + 1185] = -32767 }
      try SGDFile.write(
        original: observed, reconstructed: values, to: sandbox.path + "/data/sgdsm2/LPRM_AMSR2_\(date).nc")
    }
    let tables = try sandbox.run(experiment).tables
    let series = try #require(tables.pairs.first)
    #expect(series.times.count == 60)
    #expect(series.times.first == "2017-02-28T17:44:30Z")
    #expect(series.stationTimes.first == "2017-02-28T17:30:00Z")
    // 28 February 17:00 is hour 58 × 24 + 17 = 1409 of the year; the bracket's mean lies half an hour later.
    #expect(near(series.stationValues.first, value(1409.5)))
    #expect(near(series.values.first, 0.10) && near(series.values.last, 0.39))
    for group in ["observed", "filled"] {
      let row = try #require(
        RunTables.select(tables.scores, ["stratum": "flag", "group": group, "metric": "bias"]).first)
      #expect(row["n"] == "30")
    }
  }

  @Test("Song 1 km: stations in Beijing time at the local overpass, clear and cloudy days apart")
  func song() throws {
    let (sandbox, experiment) = try sandbox("song-1km")
    // Local 01:30 at 91.9° E is 19:22:24 UTC of the day before: the hours 03:00 and 04:00 of Beijing's clock.
    var rows = ["time,value"]
    let start = UTC.instant("2017-05-01") ?? 0
    for (hour, moisture) in hourly(70 * 24).enumerated() {
      let text = UTC.text(start + Int64(hour) * UTC.hour)
      rows.append("\(text.prefix(10)) \(text.dropFirst(11).prefix(5)),\(String(format: "%.4f", moisture))")
    }
    try sandbox.folder("data")
    try sandbox.write(rows.joined(separator: "\n") + "\n", to: "data/nagqu.csv")
    try sandbox.write(
      """
      network,station,latitude,longitude,depth_from,depth_to,file,units,time_zone
      CMA,Nagqu,31.4,91.9,0,0.1,nagqu.csv,m3 m-3,UTC+8

      """, to: "data/stations.csv")
    for day in 0..<64 {
      var maps = SmallMaps(latitudes: [31.41, 31.40, 31.39], longitudes: [91.89, 91.90, 91.91])
      let value = Float(0.2 + 0.001 * Double(day))
      maps.add("sm", .float([0, 0, 0, 0, value, 0, 0, 0, 0]))
      maps.add("lst_flag", .int8([Int8](repeating: day % 2 == 0 ? 0 : 1, count: 9)), [:])
      let number = 122 + day
      try maps.write(to: sandbox.path + "/data/ssm1km/SM_2017\(number).nc")
    }
    let tables = try sandbox.run(experiment).tables
    let series = try #require(tables.pairs.first)
    #expect(series.times.first == "2017-05-01T19:22:24Z")
    // 19:00 UTC on 1 May is 03:00 on 2 May in Beijing: hour 27 of the table.
    #expect(near(series.stationValues.first, value(27.5)))
    #expect(series.times.count == 64)
    for group in ["clear", "cloudy"] {
      let row = RunTables.select(tables.scores, ["stratum": "flag", "group": group, "metric": "R"]).first
      #expect(row?["n"] == "32")
    }
  }

  @Test("RSSSM: the mean of a pixel's stations by dekad, pixels with open water left out")
  func rsssm() throws {
    let (sandbox, experiment) = try sandbox("rsssm")
    let hours = 24 * 250
    for (name, longitude, level) in [("East", 10.06, 0.0), ("West", 10.02, 0.02), ("Lake", 10.25, 0.0)] {
      try SmallStation(
        name: name, latitude: 45.05, longitude: longitude, start: "2017-01-01T00:00:00Z", stepHours: 1,
        values: hourly(hours, plus: level)
      ).write(to: sandbox.path + "/data/ismn")
    }
    var water = SmallMaps(latitudes: [45.05], longitudes: [10.05, 10.15, 10.25])
    water.add("water_fraction", .float([0.01, 0.01, 0.2]), ["units": .text("1")])
    try water.write(to: sandbox.path + "/data/water.nc")
    let days = (1...8).flatMap { month in [1, 11, 21].map { day in (month, day) } }
    for (position, (month, _)) in days.enumerated() {
      var maps = SmallMaps(latitudes: [45.15, 45.05], longitudes: [10.05, 10.15, 10.25])
      let value = Float(0.2 + 0.001 * Double(position))
      maps.add("sm", .float([0.5, 0.5, 0.5, value, 0.5, 0.5]))
      let dekad = (month - 1) * 3 + position % 3 + 1
      try maps.write(
        to: sandbox.path + "/data/rsssm/RSSSM_2017D\(dekad < 10 ? "0" : "")\(dekad).nc")
    }
    let tables = try sandbox.run(experiment).tables
    #expect(tables.pairs.count == 1)
    let series = try #require(tables.pairs.first)
    #expect(series.station == "East+West")
    #expect(series.times.count == 24)
    // The first dekad: 240 hours, their mean at hour 119.5; the two stations differ by 0.02.
    #expect(series.times.first == "2017-01-06T00:00:00Z")
    #expect(near(series.stationValues.first, value(119.5, plus: 0.01)))
    // The last of January: hours 480 to 743.
    #expect(near(series.stationValues[2], value(611.5, plus: 0.01)))
    #expect(tables.ledger("sensors")["more than 5 % open water"] == 1)
    let members = tables.members
    try #require(members.count == 2)
    #expect(members.map { $0["member_station"] } == ["East", "West"])
    #expect(near(Double(members[0]["offset"] ?? ""), -0.01) && near(Double(members[1]["offset"] ?? ""), 0.01))
  }

  @Test("Meng: relative humidity of Chinese stations, both overpasses, by month and region")
  func meng() throws {
    let (sandbox, experiment) = try sandbox("meng-china")
    // 01:30 and 13:30 local solar time at 103.975° E are 18:34:06 and 06:34:06 UTC: the hours 02:00 and 03:00, 14:00 and
    // 15:00 of Beijing's clock; the clock's own 01:00 and 13:00 hold values that must not be used.
    var rows = ["time,value"]
    let start = UTC.instant("2016-12-31") ?? 0
    for day in 0..<430 {
      let date = UTC.dateText(start + Int64(day) * UTC.day)
      for (hour, humidity) in [
        ("01", 99.0), ("02", 40), ("03", 42), ("13", 99), ("14", 50), ("15", 52),
      ] {
        // In January 2018 ten points more.
        let extra = date.hasPrefix("2018-01") && humidity < 99 ? 10.0 : 0
        rows.append("\(date) \(hour):00,\(humidity + extra)")
      }
    }
    try sandbox.folder("data")
    try sandbox.write(rows.joined(separator: "\n") + "\n", to: "data/a.csv")
    try sandbox.write(
      """
      network,station,latitude,longitude,depth_from,depth_to,file,units,time_zone,field_capacity,bulk_density
      CMA,Site,31.025,103.975,0,0.1,a.csv,relative %,UTC+8,0.2,1300

      """, to: "data/stations.csv")
    for month in 0..<14 {
      let (year, number) = (2017 + month / 12, month % 12 + 1)
      var maps = SmallMaps(latitudes: [31.075, 31.025], longitudes: [103.925, 103.975])
      maps.add("sm", .float([0, 0, 0, Float(0.1 + 0.01 * Double(month))]))
      try maps.write(
        to: sandbox.path + "/data/meng/SM_\(year)\(number < 10 ? "0" : "")\(number).nc")
    }
    let tables = try sandbox.run(experiment).tables
    let series = try #require(tables.pairs.first)
    #expect(series.times.count >= 13)
    // 46 % of field capacity 0.2 kg/kg at 1300 kg m⁻³: 0.46 × 0.2 × 1.3 = 0.1196 m³ m⁻³; ten points more are 0.026.
    #expect(near(series.stationValues.first, 0.1196))
    let january = try #require(series.times.firstIndex { $0.hasPrefix("2018-01") })
    #expect(abs(series.stationValues[january] - 0.1456) < 0.001)
    #expect(near(series.values.first, Double(Float(0.1))))
    let row = RunTables.select(tables.summary, ["stratum": "region", "metric": "bias"]).first
    #expect(row?["group"] == "QTP")
  }

  @Test("CVAE: three-day means of a cell's stations, and of single stations")
  func cvae() throws {
    for name in ["cvae-core", "cvae-sparse"] {
      let (sandbox, experiment) = try sandbox(name)
      let hours = 24 * 75
      // Three stations in the cell 30.0–30.0625° N, 0–0.0625° E, one alone in another; 2017-01-02 is 731 days after
      // 2015-01-01: the second day of window 243 (from 1 January 2017 on: 3 × 243 = 729 is 30 December 2016).
      for (station, longitude, level) in [
        ("A", 0.01, 0.0), ("B", 0.03, 0.01), ("C", 0.05, 0.02), ("D", 1.03, 0.0),
      ] {
        try SmallStation(
          name: station, latitude: 30.03, longitude: longitude, start: "2017-01-02T00:00:00Z", stepHours: 1,
          values: hourly(hours, plus: level)
        ).write(to: sandbox.path + "/data/ismn")
      }
      let origin = (UTC.instant("2015-01-01") ?? 0) / UTC.day
      for window in 243..<269 {
        var maps = SmallMaps(
          latitudes: [30.03125], longitudes: [0.03125, 1.03125],
          times: ([Double(origin) + 3 * Double(window) + 1.5], "days since 1970-01-01"))
        maps.add("sm", .float([Float(0.2 + 0.001 * Double(window - 243)), 0.3]))
        try maps.write(to: sandbox.path + "/data/cvae/CVAE_\(window).nc")
      }
      let tables = try sandbox.run(experiment).tables
      let stations = tables.pairs.map(\.station)
      #expect(stations == (name == "cvae-core" ? ["A+B+C"] : ["A", "B", "C", "D"]))
      let series = try #require(tables.pairs.first)
      // Window 243 is 30 and 31 December and 1 January: no sample. Window 244, 2 to 4 January, is whole.
      #expect(series.times.first == "2017-01-03T12:00:00Z")
      #expect(near(series.stationValues.first, value(35.5, plus: name == "cvae-core" ? 0.01 : 0)))
      #expect(near(series.values.first, Double(Float(0.201))))
      #expect(series.times.count == 25)
      if name == "cvae-sparse" {
        let groups = RunTables.select(tables.summary, ["stratum": "cell-stations", "metric": "bias"])
        #expect(groups.map { $0["group"] } == ["1", "3-5"])
      }
    }
  }
}
