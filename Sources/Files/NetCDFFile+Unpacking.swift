import CNetCDF

extension NetCDFFile {
  /// Values in the type they are stored in, as `raw` gives them, but chunks are unpacked on the calling thread,
  /// outside the library's lock, and with libdeflate.
  ///
  /// For parts whose chunks are wanted once: nothing is kept for the next read. What is not stored in the usual way
  /// (shuffle and deflate, this machine's byte order, every chunk written) is read by `raw`.
  /// - Throws: as `raw` does.
  public func unpacked(_ variable: NetCDFVariable, _ part: NetCDFSlab? = nil) throws(Failure) -> NetCDFArray {
    let values: NetCDFArray? =
      switch variable.type {
      case .int8: try assembled(variable, part).map(NetCDFArray.int8)
      case .uint8: try assembled(variable, part).map(NetCDFArray.uint8)
      case .int16: try assembled(variable, part).map(NetCDFArray.int16)
      case .uint16: try assembled(variable, part).map(NetCDFArray.uint16)
      case .int32: try assembled(variable, part).map(NetCDFArray.int32)
      case .uint32: try assembled(variable, part).map(NetCDFArray.uint32)
      case .int64: try assembled(variable, part).map(NetCDFArray.int64)
      case .uint64: try assembled(variable, part).map(NetCDFArray.uint64)
      case .float: try assembled(variable, part).map(NetCDFArray.float)
      case .double: try assembled(variable, part).map(NetCDFArray.double)
      case .char, .string, .other: nil
      }
    if let values { return values }
    return try raw(variable, part)
  }

  /// A part put together from unpacked chunks; nil where netCDF-C must read it.
  private func assembled<Element: BitwiseCopyable & Sendable>(
    _ variable: NetCDFVariable, _ part: NetCDFSlab?
  ) throws(Failure) -> [Element]? {
    let (slab, total) = try checked(variable, part)
    if total == 0 { return [] }
    guard let chunks = try storedChunks(variable, slab) else { return nil }
    defer { close(chunks) }
    var isComplete = true
    let values = try unsafe [Element](capacity: total) { buffer throws(Failure) in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      for start in SlabPieces.chunkStarts(in: slab, chunk: chunks.shape) {
        let stored = try NetCDFLibrary.exclusively { () throws(Failure) in chunks.bytes(at: start) }
        guard let stored, let numbers = chunks.unpacking.unpack(stored) else {
          isComplete = false
          return
        }
        let pieces = SlabPieces(of: slab, chunkStart: start, chunk: chunks.shape)
        unsafe numbers.withUnsafeBytes { unsafe pieces.copy($0, to: bytes, width: chunks.unpacking.width) }
      }
    }
    return isComplete ? values : nil
  }

  /// Whether a variable is stored so that its chunks are unpacked here.
  func isUnpackedHere(_ variable: NetCDFVariable) throws(Failure) -> Bool {
    guard let chunks = try storedChunks(variable, try checked(variable, nil).0) else { return false }
    close(chunks)
    return true
  }

  private func storedChunks(
    _ variable: NetCDFVariable, _ slab: NetCDFSlab
  ) throws(Failure) -> StoredChunks? {
    try NetCDFLibrary.withOpenFiles { files throws(Failure) -> StoredChunks? in
      guard let shape = try checkedChunks(variable), shape.allSatisfy({ $0 > 0 }),
        SlabPieces.chunkCount(in: slab, chunk: shape) <= NetCDFFile.chunksAtOnce, let file = files.hdf5(key)
      else { return nil }
      return StoredChunks(of: variable, shape: shape, in: file)
    }
  }

  private func close(_ chunks: StoredChunks) {
    _ = try? NetCDFLibrary.exclusively { () throws(Failure) -> Void in chunks.close() }
  }

  /// A part of more chunks than this is left to netCDF-C: their list would be longer than the numbers.
  private static let chunksAtOnce = 1 << 16
}

extension Array where Element: BitwiseCopyable {
  /// An array whose memory is filled by `fill`, which writes every element or fails.
  fileprivate init(
    capacity: Int, _ fill: (UnsafeMutableBufferPointer<Element>) throws(Failure) -> Void
  ) throws(Failure) {
    var failure: Failure?
    unsafe self.init(unsafeUninitializedCapacity: capacity) { buffer, initialized in
      do throws(Failure) {
        try unsafe fill(buffer)
        initialized = capacity
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }
}
