public import Grids

/// What is the same at all times: arrays of rows × columns, row by row from the north-west.
///
/// Soil numbers hold for the soil of the cell, its open water left aside; no cell is all water.
public struct Land: Sendable {
  /// The cells.
  public let grid: FineGrid
  /// The height above the sea in metres.
  public var elevation: [Float]
  /// The SD of the height within 0.25° around, divided by 250 m and cut at 1: 0 flat … 1 mountainous.
  public var topographicComplexity: [Float]
  /// The share of sand in the mineral soil by weight, 0…1.
  public var sand: [Float]
  /// The share of clay in the mineral soil by weight, 0…1.
  public var clay: [Float]
  /// The organic matter of the soil in percent of weight.
  public var organicMatter: [Float]
  /// Pore space, the moisture at saturation, in m³ m⁻³.
  public var porosity: [Float]
  /// The moisture held against gravity (33 kPa), in m³ m⁻³.
  public var fieldCapacity: [Float]
  /// The moisture plants leave behind (1500 kPa), in m³ m⁻³.
  public var wiltingPoint: [Float]
  /// The least moisture the surface dries to, in m³ m⁻³.
  public var residual: [Float]
  /// The hydraulic conductivity at saturation in mm h⁻¹.
  public var conductivity: [Float]
  /// The dry soil's mass in kg m⁻³.
  public var bulkDensity: [Float]
  /// The share of the cell that is open water, 0…0.9.
  public var waterFraction: [Float]
  /// The share of the cell that is irrigated, 0…1.
  public var irrigatedFraction: [Float]
  /// The shares of the covers in the land of the cell, by `LandCover.rawValue`; they add up to 1.
  public var covers: [[Float]]
  /// The normals that weather is drawn around.
  public var climate: Climate
  /// The Köppen–Geiger classes of the normals.
  public var koppen: [KoppenClass]

  /// The shares of one cover.
  public func share(of cover: LandCover) -> [Float] { covers[cover.rawValue] }

  /// The cover with the largest share in a cell.
  public func mainCover(_ cell: Int) -> LandCover {
    LandCover.allCases.max { covers[$0.rawValue][cell] < covers[$1.rawValue][cell] } ?? .barren
  }
}
