/// The land at one instant; arrays of rows × columns as in `Land`, one value a cell.
///
/// Moisture is liquid water by volume of soil. Snow lies on top and is not part of it.
public struct LandState: Sendable {
  /// The end of the step in microseconds since 1970 UTC.
  public var time: Int64
  /// The length of the step in hours.
  public var hours: Double
  /// Liquid moisture at 0–5 cm in m³ m⁻³.
  public var surface: [Float] = []
  /// Liquid moisture at 0–10 cm in m³ m⁻³.
  public var shallow: [Float] = []
  /// Liquid moisture at 10–100 cm in m³ m⁻³.
  public var root: [Float] = []
  /// The share of the water at 0–5 cm that is ice, 0…1.
  public var frozen: [Float] = []
  /// The water in the snow on the ground in mm.
  public var snow: [Float] = []
  /// The temperature of the soil at 0–5 cm in K.
  public var soilTemperature: [Float] = []
  /// The temperature of the soil at 10–100 cm in K.
  public var deepTemperature: [Float] = []
  /// The temperature of the air at 2 m in K.
  public var airTemperature: [Float] = []
  /// The temperature of the land's surface, what a radiometer in the infrared sees without clouds, in K.
  public var landSurfaceTemperature: [Float] = []
  /// Rain and snow that fell in the step, in mm.
  public var precipitation: [Float] = []
  /// The share of the sky under clouds, 0…1.
  public var cloud: [Float] = []
  /// Leaf area index in m² m⁻².
  public var leafArea: [Float] = []
  /// The normalised difference vegetation index.
  public var ndvi: [Float] = []
  /// The water in vegetation in kg m⁻².
  public var vegetationWater: [Float] = []
  /// Water evaporated from soil and plants in the step, in mm.
  public var evaporation: [Float] = []
  /// Water brought by irrigation in the step, in mm.
  public var irrigation: [Float] = []
  /// Evaporation as a share of what a wet surface would evaporate, at the last step with sun, 0…1.
  public var evaporativeShare: [Float] = []

  /// A state without values yet.
  public init(time: Int64, hours: Double) {
    self.time = time
    self.hours = hours
  }

  /// The maps in a fixed order, for what is done to all of them alike.
  static let maps: [any WritableKeyPath<LandState, [Float]> & Sendable] = [
    \.surface, \.shallow, \.root, \.frozen, \.snow, \.soilTemperature, \.deepTemperature, \.airTemperature,
    \.landSurfaceTemperature, \.precipitation, \.cloud, \.leafArea, \.ndvi, \.vegetationWater, \.evaporation,
    \.irrigation, \.evaporativeShare,
  ]
}
