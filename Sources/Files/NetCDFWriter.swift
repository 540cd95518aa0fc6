import CNetCDF

#if canImport(Glibc)
  import Glibc
#endif

/// Writes a netCDF-4 file under a temporary name and gives it its own name only when it is whole.
///
/// Declare dimensions, variables and attributes, write values (whole or part by part), then `finish()`. An
/// instance dropped without `finish()` leaves nothing behind. The same calls give the same bytes: no dates,
/// no host names. Not for use from two threads at once, but other threads may use other files.
public final class NetCDFWriter {
  /// The final path.
  public let path: String
  private let temporary: String
  var id: Int32
  private let isFlushed: Bool
  private var isOpen = true
  private(set) var dimensionLengths: [Int32: Int?] = [:]
  private var groups: [String: Int32] = [:]

  /// A dimension of the file being written.
  public struct Dimension: Hashable, Sendable {
    /// The name.
    public let name: String
    let id: Int32
  }

  /// A variable of the file being written.
  public struct Variable: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The stored type.
    public let type: NetCDFType
    let id: Int32
    let dimensions: [Dimension]
    /// The group it lies in.
    let group: Int32
  }

  /// How a variable is stored.
  public struct Storage: Hashable, Sendable {
    /// The deflate level, 0 (none) to 9.
    public var deflate: Int
    /// Whether bytes are shuffled before they are deflated.
    public var shuffle: Bool
    /// The chunk's length along each dimension; the library's choice where nil.
    public var chunks: [Int]?
    /// The most bytes of unwritten chunks that are held in memory; the library's choice (16 MB) where nil.
    ///
    /// A variable that is appended to from end to end needs two chunks.
    public var cacheBytes: Int?

    /// Deflated at level 4, shuffled, unless stated otherwise; scalars and strings are never deflated.
    public init(deflate: Int = 4, shuffle: Bool = true, chunks: [Int]? = nil, cacheBytes: Int? = nil) {
      self.deflate = deflate
      self.shuffle = shuffle
      self.chunks = chunks
      self.cacheBytes = cacheBytes
    }
  }

  /// Creates the temporary file beside `path`.
  ///
  /// - Parameters:
  ///   - isFlushed: whether the file is on disk when it gets its name. One of very many files need not be, where all
  ///     are flushed at once (`AtomicFile.flush(filesystemOf:)`) before anything vouches for them.
  ///   - linksDimensions: whether HDF5's dimension scales refer to variables and these to them, for readers that know
  ///     HDF5 alone. netCDF reads the dimensions either way; to make the links is half of what a small file costs.
  /// - Throws: `Failure` (data) where the folder cannot be written.
  public init(
    writing path: String, isFlushed: Bool = true, linksDimensions: Bool = true
  ) throws(Failure) {
    self.isFlushed = isFlushed
    let location = try NetCDFFile.absolutePath(path)
    let temporary = AtomicFile.temporaryName(for: location)
    self.path = path
    self.temporary = temporary
    id = try NetCDFLibrary.exclusively { () throws(Failure) -> Int32 in
      var id: Int32 = -1
      let mode = NC_NETCDF4 | NC_CLOBBER | (linksDimensions ? 0 : cnetcdf_unlinked_dimensions())
      try NetCDFLibrary.check(
        unsafe nc_create(temporary, mode, &id), "creating the file", path: path,
        isWriting: true)
      return id
    }
  }

  deinit {
    if isOpen {
      let id = id
      // The file is thrown away: what `nc_close` says about it does not matter.
      _ = try? NetCDFLibrary.exclusively { () throws(Failure) -> Int32 in nc_close(id) }
      unsafe unlink(temporary)
    }
  }

  /// Declares a dimension; `nil` as length makes it unlimited.
  /// - Throws: `Failure` (data) where the name is taken or not allowed.
  public func dimension(_ name: String, length: Int?) throws(Failure) -> Dimension {
    precondition((length ?? 0) >= 0, "a dimension's length is not negative")
    precondition(length != 0, "netCDF reads a length of zero as unlimited")
    let dimension = try call("declaring dimension \(name)") { id, result in
      unsafe nc_def_dim(id, name, length ?? NC_UNLIMITED, &result)
    }
    dimensionLengths[dimension] = length
    return Dimension(name: name, id: dimension)
  }

  /// Declares a variable with its dimensions, slowest first, and its fill value in the variable's own type.
  ///
  /// A name such as `Grid/precipitation` lies in a group, which is made where it is not there.
  /// - Throws: `Failure` (data) where the name is taken or the storage is not possible.
  public func variable(
    _ name: String, _ type: NetCDFType, _ dimensions: [Dimension] = [], fill: NetCDFArray? = nil,
    storage: Storage = Storage()
  ) throws(Failure) -> Variable {
    precondition(
      fill.map { $0.count == 1 && $0.type == type } ?? true, "one fill value of the variable's type")
    let ids = dimensions.map(\.id)
    let parts = name.split(separator: "/")
    let group = try group(parts.dropLast())
    let variable = try call("declaring variable \(name)") { _, result in
      unsafe nc_def_var(group, String(parts.last ?? ""), type.code, Int32(ids.count), ids, &result)
    }
    let declared = Variable(name: name, type: type, id: variable, dimensions: dimensions, group: group)
    if !dimensions.isEmpty {
      if let chunks = storage.chunks {
        precondition(chunks.count == dimensions.count, "a chunk has one length per dimension")
        try call("setting the chunks of \(name)") { _ in
          unsafe nc_def_var_chunking(group, variable, NC_CHUNKED, chunks)
        }
      }
      if let bytes = storage.cacheBytes {
        precondition(bytes >= 0, "a cache has no negative size")
        try call("setting the cache of \(name)") { _ in
          nc_set_var_chunk_cache(group, variable, bytes, 521, 0.75)
        }
      }
      if storage.deflate > 0, type.isNumeric {
        try call("compressing \(name)") { _ in
          nc_def_var_deflate(group, variable, storage.shuffle ? 1 : 0, 1, Int32(storage.deflate))
        }
      }
    }
    if let fill { try attribute("_FillValue", .values(fill), of: declared) }
    return declared
  }

  /// Closes the file, flushes it to disk and renames it into place.
  /// - Throws: `Failure` (data) where any of it fails; the temporary file is removed and `path` left as it was.
  public func finish() throws(Failure) {
    precondition(isOpen, "a file is finished once")
    isOpen = false
    let id = id
    do throws(Failure) {
      try NetCDFLibrary.exclusively { () throws(Failure) -> Void in
        try NetCDFLibrary.check(nc_close(id), "writing the file", path: path, isWriting: true)
      }
    } catch {
      unsafe unlink(temporary)
      throw error
    }
    try AtomicFile.commit(temporary: temporary, to: path, isFlushed: isFlushed)
  }

  /// The group of these names, made where it is not there.
  private func group(_ names: ArraySlice<Substring>) throws(Failure) -> Int32 {
    var (parent, path) = (id, "")
    for name in names {
      path += "/" + name
      if let known = groups[path] {
        parent = known
        continue
      }
      let made = try call("making group \(path)") { _, result in
        unsafe nc_def_grp(parent, String(name), &result)
      }
      groups[path] = made
      parent = made
    }
    return parent
  }

  /// One call into the library, with the status checked.
  func call(_ operation: String, _ body: (Int32) -> Int32) throws(Failure) {
    precondition(isOpen, "nothing is written to a finished file")
    let id = id
    try NetCDFLibrary.exclusively { () throws(Failure) -> Void in
      try NetCDFLibrary.check(body(id), operation, path: path, isWriting: true)
    }
  }

  private func call(_ operation: String, _ body: (Int32, inout Int32) -> Int32) throws(Failure) -> Int32 {
    var result: Int32 = -1
    try call(operation) { body($0, &result) }
    return result
  }
}
