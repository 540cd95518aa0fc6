internal import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// A folder that one process at a time writes its results into.
///
/// The lock is the kernel's (`flock`), so a killed run leaves none behind.
public final class RunFolder {
  /// The folder's path as the user gave it.
  public let path: String
  private let descriptor: Int32
  private static let lockName = ".lock"
  /// The file written last: its presence says that a run is complete.
  public static let completionMark = "manifest.json"

  /// Creates the folder where needed and takes its lock.
  /// - Throws: `Failure` (usage) where it holds a finished run and `overwrite` is false, or another process is
  ///   writing into it; `Failure` (data) where it cannot be created.
  public init(path: String, overwrite: Bool) throws(Failure) {
    self.path = path
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure(.data, "the run folder cannot be created", path: path, advice: "Choose another --out")
    }
    let lockPath = path + "/" + RunFolder.lockName
    descriptor = unsafe open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw AtomicFile.systemFailure("the run folder cannot be written", path: path)
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw Failure(
        .usage, "another run is writing into this folder", path: path,
        advice: "Wait for it, or choose another --out")
    }
    if FileManager.default.fileExists(atPath: file(RunFolder.completionMark)) {
      guard overwrite else {
        throw Failure(
          .usage, "the folder already holds a finished run", path: path,
          advice: "Choose another --out, or pass --overwrite")
      }
      // Without its mark a half-replaced run cannot pass for a finished one.
      unsafe unlink(file(RunFolder.completionMark))
    }
  }

  deinit {
    if descriptor >= 0 {
      unsafe unlink(path + "/" + RunFolder.lockName)
      close(descriptor)
    }
  }

  /// The path of a file in the folder.
  public func file(_ name: String) -> String { path + "/" + name }

  /// Creates a folder inside the run folder.
  /// - Throws: `Failure` (data) where that is not possible.
  public func createFolder(_ name: String) throws(Failure) {
    do {
      try FileManager.default.createDirectory(atPath: file(name), withIntermediateDirectories: true)
    } catch {
      throw Failure(.data, "the folder cannot be created", path: file(name))
    }
  }

  /// The names of the finished files in the folder and its subfolders, in byte order; the lock and temporary files aside.
  /// - Throws: `Failure` (data) where the folder cannot be read.
  public func contents() throws(Failure) -> [String] {
    guard let enumerator = FileManager.default.enumerator(atPath: path) else {
      throw Failure(.data, "the run folder cannot be read", path: path)
    }
    var names: [String] = []
    for case let name as String in enumerator where !Paths.isFolder(file(name)) {
      let isOurs =
        name == RunFolder.lockName || name == RunFolder.completionMark || name.hasSuffix(".partial")
      if !isOurs { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
