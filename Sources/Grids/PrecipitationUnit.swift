public import Files

/// A unit precipitation comes in, and what it takes to make mm a day of it.
public enum PrecipitationUnit: Hashable, Sendable {
  /// mm h⁻¹, a mean rate.
  case millimetresAnHour
  /// mm d⁻¹, which is kg m⁻² d⁻¹.
  case millimetresADay
  /// kg m⁻² s⁻¹, which is mm s⁻¹.
  case millimetresASecond
  /// m d⁻¹ of water.
  case metresADay

  /// Reads a `units` text in the spellings that products use.
  /// - Throws: `Failure` (data) for amounts such as `mm` or `m`, which do not say over which time they fell, and for
  ///   units of anything else.
  public init(_ text: String) throws(Failure) {
    let plain = SoilMoistureUnit.simplified(text)
    switch plain {
    case "mm/h", "mmh-1", "mm/hr", "mmhr-1", "mm/hour", "mmhour-1", "kgm-2h-1", "kg/m2/h", "kg/m2/hr":
      self = .millimetresAnHour
    case "mm/d", "mmd-1", "mm/day", "mmday-1", "kgm-2d-1", "kgm-2day-1", "kg/m2/d", "kg/m2/day":
      self = .millimetresADay
    case "kgm-2s-1", "kg/m2/s", "kg/m2s", "mm/s", "mms-1": self = .millimetresASecond
    case "m/d", "md-1", "m/day", "mday-1": self = .metresADay
    case "mm", "m", "kgm-2", "kg/m2", "in", "inch", "inches":
      throw Failure(
        .data, "the units '\(text.prefix(40))' do not say over which time the precipitation fell",
        advice: PrecipitationUnit.advice)
    default:
      throw Failure(
        .data, "'\(text.prefix(60))' is no unit of precipitation", advice: PrecipitationUnit.advice)
    }
  }

  /// What stored numbers are multiplied by to give mm a day.
  public var millimetresADay: Double {
    switch self {
    case .millimetresAnHour: 24
    case .millimetresADay: 1
    case .millimetresASecond: 86_400
    case .metresADay: 1000
    }
  }

  private static let advice =
    "Give `units:` in the product's description, such as `units: mm d-1` or `mm h-1`"
}
