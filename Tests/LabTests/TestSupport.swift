import Files
import Foundation
import Testing

@testable import Lab

/// Where real data lie: beside the project, or where LAB_SHARED_DATA says.
///
/// They are never part of it.
enum SharedData {
  static let folder: String? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let beside = root.deletingLastPathComponent().appendingPathComponent("shared/data").path
    let path = ProcessInfo.processInfo.environment["LAB_SHARED_DATA"] ?? beside
    return Paths.isFolder(path + "/reference") ? path : nil
  }()
}

/// Whether the tests are optimised: what computes much runs only then.
#if DEBUG
  let isRelease = false
#else
  let isRelease = true
#endif

/// A folder that is removed with the value that holds it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "lab-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file into the folder and returns its path.
  @discardableResult func write(_ text: String, to name: String) throws -> String {
    let file = path + "/" + name
    try FileManager.default.createDirectory(atPath: Paths.folder(of: file), withIntermediateDirectories: true)
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }
}

/// A table with a header, for reading our own and the peer's CSV files in tests (no quoted line breaks).
struct TestTable {
  var rows: [[String: String]] = []

  init(_ text: String) {
    var lines = text.split(separator: "\n")
    guard !lines.isEmpty else { return }
    let header = TestTable.fields(lines.removeFirst())
    for line in lines {
      rows.append(Dictionary(uniqueKeysWithValues: zip(header, TestTable.fields(line))))
    }
  }

  static func fields(_ line: Substring) -> [String] {
    var fields = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      case "\r": continue
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }
}

/// The text of a gzip file, by the system's gzip.
func gunzip(_ path: String) throws -> String {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["gzip", "-dc", path]
  let pipe = Pipe()
  process.standardOutput = pipe
  try process.run()
  let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return String(decoding: data, as: UTF8.self)
}

/// Whether two numbers agree as the issue asks: relatively or absolutely.
func agree(_ ours: Double, _ theirs: Double, relative: Double, absolute: Double) -> Bool {
  abs(ours - theirs) <= max(absolute, relative * max(abs(ours), abs(theirs)))
}
