/// Where the cells of a product's maps are.
public enum GridRule: Hashable, Sendable {
  /// Where the file's own coordinates say.
  case coordinates
  /// The global cylindrical EASE-Grid 2.0 of so many kilometres (36, 25, 9, 3 or 1), by row and column.
  case ease2(kilometres: Int)
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
