import Files

/// Samples that come file by file, kept on disk so that each cell's can be fetched together.
///
/// Samples gather in memory until there are many, then go to the scratch file sorted by cell, with an index of where
/// each cell's begin: memory does not grow with the length of the stack. Filled by one thread; then read by any.
struct SeriesSpool: Sendable {
  private let scratch: ScratchFile
  private let cells: Int
  private let aspects: Int
  /// How many samples are held in memory.
  private let limit: Int
  private var owners: [Int32] = []
  private var times: [Int64] = []
  private var values: [Double] = []
  private var groups: [[UInt8]]
  /// Where each block begins, and how many samples it holds.
  private var blocks: [(offset: Int, count: Int)] = []
  private var end = 0

  /// Creates the scratch file in a folder.
  /// - Throws: `Failure` (data) where it cannot be written.
  init(in folder: String, cells: Int, aspects: Int, limit: Int) throws(Failure) {
    scratch = try ScratchFile(in: folder)
    self.cells = cells
    self.aspects = aspects
    self.limit = max(limit, 8 * cells)
    groups = Array(repeating: [], count: aspects)
  }

  /// Adds a sample of a cell.
  /// - Throws: `Failure` (data) where the disk is full.
  mutating func append(
    cell: Int, time: Int64, value: Double, groups codes: (Int) -> UInt8
  ) throws(Failure) {
    owners.append(Int32(truncatingIfNeeded: cell))
    times.append(time)
    values.append(value)
    for aspect in 0..<aspects { groups[aspect].append(codes(aspect)) }
    if owners.count >= limit { try flush() }
  }

  /// Writes what is still in memory.
  /// - Throws: `Failure` (data) where the disk is full.
  mutating func flush() throws(Failure) {
    guard !owners.isEmpty else { return }
    var starts = [Int32](repeating: 0, count: cells + 1)
    for owner in owners { starts[Int(owner) + 1] += 1 }
    for cell in 0..<cells { starts[cell + 1] += starts[cell] }
    var next = starts
    var order = [Int32](repeating: 0, count: owners.count)
    for (position, owner) in owners.enumerated() {
      order[Int(next[Int(owner)])] = Int32(truncatingIfNeeded: position)
      next[Int(owner)] += 1
    }
    let count = owners.count
    blocks.append((end, count))
    try scratch.write(order.map { times[Int($0)] }, at: end)
    try scratch.write(order.map { values[Int($0)] }, at: end + 8 * count)
    try scratch.write(starts, at: end + 16 * count)
    let codes = end + 16 * count + 4 * (cells + 1)
    for aspect in 0..<aspects {
      try scratch.write(order.map { groups[aspect][Int($0)] }, at: codes + aspect * count)
    }
    end = codes + aspects * count
    owners.removeAll(keepingCapacity: true)
    times.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    for aspect in 0..<aspects { groups[aspect].removeAll(keepingCapacity: true) }
  }

  /// All samples of a cell in the order they came; `flush` comes before.
  /// - Throws: `Failure` (data) where the disk fails.
  func samples(of cell: Int) throws(Failure) -> KeptSamples {
    var kept = KeptSamples(aspects: aspects)
    for (offset, count) in blocks {
      let bounds = try scratch.read(Int32(0), count: 2, at: offset + 16 * count + 4 * cell)
      let (first, number) = (Int(bounds[0]), Int(bounds[1] - bounds[0]))
      guard number > 0 else { continue }
      kept.times += try scratch.read(Int64(0), count: number, at: offset + 8 * first)
      kept.values += try scratch.read(0.0, count: number, at: offset + 8 * count + 8 * first)
      let codes = offset + 16 * count + 4 * (cells + 1)
      for aspect in 0..<aspects {
        kept.groups[aspect] += try scratch.read(UInt8(0), count: number, at: codes + aspect * count + first)
      }
    }
    return kept
  }
}
