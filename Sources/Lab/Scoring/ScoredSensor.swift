/// A sensor as the tables name it: where it is, and the classes it belongs to.
public struct ScoredSensor: Hashable, Sendable {
  /// The network, spelled as in the archive's file names.
  public var network: String
  /// The station, spelled as in the archive's file names.
  public var station: String
  /// The instrument part of the file name.
  public var sensor: String
  /// Degrees north.
  public var latitude: Double
  /// Degrees east.
  public var longitude: Double
  /// Metres above sea level, NaN where unknown.
  public var elevation: Double
  /// The upper end of the measured layer, metres below ground.
  public var depthFrom: Double
  /// The lower end of the measured layer, metres below ground.
  public var depthTo: Double
  /// The sensor's group of every kind that goes by the station; `unknown` where the metadata say nothing.
  public var groups: [StratumKind: String]

  /// The Köppen–Geiger class, `unknown` where the metadata say nothing.
  public var koppen: String { groups[.koppen] ?? "unknown" }
}
