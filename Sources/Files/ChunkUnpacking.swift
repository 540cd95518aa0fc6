import CDeflate

/// How the stored bytes of a chunk become numbers: HDF5's deflate and shuffle filters undone.
///
/// Inflating with libdeflate takes a third of the time of zlib, which netCDF-C uses (docs/benchmarks.md).
///
/// - Source: HDF5 File Format Specification 3.0, IV.A.2.l (filter pipeline: 1 = deflate, RFC 1950; 2 = shuffle, the
///   first bytes of all numbers, then the second ones, …).
struct ChunkUnpacking: Sendable {
  /// The bytes of one number.
  let width: Int
  /// The bytes of a whole chunk.
  let byteCount: Int
  let isShuffled: Bool
  let isDeflated: Bool

  /// The numbers' bytes in their order; nil where the stored ones are not those of a whole chunk.
  func unpack(_ stored: [UInt8]) -> [UInt8]? {
    var bytes = stored
    if isDeflated {
      guard let inflated = inflate(stored) else { return nil }
      bytes = inflated
    }
    guard bytes.count == byteCount else { return nil }
    return isShuffled && width > 1 ? unshuffle(bytes) : bytes
  }

  private func inflate(_ stored: [UInt8]) -> [UInt8]? {
    guard let decompressor = unsafe libdeflate_alloc_decompressor() else { return nil }
    defer { unsafe libdeflate_free_decompressor(decompressor) }
    var result = LIBDEFLATE_BAD_DATA
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initialized in
      // Without a place for the length, anything but a whole chunk is an error.
      result = unsafe libdeflate_zlib_decompress(
        decompressor, stored, stored.count, buffer.baseAddress, byteCount, nil)
      initialized = result == LIBDEFLATE_SUCCESS ? byteCount : 0
    }
    return result == LIBDEFLATE_SUCCESS ? bytes : nil
  }

  /// The first bytes of all numbers, the second ones, … put together number by number.
  private func unshuffle(_ bytes: [UInt8]) -> [UInt8] {
    let count = byteCount / width
    return unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { numbers, initialized in
      unsafe bytes.withUnsafeBufferPointer { planes in
        // Written out for the common widths: the compiler then moves many numbers at once.
        switch width {
        case 2:
          for index in 0..<count {
            unsafe numbers[2 * index] = planes[index]
            unsafe numbers[2 * index + 1] = planes[count + index]
          }
        case 4:
          for index in 0..<count {
            unsafe numbers[4 * index] = planes[index]
            unsafe numbers[4 * index + 1] = planes[count + index]
            unsafe numbers[4 * index + 2] = planes[2 * count + index]
            unsafe numbers[4 * index + 3] = planes[3 * count + index]
          }
        default:
          for plane in 0..<width {
            for index in 0..<count {
              unsafe numbers[width * index + plane] = planes[plane * count + index]
            }
          }
        }
      }
      initialized = byteCount
    }
  }
}
