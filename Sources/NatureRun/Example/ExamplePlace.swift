/// A station of the example and how its files are written.
///
/// Names are given as a person would write them, blanks included; archives spell them in three ways.
struct ExamplePlace {
  var network: ExampleName
  var station: ExampleName
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
  var dialect: ExampleDialect
  var sensors: [ExampleSensor]

  var isSouthern: Bool { latitude < 0 }
}

/// A name as a person writes it, and the three ways archives spell it.
struct ExampleName {
  var plain: String

  init(_ plain: String) { self.plain = plain }

  /// In folders: blanks removed.
  var folder: String { plain.filter { $0 != " " } }
  /// In file names, whose parts are joined by underscores: those become hyphens.
  var file: String { String(folder.map { $0 == "_" ? "-" : $0 }) }
  /// Inside files, whose columns are split at blanks: those become underscores.
  var inside: String { String(plain.map { $0 == " " ? "_" : $0 }) }
}

/// How a network's files are written.
struct ExampleDialect {
  /// What a line looks like.
  enum Layout {
    /// 15 columns, no header.
    case ceop
    /// A header, then padded rows with a blank at the end: archives of about 2018 and before.
    case paddedHeaderValues
    /// A header with blanks in the sensor's name, then bare rows: archives of today.
    case headerValues
  }

  /// How a line ends.
  enum LineEnd {
    case lf, crlf, cr
    /// LF after the header, a stray CR, then CRLF.
    case mixed
  }

  var layout: Layout
  var lineEnd: LineEnd
  /// The network's own flag.
  var providerFlag: String
  /// Days of the period whose rows lack the network's flag.
  var daysWithoutProviderFlag = 0..<0
  /// Every row is unchecked.
  var isUnchecked = false
  /// Codes of a set are written the other way round.
  var reversesFlags = false
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
