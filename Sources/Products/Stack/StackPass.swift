import Files
import Grids
import Synchronization

/// One pass over all files of a stack: which blocks there are, in order, found as the files are opened.
///
/// Files are opened one at a time, when their turn comes; `next` is for one thread at a time.
final class StackPass: Sendable {
  /// Some steps of some cells of one file.
  struct Unit: Sendable {
    let file: StackFile
    var steps: Range<Int>
    /// The wanted cells, as positions in the set.
    var cells: Range<Int>
    var isFirst: Bool
    var isLast: Bool
    /// The number of the file in the pass.
    var number = 0
  }

  /// How many chunks of a tile are read at once.
  private static let chunksAtOnce = 4096

  private struct State {
    var nextFile = 0
    var file: StackFile?
    /// The wanted steps of the open file.
    var steps = 0..<0
    /// The next block of the open file.
    var step = 0
    var cell = 0
  }

  private let files: [String]
  private let open: @Sendable (String) throws(Failure) -> StackFile
  /// The instants between which steps are wanted; nil for all.
  private let period: ClosedRange<Int64>?
  private let cells: CellSet
  /// How many samples a block holds at most.
  private let samplesPerBlock: Int
  private let state = Mutex(State())
  private let parts = Mutex<[Range<Int>: CellSet]>([:])

  init(
    files: [String], cells: CellSet, samplesPerBlock: Int, period: ClosedRange<Int64>? = nil,
    open: @escaping @Sendable (String) throws(Failure) -> StackFile
  ) {
    self.files = files
    self.cells = cells
    self.samplesPerBlock = max(1, samplesPerBlock)
    self.period = period
    self.open = open
  }

  /// The next block; nil after the last.
  /// - Throws: `Failure` where a file cannot be opened or does not fit the others.
  func next() throws(Failure) -> Unit? {
    try state.withLock { state throws(Failure) -> Unit? in
      while true {
        if let file = state.file, var unit = block(of: file, &state) {
          unit.number = state.nextFile - 1
          return unit
        }
        guard state.nextFile < files.count else { return nil }
        let file = try open(files[state.nextFile])
        state.nextFile += 1
        let all = file.layout.steps
        state.steps = period.map { file.time.steps(within: $0, of: all) } ?? 0..<all
        (state.file, state.step, state.cell) = (file, state.steps.lowerBound, 0)
      }
    }
  }

  /// The cells of a block.
  func set(_ range: Range<Int>) -> CellSet {
    if range == 0..<cells.count { return cells }
    return parts.withLock { known in
      if let set = known[range] { return set }
      let set = CellSet(Array(cells.cells[range]), flat: Array(cells.flat[range]))
      known[range] = set
      return set
    }
  }

  private func block(of file: StackFile, _ state: inout State) -> Unit? {
    if file.layout.isSwath {
      guard state.step == 0 else { return nil }
      state.step = 1
      return Unit(file: file, steps: 0..<1, cells: 0..<cells.count, isFirst: true, isLast: true)
    }
    let steps = state.steps.upperBound
    guard state.step < steps else {
      // A file without wanted steps still counts as read.
      guard state.steps.isEmpty, state.step == steps else { return nil }
      state.step += 1
      return Unit(file: file, steps: 0..<0, cells: 0..<cells.count, isFirst: true, isLast: true)
    }
    // HDF5 keeps some 6 kilobytes for every chunk of one read, and a tile's chunks follow each other in time.
    let most = min(steps, file.main.stepsPerChunk) * StackPass.chunksAtOnce
    let budget = samplesPerBlock
    let chunk = min(file.main.stepsPerChunk, steps)
    var (stepsPerBlock, cellsPerBlock) = (min(chunk, budget), cells.count)
    if cells.count <= budget / stepsPerBlock {
      stepsPerBlock *= budget / (cells.count * stepsPerBlock)
    } else {
      cellsPerBlock = max(1, budget / stepsPerBlock)
    }
    stepsPerBlock = min(stepsPerBlock, most)
    let isFirst = state.step == state.steps.lowerBound && state.cell == 0
    let range = state.step..<min(steps, state.step + stepsPerBlock)
    let part = state.cell..<min(cells.count, state.cell + cellsPerBlock)
    state.cell = part.upperBound
    if state.cell == cells.count { (state.step, state.cell) = (range.upperBound, 0) }
    return Unit(file: file, steps: range, cells: part, isFirst: isFirst, isLast: state.step >= steps)
  }
}
