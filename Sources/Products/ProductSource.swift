public import Files
public import Grids
import Synchronization

/// A gridded product stored as time series at locations in any number of files: 5° cell files, ragged arrays,
/// single series.
///
/// Opening reads the coordinates of every file once; series are read on demand. A place that several files
/// hold (files split by year) is one cell whose samples are joined. Safe to share between threads.
public final class ProductSource: Sendable {
  /// The product's name in the experiment.
  public let name: String
  /// How its files are read.
  public let description: ProductDescription
  /// The files, in the order given; it decides between cells at equal distance.
  public let files: [String]
  /// Every location with usable coordinates, in the order of the files.
  public let cells: [ProductCell]
  /// What is wrong with the files as a whole; what single cells show comes with their records.
  public let problems: [Problem]

  private let parts: [[Part]]
  private let index: NearestIndex
  private let open: OpenFiles
  private let known = Mutex<[Int: Bool]>([:])

  /// One location of one file.
  struct Part: Sendable {
    var file: Int
    var location: Int
  }

  /// Opens the files of a product.
  ///
  /// Grid definition files that lie beside cell files (`grid.nc`) are passed over with a problem.
  /// - Parameters:
  ///   - openFiles: how many files are kept open at once.
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
    open = OpenFiles(files: files, description: description, byteBudget: byteBudget, limit: max(1, openFiles))
    var list = CellList()
    var read = 0
    for number in files.indices {
      if try open.isGridDefinition(number) {
        list.problems.append(Problem(path: files[number], reason: "is a grid definition, not read"))
        continue
      }
      list.add(try open.file(number), number: number)
      read += 1
    }
    guard read > 0 else {
      throw Failure(.data, "product \(name) has only grid definitions, no series", path: files.first)
    }
    cells = list.cells
    parts = list.parts
    problems = list.problems
    index = NearestIndex(list.cells.map(\.point))
  }

  /// The cell nearest to a point by great circle (R = 6371 km), at most `km` away; nil where there is none.
  ///
  /// Of cells that are equally near (within 1 mm) the first in the files' order is taken.
  public func nearestCell(to point: GeographicPoint, within km: Double) -> ProductCell? {
    index.nearest(to: point, within: km).map { cells[$0] }
  }

  /// The cells at most `km` from a point, the nearest first.
  public func cells(near point: GeographicPoint, within km: Double) -> [ProductCell] {
    index.all(near: point, within: km).map { cells[$0] }
  }

  /// The nearest cell that has any value, at most `km` from a point; nil where there is none.
  /// - Throws: `Failure` (data) where a file cannot be read.
  public func nearestCellWithData(
    to point: GeographicPoint, within km: Double
  ) throws(Failure) -> ProductCell? {
    for cell in cells(near: point, within: km) where try hasData(cell) { return cell }
    return nil
  }

  /// The series of a cell with everything that was left out.
  /// - Throws: `Failure` (data) where a file cannot be read.
  public func series(at cell: ProductCell) throws(Failure) -> ProductRecord {
    var filter = SampleFilter(description, porosity: nil)
    for part in parts[cell.index] { try filter.add(try open.file(part.file), location: part.location) }
    return filter.record()
  }

  private func hasData(_ cell: ProductCell) throws(Failure) -> Bool {
    if let answer = known.withLock({ $0[cell.index] }) { return answer }
    let answer = try !series(at: cell).series.isEmpty
    known.withLock { $0[cell.index] = answer }
    return answer
  }
}

/// Gathers the cells of all files; a place that several files hold becomes one cell.
private struct CellList {
  var cells: [ProductCell] = []
  var parts: [[ProductSource.Part]] = []
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
      let part = ProductSource.Part(file: number, location: location)
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
