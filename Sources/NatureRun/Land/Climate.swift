/// Monthly normals on the fine grid: what the weather of the nature run is drawn around.
///
/// Twelve maps each, January first, rows × columns as in `Land`.
public struct Climate: Sendable {
  /// The mean temperature of the air in K.
  public var temperature: [[Float]]
  /// Precipitation in mm a month.
  public var precipitation: [[Float]]
  /// The share of days with at least 1 mm, 0…1.
  public var wetDays: [[Float]]

  /// Normals given map by map.
  public init(temperature: [[Float]], precipitation: [[Float]], wetDays: [[Float]]) {
    self.temperature = temperature
    self.precipitation = precipitation
    self.wetDays = wetDays
  }
}
