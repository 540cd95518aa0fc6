import Glibc
import Numerics

/// When a station or one of its sensors tells nothing.
enum Outages {
  /// The hours at which a whole station is off: before it starts, after it ends, for weeks in between.
  static func station(hours: Int, model: MeasurementModel, _ random: inout RandomStream) -> [Bool] {
    var isOff = [Bool](repeating: false, count: hours)
    func turnOff(_ range: Range<Int>) { for hour in range.clamped(to: 0..<hours) { isOff[hour] = true } }
    if random.uniform() < model.lateStarts { turnOff(0..<Int(0.35 * random.uniform() * Double(hours))) }
    if random.uniform() < model.earlyEnds {
      turnOff(Int((0.75 + 0.25 * random.uniform()) * Double(hours))..<hours)
    }
    if random.uniform() < model.longOutages {
      let start = random.index(below: max(1, hours))
      turnOff(start..<(start + 24 * (15 + random.index(below: 60))))
    }
    return isOff
  }

  /// The same for one sensor: also hours to days now and then, and single hours.
  static func sensor(_ station: [Bool], model: MeasurementModel, _ random: inout RandomStream) -> [Bool] {
    var isOff = station
    var left = 0
    for hour in isOff.indices {
      if random.uniform() < model.outages / 8766 { left = 3 + random.index(below: 100) }
      if left > 0 || random.uniform() < model.missing { isOff[hour] = true }
      left = max(0, left - 1)
    }
    return isOff
  }
}
