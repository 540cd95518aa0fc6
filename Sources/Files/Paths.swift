#if canImport(Glibc)
  import Glibc
#endif

/// Paths as text: joining, globbing, ordering by bytes so that no locale can change an order.
public enum Paths {
  /// The folder part of a path, `.` where there is none.
  public static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path.
  public static func name(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return path }
    return String(path[path.index(after: slash)...])
  }

  /// `path` seen from `folder`; an absolute path stays as it is.
  public static func resolve(_ path: String, in folder: String) -> String {
    if path.hasPrefix("/") || folder == "." { return path }
    return folder.hasSuffix("/") ? folder + path : folder + "/" + path
  }

  /// The files that match a shell pattern (`*`, `?`, `[…]`), in byte order; a name without a pattern matches itself
  /// if it exists.
  public static func glob(_ pattern: String) -> [String] {
    if exists(pattern) { return [pattern] }
    var result = unsafe glob_t()
    defer { unsafe globfree(&result) }
    guard unsafe Glibc.glob(pattern, GLOB_NOSORT, nil, &result) == 0 else { return [] }
    var paths: [String] = []
    for index in 0..<Int(unsafe result.gl_pathc) {
      if let entry = unsafe result.gl_pathv[index] { paths.append(unsafe String(cString: entry)) }
    }
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The files that match a pattern seen from `folder`, whose own name is no pattern.
  public static func glob(_ pattern: String, in folder: String) -> [String] {
    let literal = resolve(pattern, in: folder)
    if exists(literal) { return [literal] }
    var escaped = ""
    for character in folder {
      if ["*", "?", "[", "]", "\\"].contains(character) { escaped += "\\" }
      escaped.append(character)
    }
    return glob(resolve(pattern, in: escaped))
  }

  /// Whether something stands at the path.
  public static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Whether a folder stands at the path.
  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && (status.st_mode & S_IFMT) == S_IFDIR
  }

  /// The absolute path of something that exists, links resolved; the path itself otherwise.
  public static func absolute(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  /// The text of a file that is at most `limit` bytes and valid UTF-8.
  /// - Throws: `Failure` of the given kind naming the file and what is wrong with it.
  public static func text(
    of path: String, limit: Int = 1 << 20, kind: Failure.Kind = .usage
  ) throws(Failure) -> String {
    guard exists(path) else { throw Failure(kind, "there is no such file", path: path) }
    guard !isFolder(path) else { throw Failure(kind, "is a folder, not a file", path: path) }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw Failure(kind, AtomicFile.systemFailure("cannot be read", path: path).reason, path: path)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe piece.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 else {
        throw Failure(kind, AtomicFile.systemFailure("cannot be read", path: path).reason, path: path)
      }
      if count == 0 { break }
      bytes.append(contentsOf: piece[..<count])
      guard bytes.count <= limit else { throw Failure(kind, "is larger than \(limit) bytes", path: path) }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(kind, "is not UTF-8 text", path: path)
    }
    return text
  }
}
