import Files
import Grids

/// Finds the units of a soil-moisture variable and what its numbers are divided by to give m³ m⁻³.
enum UnitRule {
  /// The divisor from the description's units or the file's attribute.
  /// - Throws: `Failure` (data) where units are missing, no soil moisture's, or need what is not known.
  static func divisor(
    for variable: NetCDFVariable, description: ProductDescription, path: String
  ) throws(Failure) -> Double {
    do throws(Failure) {
      return try unit(of: variable, description: description).divisor(layerDepth: description.layerDepth)
    } catch {
      throw Failure(
        error.kind, "variable \(variable.path): \(error.reason)", path: path, advice: error.advice)
    }
  }

  private static func unit(
    of variable: NetCDFVariable, description: ProductDescription
  ) throws(Failure) -> SoilMoistureUnit {
    if let units = description.units { return try SoilMoistureUnit(units) }
    guard let attribute = variable.attributes["units"] else {
      throw Failure(
        .data, "the file says no units",
        advice: "Give `units:` in the product's description, such as `units: m3 m-3`")
    }
    guard let text = attribute.text else { throw Failure(.data, "the units attribute is no text") }
    let unit = try SoilMoistureUnit(text)
    // Percent alone is either of volume or of saturation; the names tell.
    let words = [variable.text("standard_name"), variable.text("long_name")].compactMap { $0?.lowercased() }
    let isSaturation = words.contains {
      $0.contains("saturation") || $0.contains("in_soil_pores") || $0.contains("relative soil moisture")
    }
    return unit == .volumetricPercent && isSaturation ? .saturationPercent : unit
  }
}
