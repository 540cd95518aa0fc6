import Foundation
import Testing

@testable import NatureRun

@Suite struct WindowLandTests {
  /// A window of 1° in a region of 2°.
  static func lands() throws -> (region: Land, window: Land) {
    let grid = try FineGrid(west: 103, east: 105, south: 35, north: 37)
    let region = Land(grid: grid, seed: 1)
    let window = grid.refined(rows: 10..<30, columns: 5..<25)
    return (region, Land(refining: region, window: window, seed: 1))
  }

  @Test func cellsLieWithinTheRegions() throws {
    let grid = try FineGrid(west: 103, east: 105, south: 35, north: 37)
    let window = grid.refined(rows: 10..<30, columns: 5..<25)
    #expect(window.rows == 100 && window.columns == 100 && window.cellsPerDegree == 100)
    #expect(abs(window.north - 36.5) < 1e-9 && abs(window.west - 103.25) < 1e-9)
    #expect(abs(window.south - 35.5) < 1e-9 && abs(window.east - 104.25) < 1e-9)
    #expect(abs(window.latitude(row: 0) - 36.495) < 1e-9)
    #expect(abs(window.longitude(column: 99) - 104.245) < 1e-9)
    #expect(window.cell(latitude: 36.495, longitude: 103.255).map { [$0.row, $0.column] } == [0, 0])
    #expect(grid.origin(of: window) == (10, 5))
  }

  @Test func meansOverTheRegionsCellsAreItsOwn() throws {
    let (region, window) = try WindowLandTests.lands()
    let blocks = BlockRefinement(rows: 20, columns: 20)
    func off(_ map: (Land) -> [Float]) -> Float {
      let whole = map(region)
      let means = blocks.mean(map(window))
      var worst: Float = 0
      for cell in means.indices {
        let (row, column) = (10 + cell / 20, 5 + cell % 20)
        worst = max(worst, abs(means[cell] - whole[row * 40 + column]))
      }
      return worst
    }
    #expect(off(\.elevation) < 0.05)
    #expect(off(\.sand) < 1e-3)
    #expect(off(\.clay) < 1e-3)
    #expect(off(\.waterFraction) < 1e-3)
    #expect(off(\.irrigatedFraction) < 1e-3)
    for cover in LandCover.allCases { #expect(off { $0.share(of: cover) } < 1e-3) }
    for month in 0..<12 {
      #expect(off { $0.climate.temperature[month] } < 0.01)
      #expect(off { $0.climate.precipitation[month] } < 0.05)
    }
    // Not linear in the texture.
    #expect(off(\.porosity) < 0.01)
    #expect(off(\.fieldCapacity) < 0.01)
  }

  @Test func detailsAreThereAndWithinBounds() throws {
    let (region, window) = try WindowLandTests.lands()
    let blocks = BlockRefinement(rows: 20, columns: 20)
    func spread(_ map: [Float]) -> Double {
      let means = blocks.mean(map)
      let squares = map.indices.reduce(0.0) { sum, index in
        let deviation = Double(map[index] - means[blocks.cell(index / 100, index % 100)])
        return sum + deviation * deviation
      }
      return (squares / Double(map.count)).squareRoot()
    }
    #expect(spread(window.elevation) > 5)
    #expect((0.005...0.08).contains(spread(window.sand)))
    for index in 0..<window.grid.count {
      let covers = window.covers.reduce(0) { $0 + $1[index] }
      guard abs(covers - 1) < 1e-4, window.covers.allSatisfy({ (-1e-6...1.0001).contains($0[index]) }),
        window.sand[index] >= 0, window.clay[index] >= 0, window.sand[index] + window.clay[index] <= 1.0001,
        (0...1).contains(window.waterFraction[index]), (0...1).contains(window.irrigatedFraction[index]),
        window.residual[index] > 0, window.residual[index] < window.wiltingPoint[index],
        window.wiltingPoint[index] < window.fieldCapacity[index],
        window.fieldCapacity[index] < window.porosity[index]
      else {
        Issue.record("cell \(index) leaves its limits")
        return
      }
    }
    #expect(region.grid.count == 1600)
  }

  /// Heights a step of 0.05° apart differ as much as in the region; those 0.01° apart by what its spectrum says.
  @Test func terrainIsAsRoughAsTheRegions() throws {
    let (region, window) = try WindowLandTests.lands()
    func structure(_ land: Land, lag: Int, rows: Range<Int>, columns: Range<Int>) -> Double {
      var (sum, count) = (0.0, 0.0)
      for row in rows {
        for column in columns.dropLast(lag) {
          let index = row * land.grid.columns + column
          let difference = Double(land.elevation[index + lag] - land.elevation[index])
          sum += difference * difference
          count += 1
        }
      }
      return (sum / count).squareRoot()
    }
    let coarse = structure(region, lag: 1, rows: 10..<30, columns: 5..<25)
    let same = structure(window, lag: 5, rows: 0..<100, columns: 0..<100)
    // Means over cells are smoother than the points in them.
    #expect((0.9...1.8).contains(same / coarse))
    // A spectrum k^-3.44 in two dimensions: differences grow with lag^0.72.
    let (one, four) = (
      structure(window, lag: 1, rows: 0..<100, columns: 0..<100),
      structure(window, lag: 4, rows: 0..<100, columns: 0..<100)
    )
    #expect((0.55...1.0).contains(log(four / one) / log(4)))
  }

  @Test func raking() {
    let blocks = BlockRefinement(rows: 1, columns: 2)
    // The first cell has no second kind; in the second cell one smaller cell favours the first kind.
    var weights = [[Float](repeating: 1, count: 50), [Float](repeating: 1, count: 50)]
    weights[0][5] = 10
    let raked = ShareRaking.raked(weights, to: [[1, 0.2], [0, 0.8]], blocks: blocks)
    #expect(raked[0][0] == 1 && raked[1][0] == 0)
    #expect(raked[0][5] > 3 * raked[0][6])
    #expect(zip(raked[0], raked[1]).allSatisfy { abs($0 + $1 - 1) < 1e-5 })
    #expect(abs(blocks.mean(raked[0])[1] - 0.2) < 1e-4)
  }

  @Test func constantsStayConstant() {
    let blocks = BlockRefinement(rows: 3, columns: 2)
    #expect(blocks.refined([Float](repeating: 7, count: 6)).allSatisfy { abs($0 - 7) < 1e-5 })
    let values: [Float] = [1, 5, 2, 8, 0, 3]
    #expect(zip(blocks.mean(blocks.refined(values)), values).allSatisfy { abs($0 - $1) < 1e-4 })
  }
}
