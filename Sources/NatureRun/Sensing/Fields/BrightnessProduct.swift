import Files
import Grids
import Numerics

/// Brightness temperature at 36.5 GHz, vertical polarisation, of AMSR-E or AMSR2: 0.25°, both passes in one file a day.
///
/// T_B = e · T_s with the skin's temperature T_s under any sky and an emissivity e that falls with the moisture of bare
/// soil and is nearly one over plants (Holmes et al. 2009, doi:10.1029/2008JD010257, who turn it round:
/// T_s = 1.11 T_B − 15.2 K); snow scatters some of it away. A random error of 0.7 K. Dates are local solar ones.
struct BrightnessProduct: StateProduct {
  let folder: String
  let entries: [String] = []
  private let sensor: Sensor
  private let span: Range<Int64>
  private let grid: ProductGrid
  private let search: SwathSearch
  private let footprint: Footprint
  private let seed: UInt64
  private var next: Int64
  private var open: [Int64: [Orbit.Node: [Float]]] = [:]

  /// - Parameter span: when the sensor measures, between two midnights UTC.
  init(_ sensor: Sensor, span: Range<Int64>, land: Land, seed: UInt64) throws(Failure) {
    self.sensor = sensor
    self.span = span
    self.seed = seed
    folder = sensor == .amsr2 ? "amsr2-tb36" : "amsre-tb36"
    grid = try ProductGrid(.degrees(0.25), within: land.grid)
    search = SwathSearch(sensor.orbit, sensor.swath, latitudes: grid.latitudes, longitudes: grid.longitudes)
    footprint = Footprint(fwhm: 24, from: land.grid, water: land.waterFraction, to: grid)
    next = span.lowerBound / UTC.day
  }

  mutating func observe(_ state: LandState) -> [MapFile] {
    let begin = state.time - Int64(state.hours * Double(UTC.hour))
    let window = max(begin, span.lowerBound)..<max(begin, span.lowerBound, min(state.time, span.upperBound))
    let sightings = search.sightings(in: window)
    if !sightings.isEmpty { look(state, sightings) }
    return close(before: state.time)
  }

  mutating func finish() -> [MapFile] { close(before: .max) }

  private mutating func close(before time: Int64) -> [MapFile] {
    // A local day ends last at the western edge.
    let lag = Int64((grid.longitudes.first ?? 0) * 240) * UTC.second
    var files: [MapFile] = []
    while next < span.upperBound / UTC.day, time == .max || time >= (next + 1) * UTC.day - lag {
      files.append(file(of: next, open.removeValue(forKey: next) ?? [:]))
      next += 1
    }
    return files
  }

  private mutating func look(_ state: LandState, _ sightings: [SwathSearch.Sighting]) {
    let (skin, moisture) = (
      footprint.mean(state.landSurfaceTemperature), footprint.mean(state.surface)
    )
    let (water, snow) = (footprint.mean(state.vegetationWater), footprint.mean(state.snow))
    let nothing = [Float](repeating: .nan, count: grid.count)
    var random = RandomStream(seed: seed, stream: "brightness", sensor.rawValue, String(state.time))
    for sighting in sightings {
      let cell = Int(sighting.cell)
      let solar = sighting.time + Int64(grid.longitudes[cell % grid.columns] * 240) * UTC.second
      let bare = 1 / (1 + water[cell])
      let emissivity = 0.965 - 0.12 * bare * moisture[cell] - 0.06 * min(1, snow[cell] / 40)
      open[solar / UTC.day, default: [:]][sighting.node, default: nothing][cell] =
        emissivity * skin[cell] + 0.7 * Float(random.normal())
    }
  }

  private func file(of day: Int64, _ passes: [Orbit.Node: [Float]]) -> MapFile {
    let nothing = [Float](repeating: .nan, count: grid.count)
    var file = MapFile(
      name: "\(sensor.rawValue)_tb36v_\(DayText.digits(day)).nc", grid: grid,
      layout: .rowsFirst(latitude: "lat", longitude: "lon"))
    file.attributes = MapFile.attributes(
      title: "Simulated \(sensor.title) brightness temperature at 36.5 GHz, 0.25 degrees",
      source: "simulated \(sensor.title)")
    file.layers = Orbit.Node.allCases.map { node in
      Packing(scale: 0.01, fill: -32767).layer(
        "tb_36v_\(node.rawValue)", passes[node] ?? nothing, units: "K",
        title: "Brightness temperature at 36.5 GHz, vertical, \(node.rawValue) passes")
    }
    return file
  }
}
