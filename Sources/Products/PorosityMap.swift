import Files
import Grids

/// The porosity that turns a share of saturation into m³ m⁻³.
struct PorosityMap: Sendable {
  private let raster: Raster
  private let divisor: Double

  /// Opens the map of a description; nil where it has none.
  /// - Throws: `Failure` where it cannot be read.
  init?(_ description: ProductDescription, byteBudget: Int) throws(Failure) {
    guard let rule = description.porosity else { return nil }
    raster = try Raster(file: rule.file, variable: rule.variable, byteBudget: byteBudget)
    // Without units it is the m³ m⁻³ that the description promises.
    let unit = raster.units.flatMap { try? SoilMoistureUnit($0) } ?? .volumetric
    divisor = unit == .volumetricPercent || unit == .saturationPercent ? 100 : 1
  }

  /// The porosity at places; NaN where there is none, or none that is above 0 and at most 1.
  /// - Throws: `Failure` (data) where the map cannot be read.
  func values(at points: [GeographicPoint]) throws(Failure) -> [Double] {
    try raster.values(at: points).map { value in
      guard let value, value / divisor > 0, value / divisor <= 1 else { return .nan }
      return value / divisor
    }
  }
}
