import Files
import Foundation
import Testing

/// FIELD §4 rows 1 to 25 as a user meets them: `lab validate` on archives that are damaged.
@Suite("Damaged archives from end to end")
struct DamagedArchiveTests {
  private let soil = Signal.soil(100, seed: 1)

  private func experiment(_ archive: String = "archive") -> String {
    """
    stations: {archive: \(archive)}
    products: [{name: P, files: p.nc, description: {variable: sm}}]
    strata: [all, koppen]
    metrics: [R, bias]
    intervals: {replicates: 100}
    minimum: {stations: 1}
    """
  }

  /// A folder with a product and an archive of the sound station `Alpha`.
  private func sandbox() throws -> Sandbox {
    let sandbox = try Sandbox()
    try SmallStation(values: soil).write(to: sandbox.path + "/archive")
    try SmallProduct(daily: soil.map { $0 + 0.01 }).write(to: sandbox.path + "/p.nc")
    try sandbox.write(experiment(), to: "e.yml")
    return sandbox
  }

  private func station(_ name: String) -> SmallStation { SmallStation(name: name, values: soil) }

  @Test("FIELD rows 1–19: what is skipped is counted, what is repaired is noted, --strict says so with 4")
  func damagedFiles() throws {
    let sandbox = try sandbox()
    let archive = sandbox.path + "/archive"
    func write(_ name: String, _ change: (inout [String]) -> Void) throws {
      let station = station(name)
      var rows = station.rows
      change(&rows)
      try station.write(to: archive, text: ([station.header] + rows).joined(separator: "\n") + "\n")
    }
    try station("R01").write(to: archive, text: "")
    try station("R02").write(to: archive, text: station("R02").header + "\n\n\n")
    try write("R03") { $0[50] = "#### garbage ####" }
    try write("R04") { $0[50] = String($0[50].prefix(16)) }
    let cut = station("R05")
    try cut.write(to: archive, text: String(cut.text.dropLast(7)))
    try write("R06") { $0[50] = $0[50].replacing("0.", with: "x.") }
    try write("R07") {
      $0[50] = $0[50].replacing("2017/", with: "2017/13/").replacing("13/02", with: "13")
      $0[51] = $0[51].replacing("2017/02", with: "2017/02").replacing(" 12:00", with: " 25:00")
    }
    try write("R08") {
      $0[50] = $0[50].replacing("12:00", with: "24:00")
      $0[51] = $0[51].replacing("12:00 ", with: "12:59:60 ")
    }
    try write("R09") {
      $0.insert($0[50], at: 51)
      $0.insert(String($0[60].prefix(17)) + "0.9999 G M", at: 61)
    }
    try write("R10") { $0.swapAt(50, 51) }
    try write("R11") { $0[50] = String($0[50].prefix(17)) + "-9999.0000 G M" }
    try write("R12") { $0 = $0.map { String($0.prefix(17)) + "23.4000 G M" } }
    var north = station("R13")
    north.latitude = 95
    north.longitude = 120
    try north.write(to: archive)
    var deep = station("R15")
    deep.depth = "-0.050000"
    try deep.write(to: archive)
    let windows = station("R16")
    try windows.write(
      to: archive,
      text: "\u{FEFF}" + windows.text.replacing("\n", with: "\r\n").replacing(" G M", with: "\tG\tM"))
    try write("R17") { $0[50] = "\0\0\0" + $0[50] }
    try write("R18") { $0[50] = $0[50].replacing(" G M", with: " D01,D03 M") }
    try write("R19") { _ in }
    try sandbox.write("no table at all\n", to: "archive/NET/R19/NET_NET_R19_static_variables.csv")

    let strict = try LabProcess.run(
      ["validate", "e.yml", "--out", "run", "--no-figures", "--strict"], in: sandbox.path)
    #expect(strict.status == 4, "\(strict.errors)")
    #expect(
      strict.errors.split(separator: "\n").count == 1 && strict.errors.contains(" in the inputs; "))
    let tables = try RunTables(folder: sandbox.path + "/run")
    // A whole run all the same: the sound station's row is there.
    #expect(
      tables.score("bias", "P", station: "Alpha")?["value"] == "0.01"
        || tables.score("bias", "P", station: "Alpha") != nil)

    let skipped = [
      "R01": "empty file", "R02": "no samples", "R13": "latitude", "R15": "negative depth", "R17": "NUL",
    ]
    for (name, word) in skipped {
      let counts = tables.ledger("sensors", station: name)
      #expect(counts["read"] == 1 && counts["kept"] == 0, "\(name) \(counts)")
      #expect(counts.contains { $0.key.contains(word) && $0.value == 1 }, "\(name) \(counts)")
      #expect(tables.score("R", "P", station: name) == nil)
    }
    // Station, rows read, samples kept, a word of the reason and its count.
    let counted: [(String, Int, Int, String, Int)] = [
      ("R03", 100, 99, "", 1), ("R04", 100, 99, "", 1), ("R05", 100, 99, "", 1), ("R06", 100, 99, "", 1),
      ("R07", 100, 98, "", 2), ("R09", 102, 99, "duplicate", 3), ("R11", 100, 99, "physical range", 1),
      ("R18", 100, 99, "flag D01,D03", 1), ("R10", 100, 100, "", 0), ("R16", 100, 100, "", 0),
      ("R19", 100, 100, "", 0),
    ]
    for (name, read, kept, word, count) in counted {
      var counts = tables.ledger("station samples", station: name)
      #expect(counts["read"] == read && counts["kept"] == kept, "\(name) \(counts)")
      counts["read"] = nil
      counts["kept"] = nil
      let found = counts.filter { word.isEmpty || $0.key.contains(word) }.values.reduce(0, +)
      #expect(found == count, "\(name) \(counts)")
      #expect(tables.score("R", "P", station: name)?["n"] == String(kept), "\(name)")
    }
    // Percent: the sensor goes whole, with a hint.
    #expect(tables.ledger("station samples", station: "R12")["kept"] == 0)
    #expect(tables.score("R", "P", station: "R12")?["status"] == "noData")
    // Repairs are notes.
    let notes = tables.exclusions.filter { $0["stage"] == "note" && $0["station"] == "R08" }
    #expect(notes.count == 2, "\(notes)")
    #expect(tables.ledger("station samples", station: "R08")["kept"] == 100)
    #expect(tables.exclusions.contains { $0["stage"] == "note" && $0["station"] == "R10" })
    #expect(tables.score("R", "P", station: "R19")?["koppen"] == "unknown")

    // Every problem stands in the report with the file's name, none with the name of this machine's folders.
    let report = try String(contentsOfFile: sandbox.path + "/run/report.md", encoding: .utf8)
    for name in ["R01", "R02", "R03", "R04", "R05", "R06", "R07"] {
      #expect(report.contains(name), "\(name)")
    }
    #expect(!report.contains(sandbox.path))
    #expect(report.contains("percent"))
  }

  @Test("FIELD row 3: a file that is mostly garbage stops the run with file and line")
  func mostlyGarbage() throws {
    let sandbox = try sandbox()
    let bad = station("Bad")
    let rows = bad.rows.enumerated().map { $0.offset % 3 == 0 ? "garbage" : $0.element }
    try bad.write(to: sandbox.path + "/archive", text: ([bad.header] + rows).joined(separator: "\n") + "\n")
    let outcome = try LabProcess.run(["validate", "e.yml", "--out", "run", "--no-figures"], in: sandbox.path)
    #expect(outcome.status == 3 && outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains("NET_NET_Bad_sm") && outcome.errors.contains(".stm:2: 34 of 100 lines"))
    #expect(!FileManager.default.fileExists(atPath: sandbox.path + "/run"))
  }

  @Test("FIELD row 14: swapped coordinates stop the run with that advice")
  func swapped() throws {
    let sandbox = try sandbox()
    var swapped = station("Swapped")
    swapped.latitude = 120
    swapped.longitude = 30
    try swapped.write(to: sandbox.path + "/archive")
    let outcome = try LabProcess.run(["validate", "e.yml", "--out", "run", "--no-figures"], in: sandbox.path)
    #expect(outcome.status == 3 && outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    #expect(
      outcome.errors.contains("NET_NET_Swapped_sm") && outcome.errors.contains("swap"), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: sandbox.path + "/run"))
  }

  private func zip(_ sandbox: Sandbox, _ arguments: [String]) throws -> Data {
    let zip = Process()
    zip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    zip.arguments = ["zip", "-q", "-r"] + arguments + ["../archive.zip", "."]
    zip.currentDirectoryURL = URL(fileURLWithPath: sandbox.path + "/archive")
    try zip.run()
    zip.waitUntilExit()
    try #require(zip.terminationStatus == 0)
    return try Data(contentsOf: URL(fileURLWithPath: sandbox.path + "/archive.zip"))
  }

  private func validateZip(_ bytes: Data, _ sandbox: Sandbox) throws -> LabProcess.Outcome {
    try bytes.write(to: URL(fileURLWithPath: sandbox.path + "/archive.zip"))
    try sandbox.write(experiment("archive.zip"), to: "e.yml")
    return try LabProcess.run(["validate", "e.yml", "--out", "run", "--no-figures"], in: sandbox.path)
  }

  @Test(
    "FIELD rows 21, 23, 24: a zip that is cut, leaves its folder or lies about sizes is refused in one line")
  func badZips() throws {
    let sandbox = try sandbox()
    let sound = try zip(sandbox, [])
    var slip = try zip(sandbox, ["-0"])
    var lying = slip
    // The same number of bytes, so that nothing else moves.
    let name = Data("NET/Alpha/NET_NET".utf8)
    while let range = slip.range(of: name) {
      slip.replaceSubrange(range, with: Data("../../../../e/NET".utf8))
    }
    // Every place where the true size stands as a little-endian number says 3 GB instead.
    let size = withUnsafeBytes(of: UInt32(station("Alpha").text.utf8.count).littleEndian) { Data($0) }
    while let range = lying.range(of: size + size) {
      lying.replaceSubrange(
        range, with: size + withUnsafeBytes(of: UInt32(3_000_000_000).littleEndian) { Data($0) })
    }
    // The directory says fewer bytes than there are: found while the member is read.
    var short = try zip(sandbox, ["-0"])
    while let range = short.range(of: size + size) {
      short.replaceSubrange(range, with: size + withUnsafeBytes(of: UInt32(1500).littleEndian) { Data($0) })
    }
    let cases = [
      (short, "more than the 1500 bytes"), (sound.prefix(sound.count / 2), "not a complete zip"),
      (sound.dropLast(1), "not a complete zip"),
      (slip, "../"),
      (lying, "archive.zip"),
    ]
    for (bytes, words) in cases {
      let outcome = try validateZip(Data(bytes), sandbox)
      #expect(outcome.status == 3, "\(words): \(outcome.errors)")
      #expect(
        outcome.errors.split(separator: "\n").count == 1 && outcome.errors.contains(words),
        "\(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: sandbox.path + "/run"))
    }
  }

  @Test("FIELD row 22: a member with a CRC error costs that sensor only, and is counted")
  func flippedByte() throws {
    let sandbox = try sandbox()
    try station("Beta").write(to: sandbox.path + "/archive")
    var bytes = try zip(sandbox, ["-0"])
    // Inside the rows of the second station's stored member.
    let start = try #require(bytes.range(of: Data("NET_NET_Beta_sm".utf8))).upperBound
    let row = try #require(bytes.range(of: Data("2017/02/20 12:00".utf8), in: start..<bytes.endIndex))
    bytes[row.upperBound + 4] ^= 1
    let outcome = try validateZip(bytes, sandbox)
    #expect(outcome.status == 0 && outcome.output.contains("in the inputs, listed"), "\(outcome)")
    let tables = try RunTables(folder: sandbox.path + "/run")
    #expect(tables.score("R", "P", station: "Alpha")?["n"] == "100")
    #expect(tables.score("R", "P", station: "Beta")?["status"] == "noData")
    #expect(
      tables.exclusions.contains {
        $0["station"] == "Beta" && $0["stage"] == "note"
          || $0["station"] == "Beta" && $0["reason"]?.contains("CRC") == true
      },
      "\(tables.exclusions.filter { $0["station"] == "Beta" })")
    let report = try String(contentsOfFile: sandbox.path + "/run/report.md", encoding: .utf8)
    #expect(report.contains("Beta") && report.uppercased().contains("CRC"))
  }

  @Test("FIELD row 25: loops, devices and FIFOs in an archive are passed over and told")
  func oddFiles() throws {
    let sandbox = try sandbox()
    let folder = sandbox.path + "/archive/NET"
    try FileManager.default.createSymbolicLink(atPath: folder + "/loop", withDestinationPath: "..")
    try FileManager.default.createSymbolicLink(atPath: folder + "/zero.stm", withDestinationPath: "/dev/zero")
    try #require(mkfifo(folder + "/NET_NET_Pipe_sm_0.05_0.05_P_20170101_20181231.stm", 0o600) == 0)
    let outcome = try LabProcess.run(["validate", "e.yml", "--out", "run", "--no-figures"], in: sandbox.path)
    #expect(outcome.status == 0 && outcome.output.contains("in the inputs, listed"), "\(outcome)")
    #expect(try RunTables(folder: sandbox.path + "/run").pairs.count == 1)
  }

  @Test("FIELD row 47: the same bytes without a terminal, locale, home or temporary folder")
  func bareEnvironment() throws {
    let sandbox = try sandbox()
    func run(_ out: String, _ environment: [String]) throws -> [String: Data] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments =
        environment + [
          LabProcess.executable.path, "validate", "e.yml", "--out", out, "--no-figures", "--quiet",
        ]
      process.currentDirectoryURL = URL(fileURLWithPath: sandbox.path)
      process.standardInput = FileHandle.nullDevice
      let output = Pipe()
      process.standardOutput = output
      process.standardError = output
      try process.run()
      let said = try output.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0 && said.isEmpty, "\(String(decoding: said, as: UTF8.self))")
      var files = try sandbox.contents(of: out)
      files["manifest.json"] = nil
      return files
    }
    let plain = try run("plain", ["LC_ALL=en_US.UTF-8"])
    #expect(plain.count > 5)
    #expect(try run("bare", ["-i"]) == plain)
    #expect(try run("c", ["LC_ALL=C", "TERM=dumb", "TZ=America/St_Johns"]) == plain)
  }
}
