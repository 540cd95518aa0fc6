import Glibc

/// The walk through a folder by `lstat`, without following links.
struct FolderWalk {
  let top: String
  let limits: ReadLimits
  var entries: [FileTree.Entry] = []
  var problems: [Problem] = []

  init(top: String, limits: ReadLimits) {
    self.top = top
    self.limits = limits
  }

  mutating func run() throws(Failure) {
    try walk(Array(top.utf8), components: [], depth: 0)
    problems.sort { ($0.path, $0.reason) < ($1.path, $1.reason) }
  }

  private mutating func walk(_ folder: [UInt8], components: [String], depth: Int) throws(Failure) {
    let name = message(components)
    guard let names = list(folder) else {
      if components.isEmpty { throw Failure(.data, "cannot be listed: \(systemReason())", path: top) }
      problems.append(Problem(path: name, reason: "folder cannot be listed: \(systemReason()); skipped"))
      return
    }
    for raw in names {
      let path = folder + (folder.last == 0x2f ? [] : [0x2f]) + raw
      let parts = components + [String(decoding: raw, as: UTF8.self)]
      var status = stat()
      guard unsafe lstat(path.map { CChar(bitPattern: $0) } + [0], &status) == 0 else {
        problems.append(Problem(path: message(parts), reason: "cannot be opened: \(systemReason()); skipped"))
        continue
      }
      switch status.st_mode & S_IFMT {
      case S_IFREG:
        try add(parts, path: path, size: Int(status.st_size))
      case S_IFDIR:
        guard depth + 1 < limits.depth else {
          problems.append(
            Problem(path: message(parts), reason: "folder is more than \(limits.depth) deep; skipped"))
          continue
        }
        try walk(path, components: parts, depth: depth + 1)
      case S_IFLNK:
        problems.append(Problem(path: message(parts), reason: "symbolic link not followed"))
      default:
        problems.append(Problem(path: message(parts), reason: "neither a file nor a folder; skipped"))
      }
    }
  }

  private mutating func add(_ parts: [String], path: [UInt8], size: Int) throws(Failure) {
    entries.append(FileTree.Entry(components: parts, size: size, location: .file(path)))
    guard entries.count <= limits.files else {
      throw Failure(
        .data, "holds more than the \(limits.files) files allowed", path: top,
        advice: "Give the archive's own folder, not one above it")
    }
  }

  private func message(_ components: [String]) -> String {
    ([top.hasSuffix("/") ? String(top.dropLast()) : top] + components).joined(separator: "/")
  }

  /// The names in a folder as raw bytes (a name need not be valid UTF-8), without `.` and `..`.
  private func list(_ folder: [UInt8]) -> [[UInt8]]? {
    guard let stream = unsafe opendir(folder.map { CChar(bitPattern: $0) } + [0]) else { return nil }
    defer { unsafe _ = closedir(stream) }
    var names: [[UInt8]] = []
    while let item = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &item.pointee.d_name) { raw in
        unsafe Array(raw.prefix { $0 != 0 })
      }
      if name != [0x2e], name != [0x2e, 0x2e] { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
