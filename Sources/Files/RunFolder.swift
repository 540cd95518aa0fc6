internal import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// A folder that one process at a time writes its results into.
///
/// A run is made in the hidden folder `.partial` inside it and moved to its place by `publish`, when all of it is on
/// disk. Until then an older run stays as it was, whatever stops the new one; where a process is killed while it
/// moves the files, the next one to open the folder ends the move. Files of others are left alone.
///
/// The lock is the kernel's (`flock`), so a killed run leaves none behind.
public final class RunFolder {
  /// The folder's path as the user gave it.
  public let path: String
  private let lock: Int32
  private let isNew: Bool
  private static let lockName = ".lock"
  private static let stageName = ".partial"
  /// Where the replaced run's manifest waits while files are moved: it says which of them are stale.
  private static let replacedName = ".replaced"
  /// The file written last: its presence says that a run is complete.
  public static let completionMark = "manifest.json"

  /// Creates the folder where needed and takes its lock.
  /// - Throws: `Failure` (usage) where it holds a finished run and `overwrite` is false, files that are no run's, or
  ///   another process is writing into it; `Failure` (data) where it cannot be created.
  public init(path: String, overwrite: Bool) throws(Failure) {
    self.path = path
    isNew = !Paths.exists(path)
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure(.data, "the run folder cannot be created", path: path, advice: "Choose another --out")
    }
    lock = try RunFolder.takeLock(of: path)
    if Paths.exists(file(RunFolder.completionMark)) { try publish() }
    if Paths.exists(path + "/" + RunFolder.completionMark) && !overwrite {
      throw Failure(
        .usage, "the folder already holds a finished run", path: path,
        advice: "Choose another --out, or pass --overwrite")
    }
    // What stands there without a run's mark is somebody's own: an experiment.yml must not be replaced by the run's.
    if !isNew, !Paths.exists(path + "/" + RunFolder.completionMark),
      let other = (try? FileManager.default.contentsOfDirectory(atPath: path))?.filter({ !$0.hasPrefix(".") })
        .min()
    {
      throw Failure(
        .usage, "the folder holds files that are no run's, such as '\(other)'", path: path,
        advice: "Choose another --out: an empty or a new folder")
    }
    try removeStage()
    do {
      try FileManager.default.createDirectory(atPath: stage, withIntermediateDirectories: false)
    } catch {
      throw AtomicFile.systemFailure("the run folder cannot be written", path: path)
    }
  }

  deinit {
    // A complete run that could not be moved is kept: the next process to open the folder moves it.
    if !Paths.exists(file(RunFolder.completionMark)) { try? removeStage() }
    unsafe unlink(path + "/" + RunFolder.lockName)
    close(lock)
    if isNew { unsafe rmdir(path) }
  }

  /// The path of a file of the run that is being made.
  public func file(_ name: String) -> String { stage + "/" + name }

  /// Creates a folder inside the run that is being made.
  /// - Throws: `Failure` (data) where that is not possible.
  public func createFolder(_ name: String) throws(Failure) {
    do {
      try FileManager.default.createDirectory(atPath: file(name), withIntermediateDirectories: true)
    } catch {
      throw Failure(.data, "the folder cannot be created", path: file(name))
    }
  }

  /// The names of the finished files of the run that is being made, its subfolders included, in byte order; the
  /// manifest and temporary files aside.
  /// - Throws: `Failure` (data) where the folder cannot be read.
  public func contents() throws(Failure) -> [String] {
    guard let enumerator = FileManager.default.enumerator(atPath: stage) else {
      throw Failure(.data, "the run folder cannot be read", path: path)
    }
    var names: [String] = []
    for case let name as String in enumerator where !Paths.isFolder(file(name)) {
      let isOurs =
        name == RunFolder.completionMark || name == RunFolder.replacedName || name.hasSuffix(".partial")
      if !isOurs { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Moves the finished run to its place, where it replaces an older one.
  ///
  /// That one's outputs go, the manifest comes last. Killed at any instant, the folder holds the old run, or the new one once it is opened again.
  /// - Throws: `Failure` (data) where a file cannot be moved; the new run then waits in the hidden folder.
  public func publish() throws(Failure) {
    let names = try contents()
    let mark = path + "/" + RunFolder.completionMark
    let replaced = file(RunFolder.replacedName)
    // Without its mark a half-replaced run cannot pass for a finished one.
    if Paths.exists(mark) { try move(mark, to: replaced) }
    let current = Set(RunFolder.outputs(of: file(RunFolder.completionMark)) + names)
    for name in RunFolder.outputs(of: replaced) where !current.contains(name) {
      unsafe unlink(path + "/" + name)
      // Only a folder that is empty now goes.
      if name.contains("/") { unsafe rmdir(Paths.folder(of: path + "/" + name)) }
    }
    for name in names {
      do {
        try FileManager.default.createDirectory(
          atPath: Paths.folder(of: path + "/" + name), withIntermediateDirectories: true)
      } catch {
        throw Failure(.data, "the folder cannot be created", path: Paths.folder(of: path + "/" + name))
      }
      try move(file(name), to: path + "/" + name)
    }
    if Paths.exists(file(RunFolder.completionMark)) { try move(file(RunFolder.completionMark), to: mark) }
    try removeStage()
  }

  private var stage: String { path + "/" + RunFolder.stageName }

  private func move(_ source: String, to target: String) throws(Failure) {
    guard unsafe rename(source, target) == 0 else {
      throw AtomicFile.systemFailure("the finished run cannot be moved here", path: target)
    }
  }

  private func removeStage() throws(Failure) {
    guard Paths.exists(stage) else { return }
    do {
      try FileManager.default.removeItem(atPath: stage)
    } catch {
      throw Failure(.data, "what an interrupted run left cannot be removed", path: stage)
    }
  }

  /// The names of a manifest's outputs, as far as they lie in its folder; none where there is no manifest.
  private static func outputs(of manifest: String) -> [String] {
    struct Listing: Decodable {
      struct Output: Decodable { var role: String?, name: String }
      var outputs: [Output]
    }
    guard let data = FileManager.default.contents(atPath: manifest),
      let listing = try? JSONDecoder().decode(Listing.self, from: data)
    else { return [] }
    return listing.outputs.map(\.name).filter { name in
      !name.split(separator: "/", omittingEmptySubsequences: false).contains { $0.isEmpty || $0 == ".." }
    }
  }

  /// Opens and locks the folder's lock file.
  private static func takeLock(of path: String) throws(Failure) -> Int32 {
    let file = path + "/" + lockName
    while true {
      let descriptor = unsafe open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else {
        throw AtomicFile.systemFailure("the run folder cannot be written", path: path)
      }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        close(descriptor)
        throw Failure(
          .usage, "another run is writing into this folder", path: path,
          advice: "Wait for it, or choose another --out")
      }
      // The run before may have removed the file between our two calls: then the lock is on a name of nobody.
      var ours = stat()
      var named = stat()
      if unsafe fstat(descriptor, &ours) == 0, unsafe stat(file, &named) == 0, ours.st_ino == named.st_ino {
        return descriptor
      }
      close(descriptor)
    }
  }
}
