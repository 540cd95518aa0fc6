import Files
import Grids

/// When the samples of a file of maps were taken: at each step, at each sample, or all at one time.
struct StackTime: Sendable {
  private enum Source: Sendable {
    /// One instant for each step.
    case steps(SampleTimes)
    /// Variables that differ from cell to cell.
    case samples(TimeReader, columns: [String: StackColumn])
  }

  private let source: Source
  private let localSolarHour: Double?
  /// What a user must know of the stamps.
  let problems: [Problem]

  /// Finds the time of a file, reading what is not per cell.
  /// - Throws: `Failure` where the rule does not fit the file, its variables or its name.
  init(
    _ rule: TimeRule, search: CoordinateSearch, layout: StackLayout, select: [String: Int]
  ) throws(Failure) {
    var rule = rule
    var hour: Double?
    if case .overpass(let localSolarHour, let day) = rule { (hour, rule) = (localSolarHour, day) }
    localSolarHour = hour
    var isCentred = false
    if case .centre(let stamps) = rule { (isCentred, rule) = (true, stamps) }
    var reader: TimeReader
    switch rule {
    case .fileName(let pattern):
      let path = search.file.path
      let instant = try pattern.instant(in: path)
      guard layout.steps <= 1 else {
        throw Failure(
          .data, "the file holds \(layout.steps) time steps, but its name gives one date", path: path,
          advice: "Leave out `time: {file: …}` if the file has a time axis")
      }
      source = .steps(SampleTimes(instants: [instant], states: [.valid]))
      problems = []
      return
    case .axis: reader = try StackTime.axis(search, layout)
    case .variable, .sum, .overpass, .centre:
      reader = try TimeReader(rule, search: search, samples: nil)
    }
    if isCentred { try reader.moveToCentres(in: search.file) }
    problems = reader.problems
    var columns: [String: StackColumn] = [:]
    for variable in reader.variables {
      let axes = try layout.axes(
        of: variable, with: search.variable, select: select, path: search.file.path)
      columns[variable.path] = try StackColumn(
        variable, axes: axes, unpacking: try Unpacking(variable, path: search.file.path), file: search.file)
    }
    if layout.isSwath || columns.values.contains(where: \.axes.isPerCell) {
      source = .samples(reader, columns: columns)
      return
    }
    let stamps = reader
    let times = try stamps.read { variable throws(Failure) in
      guard let column = columns[variable.path] else { return .double([]) }
      let values = try search.file.pieces(
        column.variable, column.axes.slab(steps: 0..<layout.steps, rows: 0..<1, columns: 0..<1))
      return values.count == layout.steps
        ? values : values.selecting([Int32](repeating: 0, count: layout.steps))
    }
    source = .steps(times)
  }

  /// The variables that differ from sample to sample.
  var columns: [StackColumn] {
    guard case .samples(let reader, let columns) = source else { return [] }
    return reader.variables.compactMap { columns[$0.path] }
  }

  /// How many steps of the file come before their predecessor.
  var backwardSteps: Int {
    if case .steps(let times) = source { times.backwardSteps } else { 0 }
  }

  /// Whether every sample has a stamp of its own.
  var isPerSample: Bool { if case .samples = source { true } else { false } }

  /// The steps whose stamps lie between two instants, as one range around them; all where every sample has its own.
  func steps(within period: ClosedRange<Int64>, of count: Int) -> Range<Int> {
    guard case .steps(let times) = source else { return 0..<count }
    let inside = times.instants.indices.filter {
      times.states[$0] != .valid || period.contains(times.instants[$0])
    }
    guard let first = inside.first, let last = inside.last else { return 0..<0 }
    return first..<last + 1
  }

  /// The instants of every sample: step by step, cell by cell.
  ///
  /// - Parameters:
  ///   - longitudes: those of the cells, for overpasses.
  ///   - column: fetches the numbers of a variable for all samples, where they differ.
  func times(
    steps: Range<Int>, longitudes: [Double],
    _ column: (StackColumn) throws(Failure) -> NetCDFArray
  ) throws(Failure) -> SampleTimes {
    atOverpass(try stamps(steps: steps, count: longitudes.count, column), longitudes: longitudes)
  }

  /// Stamps moved to the satellite's crossing, where the rule asks for that.
  func atOverpass(_ stamps: SampleTimes, longitudes: [Double]) -> SampleTimes {
    guard let localSolarHour else { return stamps }
    var times = stamps
    for index in times.instants.indices {
      times.moveToOverpass(
        index, localSolarHour: localSolarHour, longitude: longitudes[index % longitudes.count])
    }
    return times
  }

  /// The stamps as the files have them, before they are moved to an overpass; their days are the files' own dates.
  ///
  /// - Parameter count: the number of cells.
  func stamps(
    steps: Range<Int>, count: Int, _ column: (StackColumn) throws(Failure) -> NetCDFArray
  ) throws(Failure) -> SampleTimes {
    switch source {
    case .steps(let axis):
      var times = SampleTimes()
      for step in steps {
        times.instants += Array(repeating: axis.instants[step], count: count)
        times.states += Array(repeating: axis.states[step], count: count)
      }
      return times
    case .samples(let reader, let columns):
      return try reader.read { variable throws(Failure) in
        guard let found = columns[variable.path] else { return .double([]) }
        return try column(found)
      }
    }
  }

  private static func axis(_ search: CoordinateSearch, _ layout: StackLayout) throws(Failure) -> TimeReader {
    let advice = "Where the date stands in the file's name give `time: {file: yyyyMMdd}`"
    do throws(Failure) {
      let axis = layout.isSwath ? layout.axes.row : layout.axes.time
      if let axis {
        return try TimeReader(.axis, search: search, samples: search.variable.dimensions[axis])
      }
      if let time = search.timeOfFile() { return try TimeReader(axis: time, path: search.file.path) }
    } catch {
      if layout.isSwath, let time = search.timeOfFile() {
        return try TimeReader(axis: time, path: search.file.path)
      }
      throw Failure(
        error.kind, error.reason, path: error.path,
        advice: layout.steps == 1
          ? [error.advice, advice].compactMap { $0 }.joined(separator: ". ") : error.advice)
    }
    throw Failure(
      .data, "there is no time for the map in variable \(search.variable.path)", path: search.file.path,
      advice: advice)
  }
}
