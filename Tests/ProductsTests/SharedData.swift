import Foundation

/// The folder of real data beside the package, where there is one.
enum SharedData {
  static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["LAB_SHARED_DATA"] { return URL(filePath: path) }
    return URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data")
      .standardized
  }()

  static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "cells").path) }

  static func path(_ name: String) -> String { folder.appending(path: name).path }

  static func cells(_ product: String) -> [String] {
    ["0165", "0166"].map { path("cells/\(product)/\($0).nc") }
  }

  /// The rows of a CSV file without quotes, by column name.
  static func rows(_ name: String) throws -> [[String: String]] {
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { fields in
      Dictionary(
        zip(header, fields).map { (String($0), String($1)) }, uniquingKeysWith: { first, _ in first })
    }
  }
}
