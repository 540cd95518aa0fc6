import Files
import Foundation
import NatureRun
import Testing

@Suite struct ExampleArchiveTests {
  /// A folder that is gone when its owner is.
  final class TemporaryFolder {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "example-\(UUID().uuidString)").path

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The files below the folder by relative path.
    func files() throws -> [String: Data] {
      var files: [String: Data] = [:]
      for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder)
        if !isFolder.boolValue { files[name] = try Data(contentsOf: URL(filePath: path + "/" + name)) }
      }
      return files
    }
  }

  @Test func theSameSeedGivesTheSameBytes() throws {
    let (first, second, other) = (TemporaryFolder(), TemporaryFolder(), TemporaryFolder())
    try ExampleArchive.write(to: first.path, seed: 1)
    try ExampleArchive.write(to: second.path, seed: 1)
    try ExampleArchive.write(to: other.path, seed: 2, header: .short)
    let files = try first.files()
    let repeated = try second.files()
    #expect(repeated == files)
    let others = try other.files()
    #expect(Set(others.keys) == Set(files.keys))
    for (name, data) in files where name.hasSuffix(".stm") || name.hasSuffix(".nc") {
      #expect(others[name] != data, "\(name)")
    }
    #expect(files.values.map(\.count).reduce(0, +) < 12_000_000)
  }

  @Test func everyFormOfArchiveIsThere() throws {
    let folder = TemporaryFolder()
    try ExampleArchive.write(to: folder.path, seed: 1)
    let files = try folder.files()
    let series = files.filter { $0.key.hasSuffix(".stm") }
    #expect(Set(series.keys.map { $0.split(separator: "/")[1] }).count == 8)
    #expect(Set(series.keys.map { $0.split(separator: "/").prefix(3).joined(separator: "/") }).count == 16)
    func text(_ ending: String) throws -> String {
      let found = try #require(series.first { $0.key.contains(ending) })
      return String(decoding: found.value, as: UTF8.self)
    }
    // CEOP rows have 15 columns and LF or CRLF.
    let ceop = try text("ALPHA-NET_ALPHA-NET_AmberRidge_sm_0.050000_0.050000_Example-Probe-Analog-A_")
    let row = try #require(ceop.split(separator: "\n").first)
    #expect(row.split(separator: " ").count == 15)
    #expect(row.contains(" Amber_Ridge ") && !ceop.contains("\r"))
    // Byte for byte: in Swift, CR LF is one character.
    let kelp = try text("KelpPoint_sm").utf8
    #expect(kelp.contains(13) && kelp.contains(10))
    // Lone CR, and rows without a flag of the network's own.
    let flagless = try text("GAMMA-NET_GAMMA-NET_EmberMoor_sm").split { $0.isNewline }
    #expect(flagless.dropFirst().allSatisfy { $0.split(separator: " ").count == 4 })
    let gamma = try text("GAMMA-NET_GAMMA-NET_Fern-Hollow_sm_0.05")
    #expect(Set(gamma.split { $0.isNewline }.dropFirst().map { $0.split(separator: " ").count }) == [4, 5])
    #expect(!gamma.utf8.contains(10) && gamma.utf8.contains(13))
    #expect(gamma.hasPrefix("GAMMA_NET  GAMMA_NET       Fern_Hollow"))
    // LF after the header, a stray CR, then CRLF.
    let mixed = Array(try text("HaloSands_sm").utf8)
    let lineFeed = try #require(mixed.firstIndex(of: 10))
    #expect(mixed[lineFeed + 1] == 13 && mixed[lineFeed - 1] != 13)
    // Flags as sets in either order, every row unchecked in one network, a line cut inside its number.
    let reversed = try text("LarchHill_sm")
    #expect(ceop.contains(" D04,D05 M") && reversed.contains(" D03,D01 M"))
    let unchecked = try text("ETA-NET_ETA-NET_MossLane_sm").split { $0.isNewline }
    #expect(unchecked.dropFirst().allSatisfy { $0.hasSuffix(" U 0 ") })
    let cut = try text("JadeCreek_sm_0.05")
    #expect(cut.hasSuffix(" 0."))
    #expect(files["archive/BETA-NET/Cedar#1/BETA-NET_BETA-NET_Cedar#1_static_variables.csv"] != nil)
    #expect(files.keys.contains { $0.hasPrefix("products/daily/") })
    #expect(files["experiment.yml"] != nil && files["archive/Readme.txt"] != nil)
  }

  @Test func aFolderThatCannotBeMadeIsAFailure() {
    #expect(throws: Failure.self) { try ExampleArchive.write(to: "/proc/none/example", seed: 1) }
  }
}
