import Files
import Grids

/// How unpacked numbers become the product's quantity: m³ m⁻³, or mm a day.
struct Conversion: Hashable, Sendable {
  /// What a number is divided by; division keeps 25 % exactly 0.25.
  var divisor = 1.0
  /// What it is multiplied by after that.
  var factor = 1.0
  /// Whether the result is a share of saturation, to be multiplied by the porosity of the place.
  var needsPorosity = false
  /// Whether the file says percent without saying of what.
  var isPlainPercent = false
  /// The values that are possible.
  var range = 0.0...1.0

  /// The value of an unpacked number, before porosity.
  func value(_ unpacked: Double) -> Double { unpacked / divisor * factor }

  /// Finds the units of a variable, from the description or the file, and what they ask for.
  /// - Throws: `Failure` (data) where units are missing, do not fit the quantity, or need what is not known.
  init(
    of variable: NetCDFVariable, description: ProductDescription, path: String
  ) throws(Failure) {
    do throws(Failure) {
      switch description.quantity {
      case .precipitation:
        factor = try PrecipitationUnit(try Conversion.unitText(variable, description)).millimetresADay
        range = 0...2000
      case .soilMoisture:
        let unit = try Conversion.soilMoistureUnit(of: variable, description: description)
        isPlainPercent =
          unit == .volumetricPercent && description.units == nil && description.porosity == nil
          && ["%", "percent"].contains(variable.text("units")?.lowercased() ?? "")
        if description.porosity == nil {
          divisor = try unit.divisor(layerDepth: description.layerDepth)
        } else {
          needsPorosity = true
          divisor = try Conversion.shareDivisor(unit)
        }
      }
    } catch {
      throw Failure(
        error.kind, "variable \(variable.path): \(error.reason)", path: path, advice: error.advice)
    }
  }

  /// What a user should know of the units; nil where they are plain.
  func problem(_ variable: String, path: String) -> Problem? {
    guard isPlainPercent else { return nil }
    return Problem(
      path: path,
      reason:
        "the units of \(variable) do not say percent of what: taken as of volume; give `units:` to be sure")
  }

  /// Percent alone is of saturation where a porosity is given: it is of no use for anything else.
  private static func shareDivisor(_ unit: SoilMoistureUnit) throws(Failure) -> Double {
    switch unit {
    case .saturation: return 1
    case .saturationPercent, .volumetricPercent: return 100
    case .volumetric, .volumetricPermille, .massPerArea, .depthOfWater:
      throw Failure(
        .data, "a porosity is given, but the units are not a share of saturation",
        advice: "Leave out `porosity:`, or give `units: percent saturation`")
    }
  }

  private static func unitText(
    _ variable: NetCDFVariable, _ description: ProductDescription
  ) throws(Failure) -> String {
    if let units = description.units { return units }
    let example = description.quantity == .soilMoisture ? "m3 m-3" : "mm/day"
    guard let attribute = variable.attributes["units"] else {
      throw Failure(
        .data, "the file says no units",
        advice: "Give `units:` in the product's description, such as `units: \(example)`")
    }
    guard let text = attribute.text else { throw Failure(.data, "the units attribute is no text") }
    return text
  }

  private static func soilMoistureUnit(
    of variable: NetCDFVariable, description: ProductDescription
  ) throws(Failure) -> SoilMoistureUnit {
    let unit = try SoilMoistureUnit(try unitText(variable, description))
    if description.units != nil { return unit }
    // Percent alone is either of volume or of saturation; the names tell.
    let words = [variable.text("standard_name"), variable.text("long_name")].compactMap { $0?.lowercased() }
    let isSaturation = words.contains {
      $0.contains("saturation") || $0.contains("in_soil_pores") || $0.contains("relative soil moisture")
    }
    return unit == .volumetricPercent && isSaturation ? .saturationPercent : unit
  }
}
