import CNetCDF

/// The chunks of a variable as HDF5 stores them, still packed.
///
/// netCDF-C unpacks inside its lock, one chunk at a time for the whole process. Taking the stored bytes is quick; they
/// are unpacked by whoever wants them (`ChunkUnpacking`). Every call is made inside `NetCDFLibrary`.
struct StoredChunks {
  /// The chunk's length along each dimension.
  let shape: [Int]
  let unpacking: ChunkUnpacking

  private let dataset: hid_t

  /// Opens the dataset behind a variable.
  ///
  /// - Parameter shape: its chunk's lengths as netCDF-C tells them.
  /// - Returns: nil for what only netCDF-C is sure to read rightly: other filters than shuffle and deflate, another
  ///   byte order, a dataset that is not what the variable declares.
  init?(of variable: NetCDFVariable, shape: [Int], in file: hid_t) {
    // Where a variable has the name of a dimension that is not its own, the dataset of this name is another.
    let isCoordinate = variable.dimensions.first?.name == variable.name
    if !isCoordinate, variable.dimensions.contains(where: { $0.name == variable.name }) { return nil }
    guard let chunkBytes = NetCDFVariable.product(shape + [variable.type.byteCount]), chunkBytes > 0 else {
      return nil
    }
    let dataset = unsafe H5Dopen2(file, "/" + variable.path, 0)
    guard dataset >= 0 else { return nil }
    guard cnetcdf_stores(dataset, variable.type.code) != 0,
      StoredChunks.extent(dataset, rank: shape.count) == variable.shape,
      let filters = StoredChunks.filters(dataset, shape: shape)
    else {
      _ = H5Dclose(dataset)
      return nil
    }
    self.shape = shape
    self.dataset = dataset
    unpacking = ChunkUnpacking(
      width: variable.type.byteCount, byteCount: chunkBytes, isShuffled: filters.isShuffled,
      isDeflated: filters.isDeflated)
  }

  /// The stored bytes of the chunk that begins at an index; nil where there are none, or not in the usual way.
  func bytes(at start: [Int]) -> [UInt8]? {
    let offset = start.map { hsize_t(clamping: $0) }
    var stored: hsize_t = 0
    guard unsafe H5Dget_chunk_storage_size(dataset, offset, &stored) >= 0 else { return nil }
    // Deflate adds a few bytes for each block it cannot shorten.
    let most = unpacking.byteCount + unpacking.byteCount / 256 + 64
    guard let count = Int(exactly: stored), count > 0, count <= most else { return nil }
    var skipped: UInt32 = 0
    var status: herr_t = -1
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      status = unsafe H5Dread_chunk(dataset, 0, offset, &skipped, buffer.baseAddress)
      initialized = status >= 0 ? count : 0
    }
    return status >= 0 && skipped == 0 ? bytes : nil
  }

  func close() { _ = H5Dclose(dataset) }

  private static func extent(_ dataset: hid_t, rank: Int) -> [Int]? {
    let space = H5Dget_space(dataset)
    guard space >= 0 else { return nil }
    defer { _ = H5Sclose(space) }
    guard H5Sget_simple_extent_ndims(space) == Int32(clamping: rank) else { return nil }
    var lengths = [hsize_t](repeating: 0, count: rank)
    guard unsafe H5Sget_simple_extent_dims(space, &lengths, nil) >= 0 else { return nil }
    return lengths.map { Int(clamping: $0) }
  }

  /// Which of the two usual filters were used, shuffle before deflate; nil for any other.
  private static func filters(_ dataset: hid_t, shape: [Int]) -> (isShuffled: Bool, isDeflated: Bool)? {
    let list = H5Dget_create_plist(dataset)
    guard list >= 0 else { return nil }
    defer { _ = H5Pclose(list) }
    var lengths = [hsize_t](repeating: 0, count: shape.count)
    guard unsafe H5Pget_chunk(list, Int32(clamping: shape.count), &lengths) == Int32(clamping: shape.count),
      lengths.map({ Int(clamping: $0) }) == shape
    else { return nil }
    var found: [H5Z_filter_t] = []
    for index in 0..<max(0, H5Pget_nfilters(list)) {
      var parameters = 0
      found.append(
        unsafe H5Pget_filter2(list, UInt32(clamping: index), nil, &parameters, nil, 0, nil, nil))
    }
    switch found {
    case []: return (false, false)
    case [H5Z_filter_t(H5Z_FILTER_SHUFFLE)]: return (true, false)
    case [H5Z_filter_t(H5Z_FILTER_DEFLATE)]: return (false, true)
    case [H5Z_filter_t(H5Z_FILTER_SHUFFLE), H5Z_filter_t(H5Z_FILTER_DEFLATE)]: return (true, true)
    default: return nil
    }
  }
}
