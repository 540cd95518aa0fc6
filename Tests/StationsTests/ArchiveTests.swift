import Foundation
import Glibc
import Testing

@testable import Files
@testable import Stations

/// Archives as folders and zips: FIELD §4 rows 19–26.
struct ArchiveTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  private static let beta = "NETX/Beta/NETX_NETX_Beta_sm_0.050000_0.050000_Probe_20170101_20181231.stm"

  private func members() -> [ZipWriter.Member] {
    [
      .init("NETX/", []), .init(Invented.series, Invented.file(Invented.rows(30))),
      .init(Self.beta, Invented.rows(40) { Invented.ceop($0, $1, station: "Beta") + "\n" }.joined()),
    ]
  }

  private func zip(_ members: [ZipWriter.Member]) throws -> String {
    try folder.write("a.zip", ZipWriter.zip(members))
  }

  @Test func aZipAndItsFolderGiveTheSameRecords() throws {
    for member in members() where !member.bytes.isEmpty {
      try folder.write("in/" + member.name, member.bytes)
    }
    let unpacked = try StationArchive.open(folder.path + "/in")
    let zipped = try StationArchive.open(zip(members()))
    #expect(unpacked.sensors.map(\.id) == zipped.sensors.map(\.id))
    #expect(unpacked.sensors.count == 2)
    for (one, two) in Swift.zip(unpacked.sensors, zipped.sensors) {
      let first = try unpacked.record(of: one)
      let second = try zipped.record(of: two)
      #expect(first == second && first.count >= 30)
    }
    #expect(zipped.sensors[0].path == folder.path + "/a.zip/" + Invented.series)
  }

  @Test func manyThreadsReadTheSameSamples() throws {
    let archive = try StationArchive.open(zip(members()))
    let expected = try archive.sensors.map { try archive.record(of: $0) }
    DispatchQueue.concurrentPerform(iterations: 100) { index in
      #expect((try? archive.record(of: archive.sensors[index % 2])) == expected[index % 2])
    }
  }

  @Test func aSensorOfAnotherArchiveIsAFault() throws {
    let archive = try StationArchive.open(zip(members()))
    var sensor = archive.sensors[0]
    sensor.path = "elsewhere"
    let failure = #expect(throws: Failure.self) { try archive.record(of: sensor) }
    #expect(failure?.kind == .internalFault)
    #expect(archive.metadata(of: sensor) == StationMetadata())
  }

  @Test("FIELD row 20: the same sensor twice in one archive: the second is skipped and named")
  func sameSensorTwice() throws {
    let twice = members() + [.init("copy/" + Invented.series, Invented.file(Invented.rows(3)))]
    let archive = try StationArchive.open(zip(twice))
    #expect(archive.sensors.count == 2)
    #expect(archive.skipped.map(\.reason) == ["same sensor as \(Invented.series)"])
  }

  @Test("FIELD row 21: a truncated zip is not a complete zip")
  func truncated() throws {
    let bytes = ZipWriter.zip(members())
    let path = try folder.write("t.zip", bytes.dropLast(30))
    let failure = #expect(throws: Failure.self) { try StationArchive.open(path) }
    #expect(failure?.description.contains("t.zip: is not a complete zip") == true)
  }

  @Test("FIELD row 22: a CRC error skips that member, whole, and the others are read")
  func crc() throws {
    var damaged = members()
    damaged[1].crc = 7
    let archive = try StationArchive.open(zip(damaged))
    #expect(archive.sensors.count == 2)
    let record = try archive.record(of: archive.sensors[0])
    #expect(record.count == 0 && record.rowsRead == 0 && record.excluded.isEmpty)
    #expect(record.skipped == "is damaged in the archive: CRC error")
    #expect(record.problems.first?.path == archive.sensors[0].path)
    #expect(try archive.record(of: archive.sensors[1]).count == 40)
  }

  @Test("FIELD row 22: a flipped byte in deflated data does not pass")
  func flippedByte() throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/zip") else { return }
    try folder.write("in/" + Invented.series, Invented.file(Invented.rows(500)))
    let tool = Process()
    tool.executableURL = URL(fileURLWithPath: "/usr/bin/zip")
    tool.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    tool.arguments = ["-q", "-r", "tool.zip", "in"]
    try tool.run()
    tool.waitUntilExit()
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/tool.zip")))
    bytes[bytes.count / 2] ^= 0x10
    let archive = try StationArchive.open(folder.write("flipped.zip", bytes))
    #expect(try archive.record(of: archive.sensors[0]).skipped?.contains("damaged in the archive") == true)
  }

  @Test(
    "FIELD row 23: a member outside the archive refuses it, by name",
    arguments: ["../../evil.stm", "/evil.stm"])
  func slip(name: String) throws {
    let failure = #expect(throws: Failure.self) {
      try StationArchive.open(zip(members() + [.init(name, "x")]))
    }
    #expect(failure?.reason == "member `\(name)` points outside the archive")
  }

  @Test("FIELD row 24: a series that unpacks beyond its declared size is refused while it streams")
  func lyingSize() throws {
    var lying = members()
    lying[1] = .init(Invented.series, Invented.file(Invented.rows(600)))
    lying[1].declaredSize = 5000
    let archive = try StationArchive.open(zip(lying))
    let failure = #expect(throws: Failure.self) { try archive.record(of: archive.sensors[0]) }
    #expect(failure?.reason.contains("more than the 5000 bytes") == true)
  }

  @Test("FIELD row 24: a byte budget refuses large archives")
  func budget() throws {
    let path = try zip(members())
    #expect(throws: Failure.self) { try StationArchive.open(path, limits: ReadLimits(bytesInAll: 2000)) }
    #expect(throws: Failure.self) { try StationArchive.open(path, limits: ReadLimits(bytesPerFile: 1000)) }
    try folder.write("in/" + Invented.series, Invented.file(Invented.rows(300)))
    let archive = try StationArchive.open(folder.path + "/in", limits: ReadLimits(bytesPerFile: 5000))
    #expect(throws: Failure.self) { try archive.record(of: archive.sensors[0]) }
  }

  @Test("FIELD row 25: links to the same archive, loops and FIFOs are passed over and counted")
  func links() throws {
    try folder.write("in/real/" + Invented.series, Invented.file(Invented.rows(3)))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/in/V20191211", withDestinationPath: "real")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/in/real/loop", withDestinationPath: "..")
    #expect(mkfifo(folder.path + "/in/real/" + Invented.folder + "N_N_S_sm_0_0_P_1_2.stm", 0o600) == 0)
    let archive = try StationArchive.open(folder.path + "/in")
    #expect(archive.sensors.count == 1)
    #expect(archive.problems.count { $0.reason == "symbolic link not followed" } == 2)
    #expect(archive.problems.count { $0.reason == "neither a file nor a folder; skipped" } == 1)
  }

  @Test(
    "FIELD row 26: odd folder and station names are read",
    arguments: [
      "a folder", "ünïcode 東京", "it's \"quoted\" `x`", "-rf", "$(date)",
    ])
  func names(name: String) throws {
    let series = name + "/NETX/St/C_Net-\(name)_St\(name)_sm_0.00_0.05_P \(name)_20170101_20181231.stm"
    try folder.write(series, Invented.file(Invented.rows(3)))
    let archive = try folder.archive()
    #expect(archive.sensors.map(\.station) == ["St" + name])
    #expect(try archive.record(of: archive.sensors[0]).count == 3)
  }

  @Test func anUnreadableFileIsSkipped() throws {
    guard getuid() != 0 else { return }
    let path = try folder.write(Invented.series, Invented.file(Invented.rows(3)))
    chmod(path, 0)
    #expect(try folder.skipReason() == "cannot be opened: permission denied")
  }

  @Test("what is not a station archive says what was found")
  func notAnArchive() throws {
    let empty = #expect(throws: Failure.self) { try folder.archive() }
    #expect(empty?.reason == "is not a station archive: it holds no .stm series, but no files at all")
    try folder.write("a.nc", "x")
    try folder.write("b.nc", "x")
    try folder.write("readme", "x")
    let other = #expect(throws: Failure.self) { try folder.archive() }
    #expect(other?.reason.hasSuffix("but 3 other files (2 .nc, 1 other)") == true && other?.kind == .data)
    try folder.write("c.zip", ZipWriter.zip(members()))
    let holding = #expect(throws: Failure.self) { try folder.archive() }
    #expect(holding?.advice == "Give one of the zip files in it")
    #expect(throws: Failure.self) { try StationArchive.open(folder.path + "/absent") }
  }
}
