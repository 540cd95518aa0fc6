/// How much a reader may take from one archive before it refuses, against bombs and runaway files.
public struct ReadLimits: Hashable, Sendable {
  /// The most bytes one file or zip member may unpack to.
  public var bytesPerFile: Int
  /// The most bytes all members of a zip together may unpack to.
  public var bytesInAll: Int
  /// The most files or members an archive may hold.
  public var files: Int
  /// How many folders deep a folder archive is walked.
  public var depth: Int

  /// Creates limits; the defaults are far above the largest station archives known.
  public init(
    bytesPerFile: Int = 512 << 20, bytesInAll: Int = 256 << 30, files: Int = 1_000_000, depth: Int = 16
  ) {
    self.bytesPerFile = bytesPerFile
    self.bytesInAll = bytesInAll
    self.files = files
    self.depth = depth
  }
}

/// Why a stream of bytes stopped: the one file is damaged, or the whole input must be refused.
public enum ReadFault: Error, Hashable, Sendable {
  /// This file or member cannot be read (CRC error, permission, unknown compression): skip it and count.
  case damaged(Failure)
  /// Reading on would be unsafe (a byte budget is spent, sizes lie): refuse the archive.
  case refused(Failure)

  /// What is wrong and where.
  public var failure: Failure {
    switch self {
    case .damaged(let failure), .refused(let failure): failure
    }
  }
}
