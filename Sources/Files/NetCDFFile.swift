#if canImport(Glibc)
  import Glibc
#endif

/// A netCDF file open for reading (classic, 64-bit, netCDF-4 and plain HDF5); closed when the last reference goes.
///
/// The structure is read once on opening; values are read on demand. Safe to share between threads: calls
/// into netCDF-C are serialised for the whole process. Opening a file that is open already shares it. A read that would need more memory than `byteBudget`
/// is refused before anything is allocated, whatever lengths or chunks the file declares.
public final class NetCDFFile: Sendable {
  /// The largest read allowed where none is stated: 2 GiB.
  public static let defaultByteBudget = 1 << 31

  /// The path as given, for messages.
  public let path: String
  /// The largest single read in bytes.
  public let byteBudget: Int
  /// All groups, the root first, each before its children.
  public let groups: [NetCDFGroup]
  /// All variables of all groups, in file order.
  public let variables: [NetCDFVariable]
  /// The format: `classic`, `64-bit offset`, `64-bit data`, `netCDF-4` or `netCDF-4 classic`.
  public let format: String

  let key: OpenNetCDFFiles.Key
  private let variableIndex: [String: Int]

  /// Opens a file and reads its structure.
  ///
  /// - Throws: `Failure` where there is no regular file, it is not netCDF, it is cut short (classic formats),
  ///   or its declarations are inconsistent.
  public init(reading path: String, byteBudget: Int = NetCDFFile.defaultByteBudget) throws(Failure) {
    let status = try NetCDFFile.regularFileStatus(path)
    let location = try NetCDFFile.absolutePath(path)
    let key = OpenNetCDFFiles.Key(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    let opened = try NetCDFLibrary.withOpenFiles { files throws(Failure) in
      try files.open(key, location: location, path: path)
    }
    self.path = path
    self.byteBudget = byteBudget
    self.key = key
    groups = opened.groups
    variables = opened.variables
    format = opened.format
    variableIndex = Dictionary(
      opened.variables.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
    if !format.hasPrefix("netCDF-4") { try checkComplete(fileSize: Int(status.st_size)) }
  }

  deinit {
    let key = key
    _ = try? NetCDFLibrary.withOpenFiles { files throws(Failure) -> Void in files.close(key) }
  }

  /// The global attributes.
  public var attributes: [String: NetCDFAttribute] { groups.first?.attributes ?? [:] }

  /// The dimensions of all groups.
  public var dimensions: [NetCDFDimension] { groups.flatMap(\.dimensions) }

  /// The variable at a path such as `sm` or `Group/sm` (a leading slash is allowed); nil where there is none.
  public func variable(_ name: String) -> NetCDFVariable? {
    let key = name.hasPrefix("/") ? String(name.dropFirst()) : name
    return variableIndex[key].map { variables[$0] }
  }

  /// The variable at a path.
  ///
  /// - Throws: `Failure` that names the missing variable and lists what there is.
  public func requiredVariable(_ name: String) throws(Failure) -> NetCDFVariable {
    if let found = variable(name) { return found }
    let present = variables.prefix(40).map(\.path).joined(separator: ", ")
    let more = variables.count > 40 ? ", …" : ""
    throw Failure(
      .data, "there is no variable '\(name)'", path: path,
      advice: variables.isEmpty ? "The file has no variables" : "It has: \(present)\(more)")
  }

  /// netCDF's classic formats are uncompressed, so a file smaller than its variables has been cut short;
  /// the library would hand out zeros for what is missing.
  private func checkComplete(fileSize: Int) throws(Failure) {
    var total = 0
    for variable in variables {
      let bytes = variable.count.flatMap { NetCDFVariable.product([$0, variable.type.byteCount]) }
      let (sum, overflow) = total.addingReportingOverflow(bytes ?? Int.max)
      if overflow || sum > fileSize {
        throw Failure(
          .data, "the file is cut short: its variables need more than its \(fileSize) bytes", path: path)
      }
      total = sum
    }
  }

  /// The status of a regular file: a pipe or device would block or never end.
  private static func regularFileStatus(_ path: String) throws(Failure) -> stat {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      throw Failure(.data, "cannot be opened: \(unsafe String(cString: strerror(errno)))", path: path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(.data, "is not a regular file", path: path)
    }
    return status
  }

  /// The absolute form of a path, because netCDF-C takes `http://…` and `[…]` prefixes for network addresses.
  static func absolutePath(_ path: String) throws(Failure) -> String {
    if path.isEmpty || path.utf8.contains(0) {
      throw Failure(.data, "the path is empty or holds NUL", path: path)
    }
    if path.utf8.contains(0x5C) {
      throw Failure(.data, "netCDF takes a backslash in a path for a folder", path: path, advice: "Rename it")
    }
    if path.hasPrefix("/") { return path }
    guard let folder = unsafe getcwd(nil, 0) else {
      throw Failure(.data, "the working folder cannot be read", path: path)
    }
    defer { unsafe free(folder) }
    return unsafe String(cString: folder) + "/" + path
  }
}
