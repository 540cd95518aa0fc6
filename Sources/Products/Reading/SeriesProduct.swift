import Files
import Grids
import Synchronization

/// A product stored as time series at locations in any number of files: 5° cell files, ragged arrays, single
/// series.
///
/// Opening reads the coordinates of every file once; series are read on demand. A place that several files
/// hold (files split by year) is one cell whose samples are joined. Safe to share between threads.
final class SeriesProduct: Sendable {
  /// Every location with usable coordinates, in the order of the files.
  let cells: [ProductCell]
  let problems: [Problem]
  let index: NearestIndex

  private let description: ProductDescription
  private let parts: [[Part]]
  private let open: OpenFiles
  /// The porosity of each cell; nil where none is needed.
  private let porosity: [Double]?
  private let known = Mutex<[Int: Bool]>([:])

  /// One location of one file.
  struct Part: Sendable {
    var file: Int
    var location: Int
  }

  /// Opens all files, those at `skipped` positions excepted.
  /// - Throws: `Failure` where a file cannot be read or lacks what the description asks for.
  init(
    files: [String], skipped: Set<Int>, description: ProductDescription, open: OpenFiles, byteBudget: Int
  ) throws(Failure) {
    self.description = description
    self.open = open
    var list = CellList()
    var needsPorosity = false
    var doubt: Problem?
    for number in files.indices where !skipped.contains(number) {
      let file = try open.file(number)
      list.add(file, number: number)
      needsPorosity = needsPorosity || file.conversion.needsPorosity
      doubt = doubt ?? file.conversion.problem(file.variable.path, path: files[number])
    }
    cells = list.cells
    parts = list.parts
    problems = list.problems + [doubt].compactMap(\.self)
    index = NearestIndex(list.cells.map(\.point))
    porosity =
      needsPorosity
      ? try PorosityMap(description, byteBudget: byteBudget)?.values(at: list.cells.map(\.point)) : nil
  }

  /// The series of a cell with everything that was left out.
  func record(_ cell: ProductCell) throws(Failure) -> ProductRecord {
    var filter = SampleFilter(description, porosity: porosity.map { $0[cell.index] })
    for part in parts[cell.index] { try filter.add(try open.file(part.file), location: part.location) }
    return filter.record()
  }

  /// Whether a cell has any value; told once.
  func hasData(_ cell: ProductCell) throws(Failure) -> Bool {
    if let answer = known.withLock({ $0[cell.index] }) { return answer }
    let answer = try !record(cell).series.isEmpty
    known.withLock { $0[cell.index] = answer }
    return answer
  }
}

/// Gathers the cells of all files; a place that several files hold becomes one cell.
private struct CellList {
  var cells: [ProductCell] = []
  var parts: [[SeriesProduct.Part]] = []
  var problems: [Problem] = []
  private var places: [Place: Int] = [:]

  private struct Place: Hashable {
    var latitude: Double
    var longitude: Double
    var identifier: Int64?
  }

  mutating func add(_ file: ProductFile, number: Int) {
    problems += file.problems
    let table = file.locations
    for location in 0..<table.count where table.latitudes[location].isFinite {
      let point = GeographicPoint(latitude: table.latitudes[location], longitude: table.longitudes[location])
      let part = SeriesProduct.Part(file: number, location: location)
      let place = Place(
        latitude: point.latitude, longitude: point.longitude, identifier: table.identifiers?[location])
      // Within one file, two locations at one place stay apart: they may be layers.
      if let known = places[place], parts[known].last?.file != number {
        parts[known].append(part)
        continue
      }
      places[place] = places[place] ?? cells.count
      cells.append(ProductCell(index: cells.count, point: point, identifier: place.identifier))
      parts.append([part])
    }
  }
}
