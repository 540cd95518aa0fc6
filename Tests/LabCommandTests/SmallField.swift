import Files
import Foundation
import Grids
import Lab

/// Series for small archives: the same for the same seed.
enum Signal {
  /// Soil moisture of so many days, to four decimals: a seasonal cycle and weather that is forgotten slowly.
  static func soil(_ count: Int, seed: UInt64) -> [Double] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    var weather = 0.0
    return (0..<count).map { day in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let noise = Double(state >> 33) / Double(1 << 31) - 0.5
      weather = 0.8 * weather + 0.05 * noise
      return fourDecimals(0.25 + 0.08 * sin(Double(day) * 2 * .pi / 365) + weather)
    }
  }

  /// The number that a text of four decimals reads as.
  static func fourDecimals(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}

/// A station with one sensor, written as an ISMN header+values file.
struct SmallStation {
  var network = "NET"
  var name = "Alpha"
  var instrument = "Probe"
  var latitude = 10.0
  var longitude = 20.0
  var depth = "0.050000"
  /// The first sample's time.
  var start = "2017-01-01T12:00:00Z"
  var stepHours = 24
  var values: [Double]
  /// The last day in the file's name.
  var lastDay = "20181231"

  /// The file's path in an archive.
  var file: String {
    "\(network)/\(name)/\(network)_\(network)_\(name)_sm_\(depth)_\(depth)_\(instrument)_20170101_\(lastDay).stm"
  }

  var header: String {
    "NETX NETX Station \(latitude) \(longitude) 100.00 \(depth) \(depth) Probe"
  }

  /// The rows, `2017/01/01 12:00 0.2500 G M`.
  var rows: [String] {
    let first = UTC.instant(start) ?? 0
    return values.enumerated().map { index, value in
      let text = UTC.text(first + Int64(index * stepHours) * UTC.hour)
      let date = text.prefix(10).replacing("-", with: "/")
      return "\(date) \(text.dropFirst(11).prefix(5)) \(String(format: "%.4f", value)) G M"
    }
  }

  var text: String { ([header] + rows).map { $0 + "\n" }.joined() }

  /// The station's class, as ISMN writes it.
  static let metadata = """
    quantity_name;unit;depth_from[m];depth_to[m];value;description;quantity_source_name;quantity_source_resolution
    climate classification;;;;BSk;Arid Steppe Cold;koeppen_geiger_2007;0.1

    """

  /// Writes the file and its metadata into an archive folder.
  func write(to archive: String, text: String? = nil) throws {
    let path = archive + "/" + file
    try FileManager.default.createDirectory(atPath: Paths.folder(of: path), withIntermediateDirectories: true)
    try Data((text ?? self.text).utf8).write(to: URL(fileURLWithPath: path))
    let metadata = Paths.folder(of: path) + "/\(network)_\(network)_\(name)_static_variables.csv"
    try SmallStation.metadata.write(toFile: metadata, atomically: true, encoding: .utf8)
  }
}

/// A product file of one or more locations with a common time axis.
struct SmallProduct {
  var latitudes = [10.0]
  var longitudes = [20.0]
  var times: NetCDFArray
  var timeAttributes: [String: NetCDFAttribute] = ["units": .text("days since 2017-01-01")]
  /// Location by location.
  var values: NetCDFArray
  var valueAttributes: [String: NetCDFAttribute] = ["units": .text("m3 m-3")]
  var coordinateNames = ("lat", "lon")

  /// Daily values at noon UTC from a day of 2017 on.
  init(daily values: [Double], from day: Int = 0) {
    self.values = .double(values)
    times = .double(values.indices.map { Double($0 + day) + 0.5 })
  }

  init(times: NetCDFArray, values: NetCDFArray) {
    self.times = times
    self.values = values
  }

  func write(to path: String) throws {
    try FileManager.default.createDirectory(atPath: Paths.folder(of: path), withIntermediateDirectories: true)
    let writer = try NetCDFWriter(writing: path)
    let place = try writer.dimension("locations", length: latitudes.count)
    let time = try writer.dimension("time", length: times.count)
    try writer.write(.double(latitudes), to: try writer.variable(coordinateNames.0, .double, [place]))
    try writer.write(.double(longitudes), to: try writer.variable(coordinateNames.1, .double, [place]))
    let axis = try writer.variable("time", times.type, [time])
    for (name, value) in timeAttributes { try writer.attribute(name, value, of: axis) }
    try writer.write(times, to: axis)
    let column = try writer.variable("sm", values.type, [place, time])
    for (name, value) in valueAttributes { try writer.attribute(name, value, of: column) }
    try writer.write(values, to: column)
    try writer.finish()
  }
}

/// What a run wrote, read back: tables by libcsv, pairs by the netCDF reader.
struct RunTables {
  typealias Row = [String: String]
  struct Series {
    var product: String
    var station: String
    var sensor: String
    var times: [String] = []
    var stationTimes: [String] = []
    var values: [Double] = []
    var stationValues: [Double] = []
  }
  var scores: [Row]
  var summary: [Row]
  var exclusions: [Row]
  var pairs: [Series]
  /// What units are made of; none where single sensors are scored.
  var members: [Row] = []
  /// Each file's bytes.
  var bytes: [String: Data] = [:]

  init(folder: String) throws {
    scores = try RunTables.rows(folder + "/scores.csv")
    summary = try RunTables.rows(folder + "/summary.csv")
    exclusions = try RunTables.rows(folder + "/exclusions.csv")
    pairs = try RunTables.pairs(folder + "/matchups.nc")
    if Paths.exists(folder + "/members.csv") { members = try RunTables.rows(folder + "/members.csv") }
    for name in ["scores.csv", "summary.csv", "exclusions.csv"] {
      bytes[name] = FileManager.default.contents(atPath: folder + "/" + name)
    }
  }

  static func rows(_ path: String) throws -> [Row] {
    let table = try CSVReader.read(file: path)
    return table.rows.map { Dictionary(uniqueKeysWithValues: zip(table.header, $0.fields)) }
  }

  private static func pairs(_ path: String) throws -> [Series] {
    let file = try NetCDFFile(reading: path)
    func strings(_ name: String) throws -> [String] { try file.strings(try file.requiredVariable(name)) }
    func times(_ name: String) throws -> [String] {
      try file.int64s(try file.requiredVariable(name)).map(UTC.text)
    }
    func doubles(_ name: String) throws -> [Double] { try file.doubles(try file.requiredVariable(name)) }
    let names = (try strings("product_name"), try strings("station"), try strings("sensor"))
    let sizes = try file.int64s(try file.requiredVariable("row_size")).map { Int($0) }
    let stamps = (try times("time"), try times("station_time"))
    let values = (try doubles("product"), try doubles("station_value"))
    var start = 0
    return sizes.enumerated().map { index, size in
      defer { start += size }
      let part = start..<start + size
      return Series(
        product: names.0[index], station: names.1[index], sensor: names.2[index],
        times: Array(stamps.0[part]),
        stationTimes: Array(stamps.1[part]), values: Array(values.0[part]),
        stationValues: Array(values.1[part]))
    }
  }

  /// The rows whose columns have the given values.
  static func select(_ rows: [Row], _ wanted: Row) -> [Row] {
    rows.filter { row in wanted.allSatisfy { row[$0.key] == $0.value } }
  }

  /// The whole-record score of a product, at the only or the named station.
  func score(_ metric: String, _ product: String, station: String? = nil) -> Row? {
    var wanted = ["product": product, "metric": metric, "stratum": "all"]
    if let station { wanted["station"] = station }
    return RunTables.select(scores, wanted).first
  }

  /// The ledger's counts of one stage by reason, summed over everything else.
  func ledger(_ stage: String, product: String = "", station: String? = nil) -> [String: Int] {
    var counts: [String: Int] = [:]
    for row in exclusions where row["stage"] == stage && row["product"] == product {
      if let station, row["station"] != station { continue }
      counts[row["reason"] ?? "", default: 0] += Int(row["count"] ?? "") ?? -1_000_000
    }
    return counts
  }
}

extension Sandbox {
  /// Runs an experiment in this process, without figures and report, and reads the tables back.
  func run(_ experiment: String, as name: String = "e.yml") throws -> (tables: RunTables, result: RunResult) {
    let plan = try Plan(try Experiment.read(path: try write(experiment, to: name)))
    let folder = try RunFolder(path: path + "/" + name + "-run", overwrite: true)
    let result = try Validation.run(plan, into: folder, jobs: 2)
    return (try RunTables(folder: folder.file("")), result)
  }

  /// The failure an experiment ends in.
  func failure(of experiment: String) throws -> Failure? {
    do {
      _ = try run(experiment)
      return nil
    } catch let failure as Failure {
      return failure
    }
  }
}
