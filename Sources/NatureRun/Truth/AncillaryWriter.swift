public import Files
import Grids

/// Writes what is known of a land besides its moisture: maps that do not change, and the climate of the run itself.
///
/// - `land_0.05.nc`, `land_0.25.nc`: heights, soil, covers, water, irrigation.
/// - `window_0.01.nc`: the same of the window that is resolved down to 0.01°, where the run has one.
/// - `climate_0.05.nc`: mean temperature, precipitation and leaf area by month over the run's whole years and the
///   Köppen–Geiger classes that follow from them; where the run is shorter than a year, from the land's normals.
public final class AncillaryWriter: WorldObserver {
  private let folder: String
  private let land: Land
  private var window: Land?
  private var temperature: [[Double]]
  private var precipitation: [[Double]]
  private var leaves: [[Double]]
  private var steps = [Int](repeating: 0, count: 12)
  private let end: Int64
  private let start: Int64

  /// Writes into a folder, which is there.
  public init(folder: String, land: Land, settings: NatureRunSettings) {
    self.folder = folder
    self.land = land
    let empty = [Double](repeating: 0, count: land.grid.count)
    temperature = Array(repeating: empty, count: 12)
    precipitation = temperature
    leaves = temperature
    start = settings.start
    // Whole years only: a thirteenth month would weigh twice.
    let years = settings.days / 365
    var end = settings.end
    let first = UTC.components(settings.start)
    if years > 0,
      let whole = UTC.instant(year: first.year + years, month: first.month, day: min(first.day, 28))
    {
      end = min(end, whole)
    }
    self.end = end
  }

  /// Adds a step to its month.
  public func observe(_ state: LandState) throws(Failure) {
    guard state.time <= end else { return }
    let month = UTC.components(state.time - 1).month - 1
    steps[month] += 1
    AncillaryWriter.add(state.airTemperature, to: &temperature[month])
    AncillaryWriter.add(state.precipitation, to: &precipitation[month])
    AncillaryWriter.add(state.leafArea, to: &leaves[month])
  }

  /// Remembers the window's land.
  public func observe(window state: LandState, of land: Land) throws(Failure) {
    if window == nil { window = land }
  }

  private static func add(_ values: [Float], to sums: inout [Double]) {
    for index in sums.indices { sums[index] += Double(values[index]) }
  }

  /// Writes the files.
  public func finish() throws(Failure) {
    try write(land, "land", MapGrid(fine: land.grid, block: 1))
    try write(land, "land", MapGrid(fine: land.grid, block: 5))
    if let window { try write(window, "window", MapGrid(fine: window.grid, block: 1)) }
    try writeClimate()
  }

  private func write(_ land: Land, _ name: String, _ grid: MapGrid) throws(Failure) {
    let file = try NetCDFWriter(writing: folder + "/\(name)_\(grid.name).nc")
    let places = try MapAxes(grid).declare(in: file)
    func write(_ map: PackedMap, _ values: [Float]) throws(Failure) {
      let variable = try map.declare(in: file, places, chunks: [grid.rows, grid.columns])
      try file.write(.int16(map.packed(grid.mean(values))), to: variable)
    }
    func share(_ name: String, _ longName: String, _ values: [Float], units: String = "1") throws(Failure) {
      try write(PackedMap(name, longName, units: units, scale: 1e-4), values)
    }
    try write(
      PackedMap(
        "elevation", "height above the sea", standardName: "surface_altitude", units: "m", scale: 0.25),
      land.elevation)
    try share(
      "topographic_complexity", "SD of the height within 0.25 degrees over 250 m", land.topographicComplexity)
    try share("sand", "share of sand by weight", land.sand)
    try share("clay", "share of clay by weight", land.clay)
    try write(
      PackedMap("organic_matter", "organic matter by weight", units: "percent", scale: 1e-3),
      land.organicMatter)
    try share("porosity", "pore space", land.porosity, units: "m3 m-3")
    try share("field_capacity", "moisture at 33 kPa", land.fieldCapacity, units: "m3 m-3")
    try share("wilting_point", "moisture at 1500 kPa", land.wiltingPoint, units: "m3 m-3")
    try share("residual", "least moisture", land.residual, units: "m3 m-3")
    try write(
      PackedMap("bulk_density", "mass of the dry soil", units: "kg m-3", scale: 0.1), land.bulkDensity)
    try share("water_fraction", "share of open water", land.waterFraction)
    try share("irrigated_fraction", "share that is irrigated", land.irrigatedFraction)
    for cover in LandCover.allCases {
      try share("cover_\(cover.name)", "share of \(cover.name) in the land", land.share(of: cover))
    }
    try finish(file, title: "Land of a nature run")
  }

  private func writeClimate() throws(Failure) {
    let grid = MapGrid(fine: land.grid, block: 1)
    let isWhole = steps.allSatisfy { $0 > 0 } && end - start >= 365 * UTC.day
    let climate = isWhole ? mean() : land.climate
    let file = try NetCDFWriter(writing: folder + "/climate_0.05.nc")
    let months = try file.dimension("month", length: 12)
    let places = try MapAxes(grid).declare(in: file)
    func write(_ map: PackedMap, _ values: [[Float]]) throws(Failure) {
      let variable = try map.declare(in: file, [months] + places, chunks: [1, grid.rows, grid.columns])
      try file.write(.int16(map.packed(values.flatMap { $0 })), to: variable)
    }
    try write(
      PackedMap(
        "tas", "mean temperature of the air by month", standardName: "air_temperature", units: "K",
        scale: 0.01,
        offset: 273.15), climate.temperature)
    try write(PackedMap("pr", "precipitation by month", units: "kg m-2", scale: 0.1), climate.precipitation)
    if isWhole {
      try write(
        PackedMap(
          "lai", "mean leaf area index by month", standardName: "leaf_area_index", units: "1", scale: 1e-3),
        leaves.enumerated().map { month, sums in sums.map { Float($0 / Double(steps[month])) } })
    }
    let classes = try file.variable("koppen", .int8, places)
    try file.attribute("long_name", "Koppen-Geiger class", of: classes)
    try file.attribute(
      "flag_values", .values(.int8(KoppenClass.allCases.map { Int8($0.number) })), of: classes)
    try file.attribute(
      "flag_meanings", KoppenClass.allCases.map(\.rawValue).joined(separator: " "), of: classes)
    try file.write(.int8(climate.koppen(grid: land.grid).map { Int8($0.number) }), to: classes)
    try finish(file, title: "Climate of a nature run, \(isWhole ? "from the run itself" : "its normals")")
  }

  /// The monthly means of the run.
  private func mean() -> Climate {
    let perDay = WeatherModel.stepsPerDay
    return Climate(
      temperature: temperature.enumerated().map { month, sums in sums.map { Float($0 / Double(steps[month])) }
      },
      precipitation: precipitation.enumerated().map { month, sums in
        let years = Double(steps[month]) / (Double(perDay) * MonthShare.days[month])
        return sums.map { Float($0 / years) }
      },
      wetDays: land.climate.wetDays)
  }

  private func finish(_ file: NetCDFWriter, title: String) throws(Failure) {
    try file.attribute("Conventions", "CF-1.8")
    try file.attribute("title", title)
    try file.attribute("source", "simulated: nature run of the soil moisture laboratory")
    try file.finish()
  }
}
