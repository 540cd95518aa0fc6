import Files
import Grids

/// The series of the cells of a stack, gathered in one pass over its files.
struct StackSeries: Sendable {
  private let coder: GroupCoder
  private let quantity: Quantity
  private var spool: SeriesSpool
  private var reasons = ReasonTable()
  private var cells: [CellCounts]
  /// Counts of the reasons that flags give, by cell and number: most cells have few of them.
  private var flagged: [Int: Int] = [:]
  /// What the files show whatever the cell, by reason: the first file and how often.
  private var fileProblems: [Problem] = []

  /// The counts of one cell.
  private struct CellCounts: Sendable {
    var steps = 0
    var footprints = 0
    /// By the fixed numbers of `Verdict`.
    var excluded = SIMD16<Int32>()
    var watch: Watch?
  }

  private struct Watch: Sendable {
    var path: String
    var range = RangeWatch()
  }

  /// Begins the series of so many cells.
  /// - Throws: `Failure` (data) where the scratch folder cannot be written.
  init(cells: Int, description: ProductDescription, scratch: String, limit: Int) throws(Failure) {
    coder = GroupCoder(description)
    quantity = description.quantity
    spool = try SeriesSpool(in: scratch, cells: cells, aspects: coder.aspects.count, limit: limit)
    self.cells = Array(repeating: CellCounts(), count: cells)
  }

  /// Adds the samples of a block; blocks come in the order of files and steps.
  /// - Throws: `Failure` (data) where the disk is full.
  mutating func add(_ block: StackBlock) throws(Failure) {
    let numbers = reasons.adopt(block.reasons)
    var next = 0
    for (index, verdict) in block.verdicts.enumerated() where verdict != Verdict.none {
      let cell = block.firstCell + index % block.cells
      cells[cell].steps += 1
      if SampleJudge.isInside(verdict) { cells[cell].watch?.range.inside += 1 }
      if verdict == Verdict.kept {
        let position = next
        try spool.append(cell: cell, time: block.times[next], value: block.values[next]) {
          block.groups[$0][position]
        }
        if !block.footprints.isEmpty { cells[cell].footprints += Int(block.footprints[next]) }
        next += 1
      } else if verdict < Verdict.firstFlag {
        cells[cell].excluded[Int(verdict)] += 1
      } else {
        let number = numbers[Int(verdict - Verdict.firstFlag)]
        flagged[cell << 16 | Int(number), default: 0] += 1
      }
    }
    for outside in block.outside {
      let cell = block.firstCell + Int(outside.cell)
      var watch = cells[cell].watch ?? watchSoFar(cell, path: block.path)
      watch.range.outside(outside.value, stored: outside.stored)
      cells[cell].watch = watch
    }
    for problem in block.problems {
      if let known = fileProblems.firstIndex(where: { $0.reason == problem.reason }) {
        fileProblems[known].count += problem.count
      } else {
        fileProblems.append(problem)
      }
    }
  }

  /// A watch begun late: what was inside before is known from the counts.
  private func watchSoFar(_ cell: Int, path: String) -> Watch {
    var watch = Watch(path: path)
    let counts = cells[cell]
    var excluded = 0
    for verdict in [
      Verdict.fill, Verdict.notFinite, Verdict.outsideValidRange, Verdict.outsidePhysicalRange,
    ] { excluded += Int(counts.excluded[Int(verdict)]) }
    for number in reasons.reasons.indices {
      excluded += flagged[cell << 16 | (Int(Verdict.firstFlag) + number)] ?? 0
    }
    watch.range.inside = counts.steps - excluded
    return watch
  }

  /// Ends the pass.
  /// - Throws: `Failure` (data) where the disk is full.
  mutating func finish() throws(Failure) { try spool.flush() }

  /// The record of a cell.
  /// - Throws: `Failure` (data) where the disk fails.
  func record(_ cell: Int) throws(Failure) -> ProductRecord {
    let counts = cells[cell]
    var excluded = Tally()
    for verdict in 0..<16 {
      let count = Int(counts.excluded[verdict])
      if count > 0 { excluded.add(Verdict.text(UInt16(verdict)) ?? "not kept", count) }
    }
    for number in reasons.reasons.indices {
      let verdict = Int(Verdict.firstFlag) + number
      if let count = flagged[cell << 16 | verdict] {
        excluded.add(reasons.text(UInt16(verdict)) ?? "not kept", count)
      }
    }
    let problems = counts.watch.map { $0.range.problems(path: $0.path, quantity: quantity) } ?? []
    return try spool.samples(of: cell).record(
      aspects: coder.aspects, stepsRead: counts.steps, excluded: excluded, problems: problems + fileProblems,
      footprints: counts.footprints)
  }
}
