import Glibc

/// The energy balance of a column's surface: what a wet one would evaporate, and how warm this one gets.
struct SurfaceEnergy {
  /// The heat that evaporates 1 kg of water, in J.
  static let latentHeat = 2.45e6
  /// The energy at hand after the soil's share, in W m⁻².
  private let available: Double
  /// The evaporation of a wet surface in W m⁻²; 0 by night.
  let wetEvaporation: Double
  private let airTemperature: Double
  private let exchange: Double
  private let snowCover: Double

  /// The balance of a step, or of an instant where the forcing is an instant's.
  init(state: ColumnState, traits: ColumnTraits, forcing: ColumnForcing) {
    self.init(
      shade: state.shade, snowCover: state.snowCover, albedo: traits.albedo,
      psychrometric: traits.psychrometric, forcing: forcing)
  }

  /// The balance of a surface.
  ///
  /// A wet surface evaporates 1.26 times the equilibrium rate (Priestley and Taylor 1972, Mon. Weather Rev. 100,
  /// 81–92, Eq. 6); the slope of the saturation curve is FAO-56's Eq. 13.
  init(shade: Double, snowCover: Double, albedo: Double, psychrometric: Double, forcing: ColumnForcing) {
    self.snowCover = snowCover
    airTemperature = forcing.airTemperature
    let bright = albedo + snowCover * (0.65 - albedo)
    let net = (1 - bright) * forcing.radiation - 75 * (1 - 0.7 * forcing.cloud)
    available = 0.8 * net
    if net > 0 {
      let celsius = max(-40, forcing.airTemperature - 273.15)
      let pressure = 0.6108 * exp(17.27 * celsius / (celsius + 237.3))
      let slope = 4098 * pressure / ((celsius + 237.3) * (celsius + 237.3))
      wetEvaporation = 1.26 * slope / (slope + psychrometric) * 0.9 * net
    } else {
      wetEvaporation = 0
    }
    // Sensible heat and longwave radiation together, W m⁻² K⁻¹: leaves mix the air better than bare ground.
    exchange = 20 + 16 * shade
  }

  /// The surface's temperature in K where evaporation is a share of a wet surface's; snow does not exceed 0 °C.
  func surfaceTemperature(wetness: Double) -> Double {
    let free = airTemperature + (available - wetness * wetEvaporation) / exchange
    return free + snowCover * (min(free, 273.15) - free)
  }

  /// The sun's radiation at the ground in W m⁻².
  ///
  /// - Parameters:
  ///   - sine: the sine of the sun's elevation, its mean over the step with nights as 0.
  ///   - distance: the inverse relative distance of the sun, squared.
  ///   - cloud: the share of the sky under clouds.
  ///   - transmission: the share a clear sky lets through.
  static func radiation(sine: Double, distance: Double, cloud: Double, transmission: Double) -> Double {
    1361 * distance * sine * transmission * (1 - 0.72 * cloud)
  }
}
