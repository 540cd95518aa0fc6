import Glibc

/// A soil's water numbers from its texture.
///
/// - Source: K. E. Saxton and W. J. Rawls (2006), Soil water characteristic estimates by texture and organic matter,
///   Soil Sci. Soc. Am. J. 70, 1569–1578, Table 1: Eq. 1 (1500 kPa), 2 (33 kPa), 3 and 5 (saturation), 6 (density),
///   15 and 16 (conductivity).
public struct SoilHydraulics: Sendable, Hashable {
  /// The moisture at 1500 kPa in m³ m⁻³.
  public let wiltingPoint: Double
  /// The moisture at 33 kPa in m³ m⁻³.
  public let fieldCapacity: Double
  /// The moisture at saturation in m³ m⁻³.
  public let porosity: Double
  /// The hydraulic conductivity at saturation in mm h⁻¹.
  public let conductivity: Double
  /// The dry soil's mass in kg m⁻³.
  public let bulkDensity: Double

  /// The least moisture the surface dries to in m³ m⁻³: a share of the wilting point, as air dries soil far beyond
  /// what plants can (about 100 MPa).
  public var residual: Double { 0.3 * wiltingPoint }

  /// The numbers of a soil.
  ///
  /// - Parameters:
  ///   - sand: the share of sand by weight, 0…1.
  ///   - clay: the share of clay by weight, 0…0.6 (the equations' range).
  ///   - organicMatter: percent of weight, 0…8.
  public init(sand s: Double, clay c: Double, organicMatter om: Double) {
    let dry =
      -0.024 * s + 0.487 * c + 0.006 * om + 0.005 * s * om - 0.013 * c * om + 0.068 * s * c + 0.031
    let wilting = dry + 0.14 * dry - 0.02
    let moist =
      -0.251 * s + 0.195 * c + 0.011 * om + 0.006 * s * om - 0.027 * c * om + 0.452 * s * c + 0.299
    let capacity = moist + 1.283 * moist * moist - 0.374 * moist - 0.015
    let above = 0.278 * s + 0.034 * c + 0.022 * om - 0.018 * s * om - 0.027 * c * om - 0.584 * s * c + 0.078
    let saturation = capacity + above + 0.636 * above - 0.107 - 0.097 * s + 0.043
    let slope = (log(capacity) - log(wilting)) / (log(1500) - log(33))
    wiltingPoint = wilting
    fieldCapacity = capacity
    porosity = saturation
    conductivity = 1930 * pow(saturation - capacity, 3 - slope)
    bulkDensity = (1 - saturation) * 2650
  }
}
