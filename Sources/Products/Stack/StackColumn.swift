import Files

/// A variable of a stack with the parts its dimensions play and how its numbers unpack.
struct StackColumn: Sendable {
  let variable: NetCDFVariable
  let axes: AxisMap
  let unpacking: Unpacking
  /// How rows and columns are tiled in storage: one tile is read at a time.
  let tile: TileShape
  /// How many steps a chunk holds; 1 where storage has no chunks.
  let stepsPerChunk: Int

  /// Whether no chunk of these steps holds steps before or after them.
  func holdsWholeChunks(_ steps: Range<Int>) -> Bool {
    guard let time = axes.time else { return true }
    let end = steps.upperBound
    return steps.lowerBound % stepsPerChunk == 0
      && (end % stepsPerChunk == 0 || end == variable.dimensions[time].length)
  }

  /// The longest piece of a row that is read at once where storage has no chunks, in bytes.
  private static let bandBytes = 16 << 10
  /// The rows read at once where storage has no chunks.
  private static let bandRows = 32

  /// Looks up how a variable is stored.
  /// - Throws: `Failure` (data) where it holds no numbers or its chunks exceed the budget.
  init(
    _ variable: NetCDFVariable, axes: AxisMap, unpacking: Unpacking, file: NetCDFFile
  ) throws(Failure) {
    self.variable = variable
    self.axes = axes
    self.unpacking = unpacking
    if let chunks = try file.chunkShape(of: variable) {
      tile = TileShape(rows: axes.row.map { chunks[$0] } ?? 1, columns: axes.column.map { chunks[$0] } ?? 1)
      stepsPerChunk = max(1, axes.time.map { chunks[$0] } ?? 1)
    } else {
      tile = TileShape(
        rows: StackColumn.bandRows, columns: StackColumn.bandBytes / max(1, variable.type.byteCount))
      stepsPerChunk = 1
    }
  }
}

/// The rows and columns that are stored together.
struct TileShape: Hashable, Sendable {
  let rows: Int
  let columns: Int

  init(rows: Int, columns: Int) {
    self.rows = max(1, rows)
    self.columns = max(1, columns)
  }
}
