import Files
import Grids

/// One open file of a stack: how its maps or footprints are laid out and everything needed to read them.
///
/// Packing, fill values, units and chunks are the file's own: they may differ from those of its neighbours.
final class StackFile: Sendable {
  /// A flag rule with the variable it looks at.
  struct Flag: Sendable {
    let rule: FlagRule
    let column: StackColumn
  }

  let file: NetCDFFile
  let layout: StackLayout
  let main: StackColumn
  let conversion: Conversion
  let flags: [Flag]
  /// The variable of each aspect in the order of `GroupCoder`; nil for those that hold for all samples.
  let groups: [StackColumn?]
  /// Groups whose variable the file has not.
  let groupProblems: [Problem]
  let time: StackTime
  /// The per-sample stamps of the description's `exact_time`; nil where they are not wanted or are those of `time`.
  let exact: StackTime?
  /// The day of all samples by the file's name, where every sample has a stamp of its own; nil where the stamps tell.
  let label: Int64?
  /// The latitude and longitude of footprints.
  let footprints: (latitude: StackColumn, longitude: StackColumn)?

  /// Opens a file; nil where it holds series at locations, not maps.
  ///
  /// - Parameter wantsExact: whether per-sample stamps are read beside those of the time rule.
  /// - Throws: `Failure` naming what is missing or cannot be used.
  init?(
    path: String, description: ProductDescription, byteBudget: Int, wantsExact: Bool = false
  ) throws(Failure) {
    let file = try NetCDFFile(reading: path, byteBudget: byteBudget)
    let variable = try file.requiredVariable(description.variable)
    let search = CoordinateSearch(file: file, variable: variable)
    guard let layout = try StackLayout(search, description: description) else { return nil }
    self.file = file
    self.layout = layout
    let unpacking = try Unpacking(variable, fill: description.fill, valid: description.valid, path: path)
    main = try StackColumn(variable, axes: layout.axes, unpacking: unpacking, file: file)
    conversion = try Conversion(of: variable, description: description, path: path)
    func column(_ variable: NetCDFVariable) throws(Failure) -> StackColumn {
      try StackColumn(
        variable,
        axes: try layout.axes(of: variable, with: search.variable, select: description.select, path: path),
        unpacking: try Unpacking(variable, path: path), file: file)
    }
    var flags: [Flag] = []
    for rule in description.flags {
      flags.append(Flag(rule: rule, column: try column(try search.named(rule.variable))))
    }
    self.flags = flags
    var groups: [StackColumn?] = []
    let coder = GroupCoder(description)
    for rule in coder.rules {
      if let name = rule.variable, let variable = search.optional(name) {
        groups.append(try column(variable))
      } else {
        groups.append(nil)
      }
    }
    self.groups = groups
    groupProblems = coder.problems(path: path) { search.optional($0) != nil }
    time = try StackTime(description.time, search: search, layout: layout, select: description.select)
    label = time.isPerSample && !layout.isSwath && layout.steps <= 1 ? StackFile.day(inNameOf: path) : nil
    exact =
      if wantsExact, let rule = description.exactTime, rule != description.time {
        try StackTime(rule, search: search, layout: layout, select: description.select)
      } else { nil }
    if case .swath(let pair, _) = layout.places {
      // The valid range is checked against the globe instead.
      var (north, east) = (pair.latitude, pair.longitude)
      for name in ["valid_range", "valid_min", "valid_max"] {
        north.attributes[name] = nil
        east.attributes[name] = nil
      }
      footprints = (try column(north), try column(east))
    } else {
      footprints = nil
    }
  }

  /// The one date in a file's name; nil where there is none, or several.
  private static func day(inNameOf path: String) -> Int64? {
    for pattern in ["yyyyMMdd", "_yyyyMMdd*", "yyyyMMdd*"] {
      if let instant = try? FileNameTime(pattern: pattern).instant(in: path) {
        return UTC.startOfDay(instant)
      }
    }
    return nil
  }

  /// The places of the cells, where they are the file's own; read anew each time, for they may be many.
  func coordinates() throws(Failure) -> StackCoordinates? {
    switch layout.places {
    case .rectilinear(let pair), .curvilinear(let pair): try StackCoordinates(pair, file)
    case .grid, .swath: nil
    }
  }

  /// Where the cells are, and what is wrong with single ones.
  func geometry(_ coordinates: StackCoordinates?) throws(Failure) -> (CellGeometry, [Problem]) {
    switch layout.places {
    case .grid(let geometry), .swath(_, let geometry): return (geometry, [])
    case .rectilinear, .curvilinear:
      guard let coordinates else {
        throw Failure(.internalFault, "maps without coordinates", path: file.path)
      }
      return try coordinates.geometry()
    }
  }
}
