import Foundation
import Testing

@testable import Files
@testable import Stations

/// Invented station lists and tables of values.
enum InventedTable {
  static let header =
    "network,station,sensor,latitude,longitude,elevation,depth_from,depth_to,file,units,time_zone"
  static let row = "CMA,Alpha,TDR,34.5,113.25,120,0,0.10,values.csv,m3 m-3,UTC"

  /// A list of one sensor, some of whose fields are replaced and some columns added.
  static func list(_ changes: [String: String] = [:]) -> String {
    var names = header.split(separator: ",").map(String.init)
    var fields = row.split(separator: ",").map(String.init)
    for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
      if let at = names.firstIndex(of: name) {
        fields[at] = value
      } else {
        names.append(name)
        fields.append(value)
      }
    }
    return names.joined(separator: ",") + "\n" + fields.joined(separator: ",") + "\n"
  }

  /// `count` hourly rows from 2017-01-01 00:00 on, values 0.100, 0.101, ….
  static func rows(_ count: Int) -> [String] {
    var rows: [String] = []
    for hour in 0..<count {
      let day: Int = hour / 24 + 1
      rows.append(String(format: "2017-01-%02d %02d:00,0.%03d", day, hour % 24, 100 + hour % 800))
    }
    return rows
  }

  static func table(_ rows: [String], header: String = "time,value", end: String = "\n") -> String {
    ([header] + rows).map { $0 + end }.joined()
  }
}

extension TestFolder {
  /// Opens `list.csv` after writing it.
  func list(_ text: String) throws -> StationArchive {
    try StationArchive.open(write("list.csv", text))
  }

  /// Reads a table as the only sensor of a list.
  func tableRecord(_ table: String, _ changes: [String: String] = [:]) throws -> SensorRecord {
    try tableRecord(Array(table.utf8), changes)
  }

  func tableRecord(_ table: [UInt8], _ changes: [String: String] = [:]) throws -> SensorRecord {
    try write("values.csv", table)
    let archive = try list(InventedTable.list(changes))
    let record = try archive.record(of: try #require(archive.sensors.first))
    #expect(record.rowsRead == record.times.count + record.excluded.total)
    #expect(record.values.count == record.count && record.flags.count == record.count)
    return record
  }

  /// The failure of opening a list of one sensor with some fields replaced.
  func listFailure(_ changes: [String: String]) throws -> Failure {
    try write("values.csv", InventedTable.table(InventedTable.rows(3)))
    return try #require(#expect(throws: Failure.self) { try list(InventedTable.list(changes)) })
  }
}
