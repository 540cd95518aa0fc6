import Files
import Grids

/// The unit of a sensor's values in a table, and how they become m³ m⁻³ or °C.
enum TableUnit: Hashable, Sendable {
  /// m³ m⁻³.
  case volumetric
  /// Percent by volume.
  case percent
  /// Percent of the soil's field capacity, which is given by volume in m³ m⁻³.
  case relativePercent(fieldCapacity: Double)
  /// The share of the soil's field capacity, which is given by volume in m³ m⁻³.
  case relativeShare(fieldCapacity: Double)
  /// Degrees Celsius.
  case celsius
  /// Kelvin.
  case kelvin

  /// The value in m³ m⁻³ or °C.
  ///
  /// Relative soil humidity M, in percent of field capacity, becomes θ = (M/100)·FC_g·ρ_b/ρ_w with the
  /// gravimetric field capacity FC_g (kg water a kg of dry soil), the dry soil's bulk density ρ_b and
  /// ρ_w = 1000 kg m⁻³. A formula in print multiplies a *volume* share by the density of the soil's grains
  /// (METHODS E33); its dimensions do not give a share of volume.
  func value(_ stored: Double) -> Double {
    switch self {
    case .volumetric, .celsius: stored
    case .percent: stored / 100
    case .relativePercent(let fieldCapacity): stored / 100 * fieldCapacity
    case .relativeShare(let fieldCapacity): stored * fieldCapacity
    case .kelvin: stored - 273.15
    }
  }

  /// What is checked of values in this unit.
  ///
  /// Relative humidity passes 1 after rain, so only above 2 does a share look like percent. Soil colder than
  /// −100 °C or hotter than 100 °C is no measurement.
  var checks: RecordBuilder.Checks {
    switch self {
    case .volumetric: .volumetric
    case .percent: RecordBuilder.Checks(range: 0...1, unit: "percent", isPercent: true)
    case .relativePercent: RecordBuilder.Checks(range: 0...1, unit: "relative %", isPercent: true)
    case .relativeShare: RecordBuilder.Checks(range: 0...1, unit: "relative 1", percentAbove: 2)
    case .celsius, .kelvin: RecordBuilder.Checks(range: -100...100, unit: "°C")
    }
  }

  /// Reads `units` and, for relative humidity, the soil's constants of a row of the station list.
  static func read(_ row: TableRow, variable: String) throws(Failure) -> TableUnit {
    let text = try row.required("units")
    if variable == "ts" { return try temperature(text, row) }
    let plain = text.lowercased().filter { !$0.isWhitespace && $0 != "_" }
    switch plain {
    case "relative%", "relativepercent", "%relative":
      return .relativePercent(fieldCapacity: try fieldCapacity(row))
    case "relative1", "relativefraction", "relativeshare":
      return .relativeShare(fieldCapacity: try fieldCapacity(row))
    default: break
    }
    guard !plain.hasPrefix("relative") else {
      throw row.failure(
        "units '\(text)' do not say percent or share", advice: "Write `relative %` or `relative 1`")
    }
    let unit: SoilMoistureUnit
    do { unit = try SoilMoistureUnit(text) } catch { throw row.failure(error.reason, advice: advice) }
    switch unit {
    case .volumetric: return .volumetric
    case .volumetricPercent: return .percent
    default: throw row.failure("units '\(text)' are not among those of station tables", advice: advice)
    }
  }

  private static let advice =
    "Write `m3 m-3`, `%` (of volume), `relative %` or `relative 1` (of field capacity)"

  private static func temperature(_ text: String, _ row: TableRow) throws(Failure) -> TableUnit {
    switch text.lowercased() {
    case "degc", "°c", "c", "celsius", "deg c", "degrees celsius": return .celsius
    case "k", "kelvin": return .kelvin
    default: throw row.failure("'\(text)' is no unit of temperature", advice: "Write `degC` or `K`")
    }
  }

  /// The water content by volume at field capacity, m³ m⁻³, from the gravimetric one and the bulk density.
  private static func fieldCapacity(_ row: TableRow) throws(Failure) -> Double {
    guard let given = try row.number("field_capacity"), let density = try row.number("bulk_density") else {
      throw row.failure(
        "relative soil humidity needs field_capacity and bulk_density to become m3 m-3",
        advice: "Give field_capacity in kg kg-1 and bulk_density in kg m-3 in the station list")
    }
    let capacity: Double
    switch row.text("field_capacity_units") {
    case "", "kg kg-1", "kg/kg", "g g-1", "g/g":
      guard given > 0, given <= 1 else {
        throw row.failure(
          "field_capacity \(given) is not within 0…1 kg kg-1",
          advice: given > 1 ? "Is it in percent? Then write `%` in field_capacity_units" : nil)
      }
      capacity = given
    case "%", "percent":
      guard given > 1, given <= 100 else {
        throw row.failure(
          "field_capacity \(given) is not within 1…100 %",
          advice: given > 0 && given <= 1 ? "Is it in kg kg-1? Then leave field_capacity_units empty" : nil)
      }
      capacity = given / 100
    case let other:
      throw row.failure("'\(other)' is no unit of field capacity", advice: "Write `kg kg-1` or `%`")
    }
    let bulk = try bulkDensity(density, row)
    let volume = capacity * bulk / 1000
    guard volume <= 1 else {
      throw row.failure(
        "field_capacity \(given) and bulk_density \(density) give \(volume) m3 m-3 of water, more than the soil's volume",
        advice: "field_capacity is the mass of water by the mass of dry soil")
    }
    return volume
  }

  private static func bulkDensity(_ given: Double, _ row: TableRow) throws(Failure) -> Double {
    switch row.text("bulk_density_units") {
    case "", "kg m-3", "kg/m3":
      guard given >= 10 else {
        throw row.failure(
          "bulk_density \(given) kg m-3 is too light for a soil",
          advice: "Is it in g cm-3? Then write `g cm-3` in bulk_density_units, or \(given * 1000) here")
      }
      guard given <= 3000 else { throw row.failure("bulk_density \(given) kg m-3 is too heavy for a soil") }
      return given
    case "g cm-3", "g/cm3":
      guard given > 0, given <= 3 else {
        throw row.failure(
          "bulk_density \(given) g cm-3 is not within 0…3",
          advice: given >= 10 ? "Is it in kg m-3? Then leave bulk_density_units empty" : nil)
      }
      return given * 1000
    case let other:
      throw row.failure("'\(other)' is no unit of bulk density", advice: "Write `kg m-3` or `g cm-3`")
    }
  }
}
