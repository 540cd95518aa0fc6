import Files
import Foundation
import Grids

@testable import NatureRun

/// What the pins are measured on: a preset's whole run, by days, at every seventh cell in both directions.
struct PinnedWorld: Sendable {
  /// A cell at one summer noon, for the triangle of warmth and greenness.
  struct Summer: Sendable {
    var ndvi, moisture, warmth: Double
    var isClear: Bool
  }

  /// The cells and their classes.
  var cells: [Int]
  var koppen: [KoppenClass]
  /// The month of every day, 1…12.
  var months: [Int]
  /// Daily means of moisture (m³ m⁻³), the share of ice and snow (mm), and sums of rain (mm): days × cells.
  var surface, frozen, snow, rain: [[Double]]
  var triangle: [Summer]

  /// The run, made once; nil where it fails.
  static let run: PinnedWorld? = {
    guard let settings = try? settings() else { return nil }
    var world = World(settings: settings)
    let recorder = Recorder(land: world.land)
    do { try world.run(jobs: 2, observers: [recorder]) } catch { return nil }
    return recorder.record
  }()

  /// The world that the environment asks for.
  private static func settings() throws -> NatureRunSettings {
    let environment = ProcessInfo.processInfo.environment
    let preset = NatureRunSettings.Preset(rawValue: environment["PIN_PRESET"] ?? "demo") ?? .demo
    var settings = try NatureRunSettings(preset: preset, seed: UInt64(environment["PIN_SEED"] ?? "1") ?? 1)
    if let days = environment["PIN_SPIN_UP"].flatMap(Int.init) { settings.spinUpDays = days }
    // Nothing of the region depends on it.
    settings.window = nil
    return settings
  }

  private final class Recorder: WorldObserver {
    var record: PinnedWorld
    private var steps = 0

    init(land: Land) {
      let grid = land.grid
      let cells = stride(from: 3, to: grid.rows, by: 7).flatMap { row in
        stride(from: 3, to: grid.columns, by: 7).map { row * grid.columns + $0 }
      }
      record = PinnedWorld(
        cells: cells, koppen: cells.map { land.koppen[$0] }, months: [], surface: [], frozen: [], snow: [],
        rain: [], triangle: [])
    }

    func observe(_ state: LandState) throws(Failure) {
      let month = UTC.components(state.time - 1).month
      if steps % 8 == 0 {
        let zeros = [Double](repeating: 0, count: record.cells.count)
        record.surface.append(zeros)
        record.frozen.append(zeros)
        record.snow.append(zeros)
        record.rain.append(zeros)
        record.months.append(month)
      }
      let day = record.months.count - 1
      for (index, cell) in record.cells.enumerated() {
        record.surface[day][index] += Double(state.surface[cell]) / 8
        record.frozen[day][index] += Double(state.frozen[cell]) / 8
        record.snow[day][index] += Double(state.snow[cell]) / 8
        record.rain[day][index] += Double(state.precipitation[cell])
      }
      if steps % 8 == 2, (6...8).contains(month) {
        for cell in record.cells {
          record.triangle.append(
            Summer(
              ndvi: Double(state.ndvi[cell]), moisture: Double(state.surface[cell]),
              warmth: Double(state.landSurfaceTemperature[cell] - state.airTemperature[cell]),
              isClear: state.cloud[cell] < 0.3))
        }
      }
      steps += 1
    }

    func finish() throws(Failure) {}
  }
}
