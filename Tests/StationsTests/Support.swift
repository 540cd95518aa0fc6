import Foundation
import Testing

@testable import Files
@testable import Stations

/// The folder of real data beside the package, where there is one.
enum SharedData {
  static let root: String? = {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let candidates: [String?] = [
      ProcessInfo.processInfo.environment["LAB_SHARED_DATA"],
      package.deletingLastPathComponent().appendingPathComponent("shared/data").path,
    ]
    return candidates.compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0 + "/ismn") }
  }()

  static var isHere: Bool { root != nil }

  static func path(_ relative: String) -> String { (root ?? "") + "/" + relative }
}
