import Files
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite("A run that replaces another", .serialized)
struct OverwriteTests {
  /// A finished run of two stations in `run`, and an experiment that would replace it by another.
  private func finished() throws -> (sandbox: Sandbox, old: [String: Data]) {
    let sandbox = try Sandbox()
    for (index, name) in ["Alpha", "Beta"].enumerated() {
      try SmallStation(
        name: name, latitude: 10 + Double(index), values: Signal.soil(400, seed: UInt64(index + 1))
      )
      .write(to: sandbox.path + "/archive")
    }
    var product = SmallProduct(daily: Signal.soil(400, seed: 1) + Signal.soil(400, seed: 3))
    product.latitudes = [10, 11]
    product.longitudes = [20, 20]
    product.times = .double((0..<400).map { Double($0) + 0.5 })
    try product.write(to: sandbox.path + "/p.nc")
    func experiment(_ metrics: String) -> String {
      """
      stations: {archive: archive}
      products: [{name: P, files: p.nc, description: {variable: sm}}]
      strata: [all, season, month, year]
      metrics: [\(metrics)]
      minimum: {stations: 1}
      """
    }
    try sandbox.write(experiment("R, bias"), to: "old.yml")
    try sandbox.write(experiment("R, rho, ubRMSE, RMSE, A.R"), to: "new.yml")
    let outcome = try LabProcess.run(
      ["validate", "old.yml", "--out", "run", "--no-figures"], in: sandbox.path)
    try #require(outcome.status == 0, "\(outcome.errors)")
    try sandbox.write("mine", to: "run/notes.txt")
    return (sandbox, try sandbox.contents(of: "run"))
  }

  private func shell(_ script: String, in folder: String) throws -> LabProcess.Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script, LabProcess.executable.path]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let errors = Pipe()
    let output = Pipe()
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return LabProcess.Outcome(
      status: process.terminationStatus, output: "", errors: String(decoding: text, as: UTF8.self))
  }

  @Test(
    "FIELD row 43: where the disk fills, exit 3, one line, and the old run is intact",
    arguments: [8, 48])
  func diskFull(kilobytes: Int) throws {
    let (sandbox, old) = try finished()
    // No file may grow beyond the limit: what a full disk does, without one. Units of `ulimit -f`: 512 bytes.
    let outcome = try shell(
      "ulimit -f \(kilobytes * 2); exec \"$0\" validate new.yml --out run --overwrite --no-figures",
      in: sandbox.path)
    #expect(outcome.status == 3, "\(outcome.errors)")
    #expect(
      outcome.errors.split(separator: "\n").count == 1 && outcome.errors.contains("run"), "\(outcome.errors)")
    #expect(try sandbox.contents(of: "run") == old)
    // Into a new folder: nothing is left.
    let fresh = try shell(
      "ulimit -f \(kilobytes * 2); exec \"$0\" validate new.yml --out fresh --no-figures", in: sandbox.path)
    #expect(fresh.status == 3)
    #expect(!FileManager.default.fileExists(atPath: sandbox.path + "/fresh"))
  }

  @Test("FIELD row 43: an overwriting run killed at any time leaves the old run or the new one, whole")
  func killed() throws {
    let (sandbox, old) = try finished()
    let reference = try LabProcess.run(
      ["validate", "new.yml", "--out", "reference", "--no-figures"], in: sandbox.path)
    try #require(reference.status == 0)
    var new = try sandbox.contents(of: "reference")
    new["manifest.json"] = nil
    new["notes.txt"] = old["notes.txt"]
    let started = Date()
    _ = try LabProcess.run(["validate", "new.yml", "--out", "timing", "--no-figures"], in: sandbox.path)
    let whole = Date().timeIntervalSince(started)
    var wasKilled = 0
    for step in 0..<9 {
      let running = try LabProcess.start(
        ["validate", "new.yml", "--out", "run", "--overwrite", "--no-figures"], in: sandbox.path)
      Thread.sleep(forTimeInterval: whole * Double(step) / 8)
      kill(running.process.processIdentifier, SIGKILL)
      running.process.waitUntilExit()
      if running.process.terminationReason == .uncaughtSignal { wasKilled += 1 }
      var left = try sandbox.contents(of: "run").filter { !$0.key.hasPrefix(".") }
      if left["manifest.json"] == nil {
        // Killed in the middle of the move: opening the folder ends it.
        let refused = try LabProcess.run(
          ["validate", "new.yml", "--out", "run", "--no-figures"], in: sandbox.path)
        #expect(refused.status == 2 && refused.errors.contains("finished run"), "\(refused.errors)")
        left = try sandbox.contents(of: "run")
      }
      if left == old { continue }
      let manifest = left.removeValue(forKey: "manifest.json")
      #expect(manifest != nil && manifest != old["manifest.json"])
      #expect(left == new, "\(left.keys.sorted())")
    }
    #expect(wasKilled > 0)
    let again = try LabProcess.run(
      ["validate", "new.yml", "--out", "run", "--overwrite", "--no-figures"], in: sandbox.path)
    #expect(again.status == 0, "\(again.errors)")
    var left = try sandbox.contents(of: "run")
    left["manifest.json"] = nil
    #expect(left == new)
  }

  @Test("FIELD row 43: an overwriting run whose data cannot be read leaves the old run intact")
  func failing() throws {
    let (sandbox, old) = try finished()
    var broken = SmallProduct(daily: Signal.soil(400, seed: 1))
    broken.valueAttributes = [:]
    try broken.write(to: sandbox.path + "/p.nc")
    let outcome = try LabProcess.run(
      ["validate", "new.yml", "--out", "run", "--overwrite", "--no-figures"], in: sandbox.path)
    #expect(outcome.status == 3 && outcome.errors.contains("p.nc"), "\(outcome.errors)")
    #expect(try sandbox.contents(of: "run") == old)
  }

  @Test("figures of an older run that the new one has not drawn do not stay")
  func staleFigures() throws {
    let (sandbox, _) = try finished()
    #expect(FileManager.default.fileExists(atPath: sandbox.path + "/run/figures/boxes-season-bias.dat"))
    let outcome = try LabProcess.run(
      ["validate", "new.yml", "--out", "run", "--overwrite", "--no-figures"], in: sandbox.path)
    #expect(outcome.status == 0)
    let files = try sandbox.contents(of: "run")
    #expect(files["figures/boxes-season-bias.dat"] == nil && files["figures/boxes-season-ubRMSE.dat"] != nil)
    let manifest = String(decoding: try #require(files["manifest.json"]), as: UTF8.self)
    #expect(!manifest.contains("boxes-season-bias") && !manifest.contains("notes.txt"))
    #expect(files["notes.txt"] != nil)
  }
}
