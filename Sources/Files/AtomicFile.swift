import CNetCDF

#if canImport(Glibc)
  import Glibc
#endif

/// Files that appear whole or not at all: written under a temporary name, flushed to disk, then renamed.
public enum AtomicFile {
  /// Writes text to `path`, replacing what was there only when all of it is on disk.
  /// - Throws: `Failure` (data) naming the file and the system's reason (disk full, read-only, …).
  public static func write(_ text: String, to path: String) throws(Failure) {
    let stream = try AtomicTextStream(path: path)
    try stream.write(text)
    try stream.commit()
  }

  /// The temporary name used beside `path` while it is written.
  public static func temporaryName(for path: String) -> String { path + ".partial" }

  /// Flushes a finished temporary file to disk, unless told not to, and gives it its final name.
  /// - Throws: `Failure` (data) naming the file; the temporary file is removed.
  public static func commit(
    temporary: String, to path: String, isFlushed: Bool = true
  ) throws(Failure) {
    do throws(Failure) {
      if isFlushed { try flush(temporary, named: path) }
      guard unsafe rename(temporary, path) == 0 else {
        throw systemFailure("cannot be renamed into place", path: path)
      }
    } catch {
      unsafe unlink(temporary)
      throw error
    }
  }

  /// Flushes everything that was written to the file system of a folder.
  /// - Throws: `Failure` (data) where it cannot be.
  public static func flush(filesystemOf folder: String) throws(Failure) {
    let descriptor = unsafe open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw systemFailure("cannot be opened to flush it", path: folder) }
    defer { close(descriptor) }
    guard cnetcdf_flush_filesystem(descriptor) == 0 else {
      throw systemFailure("cannot be flushed to disk", path: folder)
    }
  }

  private static func flush(_ temporary: String, named path: String) throws(Failure) {
    let descriptor = unsafe open(temporary, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw systemFailure("cannot be reopened to flush it", path: path) }
    let flushed = fsync(descriptor)
    close(descriptor)
    guard flushed == 0 else { throw systemFailure("cannot be flushed to disk", path: path) }
  }

  /// A failure (data) with the system's own words for `errno`.
  public static func systemFailure(_ reason: String, path: String) -> Failure {
    let code = errno
    let words = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    return Failure(.data, "\(reason): \(words)", path: path)
  }
}

/// A text file written piece by piece that appears under its name only when `commit` is called.
///
/// An instance that is dropped without `commit` removes its temporary file. Not for use from two threads.
public final class AtomicTextStream {
  private let path: String
  private let temporary: String
  private var descriptor: Int32
  private var buffer: [UInt8] = []
  private static let bufferSize = 1 << 16

  /// Opens the temporary file beside `path`.
  /// - Throws: `Failure` (data) where the folder cannot be written.
  public init(path: String) throws(Failure) {
    self.path = path
    temporary = AtomicFile.temporaryName(for: path)
    descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw AtomicFile.systemFailure("cannot be written", path: path) }
    buffer.reserveCapacity(AtomicTextStream.bufferSize + 4096)
  }

  deinit {
    if descriptor >= 0 {
      close(descriptor)
      unsafe unlink(temporary)
    }
  }

  /// Appends text.
  /// - Throws: `Failure` (data) where the disk is full or the file is gone.
  public func write(_ text: String) throws(Failure) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= AtomicTextStream.bufferSize { try flush() }
  }

  /// Flushes, closes and renames the file into place.
  /// - Throws: `Failure` (data); the temporary file is then removed.
  public func commit() throws(Failure) {
    try flush()
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0 else {
      let failure = AtomicFile.systemFailure("cannot be closed", path: path)
      unsafe unlink(temporary)
      throw failure
    }
    try AtomicFile.commit(temporary: temporary, to: path)
  }

  private func flush() throws(Failure) {
    var start = 0
    while start < buffer.count {
      let descriptor = descriptor
      let written = unsafe buffer.withUnsafeBytes { bytes in
        unsafe Glibc.write(descriptor, bytes.baseAddress.map { unsafe $0 + start }, bytes.count - start)
      }
      if written < 0 {
        if errno == EINTR { continue }
        throw AtomicFile.systemFailure("cannot be written", path: path)
      }
      start += written
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
