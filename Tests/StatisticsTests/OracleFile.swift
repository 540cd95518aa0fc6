import Foundation
import Testing

/// A case of `Tests/Oracle/*.txt`: its name and the numbers of each line by key.
struct OracleCase: Sendable, CustomTestStringConvertible {
  let name: String
  var lines: [String: [Double]] = [:]

  var testDescription: String { name }

  subscript(key: String) -> [Double] { lines[key] ?? [] }

  /// The cases of a file beside the script that made it.
  static func read(_ file: String) -> [OracleCase] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let path = folder.appending(path: "Oracle").appending(path: file)
    guard let text = try? String(contentsOf: path, encoding: .utf8) else { return [] }
    var cases: [OracleCase] = []
    for line in text.split(separator: "\n") {
      let key = line.prefix { $0 != "," }
      let rest = line.dropFirst(key.count + 1)
      if key == "case" {
        cases.append(OracleCase(name: String(rest)))
      } else if !cases.isEmpty {
        cases[cases.count - 1].lines[String(key)] = rest.split(separator: ",").map { Double($0) ?? .nan }
      }
    }
    return cases
  }
}

/// Whether a number agrees within a relative or, near zero, an absolute tolerance.
func agrees(_ observed: Double, _ expected: Double, relative: Double, absolute: Double) -> Bool {
  abs(observed - expected) <= max(relative * abs(expected), absolute)
}
