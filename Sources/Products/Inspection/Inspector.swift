public import Files
public import Grids

extension ProductInspection {
  /// Reads a whole file and says what it holds, with or without a description.
  ///
  /// What cannot be read or understood becomes a problem; the rest is still reported.
  /// - Throws: `Failure` (data) only where the file is no readable netCDF file.
  public static func inspect(
    path: String, description: ProductDescription? = nil, byteBudget: Int = NetCDFFile.defaultByteBudget
  ) throws(Failure) -> ProductInspection {
    let file = try NetCDFFile(reading: path, byteBudget: byteBudget)
    var inspector = Inspector(file: file, description: description)
    inspector.run()
    return inspector.result
  }
}

/// Fills in an inspection step by step.
private struct Inspector {
  let file: NetCDFFile
  let description: ProductDescription?
  var result: ProductInspection

  init(file: NetCDFFile, description: ProductDescription?) {
    self.file = file
    self.description = description
    result = ProductInspection(
      path: file.path, format: file.format, layout: "unknown",
      candidates: SoilMoistureGuess.candidates(in: file).map(\.path),
      variables: file.variables.map { variable in
        ProductInspection.Variable(
          path: variable.path, type: variable.type.description,
          dimensions: variable.dimensions.map { "\($0.name) \($0.length)" }, units: variable.text("units"),
          longName: variable.text("long_name"))
      }, flags: [], problems: [])
  }

  mutating func run() {
    let file = file
    guard let name = description?.variable ?? result.candidates.first else {
      result.problems.append(
        "no variable looks like soil moisture; name it with `variable:` in a description")
      return
    }
    guard let variable = noting({ () throws(Failure) in try file.requiredVariable(name) }) else { return }
    result.variable = variable.path
    let search = CoordinateSearch(file: file, variable: variable)
    let used = description ?? ProductDescription(variable: variable.path)
    var axes: [NetCDFDimension] = []
    let layout = noting { () throws(Failure) in try StackLayout(search, description: used) }
    if case .some(.some(let stack)) = layout {
      axes = [stack.axes.row, stack.axes.column].compactMap { $0.map { variable.dimensions[$0] } }
      maps(stack, search)
    } else {
      let latitude = noting { () throws(Failure) in try search.latitude() }
      let longitude = noting { () throws(Failure) in try search.longitude() }
      if let latitude, let longitude { places(variable, latitude, longitude, isRefused: layout == nil) }
      axes = (latitude?.dimensions ?? []) + (longitude?.dimensions ?? [])
    }
    time(variable, search, places: axes)
    values(variable)
    for flag in flagVariables(of: variable) { count(flag) }
    if layout != nil, result.layout != "unknown" { readAsSource(variable) }
  }

  /// Says how maps or a swath are laid out.
  private mutating func maps(_ layout: StackLayout, _ search: CoordinateSearch) {
    switch layout.places {
    case .rectilinear(let pair), .curvilinear(let pair):
      box(pair.latitude, pair.longitude, isMap: true)
    case .grid(let geometry):
      result.layout = "maps"
      result.grid = Inspector.name(of: geometry)
    case .swath(let pair, let geometry):
      box(pair.latitude, pair.longitude, isMap: false)
      result.layout = "swath"
      result.grid = "binned onto " + Inspector.name(of: geometry)
    }
  }

  private static func name(of geometry: CellGeometry) -> String {
    let size = "\(geometry.rows) × \(geometry.columns)"
    switch geometry {
    case .ease2(let grid): return "EASE-Grid 2.0 of \(grid.kilometres) km, \(size)"
    case .regular(let grid): return "global grid of \(grid.degrees) degrees, \(size)"
    default: return size
    }
  }

  /// Runs a step; a failure becomes a problem.
  private mutating func noting<Value>(_ step: () throws(Failure) -> Value) -> Value? {
    do throws(Failure) {
      return try step()
    } catch {
      note(error)
      return nil
    }
  }

  private mutating func note(_ failure: Failure) {
    let text = failure.reason + (failure.advice.map { ". " + $0 } ?? "")
    if !result.problems.contains(text) { result.problems.append(text) }
  }

  /// Says where the locations of series are, or the cells of maps that were refused.
  private mutating func places(
    _ variable: NetCDFVariable, _ latitude: NetCDFVariable, _ longitude: NetCDFVariable, isRefused: Bool
  ) {
    let file = file
    let isMap = Set(latitude.dimensions + longitude.dimensions).count > 1
    if isRefused, !isMap {
      result.layout = "swath"
    } else if !isMap,
      let layout = noting({ () throws(Failure) in
        try ProductLayout(of: variable, latitude: latitude, longitude: longitude, in: file)
      })
    {
      result.layout = layout.name
      result.locations = latitude.count
    }
    box(latitude, longitude, isMap: isMap)
  }

  private mutating func box(_ latitude: NetCDFVariable, _ longitude: NetCDFVariable, isMap: Bool) {
    if isMap { result.layout = "maps" }
    guard let north = coordinates(latitude), let east = coordinates(longitude) else { return }
    let (lats, lons) = (north.filter(\.isFinite), east.filter(\.isFinite))
    if let south = lats.min(), let top = lats.max(), let west = lons.min(), let right = lons.max() {
      result.box = ProductInspection.Box(south: south, north: top, west: west, east: right)
    }
    let unusable = north.count - lats.count + east.count - lons.count
    if unusable > 0 { result.problems.append("\(unusable) coordinates are missing") }
    if isMap { result.grid = grid(latitude, longitude, north) }
  }

  private func grid(_ latitude: NetCDFVariable, _ longitude: NetCDFVariable, _ north: [Double]) -> String {
    if latitude.dimensions.count == 2 {
      return "coordinates for each cell, "
        + latitude.dimensions.map { "\($0.name) \($0.length)" }.joined(separator: " × ")
    }
    let direction = (north.first ?? 0) > (north.last ?? 0) ? "descending" : "ascending"
    return "latitude \(north.count) × longitude \(longitude.count ?? 0), latitude \(direction)"
  }

  private mutating func coordinates(_ variable: NetCDFVariable) -> [Double]? {
    let file = file
    return noting { () throws(Failure) in
      var plain = variable
      for name in ["valid_range", "valid_min", "valid_max"] { plain.attributes[name] = nil }
      let (values, states) = try Unpacking(plain, path: file.path).unpack(try file.raw(variable))
      return zip(values, states).map { $1 == .valid ? $0 : .nan }
    }
  }

  private mutating func time(
    _ variable: NetCDFVariable, _ search: CoordinateSearch, places: [NetCDFDimension]
  ) {
    let (file, isRagged) = (file, result.layout.contains("ragged"))
    var rule = description?.time ?? .axis
    let free = variable.dimensions.filter { !places.contains($0) }
    let dimension = free.first { $0.name.lowercased().hasPrefix("time") } ?? free.first
    var day = rule
    if case .overpass(_, let other) = rule { day = other }
    if case .fileName(let pattern) = day {
      result.time = noting { () throws(Failure) in
        let first = UTC.text(try pattern.instant(in: file.path))
        return ProductInspection.TimeAxis(
          variable: "file name", units: pattern.pattern, calendar: CFCalendar.standard.rawValue, count: 1,
          missing: 0, first: first, last: first, isSorted: true)
      }
      return
    }
    // A map without a time dimension may still have a time beside it.
    let hasAxis = dimension.map(search.isTime) ?? false
    if day == .axis, !hasAxis, result.layout == "maps" || result.layout == "swath" {
      guard let time = search.timeOfFile() else {
        // A footprint's stamps may have any name; without a description nothing says which.
        if result.layout == "maps" || description == nil {
          result.problems.append("no time axis; the date may stand in the file's name")
        }
        return
      }
      rule = .variable(time.path, units: nil, fill: [])
    }
    guard let dimension = dimension ?? variable.dimensions.first else { return }
    result.time = noting { () throws(Failure) in
      let reader = try TimeReader(rule, search: search, samples: dimension)
      let times = try reader.read { variable throws(Failure) in try file.raw(variable) }
      return TimeSummary.summary(of: times, reader: reader, isRagged: isRagged)
    }
    if let time = result.time, time.missing == time.count, time.count > 0 {
      result.problems.append("no time stamp of \(time.variable) is an instant")
    }
  }

  private mutating func values(_ variable: NetCDFVariable) {
    let (file, description) = (file, description)
    var suspicious: Double?
    result.values = noting { () throws(Failure) in
      let unpacking = try Unpacking(
        variable, fill: description?.fill ?? [], valid: description?.valid, path: file.path)
      var excluded = Tally()
      var summary = ProductInspection.Values(count: 0, valid: 0, excluded: [])
      try BlockReader.read(variable, of: file) { block throws(Failure) in
        let (values, states) = unpacking.unpack(block)
        summary.count += values.count
        for (value, state) in zip(values, states) {
          switch state {
          case .valid:
            summary.valid += 1
            summary.minimum = min(summary.minimum ?? value, value)
            summary.maximum = max(summary.maximum ?? value, value)
          case .fill: excluded.add("fill value")
          case .notFinite: excluded.add("not finite")
          case .outsideValidRange: excluded.add("outside valid range")
          }
        }
      }
      if let minimum = summary.minimum, minimum <= -99 { suspicious = minimum }
      summary.excluded = excluded.sorted.map { ProductInspection.Count(label: $0.reason, count: $0.count) }
      return summary
    }
    if let suspicious {
      result.problems.append(
        "the smallest value \(suspicious) looks like a missing value without attribute; give `fill:`")
    }
  }

  private func flagVariables(of variable: NetCDFVariable) -> [NetCDFVariable] {
    let named = Set(description?.flags.map(\.variable) ?? [])
    return file.variables.filter { other in
      guard other.path != variable.path, other.type.isNumeric, other.dimensions == variable.dimensions else {
        return false
      }
      if named.contains(other.name) || named.contains(other.path) { return true }
      let name = other.name.lowercased()
      let marks = ["flag_values", "flag_masks", "flag_meanings"].contains { other.attributes[$0] != nil }
      return other.type.isInteger && (marks || ["flag", "mask", "qual"].contains { name.contains($0) })
    }
  }

  private mutating func count(_ variable: NetCDFVariable) {
    let file = file
    let counts = noting { () throws(Failure) in
      var counts: [Double: Int] = [:]
      var others = 0
      func add(_ value: Double, _ count: Int) {
        // NaN is not equal to itself, so it cannot be a key.
        let key = value.isNaN ? Double.infinity : value
        let isListed = counts.count < 64 || counts[key] != nil
        if isListed { counts[key, default: 0] += count } else { others += count }
      }
      try BlockReader.read(variable, of: file) { block throws(Failure) in
        // Flags come in long runs of one value.
        var run = (value: 0.0, count: 0)
        for value in block.doubles ?? [] {
          if value == run.value {
            run.count += 1
          } else {
            if run.count > 0 { add(run.value, run.count) }
            run = (value, 1)
          }
        }
        if run.count > 0 { add(run.value, run.count) }
      }
      var list = counts.sorted { $0.key < $1.key }.map { value, count in
        ProductInspection.Count(label: Int64(exactly: value).map(String.init) ?? "\(value)", count: count)
      }
      if others > 0 { list.append(ProductInspection.Count(label: "others", count: others)) }
      return list
    }
    if let counts { result.flags.append(ProductInspection.Flag(variable: variable.path, samples: counts)) }
  }

  /// Opens the file as a validation would and reads every cell of series, to show what it would leave out.
  private mutating func readAsSource(_ variable: NetCDFVariable) {
    let (path, byteBudget) = (file.path, file.byteBudget)
    let used = description ?? ProductDescription(variable: variable.path)
    let outcome = noting { () throws(Failure) in
      let source = try ProductSource(name: path, description: used, files: [path], byteBudget: byteBudget)
      var problems = source.problems
      for cell in source.cells { problems += try source.series(at: cell).problems }
      return problems
    }
    var counts: [String: Int] = [:]
    for problem in outcome ?? [] { counts[problem.reason, default: 0] += problem.count }
    for (reason, count) in counts.sorted(by: { $0.key < $1.key }) {
      result.problems.append(count > 1 ? "\(reason) (\(count) times)" : reason)
    }
  }
}

/// Sums up time stamps.
enum TimeSummary {
  /// First, last, order and median step of the instants of a reader.
  ///
  /// The samples of a ragged array belong to several locations, so a step between neighbours means nothing.
  static func summary(
    of times: SampleTimes, reader: TimeReader, isRagged: Bool
  ) -> ProductInspection.TimeAxis {
    var instants: [Int64] = []
    for (instant, state) in zip(times.instants, times.states) where state == .valid {
      instants.append(instant)
    }
    let isSorted = times.backwardSteps == 0
    if !isSorted { instants.sort() }
    var steps: [Int64] = []
    for (before, after) in zip(instants, instants.dropFirst()) where after > before {
      steps.append(after - before)
    }
    steps.sort()
    let units = reader.units
    return ProductInspection.TimeAxis(
      variable: reader.variables.map(\.path).joined(separator: " + "), units: units?.text ?? "sum",
      calendar: units?.calendar.rawValue ?? CFCalendar.standard.rawValue, count: times.instants.count,
      missing: times.instants.count - instants.count, first: instants.first.map(UTC.text),
      last: instants.last.map(UTC.text), isSorted: isSorted,
      medianStepHours: steps.isEmpty || isRagged ? nil : Double(steps[steps.count / 2]) / Double(UTC.hour))
  }
}
