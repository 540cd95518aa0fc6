import Files
import Grids
import Numerics

#if canImport(Glibc)
  import Glibc
#endif

/// Daily rain of 0.1° after the manner of IMERG final V07: the rain that fell, wrong by a factor and blind to drizzle.
///
/// The factor exp(σε − σ²/2) with σ = 0.55 leaves a correlation of about 0.85 with the true rain of a day, as in
/// FEASIBILITY §3; ε is alike over some 50 km. Rain below a threshold that varies around 0.4 mm is missed, and
/// one dry cell in fifty shows rain that was not there. The form is ours.
struct RainProduct: StateProduct {
  let folder = "imerg-daily"
  let entries = ["imerg-v07-daily"]

  private let grid: ProductGrid
  private let footprint: Footprint
  private let seed: UInt64
  private var sum: [Float]
  private static let sigma: Float = 0.55

  init(land: Land, seed: UInt64) throws(Failure) {
    grid = try ProductGrid(.degrees(0.1), within: land.grid)
    self.seed = seed
    let nowhere = [Float](repeating: 0, count: land.grid.count)
    footprint = Footprint(fwhm: 10, from: land.grid, water: nowhere, to: grid)
    sum = Array(repeating: 0, count: grid.count)
  }

  mutating func observe(_ state: LandState) -> [MapFile] {
    for (cell, rain) in footprint.mean(state.precipitation).enumerated() { sum[cell] += rain }
    guard state.endsDay else { return [] }
    let file = file(of: state.day)
    sum = Array(repeating: 0, count: grid.count)
    return [file]
  }

  private func file(of day: Int64) -> MapFile {
    var random = RandomStream(seed: seed, stream: "rain error", String(day))
    let error = NoiseField.draw(rows: grid.rows, columns: grid.columns, sigma: 4.5, &random)
    let sight = NoiseField.draw(rows: grid.rows, columns: grid.columns, sigma: 3, &random)
    let sigma = RainProduct.sigma
    let rain = sum.indices.map { cell -> Float in
      // The SD of `sight` is 1: 2.05 is passed by one cell in fifty.
      if sum[cell] < 0.4 * expf(0.5 * sight[cell]) {
        return sight[cell] > 2.05 ? 1.5 * (sight[cell] - 1.8) : 0
      }
      return sum[cell] * expf(sigma * error[cell] - sigma * sigma / 2)
    }
    let date = DayText.digits(day)
    var file = MapFile(
      name: "3B-DAY.MS.MRG.3IMERG.\(date)-S000000-E235959.V07B.nc4", grid: grid,
      layout: .columnsFirst(latitude: "lat", longitude: "lon"),
      time: MapFile.Time(units: "days since 1970-01-01 00:00:00", values: [Double(day)]))
    file.attributes = MapFile.attributes(
      title: "Simulated IMERG final precipitation, daily, 0.1 degrees", source: "simulated precipitation")
    func layer(_ name: String, _ values: [Float], _ title: String) -> MapFile.Layer {
      MapFile.Layer(
        name: name, values: .float(values.map { ($0 * 100).rounded() / 100 }), fill: .float([-9999.9]),
        attributes: [("long_name", .text(title)), ("units", .text("mm/day"))])
    }
    file.layers = [
      layer("precipitation", rain, "Daily mean precipitation rate"),
      layer("randomError", rain.map { 0.6 * $0 + 0.1 }, "Random error of the precipitation rate"),
    ]
    return file
  }
}
