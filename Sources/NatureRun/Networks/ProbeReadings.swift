import Glibc
import Numerics

/// What went wrong with a sample, for judging the flags; nothing of it is written.
struct Fault: OptionSet, Sendable, Hashable {
  let rawValue: UInt8
  /// One hour or two far off.
  static let spike = Fault(rawValue: 1)
  /// The first hour of a step up or down.
  static let step = Fault(rawValue: 2)
  /// The days between two steps.
  static let shifted = Fault(rawValue: 4)
  /// Stuck at the dry or at the wet end.
  static let lowPlateau = Fault(rawValue: 8)
  static let highPlateau = Fault(rawValue: 16)
  /// A battery at its end, values all over the range and beyond.
  static let brownout = Fault(rawValue: 32)
  /// One impossible value.
  static let stray = Fault(rawValue: 64)
}

/// The hourly readings of one probe, as its network's files tell them: NaN where there is none.
struct ProbeReadings: Sendable {
  /// In m³ m⁻³, °C or mm, in steps of the resolution.
  var values: [Double]
  var faults: [Fault]

  /// Moisture as a probe tells it that sees `truth`.
  ///
  /// - Parameters:
  ///   - truth: m³ m⁻³ by hour.
  ///   - traits: the soil it stands in.
  ///   - isCore: whether it is calibrated in its own soil.
  ///   - resolution: the step of its readings in m³ m⁻³.
  ///   - model: how it errs.
  init(
    moisture truth: [Double], traits: StationTraits, isCore: Bool, resolution: Double,
    model: MeasurementModel,
    calibration: inout RandomStream, noise: inout RandomStream, faults random: inout RandomStream
  ) {
    values = ProbeReadings.calibrated(truth, traits, isCore, model, &calibration, &noise)
    faults = [Fault](repeating: [], count: truth.count)
    addFaults(model, saturation: traits.soil.porosity, &random)
    let steps = (1 / resolution).rounded()
    for hour in values.indices { values[hour] = (values[hour] * steps).rounded() / steps }
  }

  /// A thermometer's or a gauge's readings: nothing goes wrong with them but gaps.
  init(_ truth: [Double], error: Double, decimals: Double, _ random: inout RandomStream) {
    let offset = error * random.normal()
    values = truth.map { (($0 + offset) * decimals).rounded() / decimals }
    faults = [Fault](repeating: [], count: truth.count)
  }

  /// What the probe tells while nothing goes wrong: an offset, a gain about the middle of plants' water, a slow error and
  /// a drift.
  private static func calibrated(
    _ truth: [Double], _ traits: StationTraits, _ isCore: Bool, _ model: MeasurementModel,
    _ calibration: inout RandomStream, _ noise: inout RandomStream
  ) -> [Double] {
    let gain = exp((isCore ? model.coreGain : model.gain) * calibration.normal())
    let middle = traits.middle
    var offset = (isCore ? model.coreCalibration : model.calibration) * calibration.normal()
    if offset < 0 {
      // Somebody would notice a probe that tells less than nothing.
      let driest = middle + gain * (traits.soil.residual - middle)
      offset = min(0, max(offset, 2 * model.slowNoise + 0.015 - driest))
    }
    let drift = model.drift * calibration.normal() / (365.25 * 24)
    let keep = exp(-1 / (24 * max(1, model.slowDays)))
    let kick = (1 - keep * keep).squareRoot() * model.slowNoise
    var slow = model.slowNoise * noise.normal()
    return truth.enumerated().map { hour, value in
      slow = keep * slow + kick * noise.normal()
      // A gain of 1 and no offset leave the value as it is, bit by bit.
      return value + (gain - 1) * (value - middle) + offset + drift * Double(hour) + slow
        + model.noise * noise.normal()
    }
  }

  private mutating func addFaults(_ model: MeasurementModel, saturation: Double, _ random: inout RandomStream)
  {
    let highest = values.reduce(-Double.infinity, max)
    func each(_ perYear: Double, _ length: ClosedRange<Int>, _ act: (Range<Int>, inout RandomStream) -> Void)
    {
      guard perYear > 0 else { return }
      var hour = 0
      while true {
        hour += 30 + Int(-log(1 - random.uniform()) * 8766 / perYear)
        let end = hour + length.lowerBound + random.index(below: length.count)
        guard end + 30 < values.count else { return }
        // One thing at a time, and not within a day of another.
        if faults[(hour - 26)..<(end + 26)].allSatisfy(\.isEmpty) { act(hour..<end, &random) }
        hour = end
      }
    }
    func size(_ least: Double, _ most: Double, _ random: inout RandomStream) -> Double {
      (least + (most - least) * random.uniform()) * (random.uniform() < 0.5 ? -1 : 1)
    }
    each(model.steps, 12...96) { hours, random in
      var change = abs(size(0.11, 0.22, &random))
      if values[hours.lowerBound] - change > 0.02 { change = -change }
      for hour in hours {
        values[hour] += change
        faults[hour] = hour == hours.lowerBound ? .step : .shifted
      }
      faults[hours.upperBound] = .step
    }
    each(model.lowPlateaus, 15...70) { hours, random in
      // A cut cable reads nothing at all, a wet plug a little.
      let level = random.uniform() < 0.6 ? 0 : 0.004 + 0.016 * random.uniform()
      for hour in hours where values[hours.lowerBound - 1] > level + 0.03 {
        values[hour] = level
        faults[hour] = .lowPlateau
      }
    }
    each(model.highPlateaus, 15...50) { hours, random in
      let level = min(0.599, max(highest, saturation) * (1.01 + 0.03 * random.uniform()))
      for hour in hours {
        values[hour] = level
        faults[hour] = .highPlateau
      }
    }
    each(model.brownouts, 4...14) { hours, random in
      for hour in hours {
        let rail = random.uniform()
        values[hour] =
          rail < 0.4
          ? -0.2 * random.uniform() : rail < 0.8 ? 0.62 + 0.6 * random.uniform() : 0.25 * random.uniform()
        faults[hour] = .brownout
      }
    }
    each(model.spikes, 1...1) { hours, random in
      let hour = hours.lowerBound
      var change = max(0.06, abs(0.3 * values[hour])) * size(1, 2, &random)
      if values[hour] + change < 0.005 { change = abs(change) }
      values[hour] += change
      faults[hour] = .spike
    }
    each(model.strays, 1...1) { hours, random in
      values[hours.lowerBound] =
        random.uniform() < 0.5 ? -0.05 - 0.2 * random.uniform() : 0.65 + 1.6 * random.uniform()
      faults[hours.lowerBound] = .stray
    }
  }

  /// Takes out the hours that are missing.
  mutating func remove(_ hours: [Bool]) {
    for hour in values.indices where hours[hour] {
      values[hour] = .nan
      faults[hour] = []
    }
  }
}
