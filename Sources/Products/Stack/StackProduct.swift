import Files
import Grids
import Synchronization

/// How much of a stack is held in memory at once.
struct StackLimits: Sendable {
  /// How many samples are judged at once.
  var samplesPerBlock = 1 << 18
  /// How many bytes are read at once.
  var slabBytes = 32 << 20
  /// How many kept samples wait for the scratch file.
  var spooledSamples = 1 << 18
}

/// A product stored as maps or swaths in any number of files.
///
/// Opening reads the first file's structure and coordinates; the values of wanted cells are read in one pass over
/// all files. Safe to share between threads.
final class StackProduct: Sendable {
  let geometry: CellGeometry
  let problems: [Problem]

  private let files: [String]
  private let description: ProductDescription
  private let byteBudget: Int
  private let porosity: PorosityMap?
  /// The places of the first file's cells, to compare the others with.
  private let reference: StackCoordinates?
  let isSwath: Bool
  /// Whether only the samples' own stamps tell their days.
  let isUndated: Bool
  /// How the first file is tiled: cells are taken in that order.
  let tile: TileShape
  private let prepared = Mutex<[Prepared]>([])

  /// The series of some cells.
  private struct Prepared {
    /// The position in the series by the cell's position on the map.
    var positions: [Int: Int32]
    var series: StackSeries
  }

  /// Opens the first of the files; nil where it holds series at locations.
  /// - Throws: `Failure` naming what is missing or cannot be used.
  init?(files: [String], description: ProductDescription, byteBudget: Int) throws(Failure) {
    guard let path = files.first,
      let first = try StackFile(path: path, description: description, byteBudget: byteBudget)
    else { return nil }
    self.files = files
    self.description = description
    self.byteBudget = byteBudget
    porosity = try first.conversion.needsPorosity ? PorosityMap(description, byteBudget: byteBudget) : nil
    reference = try first.coordinates()
    let (geometry, problems) = try first.geometry(reference)
    self.geometry = geometry
    let doubt = first.conversion.problem(first.main.variable.path, path: path)
    var unused: Problem?
    if case .rectilinear = first.layout.places, let wanted = try description.grid.geometry(),
      wanted.rows != geometry.rows || wanted.columns != geometry.columns
    {
      unused = Problem(
        path: path, reason: "`grid:` is not used: the file has coordinates of its own, of another grid")
    }
    self.problems = problems + first.groupProblems + first.time.problems + [doubt, unused].compactMap(\.self)
    isSwath = first.layout.isSwath
    isUndated = first.time.isPerSample && first.label == nil
    tile = first.main.tile
  }

  /// A cell as Lab knows it.
  func productCell(_ cell: CellGeometry.Cell) -> ProductCell {
    ProductCell(
      index: cell.row * geometry.columns + cell.column, point: cell.centre, identifier: nil, row: cell.row,
      column: cell.column)
  }

  /// Whether the series of a cell is there.
  func isPrepared(_ cell: ProductCell) -> Bool {
    prepared.withLock { $0.contains { $0.positions[cell.index] != nil } }
  }

  /// Reads the series of all cells that are not there yet, in one pass over the files.
  /// - Throws: `Failure` where a file cannot be read or does not fit the others, or the scratch disk is full.
  func prepare(
    _ wanted: [ProductCell], jobs: Int, scratch: String, limits: StackLimits = StackLimits(),
    progress: (_ done: Int, _ total: Int) -> Void
  ) throws(Failure) {
    let flat = Set(wanted.map(\.index)).filter { index in
      !prepared.withLock { $0.contains { $0.positions[index] != nil } }
    }
    progress(flat.isEmpty ? files.count : 0, files.count)
    guard !flat.isEmpty else { return }
    let ordered = flat.sorted()
    let cells = ordered.map { self.geometry.cell($0) }
    let order = CellSet.order(cells, by: tile)
    let set = CellSet(order.map { cells[$0] }, flat: order.map { ordered[$0] })
    var positions: [Int: Int32] = [:]
    for (position, flat) in set.flat.enumerated() { positions[flat] = Int32(truncatingIfNeeded: position) }
    var series = try StackSeries(
      cells: set.count, description: description, scratch: scratch, limit: limits.spooledSamples)
    var done = 0
    let total = files.count
    try pass(over: files, of: set, positions: positions, jobs: jobs, limits: limits) {
      block throws(Failure) in
      try series.add(block)
      if block.isLast {
        done += 1
        progress(done, total)
      }
    }
    try series.finish()
    let made = Prepared(positions: positions, series: series)
    prepared.withLock { $0.append(made) }
  }

  /// What one pass over files is to find out beside values and times.
  struct Wish: Sendable {
    /// The days the files say their samples belong to.
    var days = false
    /// Per-sample stamps beside those of the time rule.
    var exact = false
    /// The instants between which steps are wanted; nil for all.
    var period: ClosedRange<Int64>?
  }

  /// Reads and judges the samples of some cells in one pass over files, block by block in the order of the files.
  ///
  /// - Parameter positions: the position in the set by the cell's position on the map.
  /// - Throws: `Failure` where a file cannot be read or does not fit the others, or as `deliver` does.
  func pass(
    over files: [String], of set: CellSet, positions: [Int: Int32], jobs: Int, limits: StackLimits,
    wish: Wish = Wish(), deliver: (StackBlock) throws(Failure) -> Void
  ) throws(Failure) {
    let porosity = try porosity?.values(at: set.cells.map(\.centre))
    let pass = StackPass(
      files: files, cells: set, samplesPerBlock: limits.samplesPerBlock, period: wish.period
    ) { [self] path throws(Failure) in try open(path, wantsExact: wish.exact) }
    let (coder, geometry, first) = (GroupCoder(description), geometry, self.files.first)
    try OrderedWork.run(
      jobs: max(1, jobs), next: { () throws(Failure) in try pass.next() },
      work: { unit throws(Failure) -> StackBlock in
        var block: StackBlock
        if unit.file.layout.isSwath {
          block = try SwathReader(file: unit.file, geometry: geometry, coder: coder)
            .read(set, wanted: positions, porosity: porosity)
          if wish.days { block.days = block.times.map { unit.file.label ?? UTC.startOfDay($0) } }
        } else {
          block = try MapReader(
            file: unit.file, coder: coder,
            tiles: TileReader(file: unit.file.file, slabBudget: limits.slabBytes), wantsDays: wish.days
          ).block(
            steps: unit.steps, cells: pass.set(unit.cells), firstCell: unit.cells.lowerBound,
            porosity: porosity.map { Array($0[unit.cells]) })
        }
        block.place = (unit.number, unit.steps.lowerBound)
        block.endsSteps = unit.cells.upperBound == set.count
        block.isInOrder = unit.file.time.backwardSteps == 0
        if unit.isFirst {
          block.problems = StackProduct.problems(of: unit.file, isFirst: unit.file.file.path == first)
        }
        block.isLast = unit.isLast
        return block
      },
      deliver: { _, block throws(Failure) in try deliver(block) })
  }

  /// The record of a cell; `prepare` comes before.
  /// - Throws: `Failure` (internal fault) where it did not, (data) where the scratch disk fails.
  func record(_ cell: ProductCell) throws(Failure) -> ProductRecord {
    let found = prepared.withLock { list -> (StackSeries, Int)? in
      for item in list {
        if let position = item.positions[cell.index] { return (item.series, Int(position)) }
      }
      return nil
    }
    guard let (series, position) = found else {
      throw Failure(
        .internalFault, "the series of a map's cell is asked for before it was read", path: files.first)
    }
    return try series.record(position)
  }

  /// What a file shows whatever the cell; the groups of the first file are told of when the product is opened.
  private static func problems(of file: StackFile, isFirst: Bool) -> [Problem] {
    let backward = file.time.backwardSteps
    let steps = Problem(path: file.file.path, reason: "times run backwards, sorted", count: backward)
    return (backward > 0 ? [steps] : []) + (isFirst ? [] : file.groupProblems)
  }

  /// Opens a file and makes sure that its maps are those of the first one.
  private func open(_ path: String, wantsExact: Bool) throws(Failure) -> StackFile {
    guard
      let file = try StackFile(
        path: path, description: description, byteBudget: byteBudget, wantsExact: wantsExact),
      file.layout.isSwath == isSwath
    else { throw different(path, "is laid out in another way than") }
    if let reference {
      guard let coordinates = try file.coordinates(), coordinates.isSame(as: reference) else {
        throw different(path, "has other coordinates than")
      }
    } else if !isSwath {
      // Without coordinates all files are on the one known grid, or one of them is not.
      guard case .grid = file.layout.places else { throw different(path, "has other coordinates than") }
    }
    return file
  }

  private func different(_ path: String, _ how: String) -> Failure {
    Failure(
      .data, "\(how) \(files.first ?? "the first file")", path: path,
      advice:
        "Files of one product share one grid: give tiles and regions as products of their own, and swaths "
        + "with a grid to bin them onto, such as `grid: ease2-36km`")
  }
}
