import Files
import Grids
import Numerics

#if canImport(Glibc)
  import Glibc
#endif

/// Aqua MODIS on the fine grid: land surface temperature by day and night, NDVI and four reflectances, a file a day.
///
/// Clouds hide what they cover; near them the surface looks 1–2 K colder than it is. Red and near infrared follow from
/// NDVI, the short-wave infrared (bands 6 and 7) falls with moisture, most where the soil is bare: the water in the
/// upper millimetres absorbs there (Lobell and Asner 2002, doi:10.2136/sssaj2002.7220). The numbers are ours.
struct CameraProduct: StateProduct {
  let folder = "modis-aqua"
  let entries: [String] = []
  private let grid: ProductGrid
  /// Looks for cells of 0.25°: what a swath of 2330 km sees is seen by fives.
  private let search: SwathSearch
  private let coarseColumns: Int
  private let seed: UInt64
  /// The days files are written of, counted from 1970.
  private let days: Range<Int64>
  /// The surface's temperature by day (ascending) and by night; empty until something is seen.
  private var warmth: (ascending: [Float], descending: [Float]) = ([], [])
  private var reflectance: [[Float]] = []
  private var ndvi: [Float] = []

  /// - Parameter span: when the camera looks, between two midnights UTC; the whole run where nil.
  init(land: Land, span: Range<Int64>? = nil, seed: UInt64) throws(Failure) {
    days = span.map { $0.lowerBound / UTC.day..<$0.upperBound / UTC.day } ?? .min ..< .max
    grid = try ProductGrid(.degrees(FineGrid.degrees), within: land.grid)
    precondition(grid.count == land.grid.count, "the camera sees the fine cells themselves")
    self.seed = seed
    let coarse = try ProductGrid(.degrees(0.25), within: land.grid)
    coarseColumns = coarse.columns
    search = SwathSearch(
      Sensor.modis.orbit, Sensor.modis.swath, latitudes: coarse.latitudes, longitudes: coarse.longitudes)
  }

  mutating func observe(_ state: LandState) -> [MapFile] {
    guard days.contains(state.day) else { return [] }
    let begin = state.time - Int64(state.hours * Double(UTC.hour))
    let sightings = search.sightings(in: begin..<state.time)
    if !sightings.isEmpty { look(state, sightings) }
    guard state.endsDay else { return [] }
    let file = file(of: state.day)
    (warmth, reflectance, ndvi) = (([], []), [], [])
    return [file]
  }

  private mutating func look(_ state: LandState, _ sightings: [SwathSearch.Sighting]) {
    var random = RandomStream(seed: seed, stream: "clouds", String(state.time))
    // The share of the sky under clouds becomes clouds: where it is above a number between 0 and 1 that is alike nearby.
    let field = NoiseField.draw(rows: grid.rows, columns: grid.columns, sigma: 2, &random)
    if ndvi.isEmpty {
      ndvi = Array(repeating: .nan, count: grid.count)
      reflectance = Array(repeating: ndvi, count: 4)
      warmth = (ndvi, ndvi)
    }
    for sighting in sightings {
      let (row, column) = (Int(sighting.cell) / coarseColumns, Int(sighting.cell) % coarseColumns)
      for fine in 0..<25 {
        let cell = (5 * row + fine / 5) * grid.columns + 5 * column + fine % 5
        look(cell, sighting.node, state, field[cell], Float(random.normal()))
      }
    }
  }

  private mutating func look(
    _ cell: Int, _ node: Orbit.Node, _ state: LandState, _ field: Float, _ noise: Float
  ) {
    let rank = 0.5 * erfcf(-field / Float(2).squareRoot())
    guard state.cloud[cell] < rank else { return }
    let cold = state.cloud[cell] > 0.5 * rank ? Float(1) : 0
    let seen = state.landSurfaceTemperature[cell] - cold + 0.7 * noise
    guard node == .ascending else {
      warmth.descending[cell] = seen
      return
    }
    warmth.ascending[cell] = seen
    let green = min(0.95, max(-0.1, state.ndvi[cell] + 0.015 * noise))
    ndvi[cell] = green
    let bare = max(0, 1 - green / 0.85)
    // Near infrared first: red follows from NDVI.
    let near = 0.28 + 0.12 * green
    let dark = expf(-4 * state.surface[cell])
    reflectance[0][cell] = near * (1 - green) / (1 + green)
    reflectance[1][cell] = near
    reflectance[2][cell] = 0.16 + 0.30 * bare * dark
    reflectance[3][cell] = 0.08 + 0.32 * bare * dark
  }

  private func file(of number: Int64) -> MapFile {
    let nothing = [Float](repeating: .nan, count: grid.count)
    var file = MapFile(
      name: "MYD_CMG_\(DayText.digits(number)).nc", grid: grid,
      layout: .rowsFirst(latitude: "lat", longitude: "lon"))
    file.attributes = MapFile.attributes(
      title: "Simulated Aqua MODIS land surface temperature, NDVI and reflectances, 0.05 degrees",
      source: "simulated MODIS")
    let kelvin = Packing(scale: 0.02)
    let share = Packing(scale: 0.0001, fill: -28672)
    let (byDay, byNight) = ndvi.isEmpty ? (nothing, nothing) : warmth
    file.layers = [
      kelvin.layer("LST_Day_CMG", byDay, units: "K", title: "Land surface temperature at about 13:30"),
      kelvin.layer("LST_Night_CMG", byNight, units: "K", title: "Land surface temperature at about 01:30"),
      share.layer("NDVI", ndvi.isEmpty ? nothing : ndvi, units: "1", title: "NDVI"),
    ]
    for (band, name) in [1, 2, 6, 7].enumerated() {
      file.layers.append(
        share.layer(
          "Nadir_Reflectance_Band\(name)", reflectance.isEmpty ? nothing : reflectance[band], units: "1",
          title: "Reflectance of band \(name)"))
    }
    return file
  }
}
