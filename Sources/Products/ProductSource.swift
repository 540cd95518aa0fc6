public import Files
internal import Foundation
public import Grids

/// A gridded product in any number of files: time series at locations, maps, or swaths, as the files show.
///
/// Series files (5° cell files, ragged arrays, single series) are read on demand. Maps and swaths are read in one
/// pass for all cells that are wanted: `prepare` comes before `series(at:)`. Safe to share between threads.
public final class ProductSource: Sendable {
  /// The product's name in the experiment.
  public let name: String
  /// How its files are read.
  public let description: ProductDescription
  /// The files, in the order given; it decides between series cells at equal distance.
  public let files: [String]
  /// What is wrong with the files as a whole; what single cells show comes with their records.
  public let problems: [Problem]

  private enum Content: Sendable {
    case series(SeriesProduct)
    case stack(StackProduct)
  }

  private let content: Content

  /// How many cells near a place are looked at where the nearest with data is wanted, in maps.
  private static let candidates = 64

  /// Opens a product: all files of series, the first one of maps and swaths.
  ///
  /// Grid definition files that lie beside cell files (`grid.nc`) are passed over with a problem.
  /// - Parameters:
  ///   - openFiles: how many series files are kept open at once.
  ///   - byteBudget: the largest single read in bytes.
  /// - Throws: `Failure` where there are no files, a file cannot be read or lacks what the description asks
  ///   for, or its units cannot be converted.
  public init(
    name: String, description: ProductDescription, files: [String], openFiles: Int = 8,
    byteBudget: Int = NetCDFFile.defaultByteBudget
  ) throws(Failure) {
    guard !files.isEmpty else {
      throw Failure(.usage, "product \(name) has no files", advice: "Check the pattern under `files:`")
    }
    self.name = name
    self.description = description
    self.files = files
    let open = OpenFiles(
      files: files, description: description, byteBudget: byteBudget, limit: max(1, openFiles))
    var problems: [Problem] = []
    var skipped: Set<Int> = []
    for number in open.gridCandidates where try open.isGridDefinition(number) {
      problems.append(Problem(path: files[number], reason: "is a grid definition, not read"))
      skipped.insert(number)
    }
    let read = files.indices.filter { !skipped.contains($0) }.map { files[$0] }
    guard !read.isEmpty else {
      throw Failure(.data, "product \(name) has only grid definitions, no series", path: files.first)
    }
    if let stack = try StackProduct(files: read, description: description, byteBudget: byteBudget) {
      content = .stack(stack)
      self.problems = problems + stack.problems
    } else {
      let series = try SeriesProduct(
        files: files, skipped: skipped, description: description, open: open, byteBudget: byteBudget)
      content = .series(series)
      self.problems = problems + series.problems
    }
  }

  /// Whether files are read whole, for all cells at once: `prepare` must come before `series(at:)`.
  public var readsWholeFiles: Bool { if case .stack = content { true } else { false } }

  /// Every location of series files with usable coordinates, in the order of the files; empty for maps.
  public var cells: [ProductCell] {
    if case .series(let series) = content { series.cells } else { [] }
  }

  /// Where the cells of maps are; nil for series files.
  public var geometry: CellGeometry? {
    if case .stack(let stack) = content { stack.geometry } else { nil }
  }

  /// How many cells there are, those without a place included: the locations of series, or rows × columns of maps.
  public var cellCount: Int {
    switch content {
    case .series(let series): series.cells.count
    case .stack(let stack): stack.geometry.rows * stack.geometry.columns
    }
  }

  /// The cell at a position, 0 up to `cellCount` (checked): as `ProductCell.index` counts; nil where it has no place.
  public func cell(_ index: Int) -> ProductCell? {
    precondition(index >= 0 && index < cellCount, "a cell is asked for by its position")
    switch content {
    case .series(let series):
      return series.cells[index]
    case .stack(let stack):
      let cell = stack.geometry.cell(index)
      return cell.centre.isValid ? stack.productCell(cell) : nil
    }
  }

  /// The cell of each place, at most `km` away; nil where there is none.
  ///
  /// In maps with cell edges it is the cell that holds the place (southern and western edge included), elsewhere the
  /// nearest by great circle (R = 6371 km), the first in the files' order among equals. Where data are needed,
  /// the nearest cell with any value is taken; maps are then read once for all candidates, 64 a place.
  /// - Parameters:
  ///   - jobs: how many threads read maps; as many as there are processors where nil.
  ///   - scratch: the folder of the scratch file for maps; the system's own where nil.
  ///   - progress: called with the number of files read.
  /// - Throws: `Failure` (data) where a file has to be read and cannot be.
  public func cells(
    for points: [GeographicPoint], within km: Double, needsData: Bool, jobs: Int? = nil,
    scratch folder: String? = nil, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(Failure) -> [ProductCell?] {
    guard needsData else { return points.map { nearestCell(to: $0, within: km) } }
    let nearby = points.map { cells(near: $0, within: km) }
    if readsWholeFiles {
      try prepare(
        nearby.flatMap { $0 }, jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount,
        scratch: folder ?? FileManager.default.temporaryDirectory.path, progress: progress)
    }
    var result: [ProductCell?] = []
    for candidates in nearby {
      var found: ProductCell?
      for cell in candidates where try hasData(cell) {
        found = cell
        break
      }
      result.append(found)
    }
    return result
  }

  /// Reads the series of cells from maps and swaths in one pass over the files; does nothing for series files.
  ///
  /// Each file is opened once. What is kept goes to a scratch file without a name; cells that were read before
  /// are not read again.
  /// - Parameters:
  ///   - jobs: how many threads share the work; the result is the same for any number.
  ///   - folder: where the scratch file is made.
  ///   - progress: called with the number of files read and of all files.
  /// - Throws: `Failure` (data) where a file cannot be read, does not fit the first one, or the disk is full.
  public func prepare(
    _ cells: [ProductCell], jobs: Int, scratch folder: String,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(Failure) {
    guard case .stack(let stack) = content else { return }
    try stack.prepare(cells, jobs: jobs, scratch: folder, progress: progress)
  }

  /// The cell of one place, as `cells(for:within:needsData:)` finds it where no data are needed.
  public func nearestCell(to point: GeographicPoint, within km: Double) -> ProductCell? {
    switch content {
    case .series(let series): series.index.nearest(to: point, within: km).map { series.cells[$0] }
    case .stack(let stack): stack.geometry.cell(at: point, within: km).map(stack.productCell)
    }
  }

  /// The cells at most `km` from a place, the one that holds it or the nearest first; of maps at most 64.
  public func cells(near point: GeographicPoint, within km: Double) -> [ProductCell] {
    switch content {
    case .series(let series): series.index.all(near: point, within: km).map { series.cells[$0] }
    case .stack(let stack):
      stack.geometry.cells(near: point, within: km, limit: ProductSource.candidates).map(stack.productCell)
    }
  }

  /// The series of a cell with everything that was left out; of maps it must have been prepared.
  /// - Throws: `Failure` (data) where a file cannot be read.
  public func series(at cell: ProductCell) throws(Failure) -> ProductRecord {
    switch content {
    case .series(let series): try series.record(cell)
    case .stack(let stack): try stack.record(cell)
    }
  }

  private func hasData(_ cell: ProductCell) throws(Failure) -> Bool {
    switch content {
    case .series(let series): try series.hasData(cell)
    case .stack(let stack): try !stack.record(cell).series.isEmpty
    }
  }
}
