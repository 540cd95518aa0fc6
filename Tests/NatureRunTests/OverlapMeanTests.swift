import Foundation
import NatureRun
import Numerics
import Testing

@Suite struct OverlapMeanTests {
  @Test func meansOverWholeBlocksAndParts() throws {
    let grid = try FineGrid(west: 100, east: 100.5, south: 0, north: 0.5)
    let ramp = (0..<grid.count).map { Float($0 % grid.columns) }
    // 0.1° is two columns wide, 0.0625° one and a quarter.
    let tenth = OverlapMean(degrees: 0.1, over: grid)
    #expect(tenth.rows == 5 && tenth.columns == 5)
    #expect(zip(tenth.mean(ramp).prefix(5), [0.5, 2.5, 4.5, 6.5, 8.5]).allSatisfy { abs($0 - $1) < 1e-5 })
    let sixteenth = OverlapMean(degrees: 0.0625, over: grid)
    #expect(sixteenth.rows == 8 && sixteenth.columns == 8)
    // (1·0 + 0.25·1)/1.25, (0.75·1 + 0.5·2)/1.25, (0.5·2 + 0.75·3)/1.25, (0.25·3 + 1·4)/1.25
    let expected: [Float] = [0.2, 1.4, 2.6, 3.8]
    #expect(zip(sixteenth.mean(ramp), expected).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func keepsWholeCellsAndLeavesMissingOnesOut() throws {
    let grid = try FineGrid(west: 100.25, east: 100.75, south: 36, north: 36.5)
    let tenth = OverlapMean(degrees: 0.1, over: grid)
    #expect(tenth.columns == 4 && abs(tenth.west - 100.3) < 1e-9 && abs(tenth.north - 36.5) < 1e-9)
    var values = [Float](repeating: 2, count: grid.count)
    for cell in 0..<grid.count where cell % 2 == 0 { values[cell] = .nan }
    #expect(tenth.mean(values).allSatisfy { abs($0 - 2) < 1e-6 })
    #expect(tenth.mean([Float](repeating: .nan, count: grid.count)).allSatisfy { $0.isNaN })
  }

  /// Rows nearer the equator are larger, so that means over the globe's parts add up.
  @Test func weighsByArea() throws {
    let grid = try FineGrid(west: 0, east: 0.5, south: 59.5, north: 60)
    let values = (0..<grid.count).map { Float($0 / grid.columns) }
    let mean = OverlapMean(degrees: 0.5, over: grid).mean(values)
    #expect(mean.count == 1 && mean[0] > 4.5 && mean[0] < 4.52)
  }

  /// Whatever the cells, the mean over the globe's part is that of the fine map.
  @Test(arguments: [0.0625, 0.1, 0.25])
  func theMeanOfTheRegionIsKept(degrees: Double) throws {
    let grid = try FineGrid(west: 100, east: 102, south: 50, north: 52)
    var random = RandomStream(seed: 11, stream: "overlap")
    // Wetter towards the north, so that the sizes of rows count.
    let values = (0..<grid.count).map {
      Float(0.4 - 0.003 * Double($0 / grid.columns) + 0.1 * random.uniform())
    }
    func mean(_ values: [Float], _ columns: Int, _ degrees: Double) -> Double {
      var (sum, weight) = (0.0, 0.0)
      for (index, value) in values.enumerated() {
        let north = 52 - Double(index / columns) * degrees
        let size = sin(north * .pi / 180) - sin((north - degrees) * .pi / 180)
        sum += size * Double(value)
        weight += size
      }
      return sum / weight
    }
    let overlap = OverlapMean(degrees: degrees, over: grid)
    #expect(overlap.rows == Int(2 / degrees) && overlap.columns == overlap.rows)
    let means = overlap.mean(values)
    #expect(abs(mean(means, overlap.columns, degrees) - mean(values, grid.columns, 0.05)) < 1e-7)
  }
}
