public import Files

/// Where the cells of a product's maps are.
public enum GridRule: Hashable, Sendable {
  /// Where the file's own coordinates say.
  case coordinates
  /// The global cylindrical EASE-Grid 2.0 of so many kilometres (36, 25, 9, 3 or 1), by row and column.
  case ease2(kilometres: Int)
  /// The first global cylindrical EASE-Grid, by row and column.
  case ease1(EASE1Grid.Resolution)
  /// A global grid of square cells of so many degrees from 90° N down, the first column's edge at `west`.
  case regular(degrees: Double, west: Double = -180)
}

/// What a product's values are.
public enum Quantity: String, CaseIterable, Hashable, Sendable {
  /// Volumetric soil moisture, or what can be made into it.
  case soilMoisture = "soil-moisture"
  /// Rain and snow, mm a day.
  case precipitation
}

/// A map of porosity that turns a share of saturation into m³ m⁻³.
public struct PorosityRule: Hashable, Sendable {
  /// The netCDF file.
  public var file: String
  /// The variable in m³ m⁻³, by full path.
  public var variable: String

  /// Creates a rule.
  public init(file: String, variable: String) {
    self.file = file
    self.variable = variable
  }
}

extension GridRule {
  /// The grid itself; nil where the files' own coordinates are to be read.
  /// - Throws: `Failure` (usage) for a grid that there is not.
  public func geometry() throws(Failure) -> CellGeometry? {
    switch self {
    case .coordinates: nil
    case .ease2(let kilometres): .ease2(try EASE2Grid(kilometres: kilometres))
    case .ease1(let resolution): .ease1(EASE1Grid(resolution))
    case .regular(let degrees, let west): .regular(try RegularGrid(degrees: degrees, west: west))
    }
  }
}
