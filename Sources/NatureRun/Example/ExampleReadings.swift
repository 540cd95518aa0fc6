import Glibc
import Grids
import Numerics

/// What a sensor reported: the rows of its file.
struct ExampleReadings {
  /// One row; flags are sorted codes.
  struct Row {
    var hour: Int
    var value: Double
    var flags: [String]
  }

  var rows: [Row] = []

  /// Reads a column with a sensor's own faults: drift, noise, steps of resolution, gaps, spikes, frost.
  init(_ sensor: ExampleSensor, in column: ExampleColumn, isUnchecked: Bool, _ random: inout RandomStream) {
    let source: [Double]
    var (offset, gain, resolution) = (0.0, 1.0, 0.001)
    switch sensor.kind {
    case .surface(let ownOffset, let ownGain, let ownResolution):
      source = column.moisture
      (offset, gain, resolution) = (ownOffset, ownGain, ownResolution)
    case .deep(let days): source = column.deep(days: days)
    case .temperature:
      source = column.temperature
      resolution = 0.1
    }
    var isMoisture = true
    if case .temperature = sensor.kind { isMoisture = false }
    let memory = exp(-Double(sensor.step) / (24 * 20))
    let kick = (1 - memory * memory).squareRoot() * 0.008
    var drift = 0.0
    var gap = 0
    let hours = sensor.days.lowerBound * 24..<min(sensor.days.upperBound * 24, source.count)
    for hour in stride(from: hours.lowerBound, to: hours.upperBound, by: sensor.step) {
      drift = memory * drift + kick * random.normal()
      if gap > 0 {
        gap -= 1
        continue
      }
      if random.uniform() < 0.0012 {
        gap = 4 + random.index(below: 120)
        continue
      }
      if random.uniform() < 0.01 { continue }
      var value = source[hour]
      var flags: [String] = []
      if isMoisture {
        value = offset + gain * value + drift + 0.004 * random.normal()
        (value, flags) = Self.disturbed(value, column.temperature[hour], &random)
      }
      value = (value / resolution).rounded() * resolution
      if isMoisture, value > 0.6 { flags.append("C02") }
      if isMoisture, value < 0 { flags.append("C01") }
      rows.append(Row(hour: hour, value: value, flags: isUnchecked ? ["U"] : flags.sorted()))
    }
  }

  /// The faults that quality control finds, with their codes.
  private static func disturbed(
    _ value: Double, _ celsius: Double, _ random: inout RandomStream
  ) -> (Double, [String]) {
    var flags: [String] = []
    if celsius < 0 { flags.append("D01") }
    if celsius + 0.7 * random.normal() < 0 { flags.append("D03") }
    let chance = random.uniform()
    switch chance {
    case ..<0.001: return (value + 0.15, flags + ["D06"])
    case ..<0.0016: return (value - 0.12, flags + ["D07"])
    case ..<0.0024: return (value, flags + ["D04", "D05"])
    case ..<0.0028: return (value + 0.03, flags + ["D05", "D08"])
    default: return (value, flags)
    }
  }
}
