public import Files
import Grids

/// Writes the truth of a nature run, a file a month: soil moisture by day on the fine grid and as means over cells of
/// other grids by area overlap, with the states behind it at 0.25°.
///
/// - `soil_moisture_0.05_YYYYMM.nc`: daily means at 0–5 cm and 0–10 cm.
/// - `soil_moisture_0.0625_YYYYMM.nc`, `soil_moisture_0.1_YYYYMM.nc`: these over the cells of global grids of 0.0625° and
///   0.1° that lie in the region.
/// - `states_0.25_YYYYMM.nc`: these, moisture below, temperatures, snow, precipitation, evaporation, plants.
///
/// Days are those of UTC.
public final class TruthWriter: WorldObserver {
  private let folder: String
  private let fine: MapGrid
  private let coarse: MapGrid
  private var sums: [[Float]]
  private var steps = 0
  private var month = 0
  private let overlaps: [OverlapMean]
  private var files: (moisture: DailyMapFile, states: DailyMapFile, overlaps: [DailyMapFile])?
  private var window: WindowTruth?

  /// The maps of a state that files hold, in their order; the first two stand in the file of the fine grid.
  private static let maps: [(map: PackedMap, path: any KeyPath<LandState, [Float]> & Sendable)] = [
    (moisture("sm_0_5", "0–5 cm"), \.surface), (moisture("sm_0_10", "0–10 cm"), \.shallow),
    (moisture("sm_10_100", "10–100 cm"), \.root),
    (
      PackedMap(
        "frozen", "share of the water at 0-5 cm that is ice", units: "1", scale: 1e-4, method: "mean"),
      \.frozen
    ),
    (
      PackedMap(
        "swe", "water of the snow on the ground", standardName: "surface_snow_amount", units: "kg m-2",
        scale: 0.05, offset: 1600, method: "mean"), \.snow
    ),
    (temperature("tsl", "temperature of the soil at 0–5 cm", "soil_temperature"), \.soilTemperature),
    (temperature("tsl_deep", "temperature of the soil at 10–100 cm", "soil_temperature"), \.deepTemperature),
    (temperature("tas", "temperature of the air at 2 m", "air_temperature"), \.airTemperature),
    (
      temperature("lst", "temperature of the land's surface", "surface_temperature"), \.landSurfaceTemperature
    ),
    (water("pr", "precipitation", "precipitation_amount"), \.precipitation),
    (water("et", "evaporation from soil and plants", "water_evapotranspiration_amount"), \.evaporation),
    (water("irrigation", "water brought by irrigation", nil), \.irrigation),
    (
      PackedMap(
        "cloud", "cloud share", standardName: "cloud_area_fraction", units: "1", scale: 1e-4, method: "mean"),
      \.cloud
    ),
    (
      PackedMap(
        "lai", "leaf area index", standardName: "leaf_area_index", units: "1", scale: 1e-3, method: "mean"),
      \.leafArea
    ),
    (
      PackedMap(
        "ndvi", "normalised difference vegetation index",
        standardName: "normalized_difference_vegetation_index", units: "1", scale: 1e-4, method: "mean"),
      \.ndvi
    ),
    (
      PackedMap("vwc", "water in vegetation", units: "kg m-2", scale: 1e-3, method: "mean"), \.vegetationWater
    ),
  ]

  /// Writes into a folder, which is there.
  public init(folder: String, grid: FineGrid) {
    self.folder = folder
    fine = MapGrid(fine: grid, block: 1)
    coarse = MapGrid(fine: grid, block: 5)
    overlaps = [0.0625, 0.1].map { OverlapMean(degrees: $0, over: grid) }
    sums = TruthWriter.maps.map { _ in [Float](repeating: 0, count: grid.count) }
  }

  /// Adds a step to its day and writes the day after its last step.
  public func observe(_ state: LandState) throws(Failure) {
    for (index, item) in TruthWriter.maps.enumerated() {
      TruthWriter.add(state[keyPath: item.path], to: &sums[index])
    }
    steps += 1
    if state.time % UTC.day == 0 { try write(day: state.time - UTC.day) }
  }

  /// Adds a step of the window to its day and writes the day after its last step.
  public func observe(window state: LandState, of land: Land) throws(Failure) {
    if window == nil { window = WindowTruth(folder: folder, land: land) }
    try window?.observe(state)
  }

  /// Ends the last month's files.
  public func finish() throws(Failure) {
    try finishMonth()
    try window?.finish()
    window = nil
  }

  private func finishMonth() throws(Failure) {
    guard let files else { return }
    try files.moisture.finish()
    try files.states.finish()
    for file in files.overlaps { try file.finish() }
    self.files = nil
  }

  private func write(day: Int64) throws(Failure) {
    let parts = UTC.components(day)
    if parts.year * 12 + parts.month != month {
      try finishMonth()
      month = parts.year * 12 + parts.month
      files = try open(year: parts.year, month: parts.month)
    }
    var values: [[Float]] = []
    for (index, item) in TruthWriter.maps.enumerated() {
      let share = item.map.method == "sum" ? 1 : 1 / Float(steps)
      values.append(sums[index].map { $0 * share })
      sums[index] = [Float](repeating: 0, count: sums[index].count)
    }
    steps = 0
    let moisture = Array(values.prefix(2))
    try files?.moisture.append(day: day, moisture)
    try files?.states.append(day: day, values.map { coarse.mean($0) })
    for (file, overlap) in zip(files?.overlaps ?? [], overlaps) {
      try file.append(day: day, moisture.map { overlap.mean($0) })
    }
  }

  private func open(
    year: Int, month: Int
  ) throws(Failure) -> (moisture: DailyMapFile, states: DailyMapFile, overlaps: [DailyMapFile]) {
    let stamp = String(year) + (month < 10 ? "0" : "") + String(month)
    let maps = TruthWriter.maps.map(\.map)
    // A cell of the region alone can be smaller than these.
    var means: [DailyMapFile] = []
    for overlap in overlaps where overlap.rows > 0 && overlap.columns > 0 {
      let axes = MapAxes(overlap)
      means.append(
        try DailyMapFile(
          path: folder + "/soil_moisture_\(axes.name)_\(stamp).nc", axes: axes, maps: Array(maps.prefix(2)),
          title: "True soil moisture of a synthetic land, by area overlap"))
    }
    return (
      try DailyMapFile(
        path: folder + "/soil_moisture_0.05_\(stamp).nc", axes: MapAxes(fine), maps: Array(maps.prefix(2)),
        title: "True soil moisture of a synthetic land"),
      try DailyMapFile(
        path: folder + "/states_0.25_\(stamp).nc", axes: MapAxes(coarse), maps: maps,
        title: "True states of a synthetic land"), means
    )
  }

  static func add(_ values: [Float], to sum: inout [Float]) {
    precondition(values.count == sum.count, "a state has a value a cell")
    for index in sum.indices { sum[index] += values[index] }
  }

  static func moisture(_ name: String, _ depth: String) -> PackedMap {
    PackedMap(
      name, "liquid soil moisture at \(depth)", units: "m3 m-3", scale: 1e-4, method: "mean")
  }

  static func temperature(_ name: String, _ longName: String, _ standardName: String) -> PackedMap {
    PackedMap(
      name, longName, standardName: standardName, units: "K", scale: 0.01, offset: 273.15, method: "mean")
  }

  static func water(_ name: String, _ longName: String, _ standardName: String?) -> PackedMap {
    PackedMap(name, longName, standardName: standardName, units: "kg m-2", scale: 0.01, method: "sum")
  }
}
