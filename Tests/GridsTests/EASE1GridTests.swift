import Files
import Grids
import Testing

@Suite struct EASE1GridTests {
  /// `pyproj.Transformer.from_crs("EPSG:4326", "+proj=cea +lat_ts=30 +R=6371228", always_xy=True)`, PROJ 9.5.
  static let projected: [(lon: Double, lat: Double, x: Double, y: Double)] = [
    (0, 0, 0, 0), (10, 45, 963_010.7746492706, 5_202_085.878310993),
    (-155.5, 19.7, -14_974_817.54579616, 2_479_962.7583060605),
    (179.9, -60, 17_324_563.83594038, -6_371_228),
    (30, 84.9, 2_889_032.323947812, 7_327_735.072624385),
    (-180, -85, -17_334_193.943686873, -7_328_865.32681147),
  ]

  @Test(arguments: projected) func forwardAndInverseAgreeWithPROJ(
    place: (lon: Double, lat: Double, x: Double, y: Double)
  ) {
    let map = EASE1Grid.forward(GeographicPoint(latitude: place.lat, longitude: place.lon))
    #expect(abs(map.x - place.x) < 1e-6)
    #expect(abs(map.y - place.y) < 1e-6)
    let back = EASE1Grid.inverse(x: place.x, y: place.y)
    #expect(abs(back.latitude - place.lat) < 1e-10)
    #expect(abs(back.longitude - place.lon) < 1e-10)
  }

  /// The same transformer's inverse at ((c − 691) C, (292.5 − r) C), C = 25067.525 m: row, column, longitude, latitude.
  static let centres: [(row: Int, column: Int, lon: Double, lat: Double)] = [
    (0, 0, -179.86984394134703, 85.3122711164366), (585, 1382, 179.86984394134703, -85.3122711164366),
    (292, 691, 0, 0.09761392779737646), (292, 0, -179.86984394134703, 0.09761392779737646),
    (100, 1000, 80.43383759461103, 40.98930873980656), (500, 3, -179.08893289673912, -44.993673457556255),
  ]

  @Test(arguments: centres) func centresAgreeWithPROJ(
    cell: (row: Int, column: Int, lon: Double, lat: Double)
  ) throws {
    let grid = EASE1Grid(.low)
    let centre = grid.centre(row: cell.row, column: cell.column)
    #expect(abs(centre.longitude - cell.lon) < 1e-9)
    #expect(abs(centre.latitude - cell.lat) < 1e-9)
    let found = try #require(grid.cell(containing: centre))
    #expect((found.row, found.column) == (cell.row, cell.column))
    // NSIDC defines the finer grid so that its centres include those of the coarser one.
    let fine = EASE1Grid(.high).centre(row: 2 * cell.row, column: 2 * cell.column)
    #expect(abs(fine.longitude - cell.lon) < 1e-9)
    #expect(abs(fine.latitude - cell.lat) < 1e-9)
  }

  /// ezlhconv's r and s of 38.9° N 100.2° E are 1075.935 and 108.204: row 108, column 1076.
  @Test func aStationIsInItsCell() throws {
    let found = try #require(
      EASE1Grid(.low).cell(containing: GeographicPoint(latitude: 38.9, longitude: 100.2)))
    #expect((found.row, found.column) == (108, 1076))
  }

  /// FIELD row 30: the equator is an edge of the coarser grid and belongs to the north; 0° E is a column's middle.
  @Test func field30EdgesBelongToTheNorthAndEast() throws {
    let grid = EASE1Grid(.low)
    let origin = try #require(grid.cell(containing: GeographicPoint(latitude: 0, longitude: 0)))
    #expect((origin.row, origin.column) == (292, 691))
    let south = try #require(grid.cell(containing: GeographicPoint(latitude: -1e-9, longitude: 0)))
    #expect(south.row == 293)
    let edge = EASE1Grid.inverse(x: 0.5 * grid.cellSize, y: 0).longitude
    let east = GeographicPoint(latitude: 1, longitude: edge + 1e-9)
    #expect(grid.cell(containing: east)?.column == 692)
    #expect(grid.cell(containing: GeographicPoint(latitude: 1, longitude: edge - 1e-9))?.column == 691)
  }

  /// FIELD row 29: the seam, and the last column of the finer grid that is centred on 180°.
  @Test func field29TheSeamWrapsAndThePolesAreOutside() throws {
    let low = EASE1Grid(.low)
    for longitude in [180.0, -180, -179.9] {
      #expect(low.cell(containing: GeographicPoint(latitude: 10, longitude: longitude))?.column == 0)
    }
    #expect(low.cell(containing: GeographicPoint(latitude: 10, longitude: 179.99))?.column == 1382)
    let high = EASE1Grid(.high)
    for longitude in [180.0, -180, -179.95, 179.95] {
      #expect(high.cell(containing: GeographicPoint(latitude: 10, longitude: longitude))?.column == 2765)
    }
    #expect(high.cell(containing: GeographicPoint(latitude: 10, longitude: -179.93))?.column == 0)
    for grid in [low, high] {
      #expect(grid.cell(containing: GeographicPoint(latitude: 86.8, longitude: 0)) == nil)
      #expect(grid.cell(containing: GeographicPoint(latitude: -90, longitude: 0)) == nil)
      #expect(grid.cell(containing: GeographicPoint(latitude: .nan, longitude: 0)) == nil)
    }
  }

  @Test func theGridIsWrittenAndReadByName() throws {
    for resolution in EASE1Grid.Resolution.allCases {
      let rule = GridRule.ease1(resolution)
      #expect(try GridRule(YAMLNode.parse(text: rule.yaml, path: "x.yml")) == rule)
      let geometry = try #require(try rule.geometry())
      let place = GeographicPoint(latitude: 38.9, longitude: 100.2)
      let cell = try #require(geometry.cell(at: place, within: 30))
      let near = geometry.cells(near: place, within: 60, limit: 64)
      #expect(near.first == cell)
      #expect(near.count > 8)
    }
  }
}
