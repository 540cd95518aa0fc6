import Files

extension NetCDFFile {
  /// How many chunks one call of the library may touch: HDF5 keeps some 6 kilobytes for each of them.
  private static let chunksAtOnce = 4096
  /// How many chunks a read may touch in all, at some 50 microseconds each.
  private static let chunkLimit = 1 << 20

  /// The stored numbers of a variable or a part of it, as `raw` gives them, read so few chunks at a time that memory
  /// follows the numbers and not the chunks.
  ///
  /// A file of a few kilobytes can declare millions of chunks of one number each.
  /// - Throws: `Failure` (data) where the part touches more chunks than anyone would wait for, and as `raw` does.
  func pieces(_ variable: NetCDFVariable, _ part: NetCDFSlab? = nil) throws(Failure) -> NetCDFArray {
    guard let slabs = try slabs(of: variable, part), let first = slabs.first else {
      return try raw(variable, part)
    }
    var values = try raw(variable, first)
    for slab in slabs.dropFirst() { values.append(try raw(variable, slab)) }
    return values
  }

  /// All numbers of a variable as 64-bit integers, as `int64s` gives them, read like `pieces`.
  /// - Throws: `Failure` as `pieces` and `int64s` do.
  func int64Pieces(_ variable: NetCDFVariable) throws(Failure) -> [Int64] {
    guard let slabs = try slabs(of: variable, nil) else { return try int64s(variable) }
    var values: [Int64] = []
    for slab in slabs { values += try int64s(variable, slab) }
    return values
  }

  /// The parts that are read one after the other; nil where one read will do.
  private func slabs(of variable: NetCDFVariable, _ part: NetCDFSlab?) throws(Failure) -> [NetCDFSlab]? {
    guard let chunks = try chunkShape(of: variable) else { return nil }
    let whole = part ?? NetCDFSlab(start: variable.shape.map { _ in 0 }, count: variable.shape)
    // A part of another shape is refused where it is read.
    guard whole.start.count == chunks.count, whole.count.count == chunks.count else { return nil }
    // What exceeds the budget as a whole is refused where it is read, whatever its chunks.
    let numbers = NetCDFFile.chunks(whole, chunks.map { _ in 1 })
    guard numbers <= byteBudget / max(8, variable.type.byteCount) else { return nil }
    let touched = NetCDFFile.chunks(whole, chunks)
    guard touched > NetCDFFile.chunksAtOnce else { return nil }
    guard touched <= NetCDFFile.chunkLimit else {
      throw Failure(
        .data,
        "variable \(variable.path) is stored in more than \(NetCDFFile.chunkLimit) chunks of \(chunks)",
        path: path, advice: "Store it in larger chunks, for example with `nccopy -c time/10000`")
    }
    var slabs: [NetCDFSlab] = []
    NetCDFFile.split(whole, chunks, into: &slabs)
    return slabs
  }

  /// Halves a part until each touches few chunks; halves along the slowest dimension follow each other in memory.
  private static func split(_ part: NetCDFSlab, _ chunks: [Int], into slabs: inout [NetCDFSlab]) {
    guard NetCDFFile.chunks(part, chunks) > chunksAtOnce, let axis = part.count.firstIndex(where: { $0 > 1 })
    else { return slabs.append(part) }
    var (first, second) = (part, part)
    first.count[axis] /= 2
    second.start[axis] += first.count[axis]
    second.count[axis] -= first.count[axis]
    split(first, chunks, into: &slabs)
    split(second, chunks, into: &slabs)
  }

  /// How many chunks a part touches.
  private static func chunks(_ part: NetCDFSlab, _ chunks: [Int]) -> Int {
    var number = 1
    for axis in chunks.indices {
      let length = max(1, chunks[axis])
      let (start, count) = (part.start[axis], part.count[axis])
      guard start >= 0, count > 0, count <= Int.max - start else { return 0 }
      let touched = (start + count - 1) / length - start / length + 1
      let (product, overflow) = number.multipliedReportingOverflow(by: touched)
      number = overflow ? Int.max : product
    }
    return number
  }
}
