import Files
import Grids

/// Decides sample by sample what is kept, counting everything that is not.
struct SampleFilter {
  private(set) var times: [Int64] = []
  private(set) var values: [Double] = []
  private(set) var excluded = Tally()
  private(set) var stepsRead = 0
  private(set) var problems: [Problem] = []

  /// Reads and judges the samples of one location of a file.
  mutating func add(_ file: ProductFile, location: Int) throws(Failure) {
    let (unpacked, states) = file.unpacking.unpack(try file.column(file.variable, at: location))
    let instants = try file.times(at: location)
    let count = unpacked.count
    var isFlagged = [Bool](repeating: false, count: count)
    for column in file.flags {
      let flags = column.unpacking.unpack(try file.column(column.variable, at: location))
      guard flags.values.count == count else { throw SampleFilter.unequal(file) }
      judge(flags, by: column, present: states, &isFlagged)
    }
    guard instants.instants.count == count else { throw SampleFilter.unequal(file) }
    stepsRead += count
    var range = RangeWatch()
    var drops = DropCounts()
    for index in 0..<count {
      switch states[index] {
      case .valid, .outsideValidRange: break
      case .fill:
        drops.fill += 1
        continue
      case .notFinite:
        drops.notFinite += 1
        continue
      }
      if isFlagged[index] { continue }
      if states[index] == .outsideValidRange {
        drops.outsideValidRange += 1
        continue
      }
      let value = unpacked[index] / file.divisor
      guard value >= 0, value <= 1 else {
        range.outside(value, stored: unpacked[index])
        drops.outsidePhysicalRange += 1
        continue
      }
      range.inside += 1
      switch instants.states[index] {
      case .valid:
        times.append(instants.instants[index])
        values.append(value)
      case .missing: drops.withoutTime += 1
      case .noSuchDate: drops.withoutDate += 1
      }
    }
    drops.add(to: &excluded)
    problems += range.problems(path: file.file.path)
    if case .indexedRagged = file.layout { return }
    let backward = instants.backwardSteps
    if backward > 0 {
      problems.append(Problem(path: file.file.path, reason: "times run backwards, sorted", count: backward))
    }
  }

  /// Marks the present samples that one rule leaves out, and counts them by the flag's value.
  private mutating func judge(
    _ flags: (values: [Double], states: [Unpacking.State]), by column: ProductFile.FlagColumn,
    present: [Unpacking.State], _ isFlagged: inout [Bool]
  ) {
    let rule = column.rule
    let (values, states) = flags
    var missing = 0
    var counts: [Double: Int] = [:]
    // Flags come in runs of one value, so that value's verdict and count are kept at hand.
    var run = (value: Double.nan, keeps: false, count: 0)
    for index in values.indices where !isFlagged[index] {
      if present[index] == .fill || present[index] == .notFinite { continue }
      if states[index] == .fill || states[index] == .notFinite {
        missing += 1
        isFlagged[index] = true
        continue
      }
      if values[index] != run.value {
        if run.count > 0 { counts[run.value, default: 0] += run.count }
        run = (values[index], rule.keeps(values[index]), 0)
      }
      if !run.keeps {
        run.count += 1
        isFlagged[index] = true
      }
    }
    if run.count > 0 { counts[run.value, default: 0] += run.count }
    let name = column.variable.name
    excluded.add("\(name) missing", missing)
    for (value, count) in counts {
      // Whole numbers are written without a point.
      excluded.add("\(name) \(Int64(exactly: value).map(String.init) ?? "\(value)")", count)
    }
  }

  private static func unequal(_ file: ProductFile) -> Failure {
    Failure(.internalFault, "columns of one location differ in length", path: file.file.path)
  }

  /// Sorts the samples, settles duplicate times and gives the record.
  ///
  /// Of samples at one instant the first is kept where all values are equal, none where they differ.
  consuming func record() -> ProductRecord {
    var order = Array(times.indices)
    if zip(times, times.dropFirst()).contains(where: { $0 > $1 }) {
      // Position as second key: the sort is stable.
      order.sort { (times[$0], $0) < (times[$1], $1) }
    }
    var series = TimeSeries()
    var first = 0
    while first < order.count {
      var end = first + 1
      while end < order.count, times[order[end]] == times[order[first]] { end += 1 }
      let value = values[order[first]]
      if order[first..<end].allSatisfy({ values[$0] == value }) {
        series.times.append(times[order[first]])
        series.values.append(value)
        excluded.add("duplicate time, values equal", end - first - 1)
      } else {
        excluded.add("duplicate time, values differ", end - first)
      }
      first = end
    }
    return ProductRecord(series: series, stepsRead: stepsRead, excluded: excluded, problems: problems)
  }
}

/// Counts of dropped samples, kept as numbers until a location is done: reasons are long to write.
private struct DropCounts {
  var fill = 0
  var notFinite = 0
  var outsideValidRange = 0
  var outsidePhysicalRange = 0
  var withoutTime = 0
  var withoutDate = 0

  func add(to tally: inout Tally) {
    tally.add("fill value", fill)
    tally.add("not finite", notFinite)
    tally.add("outside valid range", outsideValidRange)
    tally.add("outside physical range", outsidePhysicalRange)
    tally.add("no time stamp", withoutTime)
    tally.add("date not in the real calendar", withoutDate)
  }
}

/// Watches values outside 0–1 m³ m⁻³ to say what they probably are (FIELD row 12 and 32).
private struct RangeWatch {
  var inside = 0
  private var count = 0
  private var likePercent = 0
  private var stored: Double?
  private var isOneNumber = true

  mutating func outside(_ value: Double, stored number: Double) {
    count += 1
    if value > 1, value <= 100 { likePercent += 1 }
    if let stored, stored != number { isOneNumber = false }
    stored = stored ?? number
  }

  func problems(path: String) -> [Problem] {
    guard count > 0, let stored else { return [] }
    let reason: String
    if isOneNumber, count > 1 || abs(stored) >= 99 {
      reason = "\(stored) is outside 0–1 m3 m-3: probably a missing value without attribute; give `fill:`"
    } else if likePercent > inside {
      reason = "values look like percent: outside 0–1 m3 m-3, left out; give `units: percent` if they are"
    } else {
      reason = "values outside 0–1 m3 m-3, left out"
    }
    return [Problem(path: path, reason: reason, count: count)]
  }
}
