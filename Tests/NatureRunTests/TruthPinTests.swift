import Foundation
import Grids
import Testing

@testable import NatureRun

#if DEBUG
  private let isRelease = false
#else
  private let isRelease = true
#endif

/// What decides how hard the truth is to fill and to retrieve, pinned: what methods can show follows from it.
///
/// The demo's region, from plains to desert, and its two years. Another world is pinned by the environment:
/// `PIN_PRESET=study PIN_SEED=2 PIN_SPIN_UP=365 swift test -c release --filter TruthPinTests`.
@Suite(.serialized, .enabled(if: isRelease)) struct TruthPinTests {
  private static func correlation(_ pairs: [(Double, Double)]) -> Double {
    let n = Double(pairs.count)
    let (a, b) = (pairs.reduce(0) { $0 + $1.0 } / n, pairs.reduce(0) { $0 + $1.1 } / n)
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for (x, y) in pairs {
      ab += (x - a) * (y - b)
      aa += (x - a) * (x - a)
      bb += (y - b) * (y - b)
    }
    return ab / (aa * bb).squareRoot()
  }

  /// Residuals of three harmonics of the year, by least squares on whole years (orthogonal sums).
  private static func anomalies(_ series: [Double]) -> [Double] {
    let n = 730
    let used = series.prefix(n)
    var result = Array(used)
    let mean = used.reduce(0, +) / Double(n)
    for index in 0..<n { result[index] -= mean }
    for order in 1...3 {
      let angles = (0..<n).map { 2 * Double.pi * Double(order * $0) / 365 }
      let a = zip(used, angles).reduce(0) { $0 + $1.0 * cos($1.1) } * 2 / Double(n)
      let b = zip(used, angles).reduce(0) { $0 + $1.0 * sin($1.1) } * 2 / Double(n)
      for index in 0..<n { result[index] -= a * cos(angles[index]) + b * sin(angles[index]) }
    }
    return result
  }

  @Test func temporalDeviationAndMemory() throws {
    let run = try #require(PinnedWorld.run)
    var deviations = 0.0
    var memory = [1: 0.0, 3: 0.0]
    for index in run.cells.indices {
      let unfrozen = run.surface.indices.filter { run.frozen[$0][index] < 0.05 }.map {
        run.surface[$0][index]
      }
      let mean = unfrozen.reduce(0, +) / Double(unfrozen.count)
      deviations += (unfrozen.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(unfrozen.count))
        .squareRoot()
      let anomalies = TruthPinTests.anomalies(run.surface.map { $0[index] })
      for lag in memory.keys {
        let days = (152..<244).flatMap { [$0, $0 + 365] }
        memory[lag]? += TruthPinTests.correlation(days.map { (anomalies[$0], anomalies[$0 + lag]) })
      }
    }
    let count = Double(run.cells.count)
    print("SD \(deviations / count), memory \(memory.mapValues { $0 / count })")
    #expect((0.05...0.06).contains(deviations / count))
    #expect((0.65...0.80).contains((memory[1] ?? 0) / count))
    #expect((0.30...0.45).contains((memory[3] ?? 0) / count))
  }

  @Test func rainIsAsOftenAndAsPersistentAsPinned() throws {
    let run = try #require(PinnedWorld.run)
    var (wet, both, previous) = (0.0, 0.0, 0.0)
    for day in run.rain.indices.dropFirst() {
      for index in run.cells.indices {
        let (before, now) = (run.rain[day - 1][index] > 1, run.rain[day][index] > 1)
        wet += now ? 1 : 0
        previous += before ? 1 : 0
        both += before && now ? 1 : 0
      }
    }
    let share = wet / Double((run.rain.count - 1) * run.cells.count)
    print("P(wet) \(share), P(wet after wet) \(both / previous)")
    #expect((0.18...0.26).contains(share))
    #expect((0.33...0.47).contains(both / previous))
  }

  @Test func moistureRisesOnTheDayOfRain() throws {
    let run = try #require(PinnedWorld.run)
    var same: [(Double, Double)] = []
    var before = same
    for day in run.rain.indices.dropFirst() where (152..<244).contains(day % 365) {
      for index in run.cells.indices {
        let change = run.surface[day][index] - run.surface[day - 1][index]
        same.append((change, run.rain[day][index]))
        before.append((change, run.rain[day - 1][index]))
      }
    }
    let values = (TruthPinTests.correlation(same), TruthPinTests.correlation(before))
    print("rain and change: \(values)")
    #expect(values.0 > 0.45)
    #expect(values.1 < 0.05)
  }

  @Test func clearSurfacesAreCoolerWhereWet() throws {
    let run = try #require(PinnedWorld.run)
    for bin in 1...7 {
      let low = Double(bin) / 10
      let samples = run.triangle.filter { $0.isClear && $0.ndvi >= low && $0.ndvi < low + 0.1 }
      guard samples.count >= 300 else { continue }
      #expect(TruthPinTests.correlation(samples.map { ($0.moisture, $0.warmth) }) < -0.3, "NDVI \(low)")
    }
  }

  /// The rain of a step resembles that of the next most, some way downwind of it.
  @Test func stormsMoveDownwind() throws {
    let settings = try NatureRunSettings(preset: .demo)
    var weather = WeatherModel(grid: settings.grid, seed: 3, start: settings.start)
    let side = weather.frontSide
    var (agreed, count) = (0.0, 0.0)
    var before = weather.next().fronts
    for _ in 0..<40 {
      let after = weather.next().fronts
      let drift = weather.drift(hours: 3)
      var best = (value: -Double.infinity, east: 0, north: 0)
      for north in -6...6 {
        for east in -6...6 {
          var sum = 0.0
          for row in stride(from: 0, to: side, by: 3) {
            for column in stride(from: 0, to: side, by: 3) {
              let source = (row + north + side) % side * side + (column - east + side) % side
              sum += Double(before[source] * after[row * side + column])
            }
          }
          if sum > best.value { best = (sum, east, north) }
        }
      }
      let off = (
        Double(best.east) * WeatherModel.frontSpacing - drift.east,
        Double(best.north) * WeatherModel.frontSpacing - drift.north
      )
      if max(abs(drift.east), abs(drift.north)) < 1.4 {
        count += 1
        agreed += max(abs(off.0), abs(off.1)) < 0.3 ? 1 : 0
      }
      before = after
    }
    #expect(count > 20)
    #expect(agreed / count > 0.8)
  }
}
