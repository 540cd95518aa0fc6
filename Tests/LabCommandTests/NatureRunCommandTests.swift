import Files
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite("lab naturerun", .serialized)
struct NatureRunCommandTests {
  /// A degree and a half, four days: small enough for a debug build, large enough for every grid.
  static let settings = """
    region: {west: 100, east: 101.5, south: 33, north: 34.5}
    start: 2016-06-01
    days: 4
    spin-up-days: 3
    sensors:
      AMSR2: {from: 2016-06-01, to: 2016-06-04}
      SMAP: {from: 2016-06-02, to: 2016-06-04}
      ASCAT: {from: 2016-06-01, to: 2016-06-03}
    products: {omit: [amsr2-tb36, jaxa-amsr2], smap-l4-fields: 1}
    """

  private func sandbox() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.write(NatureRunCommandTests.settings, to: "small.yml")
    return sandbox
  }

  private func arguments(_ out: String, _ more: [String] = []) -> [String] {
    ["naturerun", "--config", "small.yml", "--out", out] + more
  }

  /// The manifest without its run section.
  private func facts(_ manifest: Data?) throws -> NSDictionary {
    let object = try JSONSerialization.jsonObject(with: try #require(manifest))
    var facts = try #require(object as? [String: Any])
    facts["run"] = nil
    return facts as NSDictionary
  }

  @Test("same bytes with one job and with four, other bytes from another seed; everything is fingerprinted")
  func deterministic() throws {
    let sandbox = try sandbox()
    for (out, more) in [("a", ["--jobs", "1"]), ("b", ["--jobs", "4"]), ("c", ["--seed", "2"])] {
      let outcome = try LabProcess.run(arguments(out, more), in: sandbox.path)
      try #require(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.isEmpty)
    }
    var (a, b, c) = (
      try sandbox.contents(of: "a"), try sandbox.contents(of: "b"), try sandbox.contents(of: "c")
    )
    let manifest = try facts(a.removeValue(forKey: "manifest.json"))
    #expect(try manifest == facts(b.removeValue(forKey: "manifest.json")))
    c["manifest.json"] = nil
    #expect(a == b)
    #expect(Set(a.keys) == Set(c.keys))
    let name = try #require(a.keys.first { $0.contains("observations/smap-l3/") })
    #expect(a[name] != c[name])
    let truth = "truth/soil_moisture_0.05_201606.nc"
    #expect(a[truth] != nil && a[truth] != c[truth])

    let listed = try #require(manifest["outputs"] as? [[String: Any]])
    #expect(Set(listed.compactMap { $0["name"] as? String }) == Set(a.keys))
    let entry = try #require(listed.first { $0["name"] as? String == name })
    #expect(try entry["sha256"] as? String == Digest(ofFile: sandbox.path + "/a/" + name).sha256)
    #expect(!a.keys.contains { $0.hasSuffix(".partial") || $0.contains("tb36") || $0.contains("jaxa") })

    // The settings that were written make the same run, and its experiment is one.
    let again = try LabProcess.run(
      ["naturerun", "--config", "a/naturerun.yml", "--print-config"], in: sandbox.path)
    #expect(again.output == String(decoding: try #require(a["naturerun.yml"]), as: UTF8.self))
    let experiment = try LabProcess.run(["validate", "a/experiment.yml", "--print-config"], in: sandbox.path)
    #expect(experiment.status == 0, "\(experiment.errors)")
    #expect(experiment.output.contains("AMSR2 LPRM") && !experiment.output.contains("WindSat"))
    #expect(experiment.output.contains("retrieval_qual_flag") && !experiment.output.contains("SYNTH-CORE"))
    for (name, part) in [("cores", "unit: cell"), ("dekads", "time: dekad"), ("truth", "states_0.25")] {
      let other = try LabProcess.run(
        ["validate", "a/experiment-\(name).yml", "--print-config"], in: sandbox.path)
      #expect(other.status == 0 && other.output.contains(part), "\(other.errors)")
    }
  }

  @Test("a run killed at any time leaves nothing that passes for one, and the same command completes it")
  func killed() throws {
    let sandbox = try sandbox()
    let started = Date()
    #expect(try LabProcess.run(arguments("whole", ["--quiet"]), in: sandbox.path).status == 0)
    let duration = Date().timeIntervalSince(started)
    var whole = try sandbox.contents(of: "whole")
    whole["manifest.json"] = nil
    for part in [0.2, 0.6, 0.9] {
      let running = try LabProcess.start(arguments("run", ["--quiet"]), in: sandbox.path)
      Thread.sleep(forTimeInterval: part * duration)
      kill(running.process.processIdentifier, SIGKILL)
      running.process.waitUntilExit()
      guard running.process.terminationReason == .uncaughtSignal else { continue }
      let shown = (try? FileManager.default.contentsOfDirectory(atPath: sandbox.path + "/run")) ?? []
      // Files that are being moved to their place may show already; what marks a run as whole comes last.
      #expect(!shown.contains("manifest.json"), "\(shown)")
    }
    let again = try LabProcess.run(arguments("run", ["--quiet", "--overwrite"]), in: sandbox.path)
    #expect(again.status == 0, "\(again.errors)")
    var run = try sandbox.contents(of: "run")
    #expect(run.removeValue(forKey: "manifest.json") != nil)
    #expect(run == whole)
  }

  @Test("where the disk fills, exit 3, one line, and nothing is left", arguments: [4, 24])
  func diskFull(kilobytes: Int) throws {
    let sandbox = try sandbox()
    // No file may grow beyond the limit: what a full disk does, without one. Units of `ulimit -f`: 512 bytes.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "ulimit -f \(kilobytes * 2); exec \"$0\" naturerun --config small.yml --out run",
      LabProcess.executable.path,
    ]
    process.currentDirectoryURL = URL(fileURLWithPath: sandbox.path)
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 3, "\(text)")
    #expect(text.split(separator: "\n").count == 1 && text.contains("run"), "\(text)")
    #expect(!FileManager.default.fileExists(atPath: sandbox.path + "/run"))
  }

  @Test("a folder that cannot be made is exit 3; a finished run is not replaced unasked")
  func refused() throws {
    let sandbox = try sandbox()
    try sandbox.write("a file", to: "file")
    let unwritable = try LabProcess.run(arguments("file/run"), in: sandbox.path)
    #expect(unwritable.status == 3 && unwritable.errors.contains("file/run"), "\(unwritable.errors)")
    try FileManager.default.createDirectory(
      atPath: sandbox.path + "/done", withIntermediateDirectories: true)
    try sandbox.write("{\"outputs\": []}", to: "done/manifest.json")
    let finished = try LabProcess.run(arguments("done"), in: sandbox.path)
    #expect(finished.status == 2 && finished.errors.contains("--overwrite"), "\(finished.errors)")
  }

  @Test(
    "mistakes are told with their line, exit 2, and nothing is written",
    arguments: [
      ("dyas: 3\n", "bad.yml:1: unknown key 'dyas'. Did you mean 'days'?"),
      (
        "days: 3\nsensors:\n  AMSR3: {from: 2015-01-01, to: 2015-01-02}\n", "bad.yml:3: there is no simulated"
      ),
      ("products: {omit: [smap]}\n", "bad.yml:1: there is no stack 'smap'"),
      ("region: {west: 100, east: 100.1, south: 33, north: 34}\n", "bad.yml:1: the edge"),
    ])
  func mistakes(text: String, message: String) throws {
    let sandbox = try Sandbox()
    try sandbox.write(text, to: "bad.yml")
    let outcome = try LabProcess.run(["naturerun", "--config", "bad.yml", "--out", "run"], in: sandbox.path)
    #expect(outcome.status == 2 && outcome.errors.contains(message), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: sandbox.path + "/run"))
  }
}
