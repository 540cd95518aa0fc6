import Files
import Foundation
import Grids
import Testing

struct AreaOverlapTests {
  /// The centres of cells of so many degrees between two edges.
  static func centres(_ from: Double, _ to: Double, _ step: Double) -> [Double] {
    let count = Int((abs(to - from) / step).rounded())
    return (0..<count).map { from + (to > from ? 1 : -1) * (Double($0) + 0.5) * step }
  }

  static func grid(
    _ south: Double, _ north: Double, _ west: Double, _ east: Double, _ step: Double
  ) -> (latitudes: [Double], longitudes: [Double]) {
    (centres(north, south, step), centres(west, east, step))
  }

  /// At the equator, cells of 2° over cells of 1°: sines are taken by hand.
  @Test func meansAreWeightedByArea() throws {
    let old = AreaOverlapTests.grid(0, 2, 0, 2, 1)
    let overlap = try AreaOverlap(from: old, to: ([1], [1]), leastShare: 0.5)
    // A single cell takes its width from the other axis; here both are single, so they are the whole globe.
    #expect(overlap.mean([1, 2, 3, 4] as [Float])[0].isNaN)
    let halves = try AreaOverlap(from: old, to: ([1.5, 0.5], [0.75, 1.75]), leastShare: 0)
    // Columns of 1° from 0.25 and 1.25: three quarters of the first and a quarter of the second, and the rest.
    #expect(halves.mean([1, 2, 3, 4] as [Float]) == [1.25, 2, 3.25, 4])
    let tall = try AreaOverlap(from: old, to: ([1, -1], [0.5, 1.5]), leastShare: 0.4)
    let (upper, lower) = (sin(2 * Double.pi / 180) - sin(Double.pi / 180), sin(Double.pi / 180))
    let expected = Float((upper * 1 + lower * 3) / (upper + lower))
    let mean = tall.mean([1, 2, 3, 4] as [Float])
    #expect(abs(mean[0] - expected) < 1e-6 && expected != 2)
    // The southern row lies beside the old grid.
    #expect(mean[2].isNaN && mean[3].isNaN)
  }

  /// 0.1° onto 0.25°: what falls is what was there, and constants stay constant to the bit.
  @Test func rainIsConserved() throws {
    let old = AreaOverlapTests.grid(30, 35, 100, 105, 0.1)
    let new = AreaOverlapTests.grid(30, 35, 100, 105, 0.25)
    let overlap = try AreaOverlap(from: old, to: new)
    let values = (0..<2500).map { Float(($0 * 7919) % 101) / 3 }
    let coarse = overlap.mean(values)
    func total(_ values: [Float], _ grid: (latitudes: [Double], longitudes: [Double]), _ step: Double)
      -> Double
    {
      var sum = 0.0
      for (row, latitude) in grid.latitudes.enumerated() {
        let area = sin((latitude + step / 2) * .pi / 180) - sin((latitude - step / 2) * .pi / 180)
        for column in grid.longitudes.indices {
          sum += Double(values[row * grid.longitudes.count + column]) * area * step
        }
      }
      return sum
    }
    #expect(abs(total(coarse, new, 0.25) / total(values, old, 0.1) - 1) < 1e-7)
    #expect(overlap.mean([Float](repeating: 0.3, count: 2500)) == [Float](repeating: 0.3, count: 400))
  }

  @Test func theShareOfKnownAreaDecides() throws {
    let old = AreaOverlapTests.grid(-1, 1, 0, 2, 1)
    let new: (latitudes: [Double], longitudes: [Double]) = ([0, -2], [1, 3])
    let values: [Float] = [1, .nan, 3, .nan]
    #expect(try AreaOverlap(from: old, to: new, leastShare: 0.5).mean(values)[0] == 2)
    #expect(try AreaOverlap(from: old, to: new, leastShare: 0.51).mean(values)[0].isNaN)
    #expect(
      try AreaOverlap(from: old, to: new, leastShare: 0).mean([.nan, .nan, .nan, .nan] as [Float])[0].isNaN)
    #expect(throws: Failure.self) { try AreaOverlap(from: old, to: new, leastShare: 1.5) }
  }

  /// Storage order, the longitudes' turn and the seam do not matter.
  @Test func anyTurnAndOrderGivesTheSame() throws {
    let old = AreaOverlapTests.grid(-90, 90, -180, 180, 30)
    let values = (0..<72).map { Float($0) }
    let new = AreaOverlapTests.grid(-20, 40, 150, 210, 20)
    let expected = try AreaOverlap(from: old, to: new).mean(values)
    #expect(!expected.contains { $0.isNaN })
    // 0…360 without a jump: the eastern half first.
    var east = Array(old.longitudes[6...])
    for longitude in old.longitudes[..<6] { east.append(longitude + 360) }
    let shifted = (latitudes: old.latitudes, longitudes: east)
    var moved: [Float] = []
    for row in 0..<6 {
      let start = row * 12
      moved.append(contentsOf: values[start + 6..<start + 12])
      moved.append(contentsOf: values[start..<start + 6])
    }
    #expect(try AreaOverlap(from: shifted, to: new).mean(moved) == expected)
    let upward = (latitudes: Array(old.latitudes.reversed()), longitudes: old.longitudes)
    var flipped: [Float] = []
    for row in (0..<6).reversed() { flipped.append(contentsOf: values[row * 12..<row * 12 + 12]) }
    #expect(try AreaOverlap(from: upward, to: new).mean(flipped) == expected)
  }

  @Test func stacksAreRegriddedDayByDay() throws {
    let old = AreaOverlapTests.grid(0, 4, 0, 4, 1)
    let new = AreaOverlapTests.grid(0, 4, 0, 4, 2)
    let stack = FieldStack(
      latitudes: old.latitudes, longitudes: old.longitudes, start: 0,
      values: Array(repeating: 1, count: 16) + Array(repeating: 2, count: 16))
    let result = try AreaOverlap(from: old, to: new).mean(
      stack, latitudes: new.latitudes, longitudes: new.longitudes)
    #expect(result.values == [1, 1, 1, 1, 2, 2, 2, 2])
    #expect(result.days == [0, UTC.day])
  }
}
