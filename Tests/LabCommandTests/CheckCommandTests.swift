import Files
import Foundation
import Lab
import Testing

/// `lab accept` and `lab check`, from product files to exit codes.
@Suite("Accuracy held against a baseline", .serialized)
struct CheckCommandTests {
  private static let days = 200

  /// Twelve stations in so many networks, and a product with an error of its own at each.
  private struct Field {
    var networks = 6
    var stations = 12
    var offset = 0.0
    var noise = 0.02
    var factor = 1.0
    var units = "m3 m-3"
    var seed: UInt64 = 100
    var strata = "[all, season]"
    var replicates = 100

    func write(to path: String) throws {
      var product: [Double] = []
      for station in 0..<12 {
        let soil = Signal.soil(CheckCommandTests.days, seed: UInt64(station + 1))
        let other = Signal.soil(CheckCommandTests.days, seed: seed + UInt64(station))
        let errors = zip(other, other.dropFirst() + [0.25]).map { $1 - $0 }
        product += zip(soil, errors).map { (($0 + 0.01 + offset) + noise * 50 * $1) * factor }
        guard station < stations else { continue }
        var small = SmallStation(values: soil)
        small.network = "NET-\(station % networks)"
        small.name = "Station\(station)"
        small.latitude = 10 + Double(station)
        try small.write(to: path + "/archive")
      }
      var file = SmallProduct(daily: product)
      file.latitudes = (0..<12).map { 10 + Double($0) }
      file.longitudes = file.latitudes.map { _ in 20 }
      file.times = .double((0..<CheckCommandTests.days).map { Double($0) + 0.5 })
      file.valueAttributes = units.isEmpty ? [:] : ["units": .text(units)]
      try file.write(to: path + "/p.nc")
    }

    var experiment: String {
      """
      stations: {archive: archive}
      products: [{name: P, description: {variable: sm}, files: p.nc}]
      strata: \(strata)
      metrics: [R, bias, ubRMSE]
      intervals: {replicates: \(replicates)}

      """
    }
  }

  /// Runs a field in a folder of its own and returns the run's path.
  private func run(_ field: Field, in sandbox: Sandbox, as name: String, jobs: Int = 2) throws -> String {
    let folder = sandbox.path + "/" + name
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try field.write(to: folder)
    try sandbox.write(field.experiment, to: name + "/e.yml")
    let outcome = try LabProcess.run(
      ["validate", "e.yml", "--out", "run", "--no-figures", "--quiet", "--jobs", String(jobs)], in: folder)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return folder + "/run"
  }

  private func check(_ run: String, in sandbox: Sandbox) throws -> (
    status: Int32, page: [String: Any], rows: [[String: Any]]
  ) {
    let outcome = try LabProcess.run(
      ["check", run, "--baseline", "base", "--baselines", "baselines", "--json", "--markdown", "check.md"],
      in: sandbox.path)
    let page = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any] ?? [:]
    return (outcome.status, page, page["rows"] as? [[String: Any]] ?? [])
  }

  private func rows(_ rows: [[String: Any]], _ verdict: String, _ metric: String) -> [[String: Any]] {
    rows.filter { $0["verdict"] as? String == verdict && $0["metric"] as? String == metric }
  }

  /// A folder with the run of an unchanged field, accepted; made once for each number of networks.
  private func accepted(networks: Int = 6) throws -> Sandbox {
    let base =
      switch networks {
      case 1: Accepted.oneNetwork
      case 2: Accepted.twoNetworks
      default: Accepted.sixNetworks
      }
    let sandbox = try Sandbox()
    for name in ["base", "baselines"] {
      try FileManager.default.copyItem(
        atPath: try base.get().path + "/" + name, toPath: sandbox.path + "/" + name)
    }
    return sandbox
  }

  private enum Accepted {
    static let sixNetworks = make(6)
    static let twoNetworks = make(2)
    static let oneNetwork = make(1)

    private static func make(_ networks: Int) -> Result<Sandbox, any Error> {
      Result {
        let sandbox = try Sandbox()
        let base = try CheckCommandTests().run(Field(networks: networks), in: sandbox, as: "base")
        let outcome = try LabProcess.run(
          ["accept", base, "--name", "base", "--baselines", "baselines"], in: sandbox.path)
        try #require(outcome.status == 0, "\(outcome.errors)")
        return sandbox
      }
    }
  }

  @Test("an identical rerun passes, whatever the jobs and the folder")
  func identical() throws {
    let sandbox = try accepted()
    let check = try check(try run(Field(), in: sandbox, as: "again/elsewhere", jobs: 1), in: sandbox)
    #expect(check.status == 0 && check.page["mode"] as? String == "same inputs" && check.rows.isEmpty)
    #expect((check.page["counts"] as? [String: Int])?["same"] ?? 0 > 20)
  }

  @Test("a number that changed on the same inputs is a regression")
  func changed() throws {
    let sandbox = try accepted()
    let folder = sandbox.path + "/base/run"
    let scores = try String(contentsOfFile: folder + "/scores.csv", encoding: .utf8)
    let value = try #require(
      CSVReader.read(file: folder + "/scores.csv").rows.first { $0.fields.contains("bias") }?.fields[13])
    // Its ninth decimal: 1e-7 relative.
    var digits = Array(value)
    try #require(digits.count > 12 && value.hasPrefix("0.01"))
    digits[10] = digits[10] == "5" ? "6" : "5"
    try scores.replacingOccurrences(of: value, with: String(digits)).write(
      toFile: folder + "/scores.csv", atomically: true, encoding: .utf8)
    // As if a run had written it so: a table edited by hand is not believed.
    var manifest = try Manifest(reading: folder)
    let index = try #require(manifest.outputs.firstIndex { $0.name == "scores.csv" })
    manifest.outputs[index].sha256 = try Digest(ofFile: folder + "/scores.csv").sha256
    try manifest.write(to: folder + "/manifest.json")
    let check = try check(folder, in: sandbox)
    #expect(check.status == 1 && check.page["mode"] as? String == "same inputs")
    #expect(!rows(check.rows, "changed", "bias").isEmpty)
  }

  @Test("a shifted bias is caught, with many networks and with few", arguments: isRelease ? [6, 2, 1] : [6])
  func shifted(networks: Int) throws {
    let sandbox = try accepted(networks: networks)
    let check = try check(
      try run(Field(networks: networks, offset: 0.005), in: sandbox, as: "shifted"), in: sandbox)
    #expect(check.status == 1 && check.page["mode"] as? String == "changed inputs")
    let worse = rows(check.rows, "worse", "bias")
    #expect(worse.contains { $0["stratum"] as? String == "all" })
    #expect(worse.allSatisfy { abs(($0["difference"] as? Double ?? 0) - 0.005) < 1e-6 })
    #expect(rows(check.rows, "worse", "R").isEmpty && rows(check.rows, "worse", "ubRMSE").isEmpty)
    // The other way it is an improvement, and passes.
    let better = try self.check(
      try run(Field(networks: networks, offset: -0.005), in: sandbox, as: "better"), in: sandbox)
    #expect(better.status == 0 && !rows(better.rows, "improved", "bias").isEmpty)
  }

  @Test("a noisier product is caught", arguments: isRelease ? [6, 2] : [6])
  func noisier(networks: Int) throws {
    let sandbox = try accepted(networks: networks)
    let check = try check(
      try run(Field(networks: networks, noise: 0.04), in: sandbox, as: "noisier"), in: sandbox)
    #expect(check.status == 1)
    #expect(!rows(check.rows, "worse", "ubRMSE").isEmpty)
    if networks == 6 { #expect(!rows(check.rows, "worse", "R").isEmpty) }
    #expect(
      try String(contentsOfFile: sandbox.path + "/check.md", encoding: .utf8).contains("| **worse** | P |"))
  }

  @Test("a lost station and a dropped stratum are missing")
  func lost() throws {
    let sandbox = try accepted()
    let lost = try check(try run(Field(stations: 11), in: sandbox, as: "lost"), in: sandbox)
    #expect(lost.status == 1)
    #expect(lost.rows.first?["place"] as? String == "NET-5/Station11/Probe")
    #expect(lost.rows.first?["verdict"] as? String == "missing")
    let dropped = try check(try run(Field(strata: "[all]"), in: sandbox, as: "dropped"), in: sandbox)
    #expect(dropped.status == 1)
    #expect(
      dropped.rows.allSatisfy {
        $0["stratum"] as? String == "season" && $0["verdict"] as? String == "missing"
      })
    // What is more than the baseline has is new, and no regression.
    let more = try check(
      try run(Field(strata: "[all, season, year]"), in: sandbox, as: "more"), in: sandbox)
    #expect(more.status == 0 && more.rows.contains { $0["verdict"] as? String == "new" })
  }

  @Test("a changed unit is caught: percent read as m3 m-3, and a description edited")
  func units() throws {
    let sandbox = try accepted()
    // The product now comes in percent of volume, with nothing that says so.
    let percent = try check(
      try run(Field(factor: 100), in: sandbox, as: "percent"), in: sandbox)
    #expect(percent.status == 1)
    var edited = Field()
    edited.units = ""
    let folder = sandbox.path + "/edited"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try edited.write(to: folder)
    let text = edited.experiment.replacingOccurrences(
      of: "{variable: sm}", with: "{variable: sm, units: '%'}")
    try sandbox.write(text, to: "edited/e.yml")
    let made = try LabProcess.run(
      ["validate", "e.yml", "--out", "run", "--no-figures", "--quiet"], in: folder)
    try #require(made.status == 0, "\(made.errors)")
    let outcome = try check(folder + "/run", in: sandbox)
    #expect(outcome.status == 1 && !rows(outcome.rows, "worse", "bias").isEmpty)
    let remarks = outcome.page["remarks"] as? [String] ?? []
    #expect(remarks.contains { $0.contains("Experiment now: ") && $0.contains("units") })
  }

  @Test("a baseline is whole, is not replaced unasked, and a damaged one is not believed")
  func baselines() throws {
    let sandbox = try accepted()
    let before = try sandbox.contents(of: "baselines").filter { !$0.key.contains("/.") }
    #expect(
      before.keys.sorted()
        == ["experiment.yml", "manifest.json", "scores.csv", "stations.csv", "summary.csv"].map {
          "base/" + $0
        })
    let manifest = String(decoding: before["base/manifest.json"] ?? Data(), as: UTF8.self)
    #expect(!manifest.contains(sandbox.path))
    let run = sandbox.path + "/base/run"
    let again = ["accept", run, "--name", "base", "--baselines", "baselines"]
    let refused = try LabProcess.run(again, in: sandbox.path)
    #expect(refused.status == 2 && refused.errors.contains("--overwrite"))
    #expect(try LabProcess.run(again + ["--overwrite", "--quiet"], in: sandbox.path).status == 0)
    for name in ["", "..", "a/b", "../x", ".hidden", "-x"] {
      #expect(
        try LabProcess.run(["accept", run, "--name=\(name)", "--baselines", "baselines"], in: sandbox.path)
          .status
          == 2, "\(name)")
    }
    #expect(
      try LabProcess.run(["check", run, "--baseline", "none", "--baselines", "baselines"], in: sandbox.path)
        .status
        == 2)
    let file = sandbox.path + "/baselines/base/scores.csv"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try text.replacingOccurrences(of: ",ok,", with: ",OK,").write(
      toFile: file, atomically: true, encoding: .utf8)
    let damaged = try LabProcess.run(
      ["check", run, "--baseline", "base", "--baselines", "baselines"], in: sandbox.path)
    #expect(damaged.status == 3 && damaged.errors.contains("is not the file that was accepted"))
  }
}
