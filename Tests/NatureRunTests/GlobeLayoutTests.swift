import Files
import Foundation
import Testing

@testable import NatureRun

@Suite struct GlobeLayoutTests {
  /// Writes a map of the globe whose values are 10 · row + column of the region, over some steps, and reads it again.
  private func write(_ region: FineGrid, west: MapFile.GlobeEdge, steps: Int) throws -> [Int16] {
    let folder = try MadeUpLand.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let grid = try ProductGrid(.degrees(0.25), within: region)
    var file = MapFile(name: "map.nc", grid: grid, layout: .globe(west: west))
    if steps > 1 {
      file.time = MapFile.Time(units: "hours since 2015-01-01", values: (0..<steps).map { Double($0) })
    }
    let values = (0..<steps).flatMap { step in
      (0..<grid.count).map { Int16(100 * step + 10 * ($0 / grid.columns) + $0 % grid.columns) }
    }
    file.layers = [MapFile.Layer(name: "map", values: .int16(values), fill: .int16([-1]))]
    try file.write(into: folder.path)
    let read = try NetCDFFile(reading: folder.path + "/map.nc")
    guard case .int16(let stored) = try read.raw(try read.requiredVariable("map")) else { return [] }
    return stored
  }

  @Test func columnsFromGreenwich() throws {
    let region = try FineGrid(west: 100, east: 100.5, south: 35, north: 35.5)
    // Row (90 − 35.5)/0.25 = 218, column 100/0.25 = 400, of 1440 columns.
    let greenwich = try write(region, west: .greenwich, steps: 1)
    #expect(greenwich[218 * 1440 + 400] == 0 && greenwich[219 * 1440 + 401] == 11)
    #expect(greenwich.count { $0 >= 0 } == 4)
    let dateLine = try write(region, west: .dateLine, steps: 1)
    #expect(dateLine[218 * 1440 + 400 + 720] == 0 && dateLine[219 * 1440 + 401 + 720] == 11)
  }

  @Test func regionsAcrossGreenwichAreSplit() throws {
    let region = try FineGrid(west: -0.25, east: 0.5, south: 35, north: 35.5)
    let stored = try write(region, west: .greenwich, steps: 2)
    for step in 0..<2 {
      let start = step * 720 * 1440 + 219 * 1440
      #expect(stored[start + 1439] == Int16(100 * step + 10))
      #expect(stored[start] == Int16(100 * step + 11) && stored[start + 1] == Int16(100 * step + 12))
    }
    #expect(stored.count { $0 >= 0 } == 12)
  }
}
