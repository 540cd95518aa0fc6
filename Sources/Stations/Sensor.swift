public import Grids

/// One instrument at one place and depth: one `.stm` file of an archive.
public struct Sensor: Hashable, Sendable {
  /// The network, spelled as in the file's name.
  public var network: String
  /// The station, spelled as in the file's name.
  public var station: String
  /// The variable's code: `sm`, `ts`, `p`, `ta`, ….
  public var variable: String
  /// The upper end of the measured layer in metres below ground; negative above ground.
  public var depthFrom: Double
  /// The lower end of the measured layer in metres below ground.
  public var depthTo: Double
  /// The instrument, spelled as in the file's name; `n.s.` where the archive does not say.
  public var instrument: String
  /// Degrees north, −90…90.
  public var latitude: Double
  /// Degrees east as in the file.
  public var longitude: Double
  /// Metres above sea level; nil where unknown.
  public var elevation: Double?
  /// The file's path for messages; `archive.zip/member` in a zip.
  public var path: String

  /// Creates a sensor.
  public init(
    network: String, station: String, variable: String, depthFrom: Double, depthTo: Double,
    instrument: String,
    latitude: Double, longitude: Double, elevation: Double? = nil, path: String
  ) {
    self.network = network
    self.station = station
    self.variable = variable
    self.depthFrom = depthFrom
    self.depthTo = depthTo
    self.instrument = instrument
    self.latitude = latitude
    self.longitude = longitude
    self.elevation = elevation
    self.path = path
  }

  /// What tells a sensor from all others of its archive: two networks may share a station's name, and one
  /// depth of a station may have several instruments.
  public var id: String {
    "\(network)/\(station)/\(variable)/\(depthFrom)-\(depthTo)/\(instrument)"
  }

  /// Where the sensor is.
  public var point: GeographicPoint { GeographicPoint(latitude: latitude, longitude: longitude) }
}

/// Something of an archive that was left out, and why: a line of the ledger.
public struct Exclusion: Hashable, Sendable {
  /// The network, as far as the file's name tells.
  public var network: String
  /// The station, as far as the file's name tells.
  public var station: String
  /// The instrument, as far as the file's name tells.
  public var sensor: String
  /// The layer in metres, as far as the file's name tells.
  public var depth: ClosedRange<Double>?
  /// The file's path for messages.
  public var path: String
  /// Why it was left out; a short English phrase.
  public var reason: String

  /// Creates an exclusion.
  public init(
    network: String = "", station: String = "", sensor: String = "", depth: ClosedRange<Double>? = nil,
    path: String, reason: String
  ) {
    self.network = network
    self.station = station
    self.sensor = sensor
    self.depth = depth
    self.path = path
    self.reason = reason
  }

  init(_ sensor: Sensor, reason: String) {
    self.init(
      network: sensor.network, station: sensor.station, sensor: sensor.instrument,
      depth: sensor.depthFrom <= sensor.depthTo ? sensor.depthFrom...sensor.depthTo : nil, path: sensor.path,
      reason: reason)
  }
}
