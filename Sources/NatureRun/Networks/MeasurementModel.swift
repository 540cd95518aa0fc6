/// How stations differ from what a satellite sees around them, and their probes from the soil: standard deviations
/// and rates.
///
/// Numbers of the prototype that tuned station scores: calibration, gain, sand, rain, leaves, and 0.01 for the noise,
/// of which nearly all is slow here, as a probe's is: what changes from hour to hour makes ISMN's rules for rises
/// without rain flag every twentieth good sample.
public struct MeasurementModel: Sendable, Hashable {
  /// The SD of a probe's offset in m³ m⁻³, and of the logarithm of its gain, for a probe with the maker's calibration.
  public var calibration = 0.05
  /// See `calibration`.
  public var gain = 0.30
  /// The same for the probes of core networks, calibrated in their own soil.
  public var coreCalibration = 0.015
  /// See `coreCalibration`.
  public var coreGain = 0.08
  /// The SD of a station's share of sand around its cell's, of weight.
  public var sand = 0.10
  /// The SD of the logarithm of the share of the cell's rain that a station gets.
  public var rain = 0.45
  /// The SD of the logarithm of its leaf area over its cell's.
  public var leaves = 0.4
  /// The SD of a probe's slow error in m³ m⁻³, and the days in which it forgets all but 1/e.
  public var slowNoise = 0.01
  /// See `slowNoise`.
  public var slowDays = 15.0
  /// The SD of a reading repeated in the next hour in m³ m⁻³.
  public var noise = 0.0003
  /// The SD of a probe's drift in m³ m⁻³ a year.
  public var drift = 0.004
  /// The SD of the error of thermometers in K.
  public var thermometer = 0.15
  /// The share of hours missing one by one, and outages a year of hours to days.
  public var missing = 0.01
  /// See `missing`.
  public var outages = 3.0
  /// The share of stations that are out for weeks to months, that start late, that end early.
  public var longOutages = 0.3
  /// See `longOutages`.
  public var lateStarts = 0.25
  /// See `longOutages`.
  public var earlyEnds = 0.15
  /// Spikes of an hour or two, steps that last days, plateaus at the dry and the wet end, failing batteries, and single
  /// impossible values: how many a probe has in a year.
  public var spikes = 8.0
  /// See `spikes`.
  public var steps = 1.2
  /// See `spikes`.
  public var lowPlateaus = 1.0
  /// See `spikes`.
  public var highPlateaus = 0.8
  /// See `spikes`.
  public var brownouts = 0.8
  /// See `spikes`.
  public var strays = 2.0

  /// The model of a nature run.
  public init() {}

  /// Stations that are their cells and probes that err in nothing but the digits they write.
  public static var noiseFree: MeasurementModel {
    var model = MeasurementModel()
    for path in [
      \MeasurementModel.calibration, \.gain, \.coreCalibration, \.coreGain, \.sand, \.rain, \.leaves,
      \.slowNoise,
      \.noise, \.drift, \.thermometer, \.missing, \.outages, \.longOutages, \.lateStarts, \.earlyEnds,
      \.spikes,
      \.steps, \.lowPlateaus, \.highPlateaus, \.brownouts, \.strays,
    ] { model[keyPath: path] = 0 }
    return model
  }
}
