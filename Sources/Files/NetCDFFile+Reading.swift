import CNetCDF

/// A rectangular part of a variable: first index and length along each dimension, slowest first.
public struct NetCDFSlab: Hashable, Sendable {
  /// The first index along each dimension.
  public var start: [Int]
  /// The number of indices along each dimension.
  public var count: [Int]

  /// Creates a part; it is checked against the variable when used.
  public init(start: [Int], count: [Int]) {
    self.start = start
    self.count = count
  }
}

extension NetCDFFile {
  /// Values as `Double`; nothing is unpacked or replaced.
  ///
  /// The whole variable where no part is given.
  /// - Throws: `Failure` where the variable is not numeric, the part is out of range or too large, or the
  ///   file cannot be read there.
  public func doubles(_ variable: NetCDFVariable, _ part: NetCDFSlab? = nil) throws(Failure) -> [Double] {
    try requireNumeric(variable)
    return try unsafe fetch(variable, part) {
      unsafe nc_get_vara_double(variable.group, variable.id, $0, $1, $2)
    }
  }

  /// Values as `Float`; a value beyond the range of `Float` is a failure.
  public func floats(_ variable: NetCDFVariable, _ part: NetCDFSlab? = nil) throws(Failure) -> [Float] {
    try requireNumeric(variable)
    return try unsafe fetch(variable, part) {
      unsafe nc_get_vara_float(variable.group, variable.id, $0, $1, $2)
    }
  }

  /// Values as 64-bit integers; fractions are cut off, a value out of range is a failure.
  public func int64s(_ variable: NetCDFVariable, _ part: NetCDFSlab? = nil) throws(Failure) -> [Int64] {
    try requireNumeric(variable)
    return try unsafe fetch(variable, part) { (start, count, values: UnsafeMutablePointer<CLongLong>) in
      unsafe nc_get_vara_longlong(variable.group, variable.id, start, count, values)
    }
  }

  /// Values as 32-bit integers; fractions are cut off, a value out of range is a failure.
  public func int32s(_ variable: NetCDFVariable, _ part: NetCDFSlab? = nil) throws(Failure) -> [Int32] {
    try requireNumeric(variable)
    return try unsafe fetch(variable, part) {
      unsafe nc_get_vara_int(variable.group, variable.id, $0, $1, $2)
    }
  }

  /// Strings: of an NC_STRING variable one each, of a character variable one per row of its last dimension
  /// (trailing NULs and blanks removed).
  public func strings(_ variable: NetCDFVariable, _ part: NetCDFSlab? = nil) throws(Failure) -> [String] {
    switch try raw(variable, part) {
    case .string(let values): return values
    case .char(let bytes):
      let width = part?.count.last ?? variable.shape.last ?? 1
      guard width > 0 else { return [] }
      return stride(from: 0, to: bytes.count, by: width).map { first in
        let row = bytes[first..<min(first + width, bytes.count)]
        let end = row.lastIndex { $0 != 0 && $0 != 0x20 }.map { $0 + 1 } ?? first
        return String(decoding: row[first..<end].prefix { $0 != 0 }, as: UTF8.self)
      }
    default:
      throw Failure(.data, "variable \(variable.path) holds numbers (\(variable.type)), not text", path: path)
    }
  }

  /// Values in the type they are stored in.
  ///
  /// - Throws: `Failure` for user-defined types, and as `doubles` does.
  public func raw(_ variable: NetCDFVariable, _ part: NetCDFSlab? = nil) throws(Failure) -> NetCDFArray {
    let (g, v) = (variable.group, variable.id)
    switch variable.type {
    case .int8: return .int8(try unsafe fetch(variable, part) { unsafe nc_get_vara_schar(g, v, $0, $1, $2) })
    case .uint8:
      return .uint8(try unsafe fetch(variable, part) { unsafe nc_get_vara_ubyte(g, v, $0, $1, $2) })
    case .char:
      return .char(
        try unsafe fetch(variable, part) { unsafe nc_get_vara(g, v, $0, $1, UnsafeMutableRawPointer($2)) })
    case .int16:
      return .int16(try unsafe fetch(variable, part) { unsafe nc_get_vara_short(g, v, $0, $1, $2) })
    case .uint16:
      return .uint16(try unsafe fetch(variable, part) { unsafe nc_get_vara_ushort(g, v, $0, $1, $2) })
    case .int32: return .int32(try unsafe fetch(variable, part) { unsafe nc_get_vara_int(g, v, $0, $1, $2) })
    case .uint32:
      return .uint32(try unsafe fetch(variable, part) { unsafe nc_get_vara_uint(g, v, $0, $1, $2) })
    case .int64:
      return .int64(
        try unsafe fetch(variable, part) { unsafe nc_get_vara(g, v, $0, $1, UnsafeMutableRawPointer($2)) })
    case .uint64:
      return .uint64(
        try unsafe fetch(variable, part) { unsafe nc_get_vara(g, v, $0, $1, UnsafeMutableRawPointer($2)) })
    case .float:
      return .float(try unsafe fetch(variable, part) { unsafe nc_get_vara_float(g, v, $0, $1, $2) })
    case .double:
      return .double(try unsafe fetch(variable, part) { unsafe nc_get_vara_double(g, v, $0, $1, $2) })
    case .string: return .string(try fetchStrings(variable, part))
    case .other(let name):
      throw Failure(.data, "variable \(variable.path) has the user-defined type '\(name)'", path: path)
    }
  }

  /// Lets the library keep up to `bytes` of decompressed chunks of a variable, for reading it row by row.
  ///
  /// A hint: files without chunks, and a refusal of the library, change nothing but the speed.
  public func keepChunks(of variable: NetCDFVariable, bytes: Int) {
    guard format.hasPrefix("netCDF-4"), !variable.dimensions.isEmpty else { return }
    _ = try? NetCDFLibrary.exclusively { () throws(Failure) -> Int32 in
      nc_set_var_chunk_cache(variable.group, variable.id, bytes, 4133, 0.75)
    }
  }

  private func requireNumeric(_ variable: NetCDFVariable) throws(Failure) {
    if variable.type.isNumeric { return }
    throw Failure(
      .data, "variable \(variable.path) is of type \(variable.type), where numbers are needed", path: path)
  }

  /// The part to read, checked against the declared shape and the byte budget before memory is asked for.
  func checked(_ variable: NetCDFVariable, _ part: NetCDFSlab?) throws(Failure) -> (NetCDFSlab, Int) {
    let shape = variable.shape
    let slab = part ?? NetCDFSlab(start: shape.map { _ in 0 }, count: shape)
    guard slab.start.count == shape.count, slab.count.count == shape.count else {
      throw Failure(.data, "variable \(variable.path) has \(shape.count) dimensions", path: path)
    }
    for axis in shape.indices {
      let (end, overflow) = slab.start[axis].addingReportingOverflow(slab.count[axis])
      if overflow || slab.start[axis] < 0 || slab.count[axis] < 0 || end > shape[axis] {
        throw Failure(
          .data, "the part asked of variable \(variable.path) lies outside its shape \(shape)", path: path)
      }
    }
    guard let values = NetCDFVariable.product(slab.count),
      let bytes = NetCDFVariable.product([values, max(8, variable.type.byteCount)]), bytes <= byteBudget
    else {
      throw Failure(
        .data,
        "variable \(variable.path) with shape \(slab.count) is larger than the limit of \(byteBudget) bytes",
        path: path)
    }
    return (slab, values)
  }

  /// The chunk's length along each dimension of a variable; nil where it is stored in one piece.
  /// - Throws: `Failure` (data) where the file cannot say, or a chunk exceeds the byte budget.
  public func chunkShape(of variable: NetCDFVariable) throws(Failure) -> [Int]? {
    try NetCDFLibrary.exclusively { () throws(Failure) -> [Int]? in try checkedChunks(variable) }
  }

  /// The chunk's lengths; a variable whose single chunk would exceed the budget is refused, for HDF5
  /// decompresses whole chunks.
  func checkedChunks(_ variable: NetCDFVariable) throws(Failure) -> [Int]? {
    guard format.hasPrefix("netCDF-4"), !variable.dimensions.isEmpty else { return nil }
    var storage: Int32 = 0
    var lengths = [Int](repeating: 0, count: variable.dimensions.count)
    let status = unsafe nc_inq_var_chunking(variable.group, variable.id, &storage, &lengths)
    try NetCDFLibrary.check(status, "reading the chunk sizes of \(variable.path)", path: path)
    guard storage == NC_CHUNKED else { return nil }
    let bytes = NetCDFVariable.product(lengths + [variable.type.byteCount])
    if (bytes ?? Int.max) > byteBudget {
      throw Failure(
        .data,
        "variable \(variable.path) has chunks of \(lengths), more than the limit of \(byteBudget) bytes",
        path: path)
    }
    return lengths
  }

  private func fetch<Element: Sendable & AdditiveArithmetic>(
    _ variable: NetCDFVariable, _ part: NetCDFSlab?,
    _ read: (UnsafePointer<Int>, UnsafePointer<Int>, UnsafeMutablePointer<Element>) -> Int32
  ) throws(Failure) -> [Element] {
    let (slab, total) = try checked(variable, part)
    if total == 0 { return [] }
    // A scalar has no axes, but the C library wants addresses.
    let start = slab.start.isEmpty ? [0] : slab.start
    let count = slab.count.isEmpty ? [1] : slab.count
    return try NetCDFLibrary.exclusively { () throws(Failure) -> [Element] in
      _ = try checkedChunks(variable)
      var status = NC_NOERR
      let values = unsafe [Element](unsafeUninitializedCapacity: total) { buffer, initialized in
        if let base = buffer.baseAddress { status = unsafe read(start, count, base) }
        initialized = status == NC_NOERR ? total : 0
      }
      try NetCDFLibrary.check(status, "reading variable \(variable.path)", path: path)
      return values
    }
  }

  private func fetchStrings(_ variable: NetCDFVariable, _ part: NetCDFSlab?) throws(Failure) -> [String] {
    let (slab, total) = try checked(variable, part)
    if total == 0 { return [] }
    let start = slab.start.isEmpty ? [0] : slab.start
    let count = slab.count.isEmpty ? [1] : slab.count
    return try NetCDFLibrary.exclusively { () throws(Failure) -> [String] in
      _ = try checkedChunks(variable)
      var pointers = unsafe [UnsafeMutablePointer<CChar>?](repeating: nil, count: total)
      let status = unsafe nc_get_vara_string(variable.group, variable.id, start, count, &pointers)
      try NetCDFLibrary.check(status, "reading variable \(variable.path)", path: path)
      let result = unsafe pointers.map { unsafe $0.map { unsafe String(cString: $0) } ?? "" }
      _ = unsafe nc_free_string(total, &pointers)
      return result
    }
  }
}
