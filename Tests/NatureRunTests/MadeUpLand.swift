import Foundation
import Grids

@testable import NatureRun

/// A land and its states made up for tests: wet in the south-east, forest in the north-east, a lake in the middle, and
/// moisture that goes up and down in five days.
enum MadeUpLand {
  static let start: Int64 = 17_000 * UTC.day

  static func land(west: Double = 100, east: Double = 104, south: Double = 32, north: Double = 36) throws
    -> Land
  {
    let grid = try FineGrid(west: west, east: east, south: south, north: north)
    func map(_ value: (Double, Double) -> Double) -> [Float] {
      (0..<grid.count).map { cell in
        let (row, column) = (cell / grid.columns, cell % grid.columns)
        return Float(value(Double(row) / Double(grid.rows), Double(column) / Double(grid.columns)))
      }
    }
    let forest = map { y, x in x > 0.7 && y < 0.3 ? 0.8 : 0.1 }
    let rest = forest.map { (1 - $0) / 4 }
    let months = Array(repeating: map { _, _ in 285 }, count: 12)
    return Land(
      grid: grid, elevation: map { _, _ in 500 }, topographicComplexity: map { _, _ in 0 },
      sand: map { _, x in 0.3 + 0.3 * x }, clay: map { _, _ in 0.2 }, organicMatter: map { _, _ in 2 },
      porosity: map { _, _ in 0.45 }, fieldCapacity: map { _, _ in 0.3 }, wiltingPoint: map { _, _ in 0.1 },
      residual: map { _, _ in 0.02 }, conductivity: map { _, _ in 10 }, bulkDensity: map { _, _ in 1400 },
      waterFraction: map { y, x in hypot(y - 0.5, x - 0.5) < 0.1 ? 0.9 : 0 },
      irrigatedFraction: map { _, _ in 0 }, covers: [rest, rest, rest, rest, forest],
      climate: Climate(temperature: months, precipitation: months, wetDays: months),
      koppen: Array(repeating: .Cwa, count: grid.count))
  }

  /// Moisture of a place at an instant, m³ m⁻³.
  static func moisture(_ y: Double, _ x: Double, _ time: Int64) -> Double {
    let days = Double(time - start) / Double(UTC.day)
    return 0.2 + 0.05 * (x - y) + 0.05 * sin(2 * .pi * days / 5)
  }

  static func state(_ land: Land, at time: Int64, hours: Double = 3) -> LandState {
    var state = LandState(time: time, hours: hours)
    let grid = land.grid
    func map(_ value: (Double, Double) -> Double) -> [Float] {
      (0..<grid.count).map { cell in
        Float(
          value(
            Double(cell / grid.columns) / Double(grid.rows),
            Double(cell % grid.columns) / Double(grid.columns)))
      }
    }
    state.surface = map { moisture($0, $1, time) }
    let nothing = [Float](repeating: 0, count: grid.count)
    (state.shallow, state.root) = (state.surface, state.surface)
    (state.frozen, state.snow) = (nothing, nothing)
    state.soilTemperature = map { y, _ in 290 - 10 * (1 - y) }
    (state.deepTemperature, state.airTemperature) = (state.soilTemperature, state.soilTemperature)
    state.landSurfaceTemperature = state.soilTemperature
    state.precipitation = map { y, x in x > 0.5 ? 1.5 : 0 }
    state.cloud = map { _, x in x > 0.5 ? 0.9 : 0.1 }
    state.leafArea = map { _, _ in 1 }
    state.ndvi = map { _, _ in 0.4 }
    state.vegetationWater = zip(land.share(of: .forest), land.share(of: .grass)).map { 8 * $0 + $1 }
    (state.evaporation, state.irrigation) = (nothing, nothing)
    return state
  }

  /// A folder of its own, to be removed by the caller.
  static func scratch() throws -> URL {
    let url = FileManager.default.temporaryDirectory.appending(path: "naturerun-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }
}
