import Files
import Grids

/// A model analysis after the manner of SMAP L4 (SPL4SMGP): the EASE-Grid 2.0 of 9 km on the whole globe's rows and
/// columns, everywhere filled, one or two fields a day of the real eight.
struct SMAPL4Product: StateProduct {
  let folder = "smap-l4"
  let entries = ["smap-l4"]
  private let grid: ProductGrid
  private var model: ModelMoisture
  private let fieldsPerDay: Int

  /// - Parameter fieldsPerDay: 1, at 13:30 UTC, or 2, at 1:30 too.
  init(land: Land, fieldsPerDay: Int, seed: UInt64) throws(Failure) {
    self.fieldsPerDay = fieldsPerDay
    grid = try ProductGrid(.ease2(kilometres: 9), within: land.grid)
    let character = ModelMoisture.Character(
      name: "smap-l4", range: 0.9, bias: 0.01, fieldSD: 0.035, errorSD: 0.02, errorDays: 4, fwhm: 14)
    model = ModelMoisture(character, grid: grid, land: land, seed: seed)
  }

  mutating func observe(_ state: LandState) -> [MapFile] {
    model.advance(state)
    let hour = (state.time - state.day * UTC.day) / UTC.hour
    guard hour == 3 && fieldsPerDay > 1 || hour == 15 else { return [] }
    // The name bears the middle of the three hours.
    let clock = hour == 3 ? "T013000" : "T133000"
    let surface = model.analysis(of: state.surface)
    let root = model.analysis(of: zip(state.shallow, state.root).map { 0.1 * $0 + 0.9 * $1 })
    var file = MapFile(
      name: "SMAP_L4_SM_gph_\(DayText.digits(state.day))\(clock)_Vv7032_001_001.h5", grid: grid,
      layout: .globe(west: .dateLine))
    file.attributes = MapFile.attributes(
      title: "Simulated SMAP level 4 analysis of soil moisture, 9 km", source: "simulated model analysis")
    func layer(_ name: String, _ values: [Float], _ units: String, _ title: String) -> MapFile.Layer {
      MapFile.Layer(
        name: "Geophysical_Data/" + name,
        values: .float(values.map { $0.isNaN ? -9999 : ($0 * 10_000).rounded() / 10_000 }),
        fill: .float([-9999]), attributes: [("long_name", .text(title)), ("units", .text(units))])
    }
    file.layers = [
      layer("sm_surface", surface, "m3 m-3", "Top layer soil moisture (0-5 cm)"),
      layer("sm_rootzone", root, "m3 m-3", "Root zone soil moisture (0-100 cm)"),
      layer(
        "soil_temp_layer1", model.plain(state.soilTemperature), "K", "Soil temperature in the first layer"),
    ]
    return [file]
  }
}

/// A reanalysis after the manner of ERA5-Land: 0.1°, 0–7 cm, four instants a day of the real 24, a file a
/// month.
struct ReanalysisProduct: StateProduct {
  let folder = "era5-land"
  let entries = ["era5-land"]
  private let grid: ProductGrid
  private var model: ModelMoisture
  private var times: [Double] = []
  private var moisture: [Float] = []
  private var temperature: [Float] = []
  /// The month of what is held, as in `201506`.
  private var month: Substring = ""

  init(land: Land, seed: UInt64) throws(Failure) {
    grid = try ProductGrid(.degrees(0.1), within: land.grid)
    let character = ModelMoisture.Character(
      name: "era5-land", range: 0.8, bias: 0.05, fieldSD: 0.045, errorSD: 0.025, errorDays: 6, fwhm: 18)
    model = ModelMoisture(character, grid: grid, land: land, seed: seed)
  }

  mutating func observe(_ state: LandState) -> [MapFile] {
    model.advance(state)
    guard (state.time - state.day * UTC.day) / UTC.hour % 6 == 0 else { return [] }
    let month = DayText.digits(state.day).prefix(6)
    let files = month == self.month ? [] : finish()
    self.month = month
    // 0–7 cm of 0–5 and 5–10 cm.
    let layer = zip(state.surface, state.shallow).map { (5 * $0 + 2 * (2 * $1 - $0)) / 7 }
    times.append(Double(state.time / UTC.second))
    moisture += model.analysis(of: layer)
    temperature += model.plain(state.soilTemperature)
    return files
  }

  mutating func finish() -> [MapFile] {
    guard !times.isEmpty else { return [] }
    var file = MapFile(
      name: "reanalysis-era5-land_\(month).nc", grid: grid,
      layout: .rowsFirst(latitude: "latitude", longitude: "longitude"),
      time: MapFile.Time(name: "valid_time", units: "seconds since 1970-01-01", values: times))
    file.attributes = MapFile.attributes(
      title: "Simulated ERA5-Land volumetric soil water", source: "simulated reanalysis")
    file.layers = [
      Packing(scale: 0.00005).layer(
        "swvl1", moisture, units: "m**3 m**-3", title: "Volumetric soil water layer 1"),
      Packing(scale: 0.02).layer("stl1", temperature, units: "K", title: "Soil temperature level 1"),
    ]
    (times, moisture, temperature) = ([], [], [])
    return [file]
  }
}
