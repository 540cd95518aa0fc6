import Files
import Foundation
import Grids
import Stations
import Statistics
import Testing

@testable import Lab
@testable import Report

/// Figures of pairs say what the pairs and the tables say.
@Suite struct PairFigureTests {
  private static let made = SyntheticPairs(
    run: SyntheticRun(
      stations: 7, classes: ["BSk", "Cfa"], strata: [.all], metrics: ["R", "bias", "RMSE", "ubRMSE"],
      tellsFilled: true), days: 120)

  private func figure(_ name: String, number: Int = 1, _ desk: FigureDesk) throws -> Figure {
    let entry = try #require(
      FigureCatalogue(desk.run).entries.first { $0.number(of: name) != nil }, "\(name)")
    let request = FigureEntry.Request(name: "x", number: entry.number(of: name) ?? 1, desk: desk)
    return try #require(try entry.make(request), "\(name)")
  }

  private func pooled(_ product: Int) -> (product: [Double], station: [Double]) {
    let all = (0..<7).map { PairFigureTests.made.matchUps(product: product, sensor: $0) }
    return (all.flatMap(\.product), all.flatMap(\.station))
  }

  /// Each panel's points give the score printed in it, and that is the one of the table.
  @Test func sitesGiveTheirScores() async throws {
    try await PairFigureTests.made.withDesk { desk, _ in
      let figure = try self.figure("sites-2", desk)
      let blocks = DataBlocks(figure.data)
      for sensor in 0..<7 {
        let block = try #require(blocks[title: "sensor \(sensor + 1) of the tables"])
        let found = metrics(product: block.column("product"), reference: block.column("station"))
        let score = try #require(desk.score(product: 1, sensor: sensor, metric: .r))
        #expect(abs(try #require(found[.r].value) - score) < 1e-12)
        #expect(figure.data.contains("\"R = \(FixedNumber.text(score))\""))
        #expect(figure.data.contains("\"n = \(found.count)\""))
      }
    }
  }

  /// Values that were filled are points of their own; together they are all pairs.
  @Test func filledValuesAreToldApart() async throws {
    try await PairFigureTests.made.withDesk { desk, _ in
      let figure = try self.figure("sites-1", desk)
      let parts = DataBlocks(figure.data).blocks.filter { $0.title == "sensor 1 of the tables" }
      let codes = try #require(PairFigureTests.made.matchUps(product: 0, sensor: 0).groups[.flag])
      #expect(parts.map(\.rows.count) == [codes.count { $0 == 0 }, codes.count { $0 == 1 }])
      #expect(figure.data.contains("\"filled <late>\""))
    }
  }

  @Test func densitiesHoldAllPairsAndTheirScores() async throws {
    try await PairFigureTests.made.withDesk { desk, _ in
      let figure = try self.figure("scatter", desk)
      let digest = try #require(try desk.digest())
      for product in 0..<3 {
        let block = try #require(DataBlocks(figure.data)[title: "product \(product + 1)"])
        let (values, station) = self.pooled(product)
        #expect(block.column("pairs").reduce(0, +) == Double(values.count))
        let expected = metrics(product: values, reference: station)
        let found = digest.products[product].pooled
        for (value, metric) in [
          (found.r, Metric.r), (found.bias, .bias), (found.rmse, .rmse), (found.ubRMSE, .ubRMSE),
        ] {
          #expect(abs(try #require(value) - (try #require(expected[metric].value))) < 1e-12)
        }
        #expect(figure.data.contains("\"R = \(FixedNumber.text(expected[.r].value))\""))
      }
    }
  }

  /// The share below each level, counted again.
  @Test func distributionsAreSharesOfThePairs() async throws {
    try await PairFigureTests.made.withDesk { desk, _ in
      let block = try #require(DataBlocks(try self.figure("cdf", desk).data)[title: "product 2"])
      let (values, _) = self.pooled(1)
      let (levels, shares) = (block.column("soil_moisture"), block.column("product"))
      #expect(shares.first == 0 && shares.last == 1)
      for (level, share) in zip(levels, shares) {
        #expect(abs(share - Double(values.count { $0 < level }) / Double(values.count)) < 1e-12)
      }
    }
  }

  @Test func lagsAndCoverageCountThePairs() async throws {
    try await PairFigureTests.made.withDesk { desk, _ in
      let lag = try #require(DataBlocks(try self.figure("lag", desk).data)[title: "product 3"])
      #expect(abs(lag.column("percent").reduce(0, +) - 100) < 1e-9)
      #expect(lag.column("pairs").reduce(0, +) == Double(self.pooled(2).product.count))
      let coverage = try #require(DataBlocks(try self.figure("coverage", desk).data)[title: "product 3"])
      // One pair a day and station at most: station-days are pairs. 120 days of seven stations were possible.
      #expect(coverage.column("station_days").reduce(0, +) == Double(self.pooled(2).product.count))
      #expect(coverage.column("possible").reduce(0, +) <= 120 * 7)
    }
  }

  /// Taylor's angle is the table's R, his radius the ratio of the standard deviations.
  @Test func taylorPointsAreTheScores() async throws {
    try await PairFigureTests.made.withDesk { desk, _ in
      let block = try #require(
        DataBlocks(try self.figure("taylor", desk).data)[title: "stations, product 2"])
      let pairs = PairFigureTests.made.matchUps(product: 1, sensor: 0)
      let spread = { (values: [Double]) in
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count)).squareRoot()
      }
      #expect(block.column("R").first == desk.score(product: 1, sensor: 0, metric: .r))
      #expect(abs(block.column("ratio")[0] - spread(pairs.product) / spread(pairs.station)) < 1e-10)
      let distance =
        (block.column("x")[0] * block.column("x")[0] + block.column("y")[0] * block.column("y")[0])
        .squareRoot()
      #expect(abs(distance - block.column("ratio")[0]) < 1e-12)
    }
  }

  /// Maps and differences are the rows of the table.
  @Test func mapsAndDifferencesAreTheTable() async throws {
    try await PairFigureTests.made.withDesk { desk, _ in
      let maps = DataBlocks(try self.figure("map-ubRMSE", desk).data).blocks.filter {
        $0.title == "sensors with a value"
      }
      #expect(maps.count == 3)
      for product in 0..<3 {
        #expect(
          maps[product].column("value") == desk.scores(product: product, metric: .ubRMSE).compactMap { $0 })
      }
      let changes = DataBlocks(try self.figure("delta-map-bias", desk).data).blocks.filter {
        $0.title == "sensors with a value"
      }
      let (a, b) = (desk.scores(product: 0, metric: .bias), desk.scores(product: 1, metric: .bias))
      let expected = zip(a, b).map { abs($0 ?? .nan) - abs($1 ?? .nan) }
      #expect(changes[0].column("value") == expected)
      let boxes = DataBlocks(try self.figure("delta-boxes-bias", desk).data).blocks[0]
      #expect(abs(boxes.column("mean")[0] - expected.reduce(0, +) / 7) < 1e-12)
      #expect(boxes.column("stations")[0] == 7)
    }
  }

  @Test func theSeriesIsTheStationsOwn() async throws {
    try await PairFigureTests.made.withDesk { desk, _ in
      let figure = try self.figure("series-3", desk)
      let blocks = DataBlocks(figure.data)
      let pairs = PairFigureTests.made.matchUps(product: 1, sensor: 2)
      #expect(try #require(blocks[title: "station, product 2"]).column("station") == pairs.station)
      #expect(try #require(blocks[title: "product 2"]).column("product") == pairs.product)
      #expect(figure.caption.contains("Station 3"))
      #expect(FigureCatalogue(desk.run).entries.allSatisfy { $0.number(of: "series-8") == nil })
      #expect(FigureCatalogue(desk.run).entries.allSatisfy { $0.number(of: "series-03") == nil })
    }
  }

  /// Rain hangs from above over the days of the pairs, on an axis of its own; dry days and days beyond have no bar.
  @Test func theRainOfTheStationHangsFromAbove() async throws {
    try await PairFigureTests.made.withDesk { desk, folder in
      let first = Int(SyntheticPairs.start / UTC.day)
      let path = folder + "/rain.nc"
      let file = RainFile(path: path)
      var rain = DailyRain(times: [], amounts: [])
      rain.days = [first - 40, first + 2, first + 3, first + 4, first + 900]
      rain.totals = [99, 12.5, 0, 30, 99]
      let sensor = desk.run.sensors[2]
      try file.append(rain, network: sensor.network, station: sensor.station)
      try file.commit()
      let wet = FigureDesk(run: desk.run, pairs: desk.pairs, rain: try RunRain(reading: path))
      let figure = try self.figure("series-3", wet)
      let bars = try #require(DataBlocks(figure.data)[title: "rain by UTC day"])
      #expect(bars.column("day_noon") == [Double(first) + 2.5, Double(first) + 4.5])
      #expect(bars.column("mm") == [12.5, 30])
      #expect(figure.script.contains("axes x1y2 with impulses"))
      #expect(figure.script.contains("Rain (mm d⁻¹)"))
      #expect(figure.caption.contains("rain at the station's gauge"))
      // Another station has no gauge, so its figure has neither axis nor legend of it.
      let dry = try self.figure("series-2", wet)
      #expect(!dry.script.contains("y2") && !dry.data.contains("Rain"))
    }
  }

  @Test func skillOverStationsNeedsTwenty() async throws {
    let few = try await PairFigureTests.made.withDesk { desk, _ in
      try FigureCatalogue(desk.run).entries.filter { $0.name == "years" || $0.name.hasPrefix("dekads") }.map {
        try $0.make(FigureEntry.Request(name: "x", desk: desk))?.name
      }
    }
    #expect(few.count == 4 && few.allSatisfy { $0 == nil })
    var many = PairFigureTests.made
    many.run.stations = 24
    try await many.withDesk { desk, _ in
      let block = try #require(DataBlocks(try self.figure("years", desk).data)[title: "product 1, R"])
      #expect(block.column("year") == [2016] && block.column("stations") == [24])
      let boxes = DataBlocks(try self.figure("dekads-R", desk).data).blocks[0]
      #expect(boxes.rows.count == 36)
      // 120 days of 2016: dekads 1–12, the last day of dekad 12 being the 121st.
      #expect(boxes.column("years").filter { $0 > 0 }.count == 12)
    }
  }

  /// Every figure there is, twice the same, with hostile names, drawn by one gnuplot.
  @Test(.enabled(if: ReportTests.hasGnuplot)) func allAreDrawnWithHostileNames() async throws {
    var hostile = SyntheticPairs(run: HostileNames.run, days: 60)
    hostile.run.stations = 21
    hostile.run.minimumStations = 1
    hostile.run.metrics = ["R", "ubRMSE", "bias"]
    hostile.run.tellsFilled = true
    // The synthetic tables have every grouping, which those of the pairs have not.
    try await hostile.withDesk(of: try hostile.run.result()) { desk, folder in
      var scripts: [String] = []
      for entry in FigureCatalogue(desk.run).entries {
        let name = entry.name + (entry.family == nil ? "" : "-1")
        let request = FigureEntry.Request(name: name, desk: desk)
        guard let figure = try entry.make(request) else {
          Issue.record("\(name) has no data")
          continue
        }
        #expect(name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
        let again = try #require(try entry.make(request))
        #expect(again.data == figure.data && again.script == figure.script && again.caption == figure.caption)
        #expect(!figure.caption.contains("<script") && !figure.caption.contains("\n"))
        for text in HostileNames.all { #expect(!figure.script.contains(text), "\(name)") }
        try FigureSet.write(figure, folder: folder)
        scripts.append(name)
      }
      #expect(scripts.count > 25)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["gnuplot", "-d", "-e", "formats='svg'"] + scripts.map { $0 + ".gp" }
      process.currentDirectoryURL = URL(fileURLWithPath: folder)
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      for name in scripts {
        let picture = try String(contentsOfFile: "\(folder)/\(name).svg", encoding: .utf8)
        #expect(picture.hasSuffix("</svg>\n\n") || picture.contains("</svg>"), "\(name)")
        #expect(!picture.contains("<script"))
      }
      #expect(!FileManager.default.fileExists(atPath: folder + "/pwned"))
    }
  }
}
