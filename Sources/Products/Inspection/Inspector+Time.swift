import Files
import Grids

extension Inspector {
  mutating func time(
    _ variable: NetCDFVariable, _ search: CoordinateSearch, places: [NetCDFDimension]
  ) {
    let (file, isRagged) = (file, result.layout.contains("ragged"))
    var rule = description?.time ?? .axis
    let free = variable.dimensions.filter { !places.contains($0) }
    let dimension = free.first { $0.name.lowercased().hasPrefix("time") } ?? free.first
    var day = rule
    if case .overpass(_, let other) = rule { day = other }
    var isCentred = false
    if case .centre(let stamps) = rule { (isCentred, day) = (true, stamps) }
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
      if isCentred { rule = .centre(of: rule) }
    }
    guard let dimension = dimension ?? variable.dimensions.first else { return }
    result.time = noting { () throws(Failure) in
      let reader = try TimeReader(rule, search: search, samples: dimension)
      let times = try reader.read { variable throws(Failure) in try file.pieces(variable) }
      return TimeSummary.summary(of: times, reader: reader, isRagged: isRagged)
    }
    if let time = result.time, time.missing == time.count, time.count > 0 {
      result.problems.append("no time stamp of \(time.variable) is an instant")
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
