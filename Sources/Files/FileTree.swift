import Glibc

/// A folder or a zip file seen alike: the regular files under it, and their bytes.
///
/// A zip is read in place. A folder is walked by `lstat`: symbolic links are not followed (so a second name
/// of the same archive is not indexed twice), devices, sockets and FIFOs are never opened, and the depth is
/// limited. Safe to use from several threads at once.
public struct FileTree: Sendable {
  /// One regular file of the tree.
  public struct Entry: Hashable, Sendable {
    /// The names from the top of the tree down to the file.
    public var components: [String]
    /// The size in bytes when the tree was listed; for a zip, the declared unpacked size.
    public var size: Int
    enum Location: Hashable, Sendable {
      case file([UInt8])
      case member(ZipArchive.Member)
    }
    var location: Location

    /// The file's own name.
    public var name: String { components.last ?? "" }
    /// The path below the tree's top, with `/` between the names.
    public var relativePath: String { components.joined(separator: "/") }
  }

  /// The path as given.
  public let path: String
  /// The regular files, ordered by the bytes of their relative paths.
  public let entries: [Entry]
  /// What was passed over: links, devices, unreadable or too deep folders.
  public let problems: [Problem]
  private let zip: ZipArchive?
  private let limits: ReadLimits

  /// Whether the tree is a zip file.
  public var isZip: Bool { zip != nil }

  /// Opens a folder, or a file that must then be a zip.
  ///
  /// - Throws: a data failure when there is nothing at the path, when it is a file of another kind (what was
  ///   found is said), or when the zip is incomplete, unsafe or over its limits.
  public static func open(_ path: String, limits: ReadLimits = ReadLimits()) throws(Failure) -> FileTree {
    var status = stat()
    guard !path.isEmpty, !path.utf8.contains(0) else { throw Failure(.data, "is not a path", path: path) }
    guard unsafe stat(path, &status) == 0 else {
      throw Failure(.data, "cannot be opened: \(systemReason())", path: path)
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      var walk = FolderWalk(top: path, limits: limits)
      try walk.run()
      return FileTree(
        path: path, entries: inOrder(walk.entries), problems: walk.problems, zip: nil, limits: limits)
    case S_IFREG:
      try requireZip(path)
      let zip = try ZipArchive(path: path, limits: limits)
      let (entries, problems) = list(zip)
      return FileTree(path: path, entries: entries, problems: problems, zip: zip, limits: limits)
    default:
      throw Failure(.data, "is neither a folder nor a file", path: path)
    }
  }

  /// The name of an entry for messages: `top/relative/path`.
  public func messagePath(of entry: Entry) -> String {
    (path.hasSuffix("/") ? String(path.dropLast()) : path) + "/" + entry.relativePath
  }

  /// A stream of an entry's bytes.
  public func open(_ entry: Entry) throws(ReadFault) -> ByteStream {
    switch entry.location {
    case .member(let member):
      guard let zip else { throw .refused(Failure(.internalFault, "the entry is of another tree")) }
      return try zip.open(member)
    case .file(let bytes):
      let name = messagePath(of: entry)
      let descriptor = try FileDescriptor(path: bytes, name: name)
      return ByteStream(.file(descriptor), limit: limits.bytesPerFile, path: name)
    }
  }

  /// All bytes of an entry that is at most `limit` bytes long.
  public func contents(of entry: Entry, limit: Int = 16 << 20) throws(ReadFault) -> [UInt8] {
    guard entry.size <= limit else {
      throw .damaged(
        Failure(.data, "is \(entry.size) bytes, too large for what it is", path: messagePath(of: entry)))
    }
    return try open(entry).readAll()
  }

  private static func list(_ zip: ZipArchive) -> ([Entry], [Problem]) {
    var problems: [Problem] = []
    var listed: [Entry] = []
    var seen: Set<String> = []
    for member in zip.members {
      let parts = member.name.split { $0 == "/" || $0 == "\\" }.map(String.init).filter { $0 != "." }
      guard seen.insert(parts.joined(separator: "/")).inserted else {
        problems.append(
          Problem(path: zip.path + "/" + member.name, reason: "the name occurs twice; the first is used"))
        continue
      }
      listed.append(Entry(components: parts, size: Int(clamping: member.size), location: .member(member)))
    }
    return (inOrder(listed), problems)
  }

  /// Orders entries by the bytes of their names, level by level: the same for a folder and a zip of it.
  private static func inOrder(_ entries: [Entry]) -> [Entry] {
    entries.map { (key: Array($0.components.joined(separator: "\0").utf8), entry: $0) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.entry)
  }

  /// Tells what a file is when it is not a zip, by its first bytes.
  private static func requireZip(_ path: String) throws(Failure) {
    var head = [UInt8](repeating: 0, count: 8)
    let count: Int
    do {
      var stream = try ByteStream(file: path)
      count = try stream.read(into: &head, from: 0)
    } catch { throw error.failure }
    head = Array(head.prefix(count))
    if head.starts(with: [0x50, 0x4b]) || path.lowercased().hasSuffix(".zip") && count > 0 { return }
    let found =
      if count == 0 {
        "an empty file"
      } else if head.starts(with: [0x89, 0x48, 0x44, 0x46]) || head.starts(with: [0x43, 0x44, 0x46]) {
        "a NetCDF or HDF5 file"
      } else if head.starts(with: [0x1f, 0x8b]) {
        "a gzip file"
      } else if head.starts(with: [0x52, 0x61, 0x72, 0x21]) {
        "a RAR file"
      } else if head.starts(with: [0x37, 0x7a, 0xbc, 0xaf]) {
        "a 7-Zip file"
      } else {
        "a file of another kind"
      }
    throw Failure(
      .data, "is \(found), neither a folder nor a zip", path: path,
      advice: "Give the folder or the zip as it was downloaded")
  }
}
