/// Why a command could not go on: what was attempted, on which file and line, and what to do next.
///
/// Bad input throws a `Failure`; it never traps. The kind decides the process's exit code (DESIGN §5).
public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The family of a failure, one exit code each.
  public enum Kind: Hashable, Sendable {
    /// The command line or the experiment is wrong: exit 2.
    case usage
    /// Data could not be read or written: exit 3.
    case data
    /// The accuracy is not what it was (`lab check`): exit 1.
    case regression
    /// Something was skipped and `--strict` was given: exit 4.
    case partial
    /// A broken promise of our own, such as a ledger that does not add up: exit 70.
    case internalFault
  }

  /// The family, and so the exit code.
  public var kind: Kind
  /// The file at fault, if there is one; a zip member is written `archive.zip/member`.
  public var path: String?
  /// The 1-based line at fault.
  public var line: Int?
  /// What is wrong, in one sentence without the file's name.
  public var reason: String
  /// What the user can do about it, in one sentence.
  public var advice: String?

  /// Creates a failure; the file, line and advice are optional.
  public init(_ kind: Kind, _ reason: String, path: String? = nil, line: Int? = nil, advice: String? = nil) {
    self.kind = kind
    self.reason = reason
    self.path = path
    self.line = line
    self.advice = advice
  }

  /// The process exit code of DESIGN §5.
  public var exitCode: Int32 {
    switch kind {
    case .regression: 1
    case .usage: 2
    case .data: 3
    case .partial: 4
    case .internalFault: 70
    }
  }

  /// One line: `path:line: reason. advice`.
  public var description: String {
    var text = ""
    if let path { text += path + ":" }
    if let line { text += "\(line):" }
    if !text.isEmpty { text += " " }
    text += reason
    if let advice { text += ". " + advice }
    return text.singleLine
  }
}

extension String {
  /// The text with control characters (line breaks, escapes) replaced, so that a hostile name cannot forge
  /// a second line on a terminal or in a log.
  public var singleLine: String {
    String(
      String.UnicodeScalarView(unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? "\u{FFFD}" : $0 }))
  }
}
