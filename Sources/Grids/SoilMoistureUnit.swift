public import Files

/// A unit soil moisture comes in, and what it takes to make m³ m⁻³ of it.
public enum SoilMoistureUnit: Hashable, Sendable {
  /// m³ m⁻³ in any spelling.
  case volumetric
  /// Percent by volume.
  case volumetricPercent
  /// Tenths of a percent by volume.
  case volumetricPermille
  /// kg m⁻², which is mm of water, in a layer.
  case massPerArea
  /// Metres of water in a layer.
  case depthOfWater
  /// The share of the pores that is full, 0…1.
  case saturation
  /// The share of the pores that is full in percent.
  case saturationPercent

  /// Reads a `units` text in the spellings that products use.
  /// - Throws: `Failure` (data) for units that are no soil moisture's, and for `1`, which may be either
  ///   volume or saturation.
  public init(_ text: String) throws(Failure) {
    let plain = SoilMoistureUnit.simplified(text)
    if plain.contains("satur") || plain == "soilwetness" || plain == "wetness" {
      self = plain.contains("%") || plain.contains("percent") ? .saturationPercent : .saturation
      return
    }
    switch plain {
    case "m3m-3", "m3/m3", "cm3cm-3", "cm3/cm3", "mm3mm-3", "mm3/mm3", "m+3m-3", "m3perm3", "vol/vol", "v/v",
      "volvol-1", "m/m", "mm-1", "mm/mm", "mmmm-1", "volumetric":
      self = .volumetric
    case "%", "percent", "per cent", "vol%", "%vol", "%vol.", "vol.%", "volumetricpercent", "volumetric%",
      "percentvolume", "percentvol", "volumepercent", "%m3m-3", "%m3/m3", "m3m-3%", "m3/m3%", "%cm3/cm3",
      "%v/v":
      self = .volumetricPercent
    case "permille", "permillebyvolume", "‰", "01%", "tenthsofpercent": self = .volumetricPermille
    case "kgm-2", "kg/m2", "mm", "mmh2o", "mmwater", "mmofwater", "millimeter", "millimeters", "millimetre",
      "millimetres":
      self = .massPerArea
    case "m", "mofwater", "mh2o", "meter", "metre", "meters", "metres":
      self = .depthOfWater
    case "1", "", "-", "dimensionless", "fraction", "none", "unitless", "n/a", "[]", "0-1":
      throw Failure(
        .data,
        "the units '\(text.prefix(40))' do not say whether soil moisture is by volume or of saturation",
        advice: SoilMoistureUnit.advice)
    default:
      throw Failure(
        .data, "'\(text.prefix(60))' is no unit of soil moisture", advice: SoilMoistureUnit.advice)
    }
  }

  /// What stored numbers are divided by to give m³ m⁻³.
  ///
  /// - Parameter layerDepth: the thickness of the layer in metres, needed for kg m⁻² and metres of water.
  /// - Throws: `Failure` (data) where the layer's depth is missing or not positive, and for saturation, which
  ///   needs the soil's porosity.
  public func divisor(layerDepth: Double?) throws(Failure) -> Double {
    switch self {
    case .volumetric: return 1
    case .volumetricPercent: return 100
    case .volumetricPermille: return 1000
    case .massPerArea, .depthOfWater:
      guard let layerDepth else {
        throw Failure(
          .data, "an amount of water needs the depth of its layer to become m3 m-3",
          advice: "Give `layer_depth:` in metres in the product's description")
      }
      guard layerDepth > 0, layerDepth.isFinite else {
        throw Failure(.usage, "the layer depth must be positive")
      }
      return self == .massPerArea ? 1000 * layerDepth : layerDepth
    case .saturation, .saturationPercent:
      throw Failure(
        .data, "soil moisture as a share of saturation needs the soil's porosity to become m3 m-3",
        advice: "Give `porosity: {file: FILE, variable: NAME}` in the product's description")
    }
  }

  /// The advice where units cannot be used.
  static let advice = "Give `units:` in the product's description, such as `units: m3 m-3`"

  /// Lower case without blanks, powers and multiplication signs: `m**3 m**-3`, `m^3·m^-3`, `m³/m³` → one form.
  static func simplified(_ text: String) -> String {
    var result = ""
    for character in text.lowercased() {
      switch character {
      case "³": result += "3"
      case "²": result += "2"
      case "¹": result += "1"
      case "⁻", "−", "–": result += "-"
      case " ", "*", "^", "{", "}", "(", ")", "·", "_", "\t", "\0": continue
      case ".": continue
      default: result.append(character)
      }
    }
    return result
  }
}
