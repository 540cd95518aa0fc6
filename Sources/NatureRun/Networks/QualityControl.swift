/// The ISMN's quality control of an hourly moisture series, as it is applied to the written digits.
///
/// - Source: W. A. Dorigo et al. (2013), Global automated quality control of in situ soil moisture data from the
///   International Soil Moisture Network, Vadose Zone J. 12(3), with the thresholds of the ISMN's own program `flagit`
///   (TU Wien), which adds spikes of two hours and drops to zero. Derivatives are those of its Savitzky–Golay filter of
///   three points and second order: x′ = (x₊₁ − x₋₁)/2, x″ = x₋₁ − 2x + x₊₁.
struct QualityControl {
  /// What the rules look at besides the moisture itself; by hour, NaN where unknown, nil where nobody measured.
  struct Company {
    /// The pore space of the soil map at the probe's depth in m³ m⁻³.
    var saturation: Double
    /// In °C.
    var soilTemperature, airTemperature: [Double]?
    /// In mm.
    var rain: [Double]?
    /// A land model's soil temperature in °C and rain in mm.
    var modelTemperature, modelRain: [Double]?
    /// Whether the probe lies within the upper 10 cm, where rain is expected to be seen.
    var isShallow: Bool
  }

  /// Rain in 24 hours that explains a rise, in mm.
  static let leastRain = 0.2

  /// The moisture in m³ m⁻³ by hour, NaN where missing.
  let values: [Double]
  /// The flags so far.
  var flags: [QualityFlags]

  /// The flags of every hour; none where there is no value.
  static func flags(of values: [Double], _ company: Company) -> [QualityFlags] {
    var control = QualityControl(values: values, flags: [QualityFlags](repeating: [], count: values.count))
    control.checkRange(saturation: company.saturation)
    control.checkFrost(company.soilTemperature, .frozenSoil)
    control.checkFrost(company.airTemperature, .frozenAir)
    control.checkFrost(company.modelTemperature, .frozenModel)
    if company.isShallow {
      control.checkRise(company.rain, .riseWithoutRain)
      control.checkRise(company.modelRain, .riseWithoutModelRain)
    }
    control.checkSpikes()
    control.checkBreaks()
    control.checkLowPlateaus()
    control.checkHighPlateaus()
    return control.flags
  }

  /// C01, C02, C03.
  private mutating func checkRange(saturation: Double) {
    for (hour, value) in values.enumerated() {
      if value < 0 { flags[hour].insert(.belowZero) }
      if value > 0.6 { flags[hour].insert(.aboveLimit) }
      if value > saturation { flags[hour].insert(.aboveSaturation) }
    }
  }

  /// D01, D02, D03.
  private mutating func checkFrost(_ celsius: [Double]?, _ flag: QualityFlags) {
    guard let celsius else { return }
    for (hour, value) in values.enumerated() where !value.isNaN && celsius[hour] < 0 {
      flags[hour].insert(flag)
    }
  }

  /// D04, D05: higher than an hour before and than a day before, by twice the SD in between, and hardly any rain.
  private mutating func checkRise(_ rain: [Double]?, _ flag: QualityFlags) {
    guard let rain else { return }
    for hour in values.indices.dropFirst(24) where values[hour] > values[hour - 1] {
      let rise = values[hour] - values[hour - 24]
      guard rise > 0 else { continue }
      var fallen = 0.0
      var isKnown = false
      for value in rain[(hour - 23)...hour] where !value.isNaN {
        fallen += value
        isKnown = true
      }
      guard isKnown, fallen < QualityControl.leastRain else { continue }
      if rise > 2 * variance((hour - 24)...hour).squareRoot() { flags[hour].insert(flag) }
    }
  }

  /// The variance, by n − 1, of the values there are within some hours; 0 for fewer than two.
  func variance(_ hours: ClosedRange<Int>, without left: Int? = nil) -> Double {
    moments(hours, without: left).variance
  }

  /// Mean and variance of the values there are within some hours, one of them left out.
  func moments(_ hours: ClosedRange<Int>, without left: Int? = nil) -> (mean: Double, variance: Double) {
    var (n, sum) = (0.0, 0.0)
    for hour in hours where hour != left && !values[hour].isNaN {
      n += 1
      sum += values[hour]
    }
    guard n > 1 else { return (sum, 0) }
    let mean = sum / n
    var squares = 0.0
    for hour in hours where hour != left && !values[hour].isNaN {
      squares += (values[hour] - mean) * (values[hour] - mean)
    }
    return (mean, squares / (n - 1))
  }

  /// The first derivative per hour; NaN beside a gap, one-sided parabola left aside at the ends.
  func slope(_ hour: Int) -> Double {
    guard hour > 0, hour + 1 < values.count else { return .nan }
    return values[hour].isNaN ? .nan : (values[hour + 1] - values[hour - 1]) / 2
  }

  /// The second derivative per hour squared; NaN beside a gap and at the ends.
  func curvature(_ hour: Int) -> Double {
    guard hour > 0, hour + 1 < values.count else { return .nan }
    return values[hour - 1] - 2 * values[hour] + values[hour + 1]
  }
}
