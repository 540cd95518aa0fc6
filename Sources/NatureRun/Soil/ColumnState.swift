import Grids

/// One column's water and heat at an instant.
public struct ColumnState: Sendable {
  /// Water and ice at 0–5, 5–10 and 10–100 cm in mm.
  public internal(set) var surface, shallow, root: Double
  /// Water in the snow on the ground in mm.
  public internal(set) var snow = 0.0
  /// Temperatures of the three layers in K.
  public internal(set) var surfaceTemperature, shallowTemperature, rootTemperature: Double
  /// How far plants are grown, 0…1.
  var growth = 0.3
  /// Leaf area index, the share of the ground that leaves shade, and the index satellites see.
  var leafArea = 0.0
  var shade = 0.0
  var ndvi = 0.0
  /// The water in plants in kg m⁻².
  var plantWater = 0.0
  /// Evaporation as a share of what a wet surface would evaporate, at the last step with sun.
  var wetness = 0.5
  /// Today's irrigation in mm h⁻¹.
  var irrigation = 0.0

  /// A column at a share of the water between its driest and field capacity, and at one temperature.
  public init(traits: ColumnTraits, wetness: Double, temperature: Double) {
    func start(_ layer: ColumnTraits.Layer) -> Double {
      layer.driest + wetness * (layer.capacity - layer.driest)
    }
    surface = start(traits.surface)
    shallow = start(traits.shallow)
    root = start(traits.root)
    surfaceTemperature = temperature
    shallowTemperature = temperature
    rootTemperature = temperature
  }

  /// The state a column of a cell is begun with: as warm as the month, as wet as its year's rain suggests.
  init(traits: ColumnTraits, climate: Climate, cell: Int, start: Int64) {
    let rain = climate.precipitation.reduce(0) { $0 + Double($1[cell]) }
    let month = UTC.components(start).month - 1
    self.init(
      traits: traits, wetness: 0.35 + 0.5 * rain / (rain + 600),
      temperature: Double(climate.temperature[month][cell]))
    rootTemperature = climate.temperature.reduce(0) { $0 + Double($1[cell]) } / 12
  }

  /// All water of the column in mm.
  public var water: Double { surface + shallow + root + snow }

  /// The share of a layer's water above its driest that is ice at a temperature in K: soil freezes over two kelvin.
  public static func ice(at temperature: Double) -> Double {
    0.95 * min(1, max(0, (273.15 - temperature) * 0.5))
  }

  /// The liquid water of a layer in mm.
  static func liquid(_ water: Double, of layer: ColumnTraits.Layer, at temperature: Double) -> Double {
    layer.driest + (water - layer.driest) * (1 - ice(at: temperature))
  }

  /// The share of the ground under snow.
  var snowCover: Double { snow > 0 ? snow / (snow + 10) : 0 }
}
