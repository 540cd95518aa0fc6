import Foundation

/// A folder for one test, removed when the test lets go of it.
final class TestFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("lab-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, making the folders above it; returns its path.
  @discardableResult
  func write(_ relative: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let target = path + "/" + relative
    try FileManager.default.createDirectory(
      atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    guard FileManager.default.createFile(atPath: target, contents: Data(bytes)) else {
      throw CocoaError(.fileWriteUnknown)
    }
    return target
  }

  /// Writes a text file; returns its path.
  @discardableResult
  func write(_ relative: String, _ text: String) throws -> String { try write(relative, Array(text.utf8)) }
}
