import Files
import Grids

/// Writes the truth of a window at 0.01° by day, a file a month.
///
/// `window_0.01_YYYYMM.nc`: daily means of moisture, rain and the surface's temperature, and that temperature at the local
/// solar hours 13:30 and 1:30 of the UTC day, with the vegetation index: what fine-scale methods are judged by.
struct WindowTruth {
  private let folder: String
  private let axes: MapAxes
  private let local: LocalTemperature
  private var sums: [[Float]]
  private var overpasses: [[Float]]
  private var steps = 0
  private var month = 0
  private var file: DailyMapFile?

  private static let maps: [(map: PackedMap, path: any KeyPath<LandState, [Float]> & Sendable)] = [
    (TruthWriter.moisture("sm_0_5", "0–5 cm"), \.surface),
    (TruthWriter.moisture("sm_0_10", "0–10 cm"), \.shallow),
    (TruthWriter.water("pr", "precipitation", "precipitation_amount"), \.precipitation),
    (
      TruthWriter.temperature("lst", "temperature of the land's surface", "surface_temperature"),
      \.landSurfaceTemperature
    ),
    (
      PackedMap(
        "ndvi", "normalised difference vegetation index",
        standardName: "normalized_difference_vegetation_index", units: "1", scale: 1e-4, method: "mean"),
      \.ndvi
    ),
  ]

  /// The local solar hours of the overpasses, and the maps of the temperature at them.
  private static let hours = [13.5, 1.5]
  private static let overpassMaps = ["lst_1330", "lst_0130"].map { name in
    PackedMap(
      name, "temperature of the land's surface at \(name.suffix(4)) local solar time",
      standardName: "surface_temperature", units: "K", scale: 0.01, offset: 273.15, method: "point")
  }

  /// Writes into a folder, which is there.
  init(folder: String, land: Land) {
    self.folder = folder
    axes = MapAxes(MapGrid(fine: land.grid, block: 1))
    local = LocalTemperature(land: land)
    sums = WindowTruth.maps.map { _ in [Float](repeating: 0, count: land.grid.count) }
    overpasses = WindowTruth.hours.map { _ in [Float](repeating: .nan, count: land.grid.count) }
  }

  /// Adds a step to its day and writes the day after its last step.
  mutating func observe(_ state: LandState) throws(Failure) {
    for (index, item) in WindowTruth.maps.enumerated() {
      TruthWriter.add(state[keyPath: item.path], to: &sums[index])
    }
    for (index, hour) in WindowTruth.hours.enumerated() {
      for (cell, value) in local.temperature(localHour: hour, in: state).enumerated() where !value.isNaN {
        overpasses[index][cell] = value
      }
    }
    steps += 1
    if state.time % UTC.day == 0 { try write(day: state.time - UTC.day) }
  }

  /// Ends the last month's file.
  mutating func finish() throws(Failure) {
    try file?.finish()
    file = nil
  }

  private mutating func write(day: Int64) throws(Failure) {
    let parts = UTC.components(day)
    if parts.year * 12 + parts.month != month {
      try finish()
      month = parts.year * 12 + parts.month
      let stamp = String(parts.year) + (parts.month < 10 ? "0" : "") + String(parts.month)
      file = try DailyMapFile(
        path: folder + "/window_\(axes.name)_\(stamp).nc", axes: axes,
        maps: WindowTruth.maps.map(\.map) + WindowTruth.overpassMaps,
        title: "True states of a window of a synthetic land")
    }
    var values: [[Float]] = []
    for (index, item) in WindowTruth.maps.enumerated() {
      let share = item.map.method == "sum" ? 1 : 1 / Float(steps)
      values.append(sums[index].map { $0 * share })
      sums[index] = [Float](repeating: 0, count: sums[index].count)
    }
    try file?.append(day: day, values + overpasses)
    for index in overpasses.indices {
      overpasses[index] = [Float](repeating: .nan, count: overpasses[index].count)
    }
    steps = 0
  }
}
