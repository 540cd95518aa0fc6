/// A station of the example and how its files are written.
///
/// Names are given as a person would write them, blanks included; archives spell them in three ways.
struct ExamplePlace {
  var network: ArchiveName
  var station: ArchiveName
  var latitude: Double
  var longitude: Double
  var elevation: Double
  var climate: ExampleClimate
  /// The class of the map of 2017, which may differ from that of 2007.
  var koppen2017: String
  /// Class and words of the land cover of 2000, 2005 and 2010; nil: the station has no static variables.
  var landCover: [(code: Int, words: String)]?
  /// Clay, sand, silt, organic carbon (% of weight) and saturation (m³ m⁻³) of 0–30 cm and of 30–100 cm.
  var soil: [[Double]]
  var dialect: ArchiveDialect
  var sensors: [ExampleSensor]

  var isSouthern: Bool { latitude < 0 }
}

/// A sensor of the example.
struct ExampleSensor {
  /// What is measured and how.
  enum Kind {
    /// Moisture of the surface with an offset, a gain and a resolution of the reading.
    case surface(offset: Double, gain: Double, resolution: Double)
    /// Moisture below, lagging by some days.
    case deep(days: Double)
    /// Soil temperature.
    case temperature
  }

  var kind: Kind
  /// The layer, metres.
  var depthFrom: Double
  var depthTo: Double
  /// As a person writes it.
  var instrument: String
  /// Hours between samples.
  var step = 3
  /// Days of the period in which the sensor worked.
  var days = 0..<ExamplePeriod.days
  /// The last line is cut inside its number, as an interrupted download leaves it.
  var isCut = false

  var variable: String {
    if case .temperature = kind { return "ts" }
    return "sm"
  }
}
