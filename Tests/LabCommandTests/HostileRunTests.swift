import Files
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Hostile names and odd paths from end to end")
struct HostileRunTests {
  static let hasGnuplot = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].contains {
    FileManager.default.fileExists(atPath: $0 + "/gnuplot")
  }

  /// Everything a file's name can hold that some sink might run, render or break on.
  private static let stations = [
    "`touch pwned`", "$(touch pwned)", "<script>alert(1)<b>", "a|b|c", "say \"x\", 'y'",
    "new\nline\rback\ttab",
    "-rf", "größe 土壌", "%n %s", "![x](http:evil)", "=1+1", "@SUM{}^2~",
  ]
  private static let networks = ["N`touch pwned`", "<b>|\"net\"", "-n\n$(touch pwned)"]
  private static let instruments = ["Probe <i>|`id`", "it's, \"5TM\"", "-x"]
  private static let products = [
    "'; system('touch pwned'); '", "\"`touch pwned`|<script>", "-p, $(touch pwned)\nline é",
  ]

  @Test(
    "FIELD row 46: hostile text in every name stays text in every file",
    .enabled(if: hasGnuplot, "gnuplot is not installed"))
  func hostileNames() throws {
    let sandbox = try Sandbox()
    var soils: [Double] = []
    var latitudes: [Double] = []
    for (index, name) in HostileRunTests.stations.enumerated() {
      let soil = Signal.soil(120, seed: UInt64(index + 1))
      soils += soil.map { $0 + 0.01 * Double(index % 3) }
      latitudes.append(10 + Double(index))
      try SmallStation(
        network: HostileRunTests.networks[index % 3], name: name,
        instrument: HostileRunTests.instruments[index % 3],
        latitude: 10 + Double(index), values: soil
      ).write(to: sandbox.path + "/archive")
    }
    var product = SmallProduct(daily: [])
    product.latitudes = latitudes
    product.longitudes = latitudes.map { _ in 20 }
    product.times = .double((0..<120).map { Double($0) + 0.5 })
    product.values = .double(soils)
    try product.write(to: sandbox.path + "/p.nc")
    var text = """
      name: "`touch pwned` <script>|$(touch pwned)\\n# \\"x\\""
      stations: {archive: archive}
      strata: [all, season, network]
      metrics: [R, bias, ubRMSE]
      intervals: {replicates: 100}
      minimum: {stations: 1}
      products:

      """
    for name in HostileRunTests.products {
      text += "  - {name: \(YAML.quoted(name)), files: p.nc, description: {variable: sm}}\n"
    }
    try sandbox.write(text, to: "e.yml")
    let outcome = try LabProcess.run(["validate", "e.yml", "--out", "run"], in: sandbox.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(!outcome.output.contains("not drawn"), "\(outcome.output)")
    // Three products, the path: no name has made a line of its own.
    #expect(outcome.output.split(separator: "\n").count == 4, "\(outcome.output)")

    let files = try sandbox.contents(of: ".")
    #expect(!files.keys.contains { $0.hasSuffix("pwned") })
    let drawn = files.keys.filter { $0.hasPrefix("run/figures/") && $0.hasSuffix(".svg") }
    #expect(drawn.contains("run/figures/map.svg") && drawn.count >= 4, "\(drawn)")
    for name in drawn {
      let picture = String(decoding: try #require(files[name]), as: UTF8.self)
      #expect(!picture.contains("<script") && !picture.contains("<b>"), "\(name)")
      #expect(XMLParser(data: try #require(files[name])).parse(), "\(name)")
      let script = try #require(files[name.replacing(".svg", with: ".gp")])
      #expect(!String(decoding: script, as: UTF8.self).contains("pwned"), "\(name)")
    }

    // The tables read back to the names as they were spelled; libcsv is not our writer.
    let tables = try RunTables(folder: sandbox.path + "/run")
    #expect(Set(tables.scores.map { $0["station"] ?? "" }) == Set(HostileRunTests.stations))
    #expect(Set(tables.scores.map { $0["network"] ?? "" }) == Set(HostileRunTests.networks))
    #expect(Set(tables.scores.map { $0["sensor"] ?? "" }) == Set(HostileRunTests.instruments))
    #expect(Set(tables.scores.map { $0["product"] ?? "" }) == Set(HostileRunTests.products))
    #expect(Set(tables.summary.map { $0["product"] ?? "" }) == Set(HostileRunTests.products))
    #expect(Set(tables.pairs.map(\.station)) == Set(HostileRunTests.stations))
    #expect(tables.pairs.allSatisfy { $0.values.count == 120 })

    let report = String(decoding: try #require(files["run/report.md"]), as: UTF8.self)
    #expect(!report.contains("<script") && !report.contains("<b>") && !report.contains("<i>"))
    #expect(!report.replacing("\\]", with: "").contains("](http:"))
    #expect(!report.contains("\r"))
    var columns = 0
    for line in report.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        columns = 0
        continue
      }
      let cells = line.replacing("\\\\", with: "").replacing("\\|", with: "").count { $0 == "|" }
      if columns == 0 { columns = cells }
      #expect(cells == columns, "\(line)")
    }

    // The resolved experiment says the same, and netCDF's own tool reads both files.
    let printed = try LabProcess.run(["validate", "run/experiment.yml", "--print-config"], in: sandbox.path)
    let resolved = String(decoding: try #require(files["run/experiment.yml"]), as: UTF8.self)
    #expect(printed.status == 0 && resolved.hasSuffix(printed.output), "\(printed.errors)")
    for name in ["qa4sm.nc", "matchups.nc"] {
      let dump = Process()
      dump.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      dump.arguments = ["ncdump", "-h", sandbox.path + "/run/" + name]
      let pipe = Pipe()
      dump.standardOutput = pipe
      try dump.run()
      let header = try pipe.fileHandleForReading.readToEnd() ?? Data()
      dump.waitUntilExit()
      #expect(dump.terminationStatus == 0 && header.count > 500, "\(name)")
    }
  }

  @Test(
    "FIELD row 26: odd paths of archive, product, experiment and run work",
    arguments: [
      "with space", "ünï 土壌", "it's \"so\"", "-rf", "[a]*?", "a;b&c$(x)`y`", "#hash %20",
    ])
  func oddPaths(name: String) throws {
    let sandbox = try Sandbox()
    let soil = Signal.soil(60, seed: 1)
    let home = sandbox.path + "/" + name
    try SmallStation(values: soil).write(to: home + "/archive \(name)")
    try SmallProduct(daily: soil.map { $0 + 0.01 }).write(to: home + "/products \(name)/a.nc")
    // The folder's name in a pattern is the user's to escape; what stands in the experiment's own path is not.
    let text = """
      stations: {archive: \(YAML.quoted("archive \(name)"))}
      products: [{name: P, files: \(YAML.quoted("products */*.nc")), description: {variable: sm}}]
      strata: [all]
      metrics: [R, bias]
      intervals: {replicates: 100}
      """
    try text.write(toFile: home + "/\(name).yml", atomically: true, encoding: .utf8)
    let calls = [
      (arguments: ["validate", "\(home)/\(name).yml", "--out=\(home)/run \(name)"], folder: "/"),
      (arguments: ["validate", "--out=\(name) run", "--", "\(name).yml"], folder: home),
    ]
    for call in calls {
      let outcome = try LabProcess.run(call.arguments + [], in: call.folder)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
      #expect(outcome.output.contains("P: 60 pairs at 1 of 1 sensors"), "\(outcome.output)")
    }
    let first = try sandbox.contents(of: name + "/run " + name)
    let second = try sandbox.contents(of: name + "/" + name + " run")
    #expect(first["manifest.json"] != nil && first.keys.sorted() == second.keys.sorted())
    for (file, data) in first where file != "manifest.json" { #expect(second[file] == data, "\(file)") }
    let inspected = try LabProcess.run(["inspect", "--", name + ".yml"], in: home)
    #expect(inspected.status == 0, "\(inspected.errors)")
  }

  @Test("FIELD row 26: a path too long for the system, or one that netCDF cannot write, is one line")
  func longPath() throws {
    let sandbox = try Sandbox()
    let long = String(repeating: "x", count: 300)
    try SmallStation(values: Signal.soil(60, seed: 1)).write(to: sandbox.path + "/archive")
    try SmallProduct(daily: Signal.soil(60, seed: 2)).write(to: sandbox.path + "/p.nc")
    func experiment(_ archive: String, _ files: String) -> String {
      "stations: {archive: \(archive)}\nproducts: [{name: P, files: \(files), description: {variable: sm}}]\n"
    }
    for (archive, files, out) in [
      (long, "p.nc", "run"), ("archive", long, "run"), ("archive", "p.nc", long),
      ("archive", "p.nc", "back\\slash"),
    ] {
      try sandbox.write(experiment(archive, files), to: "e.yml")
      let outcome = try LabProcess.run(["validate", "e.yml", "--out", out], in: sandbox.path)
      #expect(outcome.status == 3 && outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: sandbox.path + "/run"))
    }
  }
}

/// Text as a double-quoted YAML scalar, by hand.
enum YAML {
  static func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(
      "\n", with: "\\n")
    return "\"" + escaped + "\""
  }
}
