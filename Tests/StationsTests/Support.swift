import Foundation
import Testing

@testable import Files
@testable import Stations

/// The folder of real data beside the package, where there is one.
enum SharedData {
  static let root: String? = {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let candidates: [String?] = [
      ProcessInfo.processInfo.environment["LAB_SHARED_DATA"],
      package.deletingLastPathComponent().appendingPathComponent("shared/data").path,
    ]
    return candidates.compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0 + "/ismn") }
  }()

  static var isHere: Bool { root != nil }

  static func path(_ relative: String) -> String { (root ?? "") + "/" + relative }
}

/// Invented series in both layouts.
enum Invented {
  static let header =
    "NETX       NETX       Alpha_1         19.53300  -155.93300  411.00    0.05    0.05 Probe A"
  static let fileName = "NETX_NETX_Alpha-1_sm_0.050000_0.050000_Probe-A_20170101_20181231.stm"
  static let folder = "NETX/Alpha-1/"
  static let series = folder + fileName

  /// A header+values row.
  static func row(_ time: String, _ value: String, _ flags: String = "G", _ provider: String = "M") -> String
  {
    "\(time)   \(value) \(flags) \(provider)"
  }

  /// A CEOP-sep row.
  static func ceop(
    _ time: String, _ value: String, _ flags: String = "G", _ provider: String = "M",
    place: String = "19.53300  -155.93300  411.00    0.05    0.05", station: String = "Alpha_1"
  ) -> String {
    "\(time) \(time) NETX       NETX            \(station)          \(place)   \(value) \(flags) \(provider)"
  }

  /// `count` good hourly rows from 2017/01/01 00:00 on, values 0.100, 0.101, ….
  static func rows(_ count: Int, _ make: (String, String) -> String = { row($0, $1) }) -> [String] {
    (0..<count).map { hour in
      let day = hour / 24 + 1
      let time = String(format: "2017/01/%02d %02d:00", day, hour % 24)
      return make(time, String(format: "0.%03d0", 100 + hour % 800))
    }
  }

  /// A header+values file.
  static func file(_ rows: [String], header: String = header, end: String = "\n") -> String {
    ([header] + rows).map { $0 + end }.joined()
  }
}

/// One instant in microseconds since 1970 UTC, by Foundation: independent of the reader.
func instant(_ text: String) throws -> Int64 {
  var calendar = Calendar(identifier: .gregorian)
  calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
  let parts = text.split { !$0.isNumber }.compactMap { Int($0) }
  let date = calendar.date(
    from: DateComponents(
      year: parts[0], month: parts[1], day: parts[2], hour: parts[3], minute: parts[4],
      second: parts.count > 5 ? parts[5] : 0))
  return Int64(try #require(date).timeIntervalSince1970) * 1_000_000
}

extension TestFolder {
  /// Opens this folder as an archive.
  func archive() throws -> StationArchive { try StationArchive.open(path) }

  /// Writes one series and reads it as an archive's only sensor.
  func record(_ text: String, as name: String = Invented.series) throws -> SensorRecord {
    try record(Array(text.utf8), as: name)
  }

  func record(_ bytes: [UInt8], as name: String = Invented.series) throws -> SensorRecord {
    try write(name, bytes)
    let archive = try archive()
    let record = try archive.record(of: try #require(archive.sensors.first))
    #expect(record.rowsRead == record.times.count + record.excluded.total)
    #expect(record.values.count == record.count && record.flags.count == record.count)
    return record
  }

  /// Reads a header+values file of `count` good rows of which one is replaced.
  func record(_ row: String, at index: Int, of count: Int) throws -> SensorRecord {
    var rows = Invented.rows(count)
    rows[index] = row
    return try record(Invented.file(rows))
  }

  /// The reason why this folder's only series gives no sensor.
  func skipReason() throws -> String {
    // A second, sound station keeps the archive usable.
    try write(
      "NETX/Beta/NETX_NETX_Beta_sm_0.050000_0.050000_P_20170101_20181231.stm", Invented.file(Invented.rows(3))
    )
    let archive = try archive()
    #expect(archive.sensors.count == 1 && archive.skipped.count == 1)
    let exclusion = try #require(archive.skipped.first)
    #expect(archive.problems.contains { $0.path == exclusion.path && $0.reason.contains(exclusion.reason) })
    return exclusion.reason
  }
}
