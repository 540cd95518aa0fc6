#if canImport(Glibc)
  import Glibc
#endif

/// A file without a name that is gone with the process: written at its end, read anywhere.
///
/// Appending is for one thread at a time; reading is safe from any number of threads.
public final class ScratchFile: Sendable {
  private let descriptor: Int32
  /// The folder, for messages.
  public let folder: String

  /// Creates the file in a folder and takes its name away.
  /// - Throws: `Failure` (data) where the folder cannot be written.
  public init(in folder: String) throws(Failure) {
    self.folder = folder
    var template = Array((folder + "/.lab-scratch-XXXXXX").utf8CString)
    let opened = unsafe template.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe mkstemp($0) } ?? -1
    }
    guard opened >= 0 else {
      throw AtomicFile.systemFailure("no scratch file can be made here", path: folder)
    }
    unsafe unlink(template)
    _ = fcntl(opened, F_SETFD, FD_CLOEXEC)
    descriptor = opened
  }

  deinit { close(descriptor) }

  /// Writes numbers of a fixed size at an offset.
  /// - Throws: `Failure` (data) where the disk is full.
  public func write<Number: BitwiseCopyable>(_ numbers: [Number], at offset: Int) throws(Failure) {
    var failure: Failure?
    unsafe numbers.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let written = unsafe pwrite(
          descriptor, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done, offset + done)
        if written < 0, errno == EINTR { continue }
        guard written > 0 else {
          if written == 0 { errno = ENOSPC }
          failure = AtomicFile.systemFailure("the scratch file cannot be written", path: folder)
          failure?.advice =
            "Series of image stacks are gathered there: free some space, or give another folder"
          return
        }
        done += written
      }
    }
    if let failure { throw failure }
  }

  /// Reads numbers that were written.
  /// - Throws: `Failure` (data) where the disk fails.
  public func read<Number: BitwiseCopyable>(
    _ zero: Number, count: Int, at offset: Int
  ) throws(Failure) -> [Number] {
    guard count > 0 else { return [] }
    var numbers = [Number](repeating: zero, count: count)
    var failure: Failure?
    unsafe numbers.withUnsafeMutableBytes { bytes in
      var done = 0
      while done < bytes.count {
        let got = unsafe pread(
          descriptor, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done, offset + done)
        if got < 0, errno == EINTR { continue }
        guard got > 0 else {
          if got == 0 { errno = EIO }
          failure = AtomicFile.systemFailure("the scratch file cannot be read", path: folder)
          return
        }
        done += got
      }
    }
    if let failure { throw failure }
    return numbers
  }
}
