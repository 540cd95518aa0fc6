import Files
import Grids

/// How the time stamps of a file are read: a description's time rule with the variables it needs.
struct TimeReader: Sendable {
  private enum Source: Sendable {
    case stamps(NetCDFVariable, Unpacking, CFTimeUnits)
    case sum([(variable: NetCDFVariable, unpacking: Unpacking, step: CFTimeStep)], since: Int64)
  }

  private let source: Source
  private let localSolarHour: Double?
  /// Where the stamps are moved to; nil where they are taken as they are.
  private var centres: IntervalCentres?
  /// The units and calendar of the stamps; nil for a sum.
  let units: CFTimeUnits?
  /// What a user must know of the stamps.
  private(set) var problems: [Problem] = []

  /// Finds the variables of a rule.
  /// - Throws: `Failure` (data) where a variable or its units are missing or cannot be read.
  init(_ rule: TimeRule, search: CoordinateSearch, samples: NetCDFDimension?) throws(Failure) {
    let path = search.file.path
    var rule = rule
    var hour: Double?
    if case .overpass(let localSolarHour, let day) = rule { (hour, rule) = (localSolarHour, day) }
    var isCentred = false
    if case .centre(let stamps) = rule { (isCentred, rule) = (true, stamps) }
    switch rule {
    case .centre: throw Failure(.usage, "an interval has one middle", path: path)
    case .overpass: throw Failure(.usage, "an overpass takes its day from a rule of another kind", path: path)
    case .axis:
      guard let samples else { throw Failure(.internalFault, "a time axis needs a dimension", path: path) }
      let axis = try search.timeAxis(along: samples)
      let units = try TimeReader.units(of: axis, instead: nil, path: path)
      source = .stamps(axis, try Unpacking(axis, path: path), units)
      self.units = units
      problems = TimeReader.endStamps(of: axis, in: search.file)
    case .variable(let name, let text, let fill):
      let variable = try search.named(name)
      let units = try TimeReader.units(of: variable, instead: text, path: path)
      source = .stamps(variable, try Unpacking(variable, fill: fill, path: path), units)
      self.units = units
    case .sum(let terms, let since):
      let start = try CFTimeUnits(units: "days since \(since)")
      guard case .instant(let instant) = start.instant(0) else {
        throw Failure(.usage, "the start '\(since)' of the time rule lies outside years 1 to 9999")
      }
      var addends: [(variable: NetCDFVariable, unpacking: Unpacking, step: CFTimeStep)] = []
      for term in terms {
        let variable = try search.named(term.variable)
        addends.append((variable, try Unpacking(variable, path: path), try CFTimeStep(term.unit)))
      }
      source = .sum(addends, since: instant)
      units = nil
    case .fileName:
      throw Failure(
        .usage, "a date in the file's name belongs to stacks of maps, but this file holds series", path: path)
    }
    localSolarHour = hour
    if isCentred { try moveToCentres(in: search.file) }
  }

  /// Moves the stamps to the middles of the intervals that the file's bounds give them.
  /// - Throws: `Failure` (data) where they have none.
  mutating func moveToCentres(in file: NetCDFFile) throws(Failure) {
    guard case .stamps(let axis, _, let units) = source else { return }
    centres = try IntervalCentres(of: axis, units: units, in: file)
    problems = []
  }

  /// Takes the stamps of one variable as they are.
  /// - Throws: `Failure` (data) where it holds no numbers or its units cannot be read.
  init(axis variable: NetCDFVariable, path: String) throws(Failure) {
    let units = try TimeReader.units(of: variable, instead: nil, path: path)
    source = .stamps(variable, try Unpacking(variable, path: path), units)
    self.units = units
    localSolarHour = nil
  }

  /// Tells where stamps stand at the end of their intervals: a mean by month would take January's for February's.
  ///
  /// Source: CF conventions §7.1, `bounds`.
  private static func endStamps(of axis: NetCDFVariable, in file: NetCDFFile) -> [Problem] {
    guard let bounds = IntervalCentres.bounds(of: axis, in: file), axis.shape.count == 1,
      (axis.count ?? 0) > 0,
      let stamp = try? file.raw(axis, NetCDFSlab(start: [0], count: [1])).doubles?.first,
      let pair = try? file.raw(bounds, NetCDFSlab(start: [0, 0], count: [1, 2])).doubles,
      let end = pair.max(), let start = pair.min(), stamp.isFinite, start < end, stamp >= end
    else { return [] }
    return [
      Problem(
        path: file.path,
        reason:
          "time stamps stand at the end of their intervals (\(bounds.name)): means by day, dekad or month take them "
          + "for the next; `time: {bounds: centre}` in the description moves them to the middle")
    ]
  }

  /// The variables that are read.
  var variables: [NetCDFVariable] {
    switch source {
    case .stamps(let variable, _, _): [variable]
    case .sum(let terms, _): terms.map(\.variable)
    }
  }

  /// Reads the instants through `column`, which fetches a variable's stored numbers.
  func read(_ column: (NetCDFVariable) throws(Failure) -> NetCDFArray) throws(Failure) -> SampleTimes {
    switch source {
    case .stamps(let variable, let unpacking, let units):
      let stored = try column(variable)
      var times = SampleTimes(stored, unpacking: unpacking, units: units)
      if let centres { times.move(to: centres, stored: stored.doubles ?? []) }
      return times
    case .sum(let terms, let since):
      var addends: [(array: NetCDFArray, unpacking: Unpacking, step: CFTimeStep)] = []
      for term in terms { addends.append((try column(term.variable), term.unpacking, term.step)) }
      return SampleTimes(sumOf: addends, since: since)
    }
  }

  /// The instants moved to the local overpass where the rule asks for it.
  func adjusted(_ times: SampleTimes, longitude: Double) -> SampleTimes {
    localSolarHour.map { times.atOverpass(localSolarHour: $0, longitude: longitude) } ?? times
  }

  private static func units(
    of variable: NetCDFVariable, instead text: String?, path: String
  ) throws(Failure) -> CFTimeUnits {
    guard let units = text ?? variable.text("units") else {
      throw Failure(
        .data, "the time variable \(variable.path) has no units", path: path,
        advice: "Give `time: {variable: \(variable.path), units: days since …}` in the product's description")
    }
    do throws(Failure) {
      return try CFTimeUnits(units: units, calendar: variable.text("calendar"))
    } catch {
      throw Failure(
        error.kind, "time variable \(variable.path): \(error.reason)", path: path, advice: error.advice)
    }
  }
}
