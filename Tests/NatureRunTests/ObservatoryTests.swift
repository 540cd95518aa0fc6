import Files
import Foundation
import Grids
import Products
import Testing

@testable import NatureRun

@Suite("Observatory")
struct ObservatoryTests {
  static let days = 3

  static func settings() throws -> NatureRunSettings {
    var settings = try NatureRunSettings(preset: .demo)
    settings.grid = try FineGrid(west: 100, east: 102, south: 33, north: 35)
    (settings.start, settings.days) = (MadeUpLand.start, days)
    (settings.omittedStacks, settings.analysesPerDay, settings.cameraSpan) = ([], 2, nil)
    settings.sensors = ["AMSR-E", "WindSat", "TMI", "SMOS", "ASCAT", "FY-3B", "AMSR2", "SMAP"].map {
      NatureRunSettings.SensorPeriod(sensor: $0, start: settings.start, end: settings.end)
    }
    return settings
  }

  /// Runs the observatory over the made-up land, into `observations` and `truth` of a folder.
  @discardableResult
  static func run(into folder: URL, jobs: Int, days: Int = days) throws -> Observatory {
    var settings = try settings()
    settings.days = days
    for index in settings.sensors.indices { settings.sensors[index].end = settings.end }
    let land = try MadeUpLand.land(west: 100, east: 102, south: 33, north: 35)
    let observatory = try Observatory(
      settings: settings, land: land, jobs: jobs, observations: folder.appending(path: "observations").path,
      truth: folder.appending(path: "truth").path)
    for step in 1...8 * days {
      try observatory.observe(MadeUpLand.state(land, at: settings.start + Int64(step) * 3 * UTC.hour))
    }
    try observatory.finish()
    return observatory
  }

  static func files(_ folder: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.contains(".") }.sorted()
  }

  @Test("Every stack is read by its catalogue entries, at the right place, time and value")
  func catalogue() throws {
    let folder = try MadeUpLand.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let observatory = try ObservatoryTests.run(into: folder, jobs: 1)
    let catalogue = try Catalogue.shipped()
    let paths = try ObservatoryTests.files(folder)
    #expect(!paths.contains { $0.hasSuffix(".partial") })
    var read: [String] = []
    for stack in observatory.stacks {
      let mine = paths.filter { $0.hasPrefix("observations/" + stack.folder + "/") }
      #expect(!mine.isEmpty, "\(stack.folder)")
      for entry in stack.entries {
        var description = try catalogue.entry(named: entry)
        if entry.hasPrefix("ascat") {
          // Of saturation; porosity is 0.45 everywhere.
          description.porosity = PorosityRule(
            file: try ObservatoryTests.porosity(folder), variable: "porosity")
        }
        let files = mine.filter { ObservatoryTests.belongs($0, to: entry) }.map {
          folder.appending(path: $0).path
        }
        try ObservatoryTests.check(entry, description, files, folder)
        read.append(entry)
      }
    }
    #expect(read.count >= 20)
    try ObservatoryTests.checkTruth(folder)
    #expect(
      read.contains("lprm-amsr2-d-c1") && read.contains("smap-l3-36km-pm") && read.contains("ascat-h113"))
  }

  @Test(
    "What the catalogue's reader finds is what was retrieved, where and when",
    arguments: [
      "lprm-amsr2-d-c1", "lprm-amsr2-a-x", "smap-l3-36km-am", "smap-l3-36km-pm", "smos-l3-asc", "fy3b-mwri-a",
      "jaxa-amsr2-d-025",
    ])
  func exact(_ entry: String) throws {
    let families: [(any ProductFamily)?] = [
      LPRMProduct(.amsr2, passes: [.descending, .ascending]), SMAPProduct(), SMOSProduct(), FY3BProduct(),
      JAXAProduct(.amsr2),
    ]
    let family = try #require(families.compactMap { $0 }.first { $0.entries.contains(entry) })
    let folder = try MadeUpLand.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var plan = family.plan
    plan.outages = 0
    let days = try SensingTests.days(plan, count: plan.sensor == .smap ? 4 : 2)
    for file in days.flatMap({ family.files($0) }) { try file.write(into: folder.path) }
    let files = try ObservatoryTests.files(folder).filter { ObservatoryTests.belongs($0, to: entry) }
    var description = try Catalogue.shipped().entry(named: entry)
    description.time = description.exactTime ?? description.time
    let source = try ProductSource(
      name: entry, description: description, files: files.map { folder.appending(path: $0).path })
    let isAscending = ["-a-", "-pm", "-asc", "mwri-a"].contains { entry.contains($0) }
    let band = entry.hasSuffix("-x") ? 2 : 0
    var compared = 0
    let grid = days[0][0].grid
    let points = [5, 23, 40, 61].map {
      GeographicPoint(
        latitude: grid.latitudes[$0 / grid.columns], longitude: grid.longitudes[$0 % grid.columns])
    }
    let cells = try points.map { try #require(source.nearestCell(to: $0, within: 10)) }
    try source.prepare(cells, jobs: 1, scratch: folder.path)
    for (position, cell) in zip([5, 23, 40, 61], cells) {
      let series = try source.series(at: cell).series
      let passes = days.flatMap { $0 }.filter { ($0.pass == .ascending) == isAscending }
      let expected = passes.compactMap { pass -> (Int64, Float)? in
        let value = pass.maps[band].moisture[position]
        // SMAP's entry drops what lies outside its valid range.
        return value.isNaN || plan.sensor == .smap && value > 0.5 ? nil : (pass.times[position], value)
      }
      #expect(series.count == expected.count, "\(entry) \(position)")
      for (index, (time, value)) in expected.enumerated() where index < series.count {
        #expect(abs(series.values[index] - Double(value)) < 0.0006)
        // Stamped with the nominal hour where the files have no times of their own.
        let isExact = plan.sensor == .smap || plan.sensor == .smos
        #expect(abs(series.times[index] - time) <= (isExact ? UTC.second : 70 * 60 * UTC.second))
        compared += 1
      }
    }
    #expect(compared > 0)
  }

  /// The truth beside the products: the same maps free of random error.
  static func checkTruth(_ folder: URL) throws {
    let path = folder.appending(path: "truth/retrievals").path
    let record = try NetCDFFile(reading: path + "/lprm-amsr2.nc")
    let lengths = try record.requiredVariable("descending_c").dimensions.map(\.length)
    let files = try files(folder).filter { $0.contains("LPRM-AMSR2_L3_D") }
    #expect(lengths == [files.count, 8, 8])
    let merged = try NetCDFFile(reading: path + "/esa-cci-combined.nc")
    #expect(try merged.requiredVariable("combined").dimensions[0].length == days)
  }

  /// A pass's files lie beside the other's.
  static func belongs(_ path: String, to entry: String) -> Bool {
    let marks = [
      ("-amsr2-d", "_D"), ("-amsr2-a", "_A"), ("-amsre-d", "_D"), ("-amsre-a", "_A"), ("-night", "_NT_"),
      ("-day", "_DY_"), ("smos-l3-asc", "CLF31A"), ("smos-l3-desc", "CLF31D"),
    ]
    if entry.hasPrefix("jaxa") { return path.contains(entry.contains("-a-") ? "EQMA" : "EQMD") }
    guard let mark = marks.first(where: { entry.contains($0.0) }) else { return true }
    return path.contains(mark.1)
  }

  /// Reads the series of a place and holds it against the land.
  static func check(
    _ entry: String, _ description: ProductDescription, _ files: [String], _ folder: URL
  ) throws {
    let source = try ProductSource(name: entry, description: description, files: files)
    let point = GeographicPoint(latitude: 34.06, longitude: 100.62)
    let cell = try #require(source.nearestCell(to: point, within: 40), "\(entry)")
    try source.prepare([cell], jobs: 1, scratch: folder.path)
    let series = try source.series(at: cell).series
    // TRMM may pass in the night alone for days.
    #expect(!series.isEmpty || entry.contains("tmi"), "\(entry)")
    for (time, value) in zip(series.times, series.values) {
      #expect(time > MadeUpLand.start - UTC.day && time < MadeUpLand.start + Int64(days + 1) * UTC.day)
      #expect(value >= 0 && value < 0.6, "\(entry) \(value)")
    }
  }

  static func porosity(_ folder: URL) throws -> String {
    let path = folder.appending(path: "porosity.nc").path
    if FileManager.default.fileExists(atPath: path) { return path }
    let file = try NetCDFWriter(writing: path)
    let lat = try file.dimension("lat", length: 2)
    let lon = try file.dimension("lon", length: 2)
    for (name, dimension, units, values) in [
      ("lat", lat, "degrees_north", [45.0, 25]), ("lon", lon, "degrees_east", [91.5, 111.5]),
    ] {
      let variable = try file.variable(name, .double, [dimension])
      try file.attribute("units", units, of: variable)
      try file.write(.double(values), to: variable)
    }
    let variable = try file.variable("porosity", .float, [lat, lon])
    try file.attribute("units", "m3 m-3", of: variable)
    try file.write(.float([0.45, 0.45, 0.45, 0.45]), to: variable)
    try file.finish()
    return path
  }

  @Test("The bytes are the same for any number of threads")
  func jobs() throws {
    let (one, four) = (try MadeUpLand.scratch(), try MadeUpLand.scratch())
    defer { for folder in [one, four] { try? FileManager.default.removeItem(at: folder) } }
    try ObservatoryTests.run(into: one, jobs: 1, days: 2)
    try ObservatoryTests.run(into: four, jobs: 4, days: 2)
    let paths = try ObservatoryTests.files(one)
    #expect(try paths == ObservatoryTests.files(four))
    #expect(paths.count > 20)
    for path in paths {
      let a = try Data(contentsOf: one.appending(path: path))
      #expect(try a == Data(contentsOf: four.appending(path: path)), "\(path)")
    }
  }

  @Test("Sensors are merged by the inverse of their error variance")
  func merging() throws {
    let land = try MadeUpLand.land(west: 100, east: 102, south: 33, north: 35)
    let day = MadeUpLand.start / UTC.day
    var record = try MergedRecord(land: land, run: MadeUpLand.start..<MadeUpLand.start + UTC.day, seed: 1)
    func seen(_ sensor: Sensor, error: Float, sd: Float, hour: Int64, node: Orbit.Node) throws {
      let plan = try #require(LPRMProduct(sensor, passes: [.descending])).plan
      var pass = SensorDay(day: day, pass: .descending, grid: record.grid, bands: plan.bands)
      (pass.times[9], pass.nodes[9]) = (MadeUpLand.start + hour * UTC.hour, node)
      (pass.maps[0].footprint[9], pass.maps[0].gain[9], pass.maps[0].uncertainty[9]) = (0.2, 1, sd)
      (pass.maps[0].noiseFree[9], pass.maps[0].moisture[9]) = (0.23, 0.23 + error)
      record.take(pass, of: plan)
    }
    try seen(.amsr2, error: 0.02, sd: 0.02, hour: 1, node: .descending)
    try seen(.windSat, error: -0.02, sd: 0.04, hour: -5, node: .ascending)
    // Belongs to the day after, of which there is none.
    try seen(.amsrE, error: 0.3, sd: 0.01, hour: 13, node: .ascending)
    let closed = record.close(before: .max)
    let (file, free) = (try #require(closed.first).file, closed[0].noiseFree)
    func value(_ name: String) throws -> Double { try FieldTests.layer(file, name)[9] }
    // (0.02 · 2500 − 0.02 · 625) / 3125 = 0.012 in units of 1 / √3125, whatever the climatology's range.
    let error = try value("sm") - Double(free[9])
    #expect(abs(error / (try value("sm_uncertainty")) - 0.012 * 3125.0.squareRoot()) < 1e-3)
    #expect(try value("t0") == Double(day) + 1.0 / 24)
    #expect(try (value("sensor"), value("mode"), value("flag")) == (48, 3, 0))
    #expect(try FieldTests.layer(file, "sm")[8].isNaN && closed.count == 1)
  }

  @Test("A sensor that nobody knows is refused")
  func unknown() throws {
    var settings = try ObservatoryTests.settings()
    let land = try MadeUpLand.land(west: 100, east: 102, south: 33, north: 35)
    for names in [["Sputnik"], ["TMI", "tmi"]] {
      settings.sensors = names.map {
        NatureRunSettings.SensorPeriod(sensor: $0, start: settings.end, end: settings.end)
      }
      #expect(throws: Failure.self) {
        _ = try Observatory(
          settings: settings, land: land, jobs: 1, observations: "/nonexistent", truth: "/nonexistent")
      }
    }
  }
}
