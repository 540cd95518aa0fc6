import Files
import Foundation
import Grids
import Numerics

/// Any number of invented stations, six-hourly over two years, with a daily product at each: for growth only.
enum GeneratedArchive {
  static let start = UTC.instant(year: 2015, month: 1, day: 1) ?? 0
  private static let days = 731
  /// A cell file of 5° holds so many stations.
  private static let stationsPerFile = 50
  private static let classes = ["BSk", "Cfb", "Dfb", "Am"]

  static func write(to folder: String, stations: Int, seed: UInt64) throws {
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder + "/cells", withIntermediateDirectories: true)
    for first in stride(from: 0, to: stations, by: stationsPerFile) {
      let members = first..<min(stations, first + stationsPerFile)
      let truths = members.map { truth(of: $0, seed: seed) }
      for (station, truth) in zip(members, truths) {
        try writeStation(station, at: place(station), truth, seed: seed, to: folder + "/archive")
      }
      try writeCell(members, truths, seed: seed, to: folder + "/cells/\(digits(first / stationsPerFile)).nc")
    }
    try experiment.write(toFile: folder + "/experiment.yml", atomically: true, encoding: .utf8)
  }

  /// Writes a station's series, six-hourly from 2015 on, and its metadata.
  static func writeStation(
    _ station: Int, at place: (latitude: Double, longitude: Double), _ truth: [Double], seed: UInt64,
    to archive: String
  ) throws {
    let folder = archive + "/NET/" + name(station)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let base = folder + "/NET_NET_" + name(station)
    try Data(series(of: station, at: place, truth, seed: seed)).write(
      to: URL(fileURLWithPath: base + "_sm_0.050000_0.050000_Probe-A_20150101_20161231.stm"))
    try Data(metadata(of: station).utf8).write(to: URL(fileURLWithPath: base + "_static_variables.csv"))
  }

  private static let experiment = """
    stations: {archive: archive}
    products:
      - {name: GENERATED, files: cells/*.nc, description: {variable: sm}}
    matching: {window: 3h}

    """

  private static func digits(_ number: Int) -> String { String(format: "%04d", number) }
  private static func name(_ station: Int) -> String { "S" + digits(station) }

  /// Stations of one file lie 0.5° apart in a box of 5°.
  private static func place(_ station: Int) -> (latitude: Double, longitude: Double) {
    let file = station / stationsPerFile
    let inside = station % stationsPerFile
    return (
      latitude: -50 + Double(file / 60 * 5) + Double(inside / 10) * 0.5 + 0.25,
      longitude: -150 + Double(file % 60 * 5) + Double(inside % 10) * 0.5 + 0.25
    )
  }

  /// Soil moisture every six hours.
  static func truth(of station: Int, days: Int = days, seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed, stream: "truth", name(station))
    var slow = 0.0
    return (0..<days * 4).map { step in
      slow = 0.98 * slow + 0.01 * random.normal()
      return max(0.02, min(0.6, 0.25 + 0.05 * sin(Double(step) / 4 / 58) + slow))
    }
  }

  private static func series(
    of station: Int, at place: (latitude: Double, longitude: Double), _ truth: [Double], seed: UInt64
  ) -> [UInt8] {
    var random = RandomStream(seed: seed, stream: "station", name(station))
    var text =
      "NET        NET        \(name(station))        \(place.latitude) \(place.longitude) 100.0 0.0500 0.0500 Probe A\n"
    text.reserveCapacity(truth.count * 28)
    for (step, value) in truth.enumerated() {
      let hour = step % 4 * 6
      let date = UTC.dateText(start + Int64(step / 4) * UTC.day).replacing("-", with: "/")
      // Three decimals, as archives have them; a few samples are not good.
      let thousandths = Int(((value + 0.01 * random.normal()) * 1000).rounded())
      let padded = String(max(1, thousandths) + 1000).dropFirst()
      text +=
        "\(date) \(hour < 10 ? "0" : "")\(hour):00 0.\(padded) \(random.uniform() < 0.03 ? "D04" : "G") M\n"
    }
    return Array(text.utf8)
  }

  private static func metadata(of station: Int) -> String {
    """
    quantity_name;unit;depth_from[m];depth_to[m];value;description;quantity_source_name;quantity_source_description;\
    quantity_source_provider;quantity_source_version;quantity_source_resolution;quantity_source_timerange;\
    quantity_source_url;
    climate classification;;;;\(classes[station % classes.count]);;koeppen_geiger_2007;;;;0.1°;;;

    """
  }

  private static func writeCell(
    _ stations: Range<Int>, _ truths: [[Double]], seed: UInt64, to path: String
  ) throws(Failure) {
    let file = try NetCDFWriter(writing: path)
    let places = try file.dimension("locations", length: stations.count)
    let steps = try file.dimension("time", length: nil)
    let lon = try file.variable("lon", .float, [places])
    try file.attribute("units", "degrees_east", of: lon)
    let lat = try file.variable("lat", .float, [places])
    try file.attribute("units", "degrees_north", of: lat)
    let time = try file.variable("time", .double, [steps], storage: .init(chunks: [days]))
    try file.attribute("units", "days since 1970-01-01 00:00:00", of: time)
    let sm = try file.variable("sm", .float, [places, steps], storage: .init(chunks: [1, days]))
    try file.attribute("units", "m3 m-3", of: sm)
    try file.attribute("_FillValue", .values(.float([-9999])), of: sm)
    try file.write(.float(stations.map { Float(place($0).longitude) }), to: lon)
    try file.write(.float(stations.map { Float(place($0).latitude) }), to: lat)
    let first = Double(start / UTC.day)
    let stamps = (0..<days).map { first + Double($0) + 0.3 }
    try file.write(.double(stamps), to: time, at: NetCDFSlab(start: [0], count: [days]))
    for (index, (station, truth)) in zip(stations, truths).enumerated() {
      var random = RandomStream(seed: seed, stream: "product", name(station))
      let values = (0..<days).map { day -> Float in
        if random.uniform() < 0.2 { return -9999 }
        return Float(max(0.01, 0.05 + 0.8 * truth[day * 4 + 1] + 0.03 * random.normal()))
      }
      try file.write(.float(values), to: sm, at: NetCDFSlab(start: [index, 0], count: [1, days]))
    }
    try file.finish()
  }
}
