import Glibc

/// A climate of the example, enough of it to drive a soil column.
///
/// When it rains, how fast the soil dries, how warm it is: the numbers are ours, chosen to look plausible.
struct ExampleClimate {
  /// The Köppen–Geiger class of the map of 2007 and its words.
  var koppen: String
  var words: String
  /// Rain events a day on the mean of the year, and how strongly the wet season stands out (0…1).
  var eventsPerDay: Double
  var seasonality: Double
  /// The day of the year with the most rain, in the northern hemisphere.
  var wettestDay: Double
  /// The mean depth of an event in millimetres.
  var eventDepth: Double
  /// Days in which the soil loses all but 1/e of what it holds above its driest, in summer and in winter.
  var summerDrying: Double
  var winterDrying: Double
  /// The driest and the wettest the soil gets, in m³ m⁻³.
  var driest: Double
  var wettest: Double
  /// The mean and the half range of the soil's temperature over the year, in °C.
  var meanTemperature: Double
  var temperatureRange: Double
  /// How much the canopy troubles a radiometer, 0…1.
  var canopy: Double

  /// 1 at the height of the warm season, −1 at the height of the cold one.
  static func season(dayOfYear: Double, isSouthern: Bool) -> Double {
    let phase = cos((dayOfYear - 200) / 365.25 * 2 * Double.pi)
    return isSouthern ? -phase : phase
  }

  /// Rain events a day on a day of the year.
  func eventRate(dayOfYear: Double, isSouthern: Bool) -> Double {
    let shift = isSouthern ? 182.6 : 0
    return eventsPerDay * (1 + seasonality * cos((dayOfYear - wettestDay - shift) / 365.25 * 2 * Double.pi))
  }

  static let savanna = ExampleClimate(
    koppen: "Aw", words: "Tropical - Savannah", eventsPerDay: 0.45, seasonality: 0.9, wettestDay: 220,
    eventDepth: 14, summerDrying: 5, winterDrying: 7, driest: 0.07, wettest: 0.46, meanTemperature: 26,
    temperatureRange: 3, canopy: 0.7)
  static let hotDesert = ExampleClimate(
    koppen: "BWh", words: "Arid - Desert - Hot", eventsPerDay: 0.035, seasonality: 0.4, wettestDay: 230,
    eventDepth: 9, summerDrying: 2.5, winterDrying: 5, driest: 0.03, wettest: 0.36, meanTemperature: 24,
    temperatureRange: 9, canopy: 0)
  static let coldSteppe = ExampleClimate(
    koppen: "BSk", words: "Arid - Steppe - Cold", eventsPerDay: 0.16, seasonality: 0.5, wettestDay: 150,
    eventDepth: 7, summerDrying: 4, winterDrying: 12, driest: 0.06, wettest: 0.42, meanTemperature: 11,
    temperatureRange: 12, canopy: 0.1)
  static let drySummer = ExampleClimate(
    koppen: "Csa", words: "Temperate - Dry Summer - Hot Summer", eventsPerDay: 0.26, seasonality: 0.85,
    wettestDay: 15, eventDepth: 9, summerDrying: 4, winterDrying: 14, driest: 0.06, wettest: 0.45,
    meanTemperature: 16, temperatureRange: 8, canopy: 0.2)
  static let oceanic = ExampleClimate(
    koppen: "Cfb", words: "Temperate - Without dry season - Warm Summer", eventsPerDay: 0.5,
    seasonality: 0.25, wettestDay: 340, eventDepth: 7, summerDrying: 6, winterDrying: 18, driest: 0.12,
    wettest: 0.5, meanTemperature: 11, temperatureRange: 6, canopy: 0.4)
  static let boreal = ExampleClimate(
    koppen: "Dfc", words: "Cold - Without dry season - Cold Summer", eventsPerDay: 0.33, seasonality: 0.4,
    wettestDay: 200, eventDepth: 6, summerDrying: 7, winterDrying: 20, driest: 0.12, wettest: 0.58,
    meanTemperature: 0.5, temperatureRange: 14, canopy: 0.6)
  static let tundra = ExampleClimate(
    koppen: "ET", words: "Polar - Tundra", eventsPerDay: 0.24, seasonality: 0.5, wettestDay: 220,
    eventDepth: 4, summerDrying: 8, winterDrying: 25, driest: 0.15, wettest: 0.68, meanTemperature: -5,
    temperatureRange: 13, canopy: 0.1)
}
