import Files

/// Reads a variable of any size in blocks along its first dimension.
enum BlockReader {
  /// Calls `body` with the stored numbers of one block after the other, in file order.
  /// - Throws: `Failure` (data) where a block cannot be read or one row alone exceeds the budget.
  static func read(
    _ variable: NetCDFVariable, of file: NetCDFFile, blockBytes: Int = 32 << 20,
    _ body: (NetCDFArray) throws(Failure) -> Void
  ) throws(Failure) {
    let shape = variable.shape
    guard let rows = shape.first else {
      try body(try file.pieces(variable))
      return
    }
    var rowBytes = max(1, variable.type.byteCount)
    for length in shape.dropFirst() {
      let (product, overflow) = rowBytes.multipliedReportingOverflow(by: max(1, length))
      rowBytes = overflow ? Int.max : product
    }
    // Whole chunks at a time would be better still; rows of a few megabytes come close.
    let step = max(1, blockBytes / rowBytes)
    var first = 0
    while first < rows {
      let count = min(step, rows - first)
      let start = [first] + shape.dropFirst().map { _ in 0 }
      try body(try file.pieces(variable, NetCDFSlab(start: start, count: [count] + shape.dropFirst())))
      first += count
    }
  }
}
