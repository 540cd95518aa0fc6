import Glibc

/// What is fixed for one column of soil and its plants, for steps of one length.
///
/// Three layers hold water: 0–5, 5–10 and 10–100 cm. Amounts are in mm.
public struct ColumnTraits: Sendable {
  /// A layer's limits.
  struct Layer: Sendable {
    /// The water at saturation, field capacity, wilting point and at its driest.
    let saturation, capacity, wilting, driest: Double
    /// The share of the water above field capacity that drains in one step.
    let drained: Double
    /// The share that drains of water that came in evenly during the step.
    let drainedLate: Double
    /// One over the water between the driest and field capacity.
    let perMoist: Double
    /// One over the water, above the driest for bare soil and above wilting point for plants, below which they
    /// evaporate less than the air would take; bare soil always does, above field capacity less so.
    let perBareLimit, perPlantLimit: Double
  }

  /// The layers' depths in mm.
  static let depths = (surface: 50.0, shallow: 50.0, root: 900.0)
  /// How much longer than (saturation − capacity)/conductivity water above field capacity takes to drain:
  /// conductivity falls steeply below saturation.
  static let drainageDelay = 24.0

  /// The longest that takes in hours: cracks and root channels drain clay.
  static let longestDrainage = 60.0

  /// The step in hours.
  let hours: Double
  let surface, shallow, root: Layer
  /// The conductivity at saturation in mm h⁻¹.
  let conductivity: Double
  /// The share of the column that is irrigated, and on which day of seven.
  let irrigated: Double
  var irrigationDay: Int
  /// The leaf area in winter and at its fullest.
  let leastLeaves, mostLeaves: Double
  /// The water in the stems of full plants in kg m⁻²: of shrubs and trees, and of grass and crops.
  let woodyStems, softStems: Double
  /// The albedo without snow.
  let albedo: Double
  /// The psychrometric constant in kPa K⁻¹.
  let psychrometric: Double
  /// The share of the sun a clear sky lets through: 0.75 at the sea, more in thin air (FAO-56, equation 37).
  let transmission: Double
  /// The shares 1 − exp(−Δt/τ) by which soil temperatures follow what lies above.
  let surfaceHeat, shallowHeat, rootHeat: Double

  /// The traits of a cell of the land, for steps of so many hours.
  public init(land: Land, cell: Int, hours: Double) {
    self.hours = hours
    let conductivity = Double(land.conductivity[cell])
    func layer(_ depth: Double) -> Layer {
      let saturation = Double(land.porosity[cell]) * depth
      let capacity = Double(land.fieldCapacity[cell]) * depth
      // Water above field capacity leaves within a time of travel (Neitsch et al. 2011, SWAT theory, 2:3.2.3–4).
      let travel = min(
        ColumnTraits.longestDrainage, ColumnTraits.drainageDelay * (saturation - capacity) / conductivity)
      let turnovers = hours / max(0.5, travel)
      let wilting = Double(land.wiltingPoint[cell]) * depth
      let driest = Double(land.residual[cell]) * depth
      return Layer(
        saturation: saturation, capacity: capacity, wilting: wilting, driest: driest,
        drained: 1 - exp(-turnovers), drainedLate: 1 - (1 - exp(-turnovers)) / turnovers,
        perMoist: 1 / (capacity - driest),
        perBareLimit: 1 / (1.5 * (capacity - driest)), perPlantLimit: 1 / (0.6 * (capacity - wilting)))
    }
    surface = layer(ColumnTraits.depths.surface)
    shallow = layer(ColumnTraits.depths.shallow)
    root = layer(ColumnTraits.depths.root)
    self.conductivity = conductivity
    irrigated = Double(land.irrigatedFraction[cell])
    // Neighbouring fields take turns by blocks of about 0.2°.
    irrigationDay = (cell / land.grid.columns / 4 * 3 + cell % land.grid.columns / 4 * 5) % 7
    func mean(_ values: KeyValuePairs<LandCover, Double>) -> Double {
      values.reduce(0) { $0 + $1.value * Double(land.covers[$1.key.rawValue][cell]) }
    }
    leastLeaves = mean([.barren: 0.03, .shrub: 0.25, .grass: 0.3, .crop: 0.2, .forest: 1.6])
    mostLeaves = mean([.barren: 0.1, .shrub: 1, .grass: 2.3, .crop: 3.6, .forest: 5])
    // Stem factors of Chan et al. (2013), SMAP ancillary data report on vegetation water content.
    woodyStems = mean([.shrub: 1.6, .forest: 12.8])
    softStems = mean([.grass: 1.5, .crop: 3.5])
    albedo = mean([.barren: 0.3, .shrub: 0.24, .grass: 0.21, .crop: 0.19, .forest: 0.14])
    let height = Double(land.elevation[cell])
    psychrometric = 0.0673 * exp(-height / 8200)
    transmission = 0.75 + 2e-5 * height
    surfaceHeat = 1 - exp(-hours / 7)
    shallowHeat = 1 - exp(-hours / 30)
    rootHeat = 1 - exp(-hours / (24 * 40))
  }
}
