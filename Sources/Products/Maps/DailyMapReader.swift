public import Files
public import Grids

/// A product's files read as daily maps, one after the other.
///
/// Samples are judged, converted and timed by the rules that `ProductSource.series(at:)` follows: where the files have
/// one sample a day, map and series are equal. Safe to share between threads.
public final class DailyMapReader: Sendable {
  /// The product's name.
  public let name: String
  /// How its files are read.
  public let description: ProductDescription
  /// The files, in the order given.
  public let files: [String]
  /// The rows and columns that are read.
  public let window: MapWindow
  /// Which day a sample belongs to.
  public let dayRule: DayRule
  /// What becomes of several samples of a cell on one day.
  public let several: SeveralSamples
  /// What is wrong with the files as a whole; what the samples show comes with the account.
  public let problems: [Problem]

  private let stack: StackProduct

  /// Opens a product of maps or of swaths that are binned onto a grid: the first of its files.
  ///
  /// - Parameters:
  ///   - region: the part that is read, by the cells' centres; the whole grid where nil.
  ///   - day: which day a sample belongs to.
  ///   - several: what becomes of several samples of a cell on one day.
  ///   - byteBudget: the largest single read in bytes.
  /// - Throws: `Failure` where there are no files, the first cannot be read, holds series at places instead of maps,
  ///   or has no cell in the region.
  public init(
    name: String, description: ProductDescription, files: [String], region: GeographicBox? = nil,
    day: DayRule = .label, several: SeveralSamples = .mean, byteBudget: Int = NetCDFFile.defaultByteBudget
  ) throws(Failure) {
    guard !files.isEmpty else {
      throw Failure(.usage, "product \(name) has no files", advice: "Check the pattern under `files:`")
    }
    var plain = description
    // Groups are for strata of a validation; maps hold all valid samples.
    plain.groups = [:]
    if day == .utc, let exact = description.exactTime { plain.time = exact }
    let ordered = try DailyMapReader.byDate(files, plain.time)
    guard let stack = try StackProduct(files: ordered, description: plain, byteBudget: byteBudget) else {
      throw Failure(
        .data, "product \(name) holds series at places, not maps", path: files.first,
        advice: "Only stacks of maps and swaths can be read as daily maps")
    }
    self.name = name
    self.description = plain
    self.files = ordered
    self.stack = stack
    dayRule = day
    self.several = several
    problems = stack.problems
    window = try MapWindow(of: stack.geometry, within: region, path: files.first)
  }

  /// Where the cells of the whole product are.
  public var geometry: CellGeometry { stack.geometry }

  /// Reads day after day and hands each map to `visit` on the calling thread, missing days as maps without values.
  ///
  /// Memory holds the maps that are being read ahead (a few for each thread) and the days that are not whole yet: one
  /// or two, or as many as the steps that files store in one chunk.
  /// - Parameters:
  ///   - period: the first and the last day, any instants of them; from the first day with a sample to the last where
  ///     nil. Days of the period before and after the files' are inserted as missing.
  ///   - wantsTimes: whether maps carry the samples' times: per-sample stamps where the product has them.
  ///   - jobs: how many threads share the work; the maps are the same for any number.
  ///   - progress: called with the number of files read and of all files.
  /// - Returns: the account of all samples.
  /// - Throws: `Failure` (data) where a file cannot be read, does not fit the first one, or holds samples of a day that
  ///   was delivered already; (usage) where the period ends before it begins; and as `visit` does.
  @discardableResult public func read(
    period: (first: Int64, last: Int64)? = nil, wantsTimes: Bool = false, jobs: Int,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
    visit: (DailyMap) throws(Failure) -> Void
  ) throws(Failure) -> DailyMapAccount {
    let days = try DailyMapReader.days(period)
    let (set, positions, places) = cellSet()
    // A day and more on either side: overpasses and per-sample stamps lie beside the file's own date.
    let wide = days.map { $0.lowerBound - 2 * UTC.day...$0.upperBound + 3 * UTC.day }
    let wanted = try wide.map { period throws(Failure) in
      try DailyMapReader.files(files, description.time, period)
    }
    let used = wanted ?? files
    var assembly = DayAssembly(
      window: window, places: places, rule: dayRule, several: several, wantsTimes: wantsTimes, period: days,
      slack: slack, quantity: description.quantity)
    var limits = StackLimits()
    // A map is one block where memory allows it: each stored chunk is then inflated once.
    limits.samplesPerBlock = min(max(limits.samplesPerBlock, window.cells), 1 << 23)
    var done = 0
    progress(0, used.count)
    try stack.pass(
      over: used, of: set, positions: positions, jobs: jobs, limits: limits,
      wish: StackProduct.Wish(days: dayRule == .label, exact: wantsTimes && dayRule == .label, period: wide)
    ) { block throws(Failure) in
      try assembly.add(block, visit: visit)
      guard block.isLast else { return }
      done += 1
      progress(done, used.count)
    }
    try assembly.finish(visit: visit)
    return assembly.account
  }

  /// By how many days samples may come after those of a later day: by none where files say whose day theirs are.
  private var slack: Int64 { dayRule == .utc || stack.isUndated ? 2 : 0 }

  /// The window's cells in the order they are stored, with their positions by those on the grid and on the map.
  private func cellSet() -> (CellSet, positions: [Int: Int32], places: [Int32]) {
    let geometry = stack.geometry
    var cells: [CellGeometry.Cell] = []
    cells.reserveCapacity(window.cells)
    for (row, latitude) in zip(window.rows, window.latitudes) {
      for (column, longitude) in zip(window.columns, window.longitudes) {
        let centre = GeographicPoint(latitude: latitude, longitude: longitude)
        cells.append(CellGeometry.Cell(row: row, column: column, centre: centre))
      }
    }
    let order = CellSet.order(cells, by: stack.tile)
    let set = CellSet(
      order.map { cells[$0] }, flat: order.map { cells[$0].row * geometry.columns + cells[$0].column })
    var positions: [Int: Int32] = [:]
    if stack.isSwath {
      for (position, flat) in set.flat.enumerated() {
        positions[flat] = Int32(truncatingIfNeeded: position)
      }
    }
    return (set, positions, order.map { Int32(truncatingIfNeeded: $0) })
  }

  // MARK: - Files and days

  private static func days(_ period: (first: Int64, last: Int64)?) throws(Failure) -> ClosedRange<Int64>? {
    guard let period else { return nil }
    let (first, last) = (UTC.startOfDay(period.first), UTC.startOfDay(period.last))
    guard first <= last else {
      throw Failure(
        .usage, "the period ends on \(UTC.dateText(last)), before it begins on \(UTC.dateText(first))")
    }
    guard first >= UTC.earliest + 3 * UTC.day, last <= UTC.latest - 3 * UTC.day else {
      throw Failure(.usage, "the period lies outside years 1 to 9999")
    }
    return first...last
  }

  /// The pattern of the date in the files' names, where the time rule goes by it.
  private static func pattern(_ rule: TimeRule) -> FileNameTime? {
    switch rule {
    case .fileName(let pattern), .overpass(_, day: .fileName(let pattern)): pattern
    default: nil
    }
  }

  /// The files by the dates in their names, in the order given where these tell no time.
  private static func byDate(_ files: [String], _ rule: TimeRule) throws(Failure) -> [String] {
    guard let pattern = pattern(rule) else { return files }
    var dated: [(instant: Int64, position: Int)] = []
    for (position, file) in files.enumerated() { dated.append((try pattern.instant(in: file), position)) }
    return dated.sorted { $0 < $1 }.map { files[$0.position] }
  }

  /// Those files whose names do not tell that they are of another time.
  private static func files(
    _ files: [String], _ rule: TimeRule, _ period: ClosedRange<Int64>
  ) throws(Failure) -> [String] {
    guard let pattern = pattern(rule) else { return files }
    var result: [String] = []
    for file in files where period.contains(try pattern.instant(in: file)) { result.append(file) }
    return result
  }
}
