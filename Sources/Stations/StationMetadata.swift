/// What an archive says of a sensor's surroundings; nil means unknown.
public struct StationMetadata: Hashable, Sendable {
  /// A land cover class: the number of the ESA CCI legend and its text.
  public struct LandCover: Hashable, Sendable {
    /// The class's code as in the file, such as `120`.
    public var code: String
    /// The class's name as in the file, such as `Shrubland`.
    public var name: String
  }

  /// The Köppen–Geiger class of the 2007 map (Peel and others), such as `BSk`.
  public var koppen2007: String?
  /// The Köppen–Geiger class of the 2017 map.
  public var koppen2017: String?
  /// The climate as stated by the station's owner.
  public var climateInSitu: String?
  /// ESA CCI land cover by the map's year (2000, 2005, 2010).
  public var landCover: [Int: LandCover] = [:]
  /// The land cover as stated by the station's owner.
  public var landCoverInSitu: String?
  /// Clay in percent of weight, of the soil layer that holds the sensor.
  public var clay: Double?
  /// Sand in percent of weight, of the soil layer that holds the sensor.
  public var sand: Double?
  /// Silt in percent of weight, of the soil layer that holds the sensor.
  public var silt: Double?
  /// Organic carbon in percent of weight, of the soil layer that holds the sensor.
  public var organicCarbon: Double?
  /// Saturation in m³ m⁻³, of the soil layer that holds the sensor.
  public var saturation: Double?
  /// The texture class as a station list states it, for soils whose fractions are unknown.
  public var statedTexture: SoilTexture?
  /// The share of the surroundings that is open water, 0…1, as a table of stations states it.
  public var waterFraction: Double?
  /// The class of fiducial reference measurements (`representative`, …) of `frm_classification.csv`.
  public var frmClass: String?
  /// The signal-to-noise ratio in dB behind the class.
  public var frmSNR: Double?

  /// Nothing is known.
  public init() {}

  /// The land cover of the map nearest to a year, the older one on a tie.
  public func landCover(nearestTo year: Int) -> LandCover? {
    landCover.min { (abs($0.key - year), $0.key) < (abs($1.key - year), $1.key) }?.value
  }

  /// The USDA texture class of the soil at the sensor: by its fractions, or as stated where they are unknown.
  public var soilTexture: SoilTexture? { SoilTexture(clay: clay, sand: sand, silt: silt) ?? statedTexture }

  /// Coarse, medium or fine soil at the sensor.
  public var soilGroup: SoilTexture.Group? { SoilTexture.Group(clay: clay, sand: sand, silt: silt) }
}
