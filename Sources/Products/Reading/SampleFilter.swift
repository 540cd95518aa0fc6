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
    var flags: [(column: ProductFile.FlagColumn, values: [Double], states: [Unpacking.State])] = []
    for column in file.flags {
      let (values, states) = column.unpacking.unpack(try file.column(column.variable, at: location))
      flags.append((column, values, states))
    }
    let count = unpacked.count
    guard instants.instants.count == count, flags.allSatisfy({ $0.values.count == count }) else {
      throw Failure(.internalFault, "columns of one location differ in length", path: file.file.path)
    }
    stepsRead += count
    var range = RangeWatch()
    samples: for index in 0..<count {
      switch states[index] {
      case .valid, .outsideValidRange: break
      case .fill:
        excluded.add("fill value")
        continue
      case .notFinite:
        excluded.add("not finite")
        continue
      }
      for flag in flags {
        let name = flag.column.variable.name
        if flag.states[index] == .fill || flag.states[index] == .notFinite {
          excluded.add("\(name) missing")
          continue samples
        }
        if !flag.column.rule.keeps(flag.values[index]) {
          excluded.add("\(name) \(SampleFilter.number(flag.values[index]))")
          continue samples
        }
      }
      if states[index] == .outsideValidRange {
        excluded.add("outside valid range")
        continue
      }
      let value = unpacked[index] / file.divisor
      guard value >= 0, value <= 1 else {
        range.outside(value, stored: unpacked[index])
        excluded.add("outside physical range")
        continue
      }
      range.inside += 1
      guard instants.states[index] == .valid else {
        excluded.add(instants.states[index].reason)
        continue
      }
      times.append(instants.instants[index])
      values.append(value)
    }
    problems += range.problems(path: file.file.path)
    if case .indexedRagged = file.layout { return }
    let backward = instants.backwardSteps
    if backward > 0 {
      problems.append(Problem(path: file.file.path, reason: "times run backwards, sorted", count: backward))
    }
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

  /// A flag's value as it is written in the ledger: without a point where it is whole.
  private static func number(_ value: Double) -> String {
    Int64(exactly: value).map(String.init) ?? "\(value)"
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
