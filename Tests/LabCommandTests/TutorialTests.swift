import Foundation
import Testing

/// docs/tutorial.md does what it says: its command blocks are run as they stand.
@Suite("The tutorial", .serialized)
struct TutorialTests {
  private static let root: URL = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return folder
  }()

  /// The folder of real data beside the project, where it is.
  private static let shared: String? = {
    let path =
      ProcessInfo.processInfo.environment["LAB_SHARED_DATA"]
      ?? root.deletingLastPathComponent().appendingPathComponent("shared/data").path
    return FileManager.default.fileExists(atPath: path + "/cells") ? path : nil
  }()

  /// The blocks fenced with these words, in order.
  static func blocks(_ fence: String) throws -> [String] {
    let text = try String(contentsOf: root.appendingPathComponent("docs/tutorial.md"), encoding: .utf8)
    var blocks: [String] = []
    var block: String?
    for line in text.components(separatedBy: "\n") {
      if let lines = block {
        if line == "```" {
          blocks.append(lines)
          block = nil
        } else {
          block = lines + line + "\n"
        }
      } else if line == fence {
        block = ""
      }
    }
    return blocks
  }

  private func bash(_ script: String, in folder: String) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-euo", "pipefail", "-c", script]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["PATH": LabProcess.executable.deletingLastPathComponent().path + ":" + path]) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  @Test("its commands run on the example's data and leave what they promise", .enabled(if: isRelease))
  func example() throws {
    let blocks = try TutorialTests.blocks("```sh")
    #expect(blocks.count >= 8)
    let sandbox = try Sandbox()
    var said: [String] = []
    for block in blocks {
      let (status, text) = try bash(block, in: sandbox.path)
      try #require(status == 0, "\(block)\n\(text)")
      said.append(text)
    }
    for name in [
      "run/report.md", "run/comparisons.csv", "run/verdicts.csv", "run-compared/comparisons.csv",
      "comparisons-of-the-paper.csv", "baselines/mine/manifest.json", "check.md", "pairs/recompute.py",
      "pairs/pairs-1.csv", "map.svg",
    ] {
      #expect(FileManager.default.fileExists(atPath: sandbox.path + "/" + name), "\(name)")
    }
    #expect(said.contains { $0.contains("Check against mine passed, same inputs") })
    let report = try String(contentsOfFile: sandbox.path + "/run/report.md", encoding: .utf8)
    for heading in ["Products", "Stations", "Results", "Comparisons", "Requirements", "Data and software"] {
      #expect(report.contains("\n## \(heading)\n"), "\(heading)")
    }
  }

  @Test(
    "the chain on real data is one command",
    .enabled(if: isRelease && shared != nil, "real data are not here"))
  func hawaii() throws {
    let sandbox = try Sandbox()
    try FileManager.default.createSymbolicLink(
      atPath: sandbox.path + "/real", withDestinationPath: try #require(TutorialTests.shared))
    try FileManager.default.copyItem(
      atPath: TutorialTests.root.path + "/docs/hawaii.yml", toPath: sandbox.path + "/hawaii.yml")
    let blocks = try TutorialTests.blocks("```sh real")
    #expect(blocks.count == 1)
    let (status, text) = try bash(try #require(blocks.first), in: sandbox.path)
    try #require(status == 0, "\(text)")
    let comparisons = try RunTables.rows(sandbox.path + "/hawaii/comparisons.csv")
    #expect(Set(comparisons.map { $0["product"] ?? "" }).count == 4)
    #expect(FileManager.default.fileExists(atPath: sandbox.path + "/hawaii/report.md"))
  }
}
