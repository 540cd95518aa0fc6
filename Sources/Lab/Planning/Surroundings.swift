internal import Files
internal import Grids
internal import Products
internal import Stations

/// What is known of the places where sensors stand: climate, land cover, open water, region.
///
/// From the archive's metadata unless the experiment names rasters or tables; rasters are read once for all sensors.
struct Surroundings {
  private let stations: Experiment.StationChoice
  private let koppen: [GeographicPoint: String]?
  private let landcover: [GeographicPoint: String]?
  private let water: [GeographicPoint: Double]
  private let tables: [StratumKind: StationClasses]

  /// Reads the rasters and tables at the selected sensors' places.
  /// - Throws: `Failure` where one cannot be read, or holds numbers that are no class or no share.
  init(_ selection: SensorSelection, _ draft: inout PlanDraft) throws(Failure) {
    try self.init(at: selection.sources.map(\.sensor.point), of: selection, &draft)
  }

  /// Reads the rasters at the places of cells.
  /// - Throws: `Failure` where one cannot be read, or holds numbers that are no class or no share.
  init(atCells points: [GeographicPoint], _ draft: inout PlanDraft) throws(Failure) {
    try self.init(at: points, of: nil, &draft)
  }

  private init(
    at places: [GeographicPoint], of selection: SensorSelection?, _ draft: inout PlanDraft
  ) throws(Failure) {
    stations = draft.experiment.stations
    // In the order of the sensors, so that a refusal names the same value every time.
    var known: Set<GeographicPoint> = []
    let points = places.filter { known.insert($0).inserted }
    koppen = try Surroundings.classes(stations.koppen, at: points, &draft) { code in
      KoppenClass(number: code)?.rawValue
    }
    landcover = try Surroundings.classes(stations.landcover, at: points, &draft) { String($0) }
    var tables: [StratumKind: StationClasses] = [:]
    var files: [(StratumKind, String)] = []
    if case .table(let file) = stations.koppen { files.append((.koppen, file)) }
    if case .table(let file) = stations.landcover { files.append((.landcover, file)) }
    if let file = stations.water?.table { files.append((.water, file)) }
    for (kind, file) in files {
      let path = Paths.resolve(file, in: draft.experiment.folder)
      draft.read(path, role: draft.groundRole, written: file)
      let table = try StationClasses(path: path)
      tables[kind] = table
      guard let selection else { continue }
      let fit = table.fit(to: selection.sources.map { ($0.sensor.network, $0.sensor.station) })
      draft.problems += Surroundings.strangers(in: table, path: path, archives: selection.archives)
      if !fit.withoutClasses.isEmpty {
        let names = fit.withoutClasses.prefix(5).joined(separator: ", ")
        draft.remarks.append(
          "\(file) does not have \(fit.withoutClasses.count) of the stations (\(names)): their \(kind.rawValue) is "
            + "unknown.")
      }
    }
    self.tables = tables
    water = try Surroundings.water(stations.water, at: points, &draft)
  }

  /// Tells of rows whose station no archive has: names are often spelt in two ways.
  ///
  /// A station that the experiment does not select is none of them.
  private static func strangers(
    in table: StationClasses, path: String, archives: [StationArchive]
  ) -> [Problem] {
    let stations = archives.flatMap { archive in
      archive.sensors.map { ($0.network, $0.station) }
        + archive.skipped.map { ($0.network, $0.station) }
    }
    let unused = table.fit(to: stations).unused
    guard let first = unused.first else { return [] }
    let names = unused.prefix(5).map(\.name).joined(separator: ", ") + (unused.count > 5 ? ", …" : "")
    return [
      Problem(
        path: path, line: first.line,
        reason: "gives classes of stations that the archive does not have (\(names)); not used",
        count: unused.count)
    ]
  }

  /// Why a sensor does not take part; nil when it does.
  func reason(against sensor: Sensor, in archive: StationArchive) -> String? {
    reason(against: ScoredPlace(sensor, in: archive))
  }

  /// Why a place does not take part; nil when it does.
  func reason(against place: ScoredPlace) -> String? {
    if !stations.excluded.isEmpty {
      let groups = groups(of: place)
      for kind in [StratumKind.koppen, .landcover] {
        // A station whose class nobody knows stays, as one does whose share of water is not known.
        if let name = groups[kind], stations.excluded[kind]?.contains(name) == true {
          return "\(kind.rawValue) \(name) is excluded"
        }
      }
    }
    guard let limit = stations.water?.atMost, let share = openWater(at: place), share > limit
    else { return nil }
    return "more than \(CSVRow.format(limit * 100)) % open water"
  }

  /// The sensor's groups of the kinds that depend on the station alone; nothing where nothing is known.
  func groups(of sensor: Sensor, in archive: StationArchive) -> [StratumKind: String] {
    groups(of: ScoredPlace(sensor, in: archive))
  }

  /// The place's groups of the kinds that depend on it alone; nothing where nothing is known.
  func groups(of place: ScoredPlace) -> [StratumKind: String] {
    let metadata = place.metadata
    var koppen: String?
    switch stations.koppen {
    case .metadata(let year): koppen = year == 2017 ? metadata.koppen2017 : metadata.koppen2007
    case .raster: koppen = self.koppen?[place.point]
    case .table: koppen = tables[.koppen]?[place.network, place.station]?.koppen
    }
    var landcover: String?
    switch stations.landcover {
    case .metadata(let year): landcover = metadata.landCover[year]?.code
    case .raster: landcover = self.landcover?[place.point]
    case .table: landcover = tables[.landcover]?[place.network, place.station]?.landcover
    }
    let groups: [StratumKind: String?] = [
      .koppen: koppen,
      .koppenGroup: koppen.flatMap(\.first).map(String.init),
      .network: place.network,
      .landcover: landcover,
      .texture: metadata.soilTexture?.rawValue,
      .frm: metadata.frmClass,
      .water: openWater(at: place).map(Surroundings.waterClass),
      .region: stations.regions.first { $0.contains(place.point) }?.name,
    ]
    return groups.compactMapValues { $0 }
  }

  /// The share of open water around a place: the raster's or table's, else the metadata's; nil where neither says.
  private func openWater(at place: ScoredPlace) -> Double? {
    water[place.point] ?? tables[.water]?[place.network, place.station]?.waterFraction
      ?? place.metadata.waterFraction
  }

  /// Classes of open water: half-open, the upper limit belongs to the next.
  private static func waterClass(_ share: Double) -> String {
    switch share {
    case ..<0.01: "under 1 %"
    case ..<0.05: "1-5 %"
    case ..<0.20: "5-20 %"
    default: "over 20 %"
    }
  }

  private static func classes(
    _ source: Experiment.ClassSource, at points: [GeographicPoint], _ draft: inout PlanDraft,
    _ usual: (Int) -> String?
  ) throws(Failure) -> [GeographicPoint: String]? {
    guard case .raster(let file, let variable, let legend) = source else { return nil }
    let path = Paths.resolve(file, in: draft.experiment.folder)
    draft.read(path, role: draft.groundRole, written: file)
    let values = try Raster(file: path, variable: variable).values(at: points)
    var result: [GeographicPoint: String] = [:]
    for (point, value) in zip(points, values) {
      // Zero is ocean in the usual Köppen rasters and "no data" in land-cover maps.
      guard let value, value != 0 || legend[0] != nil else { continue }
      guard let code = Int(exactly: value), let name = legend.isEmpty ? usual(code) : legend[code] else {
        throw Failure(
          .data, "variable \(variable) holds \(CSVRow.format(value)), which is no class of its legend",
          path: path, advice: "Give `legend: {1: Af, …}` beside the raster's variable")
      }
      result[point] = name
    }
    return result
  }

  private static func water(
    _ choice: Experiment.WaterChoice?, at points: [GeographicPoint], _ draft: inout PlanDraft
  ) throws(Failure) -> [GeographicPoint: Double] {
    guard let named = choice?.raster else { return [:] }
    let path = Paths.resolve(named.file, in: draft.experiment.folder)
    draft.read(path, role: draft.groundRole, written: named.file)
    let raster = try Raster(file: path, variable: named.variable)
    let units = raster.units?.lowercased() ?? ""
    let isPercent = units.contains("%") || units.contains("percent")
    var result: [GeographicPoint: Double] = [:]
    for (point, value) in zip(points, try raster.values(at: points)) {
      guard let value else { continue }
      // A 32-bit 0.05 is 0.0500000007 and must not exceed a limit of 0.05.
      let share = ((isPercent ? value / 100 : value) * 1e6).rounded() / 1e6
      guard share >= 0, share <= 1 else {
        throw Failure(
          .data, "variable \(named.variable) holds \(CSVRow.format(value)), which is no share of water",
          path: path, advice: isPercent ? nil : "If these are percent, the variable's units must say so")
      }
      result[point] = share
    }
    if result.count < points.count {
      let places = "\(points.count - result.count) places of"
      draft.remarks.append(
        draft.experiment.reference == nil
          ? "\(places) stations have no value in \(named.file); the archive's "
            + "metadata are asked there, and without them there is no filter by open water."
          : "\(places) the reference have no value in \(named.file); they are not filtered by open water.")
    }
    return result
  }
}
