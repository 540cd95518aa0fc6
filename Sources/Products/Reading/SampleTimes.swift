import Files
import Grids

/// The instants of a row of samples: microseconds UTC, or why there is none.
struct SampleTimes: Sendable {
  enum State: UInt8, Sendable {
    case valid, missing, noSuchDate
  }

  var instants: [Int64] = []
  var states: [State] = []

  /// No samples.
  init() {}

  /// The same instants and states as given; both have one length (checked).
  init(instants: [Int64], states: [State]) {
    precondition(instants.count == states.count, "every instant has a state")
    self.instants = instants
    self.states = states
  }

  /// How many valid instants come before their predecessor.
  var backwardSteps: Int {
    var previous = Int64.min
    var count = 0
    for (instant, state) in zip(instants, states) where state == .valid {
      if instant < previous { count += 1 }
      previous = instant
    }
    return count
  }

  /// Converts the stored numbers of one time variable.
  init(_ array: NetCDFArray, unpacking: Unpacking, units: CFTimeUnits) {
    let (values, unpacked) = unpacking.unpack(array)
    instants.reserveCapacity(values.count)
    states.reserveCapacity(values.count)
    for (value, state) in zip(values, unpacked) {
      switch state == .valid ? units.instant(value) : .outOfRange {
      case .instant(let instant): append(instant, .valid)
      case .noSuchDate: append(0, .noSuchDate)
      case .outOfRange: append(0, .missing)
      }
    }
  }

  /// Adds up several variables from a common start; a sample that lacks one of them has no time.
  init(sumOf terms: [(array: NetCDFArray, unpacking: Unpacking, step: CFTimeStep)], since start: Int64) {
    for (index, term) in terms.enumerated() {
      let (values, unpacked) = term.unpacking.unpack(term.array)
      if index == 0 {
        instants = [Int64](repeating: start, count: values.count)
        states = [State](repeating: .valid, count: values.count)
      }
      for position in values.indices where states[position] == .valid {
        guard unpacked[position] == .valid, let elapsed = term.step.microseconds(values[position]) else {
          states[position] = .missing
          continue
        }
        let (sum, overflow) = instants[position].addingReportingOverflow(elapsed)
        instants[position] = sum
        if overflow { states[position] = .missing }
      }
    }
    for position in instants.indices where !(UTC.earliest...UTC.latest).contains(instants[position]) {
      states[position] = .missing
    }
  }

  /// Moves every instant to the middle of its stamp's interval; a stamp without one has no time.
  mutating func move(to centres: IntervalCentres, stored: [Double]) {
    for index in instants.indices where states[index] == .valid {
      if index < stored.count, let centre = centres.centre(of: stored[index]) {
        instants[index] = centre
      } else {
        states[index] = .missing
      }
    }
  }

  /// Instants at which a satellite crosses, from the days of nominal times (METHODS 0.5: UTC = L − λ/15).
  func atOverpass(localSolarHour: Double, longitude: Double) -> SampleTimes {
    var result = self
    for index in instants.indices {
      result.moveToOverpass(index, localSolarHour: localSolarHour, longitude: longitude)
    }
    return result
  }

  /// Moves one instant to the overpass on its day.
  mutating func moveToOverpass(_ index: Int, localSolarHour: Double, longitude: Double) {
    guard states[index] == .valid else { return }
    let shift = Int64(((localSolarHour - longitude / 15) * Double(UTC.hour)).rounded())
    instants[index] = UTC.startOfDay(instants[index]) + shift
  }

  private mutating func append(_ instant: Int64, _ state: State) {
    instants.append(instant)
    states.append(state)
  }
}
