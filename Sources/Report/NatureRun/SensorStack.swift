internal import Files
internal import Grids
internal import Products

/// The simulated passes of one sensor among a nature run's observations, as maps.
struct SensorStack {
  /// The sensor's name on the page.
  let name: String
  /// The folder under `observations/`.
  let folder: String
  /// A part of the files' names that tells day from night.
  let files: String
  /// The entry of the catalogue.
  let entry: String

  /// One pass of each sensor; ASCAT's files hold series at points and are no maps.
  static let all = [
    SensorStack(name: "AMSR-E, night", folder: "lprm-amsre", files: "*_D_*", entry: "lprm-amsre-d-x"),
    SensorStack(
      name: "WindSat, night", folder: "lprm-windsat", files: "*_NT_*", entry: "lprm-windsat-night-x"),
    SensorStack(name: "TMI, night", folder: "lprm-tmi", files: "*_NT_*", entry: "lprm-tmi-night-x"),
    SensorStack(name: "AMSR2, night", folder: "lprm-amsr2", files: "*_D_*", entry: "lprm-amsr2-d-x"),
    SensorStack(name: "SMOS, morning", folder: "smos-l3", files: "*CLF31A*", entry: "smos-l3-asc"),
    SensorStack(name: "SMAP, morning", folder: "smap-l3", files: "*", entry: "smap-l3-36km-am"),
    SensorStack(name: "FY-3B, night", folder: "fy3b-mwri", files: "*", entry: "fy3b-mwri-d"),
    SensorStack(name: merged, folder: "esa-cci-combined", files: "*", entry: "esa-cci-combined-v08"),
  ]

  /// The product merged of several sensors.
  static let merged = "ESA CCI-like"

  /// Opens its files in a nature run's folder; nil where there are none.
  /// - Throws: `Failure` where they cannot be read.
  func reader(run: String, catalogue: Catalogue, region: GeographicBox?) throws(Failure) -> DailyMapReader? {
    let files = Paths.glob("\(run)/observations/\(folder)/\(self.files).*").sorted()
    guard !files.isEmpty else { return nil }
    var description = try catalogue.entry(named: entry)
    // The simulated files bring their coordinates; the real ones are on a grid of their own without any.
    if entry.hasPrefix("fy3b") { description.grid = .coordinates }
    return try DailyMapReader(name: name, description: description, files: files, region: region)
  }
}
