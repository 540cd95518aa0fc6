/// Something wrong in an input that did not stop the work: located, so that it can be mended.
public struct Problem: Hashable, Sendable, CustomStringConvertible {
  /// The file at fault; a zip member is written `archive.zip/member`.
  public var path: String
  /// The 1-based line of the first occurrence.
  public var line: Int?
  /// What is wrong and what was done about it.
  public var reason: String
  /// How many lines or items share this reason in this file.
  public var count: Int

  /// Creates a problem found `count` times in a file.
  public init(path: String, line: Int? = nil, reason: String, count: Int = 1) {
    self.path = path
    self.line = line
    self.reason = reason
    self.count = count
  }

  /// One line: `path:line: reason (n times)`.
  public var description: String {
    let place = line.map { "\(path):\($0)" } ?? path
    return (place + ": " + reason + (count > 1 ? " (\(count) times)" : "")).singleLine
  }
}
