import Foundation
import Testing

@testable import Files
@testable import Grids
@testable import Stations

/// Random damage to series, tables and zips: never a trap, and every row is accounted for.
struct FuzzTests {
  static let words: [[UInt8]] = [
    "\r", "\n", "\r\n", "\t", " ", "\0", "24:00", "2017/02/30", "-9999", "NaN", "1e400", "23.4", "C02,D10",
    ",",
    "2017/01/01 00:00", "\u{FEFF}", "é", "inf", "0.1", "9999999999999999999999", "D11", ";", "\"", "None",
  ].map { Array($0.utf8) }

  /// LAB_FUZZ multiplies the number of rounds.
  static let effort = ProcessInfo.processInfo.environment["LAB_FUZZ"].flatMap { Int($0) } ?? 1

  static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      guard !bytes.isEmpty else { return }
      let at = Int.random(in: 0..<bytes.count, using: &random)
      let end = min(bytes.count, at + Int.random(in: 0...40, using: &random))
      switch Int.random(in: 0..<7, using: &random) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 2: bytes.removeSubrange(at..<end)
      case 3: bytes.insert(contentsOf: words.randomElement(using: &random) ?? [], at: at)
      case 4:
        bytes.insert(contentsOf: Array(bytes[at..<end]), at: Int.random(in: 0...bytes.count, using: &random))
      case 5: bytes.replaceSubrange(at..<end, with: words.randomElement(using: &random) ?? [])
      default: if Int.random(in: 0..<20, using: &random) == 0 { bytes.removeLast(bytes.count - at) }
      }
    }
  }

  private func read(_ bytes: [UInt8], variable: String) -> Bool {
    let head: STMHead
    do { head = try STMHead.read(ByteStream(bytes: bytes, path: "fuzz")) } catch { return false }
    guard
      let record = try? STMReader.read(
        ByteStream(bytes: bytes, path: "fuzz"), head: head, variable: variable, sizeHint: bytes.count)
    else { return false }
    #expect(record.rowsRead == record.times.count + record.excluded.total)
    #expect(record.values.count == record.count && record.flags.count == record.count)
    #expect(zip(record.times, record.times.dropFirst()).allSatisfy { $0 < $1 })
    #expect(record.values.allSatisfy { $0.isFinite })
    #expect(record.skipped == nil || record.count == 0)
    for flags in [FlagSet(["G"]), FlagSet(["G", "U", "C02", "D10"])] {
      var selection = StationSelection()
      selection.variable = variable
      selection.flags = flags
      let result = selection.series(from: record)
      #expect(record.rowsRead == result.series.count + result.excluded.total)
    }
    return true
  }

  @Test("damaged series never trap and always add up", arguments: 0..<8)
  func series(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    let flags = ["G", "C02,D10", "U", "D05,D04", "X1"]
    let ends = ["\n", "\r\n", "\r", "\n\r"]
    var usable = 0
    for round in 0..<400 * Self.effort {
      let end = ends[round % 4]
      let text =
        round % 2 == 0
        ? Invented.file(Invented.rows(40) { Invented.row($0, $1, flags[round % 5]) }, end: end)
        : Invented.rows(40) { Invented.ceop($0, $1, flags[round % 5]) + end }.joined()
      var bytes = Array(text.utf8)
      Self.mutate(&bytes, &random)
      if read(bytes, variable: round % 3 == 0 ? "ts" : "sm") { usable += 1 }
    }
    #expect(usable > 100)
  }

  @Test("damaged tables never trap", arguments: 0..<4)
  func tables(seed: Int) {
    var random = SplitMix(state: UInt64(100 + seed))
    for _ in 0..<400 * Self.effort {
      var bytes = Array(([MetadataTests.header] + MetadataTests.rows).joined(separator: "\n").utf8)
      Self.mutate(&bytes, &random)
      var problems: [Problem] = []
      let table = StaticVariables(bytes, path: "fuzz", problems: &problems)
      let known = table.metadata(depthFrom: 0.05, depthTo: 0.05)
      #expect(known.clay.map { (0...100).contains($0) } ?? true)
      _ = FRMClassification(bytes, path: "fuzz", problems: &problems)
      _ = try? CSVReader.read(bytes, separator: .semicolon, path: "fuzz")
    }
  }

  @Test("damaged zips never trap", arguments: 0..<4)
  func zips(seed: Int) throws {
    var random = SplitMix(state: UInt64(200 + seed))
    let folder = try TestFolder()
    let sound = ZipWriter.zip([
      .init(Invented.series, Invented.file(Invented.rows(30))),
      .init("NETX/B/NETX_NETX_B_sm_0_0_P_1_2.stm", Invented.file(Invented.rows(3))),
      .init(Invented.folder + "NETX_NETX_Alpha-1_static_variables.csv", MetadataTests.header),
    ])
    for _ in 0..<150 * Self.effort {
      var bytes = sound
      Self.mutate(&bytes, &random)
      let path = try folder.write("fuzz.zip", bytes)
      guard let archive = try? StationArchive.open(path) else { continue }
      for sensor in archive.sensors {
        guard let record = try? archive.record(of: sensor) else { continue }
        #expect(record.rowsRead == record.times.count + record.excluded.total)
      }
    }
  }

  @Test("damaged station lists and tables of values never trap and always add up", arguments: 0..<4)
  func stationTables(seed: Int) throws {
    var random = SplitMix(state: UInt64(400 + seed))
    let folder = try TestFolder()
    let list =
      InventedTable.header + ",field_capacity,bulk_density,koppen\n"
      + "CMA,A,TDR,34,113,1,0,0.1,values.csv,m3 m-3,UTC+8,,,7\n"
      + "CMA,B,TDR,34,113,1,0,0.1,values.csv,relative 1,+08:00,0.2,1300,Cwa\n"
    let rows = InventedTable.rows(30).flatMap { ["A," + $0 + ",G", "B," + $0 + ",D05"] }
    let sound = Array(InventedTable.table(rows, header: "station,time,value,flag").utf8)
    var usable = 0
    for round in 0..<300 * Self.effort {
      var bytes = sound
      var text = Array(list.utf8)
      Self.mutate(&bytes, &random)
      if round % 3 == 0 { Self.mutate(&text, &random) }
      try folder.write("values.csv", bytes)
      let path = try folder.write("list.csv", text)
      guard let archive = try? StationArchive.open(path) else { continue }
      for sensor in archive.sensors {
        guard let record = try? archive.record(of: sensor) else { continue }
        #expect(record.rowsRead == record.times.count + record.excluded.total)
        #expect(record.values.count == record.count && record.flags.count == record.count)
        #expect(zip(record.times, record.times.dropFirst()).allSatisfy { $0 < $1 })
        #expect(record.values.allSatisfy { $0.isFinite } && (record.skipped == nil || record.count == 0))
        if record.count > 0 { usable += 1 }
      }
    }
    #expect(usable > 100)
  }

  @Test("damaged time stamps and zones never trap")
  func stamps() {
    var random = SplitMix(state: 500)
    for _ in 0..<5000 * Self.effort {
      let sound = ["2017-01-01T10:00:00.25+08:00", "2017010110", "2017/1/1 1:00 UTC-3:30"]
      var bytes = Array((sound.randomElement(using: &random) ?? "").utf8)
      Self.mutate(&bytes, &random)
      if case .time(let time) = TableTime.read(bytes.span) {
        #expect((UTC.earliest...UTC.latest).contains(time.clock) && abs(time.offset ?? 0) <= 14 * UTC.hour)
      }
      _ = TimeZoneText.offset(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test("damaged file names never trap")
  func fileNames() {
    var random = SplitMix(state: 300)
    for _ in 0..<3000 * Self.effort {
      var bytes = Array(Invented.fileName.utf8)
      Self.mutate(&bytes, &random)
      if let name = SensorFileName(String(decoding: bytes, as: UTF8.self)) {
        #expect(name.depthFrom.isFinite && name.depthTo.isFinite && !name.station.isEmpty)
      }
    }
  }
}
