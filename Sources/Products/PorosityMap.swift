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

  /// The porosity at places; NaN where there is none, or none above 0.
  /// - Throws: `Failure` (data) where the map cannot be read, or holds what is no porosity.
  func values(at points: [GeographicPoint]) throws(Failure) -> [Double] {
    var porosity: [Double] = []
    porosity.reserveCapacity(points.count)
    for value in try raster.values(at: points) {
      guard let value, value > 0 else {
        porosity.append(.nan)
        continue
      }
      guard value / divisor <= 1 else {
        throw Failure(
          .data, "variable \(raster.variable) holds \(value), which is no porosity in m3 m-3",
          path: raster.path,
          advice: divisor == 1 ? "If these are percent, the variable's units must say so" : nil)
      }
      porosity.append(value / divisor)
    }
    return porosity
  }
}
