import Files
import Grids

/// Reads the numbers of wanted cells from maps, tile by tile in storage order: each stored chunk is read once.
struct TileReader {
  let file: NetCDFFile
  /// The largest part that is read at once, in bytes.
  var slabBudget = 64 << 20

  /// The stored numbers of a variable at some steps for all cells of a set: step by step, cell by cell.
  /// - Throws: `Failure` (data) where the file cannot be read there.
  func read(_ column: StackColumn, steps: Range<Int>, cells: CellSet) throws(Failure) -> NetCDFArray {
    guard column.axes.isPerCell else { return try shared(column, steps: steps, count: cells.count) }
    var gathered = Gathered(steps: steps, cells: cells.count)
    // Without a time of its own the variable is read once and repeated.
    let own = column.axes.time == nil ? 0..<1 : steps
    for tile in cells.tiles(column.tile) {
      try read(column, own, tile, cells, into: &gathered)
    }
    return gathered.array()
  }

  /// Numbers that are the same for all cells.
  private func shared(
    _ column: StackColumn, steps: Range<Int>, count: Int
  ) throws(Failure) -> NetCDFArray {
    let values = try perStep(column, steps: steps)
    var positions: [Int32] = []
    positions.reserveCapacity(steps.count * count)
    for step in 0..<steps.count {
      positions += Array(repeating: values.count == 1 ? 0 : Int32(step), count: count)
    }
    return values.selecting(positions)
  }

  /// Numbers that do not differ from cell to cell: one for each step, or one for all.
  func perStep(_ column: StackColumn, steps: Range<Int>) throws(Failure) -> NetCDFArray {
    try file.raw(column.variable, column.axes.slab(steps: steps, rows: 0..<1, columns: 0..<1))
  }

  private func read(
    _ column: StackColumn, _ steps: Range<Int>, _ tile: CellSet.Tile, _ cells: CellSet,
    into gathered: inout Gathered
  ) throws(Failure) {
    let slab = column.axes.slab(steps: steps, rows: tile.rows, columns: tile.columns)
    let width = max(8, column.variable.type.byteCount)
    if !TileReader.fits(slab.count, width: width, budget: slabBudget) {
      if steps.count > 1 {
        // Cut between chunks where there are several.
        let chunk = column.stepsPerChunk
        let middle = steps.lowerBound + steps.count / 2
        let cut = middle / chunk * chunk
        let at = cut > steps.lowerBound && cut < steps.upperBound ? cut : middle
        try read(column, steps.lowerBound..<at, tile, cells, into: &gathered)
        try read(column, at..<steps.upperBound, tile, cells, into: &gathered)
        return
      }
      if let halves = tile.halves(cells.cells) {
        for half in halves { try read(column, steps, half, cells, into: &gathered) }
        return
      }
    }
    // Part of a chunk's steps: the library keeps the chunk for the rest of them.
    let block =
      column.holdsWholeChunks(steps)
      ? try file.unpacked(column.variable, slab) : try file.raw(column.variable, slab)
    let axes = column.axes
    let (byStep, byRow, byColumn) = (
      axes.stride(axes.time, in: slab.count), axes.stride(axes.row, in: slab.count),
      axes.stride(axes.column, in: slab.count)
    )
    var positions: [Int32] = []
    positions.reserveCapacity(steps.count * tile.members.count)
    for step in 0..<steps.count {
      for member in tile.members {
        let cell = cells.cells[Int(member)]
        let row = (cell.row - tile.rows.lowerBound) * byRow
        let position = step * byStep + row + (cell.column - tile.columns.lowerBound) * byColumn
        positions.append(Int32(truncatingIfNeeded: position))
      }
    }
    gathered.add(
      block.selecting(positions), steps: axes.time == nil ? nil : steps, members: tile.members)
  }

  private static func fits(_ counts: [Int], width: Int, budget: Int) -> Bool {
    var bytes = width
    for count in counts {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: count)
      if overflow || product > budget { return false }
      bytes = product
    }
    return true
  }
}

/// Pieces of numbers in the order they were read, put in the order of steps and cells at the end.
private struct Gathered {
  private let steps: Range<Int>
  private let cells: Int
  private var values: NetCDFArray?
  /// Where in `values` each sample stands.
  private var order: [Int32]

  init(steps: Range<Int>, cells: Int) {
    self.steps = steps
    self.cells = cells
    order = [Int32](repeating: 0, count: steps.count * cells)
  }

  /// Adds the numbers of a tile, step by step; without steps of their own they hold at all.
  mutating func add(_ piece: NetCDFArray, steps own: Range<Int>?, members: [Int32]) {
    var next = Int32(truncatingIfNeeded: values?.count ?? 0)
    for step in own ?? steps.lowerBound..<steps.lowerBound + 1 {
      for member in members {
        order[(step - steps.lowerBound) * cells + Int(member)] = next
        next += 1
      }
    }
    if own == nil {
      for step in 1..<max(1, steps.count) {
        for member in members { order[step * cells + Int(member)] = order[Int(member)] }
      }
    }
    if values == nil { values = piece } else { values?.append(piece) }
  }

  func array() -> NetCDFArray { values?.selecting(order) ?? .double([]) }
}
