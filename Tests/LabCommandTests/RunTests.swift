import Foundation
import Testing

#if DEBUG
  let isRelease = false
#else
  let isRelease = true
#endif

@Suite("A run from end to end", .serialized)
struct RunTests {
  private func validate(
    _ experiment: String, in sandbox: Sandbox, out: String, _ options: [String] = [],
    environment: [String: String] = [:]
  ) throws -> LabProcess.Outcome {
    try LabProcess.run(
      ["validate", experiment, "--out", out] + options, in: sandbox.path, environment: environment)
  }

  /// The manifest without its `run` section.
  private func lasting(_ manifest: Data) throws -> NSDictionary {
    var json = try #require(try JSONSerialization.jsonObject(with: manifest) as? [String: Any])
    json.removeValue(forKey: "run")
    return json as NSDictionary
  }

  private func expectSame(_ first: [String: Data], _ second: [String: Data], _ what: String) throws {
    #expect(first.keys.sorted() == second.keys.sorted(), "\(what)")
    for (name, data) in first where name != "manifest.json" {
      #expect(second[name] == data, "\(what): \(name)")
    }
    #expect(
      try lasting(first["manifest.json"] ?? Data()) == lasting(second["manifest.json"] ?? Data()), "\(what)")
  }

  @Test("the same bytes for any number of jobs, twice, in another folder and time zone")
  func sameBytes() throws {
    let example = try SharedExample.result.get()
    try example.write(SharedExample.smallExperiment(), to: "small.yml")
    let figures = isRelease ? [] : ["--no-figures"]
    let first = try validate("small.yml", in: example, out: "same1", ["--jobs", "1"] + figures)
    #expect(first.status == 0, "\(first.errors)")
    let expected = try example.contents(of: "same1")
    #expect(expected["report.md"] != nil && expected["qa4sm.nc"] != nil)

    #expect(try validate("small.yml", in: example, out: "same2", ["--jobs", "2"] + figures).status == 0)
    try expectSame(expected, try example.contents(of: "same2"), "two jobs")
    let zone = ["TZ": "Asia/Kathmandu", "LC_ALL": "C"]
    #expect(
      try validate("small.yml", in: example, out: "other/folder", figures, environment: zone).status == 0)
    try expectSame(expected, try example.contents(of: "other/folder"), "another folder and time zone")

    // The inputs elsewhere, called from elsewhere.
    let copy = try Sandbox()
    for name in ["archive", "products", "small.yml"] {
      try FileManager.default.copyItem(atPath: example.path + "/" + name, toPath: copy.path + "/" + name)
    }
    let moved = try LabProcess.run(
      ["validate", copy.path + "/small.yml", "--out", copy.path + "/run"] + figures, in: "/")
    #expect(moved.status == 0, "\(moved.errors)")
    try expectSame(expected, try copy.contents(of: "run"), "inputs in another folder")
  }

  @Test("FIELD row 47: a locale with a decimal comma changes no byte")
  func decimalComma() throws {
    let example = try SharedExample.result.get()
    try example.write(SharedExample.smallExperiment(strata: "[all]"), to: "comma.yml")
    let locales = try Sandbox()
    let make = Process()
    make.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    make.arguments = ["localedef", "-i", "de_DE", "-f", "UTF-8", locales.path + "/de_DE.UTF-8"]
    make.standardError = FileHandle.nullDevice
    make.standardOutput = FileHandle.nullDevice
    try make.run()
    make.waitUntilExit()
    try #require(make.terminationStatus == 0, "the Debian package locales is needed")
    let figures = isRelease ? [] : ["--no-figures"]
    #expect(try validate("comma.yml", in: example, out: "point", figures).status == 0)
    let comma = ["LOCPATH": locales.path, "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"]
    #expect(try validate("comma.yml", in: example, out: "comma", figures, environment: comma).status == 0)
    try expectSame(try example.contents(of: "point"), try example.contents(of: "comma"), "decimal comma")
  }

  @Test("FIELD row 43: a killed run leaves no finished-looking file and does not stop the next one")
  func killed() throws {
    let example = try SharedExample.result.get()
    try example.write(SharedExample.smallExperiment(), to: "killed.yml")
    #expect(try validate("killed.yml", in: example, out: "unharmed", ["--no-figures"]).status == 0)
    var whole = try example.contents(of: "unharmed")
    whole["manifest.json"] = nil
    for (attempt, delay) in [0.02, 0.1, 0.3].enumerated() {
      let out = "killed\(attempt)"
      let running = try LabProcess.start(
        ["validate", "killed.yml", "--out", out, "--no-figures"], in: example.path)
      Thread.sleep(forTimeInterval: delay)
      kill(running.process.processIdentifier, SIGKILL)
      running.process.waitUntilExit()
      // On a fast machine the kill may come after the manifest: then everything it promises must be there.
      var left = try example.contents(of: out).filter { !$0.key.hasPrefix(".") }
      if left.removeValue(forKey: "manifest.json") != nil { #expect(left == whole, "\(left.keys.sorted())") }
      let again = try validate("killed.yml", in: example, out: out, ["--overwrite", "--no-figures"])
      #expect(again.status == 0, "\(again.errors)")
      var files = try example.contents(of: out)
      #expect(files.removeValue(forKey: "manifest.json") != nil)
      #expect(files == whole, "\(files.keys.sorted())")
    }
  }

  @Test("FIELD row 44: a finished run is not replaced without --overwrite")
  func finishedRun() throws {
    let example = try SharedExample.result.get()
    try example.write(SharedExample.smallExperiment(strata: "[all]"), to: "finished.yml")
    #expect(try validate("finished.yml", in: example, out: "finished", ["--no-figures"]).status == 0)
    let before = try example.contents(of: "finished")
    let refused = try validate("finished.yml", in: example, out: "finished", ["--no-figures"])
    #expect(refused.status == 2 && refused.errors.contains("--overwrite"))
    #expect(try example.contents(of: "finished") == before)
  }

  @Test("FIELD row 43: a folder that cannot be written is one line and exit 3")
  func readOnly() throws {
    let example = try SharedExample.result.get()
    try example.write(SharedExample.smallExperiment(strata: "[all]"), to: "readonly.yml")
    let outcome = try validate("readonly.yml", in: example, out: "/proc/lab", ["--no-figures"])
    #expect(outcome.status == 3 && outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
  }

  @Test("--strict exits with 4 where something was skipped, after a whole run")
  func strict() throws {
    let example = try SharedExample.result.get()
    let text = SharedExample.smallExperiment(strata: "[all]").replacingOccurrences(
      of: "networks: [ALPHA-NET, GAMMA-NET]", with: "networks: [EPSILON-NET]")
    try example.write(text, to: "strict.yml")
    let outcome = try validate("strict.yml", in: example, out: "strict", ["--strict", "--no-figures"])
    #expect(outcome.status == 4, "\(outcome.errors)")
    #expect(try example.contents(of: "strict")["manifest.json"] != nil)
  }

  @Test("an archive of unchecked samples says so instead of returning nothing, and --json is JSON")
  func uncheckedAndJSON() throws {
    let example = try SharedExample.result.get()
    let base = SharedExample.smallExperiment(strata: "[all]")
    let unchecked = base.replacingOccurrences(of: "[ALPHA-NET, GAMMA-NET]", with: "[ETA-NET]")
    try example.write(unchecked, to: "unchecked.yml")
    let outcome = try validate("unchecked.yml", in: example, out: "unchecked", ["--no-figures"])
    #expect(outcome.status == 3)
    #expect(
      outcome.errors.contains("flag U") && outcome.errors.contains("flags: [G, U]"), "\(outcome.errors)")
    #expect(try example.contents(of: "unchecked").filter { !$0.key.hasPrefix(".") }.isEmpty)

    try example.write(base, to: "json.yml")
    let json = try validate("json.yml", in: example, out: "json", ["--no-figures", "--json"])
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect((object?["products"] as? [[String: Any]])?.count == 2)
  }
}
