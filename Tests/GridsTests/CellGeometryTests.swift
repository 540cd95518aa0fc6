import Files
import Grids
import Testing

@Suite struct CellGeometryTests {
  static func rectilinear(_ latitudes: [Double], _ longitudes: [Double]) throws -> CellGeometry {
    .rectilinear(
      latitudes: try GridAxis(latitudes: latitudes), longitudes: try GridAxis(longitudes: longitudes))
  }

  static let ascending = stride(from: -89.5, through: 89.5, by: 1).map { $0 }
  static let eastward = stride(from: -179.5, through: 179.5, by: 1).map { $0 }

  static func place(_ latitude: Double, _ longitude: Double) -> GeographicPoint {
    GeographicPoint(latitude: latitude, longitude: longitude)
  }

  static func centre(_ geometry: CellGeometry, _ latitude: Double, _ longitude: Double) -> [Double]? {
    geometry.cell(at: place(latitude, longitude), within: 200).map {
      let turn = $0.centre.longitude >= 180 ? $0.centre.longitude - 360 : $0.centre.longitude
      return [$0.centre.latitude, turn]
    }
  }

  /// All storage orders of one global grid of one degree.
  static func orders() throws -> [CellGeometry] {
    let turned = eastward.map { $0 < 0 ? $0 + 360 : $0 }.sorted()
    let rotated = (0..<360).map { turned[($0 + 77) % 360] }
    return try [
      rectilinear(ascending, eastward), rectilinear(ascending.reversed(), eastward),
      rectilinear(ascending, turned), rectilinear(ascending.reversed(), turned.reversed()),
      rectilinear(ascending.reversed(), rotated), rectilinear(ascending, rotated.reversed()),
      .regular(try RegularGrid(degrees: 1)),
    ]
  }

  /// FIELD rows 28–30 at once: every storage order gives the same cell for every place, edges and corners included.
  @Test func field30EdgesAreOwnedWhateverTheOrder() throws {
    let geometries = try CellGeometryTests.orders()
    for (latitude, longitude, south, west) in [
      (10.0, 20.0, 10.5, 20.5), (10, 20.5, 10.5, 20.5), (9.999, 20, 9.5, 20.5), (10, 19.999, 10.5, 19.5),
      (0, 0, 0.5, 0.5), (0, -1e-6, 0.5, -0.5), (-1e-6, 0, -0.5, 0.5), (-90, 0, -89.5, 0.5),
      (90, 0, 89.5, 0.5), (5, 180, 5.5, -179.5), (5, -180, 5.5, -179.5), (5, 179.999, 5.5, 179.5),
      (5, 359.5, 5.5, -0.5), (5, -359.5, 5.5, 0.5), (89, 200, 89.5, -159.5),
    ] {
      for geometry in geometries {
        #expect(CellGeometryTests.centre(geometry, latitude, longitude) == [south, west])
      }
    }
  }

  @Test func neighboursAgreeWithTryingEveryCell() throws {
    for geometry in try CellGeometryTests.orders() + [.ease2(EASE2Grid(kilometres: 36))] {
      let all = (0..<geometry.rows * geometry.columns).map { geometry.cell($0) }
      for (latitude, longitude, km) in [
        (19.7, -155.4, 250.0), (0, 180, 300), (88.9, 10, 150), (-84.2, 0, 120),
      ] {
        let place = CellGeometryTests.place(latitude, longitude)
        let near = geometry.cells(near: place, within: km, limit: .max)
        let expected = all.filter { place.distance(to: $0.centre) <= km }
        #expect(Set(near) == Set(expected))
        #expect(near.first == geometry.cell(at: place, within: km))
        let distances = near.dropFirst().map { place.distance(to: $0.centre) }
        #expect(distances == distances.sorted())
        #expect(geometry.cells(near: place, within: km, limit: 3) == Array(near.prefix(3)))
      }
    }
  }

  @Test func theDistanceToTheCentreIsLimited() throws {
    let geometry = try CellGeometryTests.rectilinear(CellGeometryTests.ascending, CellGeometryTests.eastward)
    let corner = CellGeometryTests.place(0, 0)
    #expect(geometry.cell(at: corner, within: 78) == nil)
    #expect(geometry.cell(at: corner, within: 79)?.row == 90)
    #expect(geometry.cell(at: CellGeometryTests.place(91, 0), within: 1000) == nil)
  }

  /// Coordinates in 32 bits: 45.05 is stored as 45.04999924, and the edge between it and 45.15 is still 45.1.
  @Test func edgesAreFreeOfTheRoundingOfStoredCoordinates() throws {
    let latitudes = (0..<1800).map { Double(Float(-89.95 + Double($0) * 0.1)) }
    let longitudes = (0..<3600).map { Double(Float(-179.95 + Double($0) * 0.1)) }
    let geometry = try CellGeometryTests.rectilinear(latitudes, longitudes)
    for tenths in stride(from: -890, through: 890, by: 10) {
      let degrees = Double(tenths) / 10
      let cell = try #require(geometry.cell(at: CellGeometryTests.place(degrees, degrees), within: 20))
      #expect(cell.row == tenths + 900)
      #expect(cell.column == tenths + 1800)
    }
  }

  @Test func regionsEndAtTheirOuterEdges() throws {
    let geometry = try CellGeometryTests.rectilinear([40, 41, 42], [350, 351, 352])
    #expect(geometry.cell(at: CellGeometryTests.place(42.4, -8.4), within: 100)?.row == 2)
    #expect(geometry.cell(at: CellGeometryTests.place(42.5, -8.4), within: 100) == nil)
    #expect(geometry.cell(at: CellGeometryTests.place(39.5, -10.5), within: 100)?.column == 0)
    #expect(geometry.cell(at: CellGeometryTests.place(39.5, -7.5), within: 100) == nil)
    let across = try CellGeometryTests.rectilinear([0, 1], [178, 179, -180, -179])
    #expect(across.cell(at: CellGeometryTests.place(0, 179.6), within: 100)?.column == 2)
    #expect(across.cell(at: CellGeometryTests.place(0, -178.6), within: 100)?.column == 3)
    #expect(across.cell(at: CellGeometryTests.place(0, -178.4), within: 100) == nil)
    let row = try CellGeometry.rectilinear(
      latitudes: GridAxis(latitudes: [10], spacing: 1), longitudes: GridAxis(longitudes: [0, 1, 2]))
    #expect(row.cell(at: CellGeometryTests.place(10.4, 1), within: 100)?.column == 1)
    #expect(row.cell(at: CellGeometryTests.place(10.5, 1), within: 100) == nil)
  }

  /// Both ends of the circle stored: 0 and 360 are one meridian.
  @Test func aMeridianStoredTwiceIsOneCellAway() throws {
    let geometry = try CellGeometryTests.rectilinear([0, 1], (0...36).map { Double($0) * 10 })
    for longitude in stride(from: -360.0, through: 360, by: 7) {
      let cell = try #require(geometry.cell(at: CellGeometryTests.place(0.2, longitude), within: 1200))
      #expect(
        CellGeometryTests.place(0, longitude).distance(to: CellGeometryTests.place(0, cell.centre.longitude))
          < 560)
    }
  }

  @Test func axesThatAreNoGridAreRefused() {
    for latitudes in [[1.0, 2, 2], [1, 3, 2], [1, .nan, 3], [80, 95], []] {
      #expect(throws: Failure.self) { try GridAxis(latitudes: latitudes) }
    }
    for longitudes in [[1.0, 2, 2], [10, 0, 20], [0, .infinity], [500, 501], []] {
      #expect(throws: Failure.self) { try GridAxis(longitudes: longitudes) }
    }
    for degrees in [0, -1, 0.7, .nan, 1e-9, .infinity] {
      #expect(throws: Failure.self) { try RegularGrid(degrees: degrees) }
    }
  }

  @Test func cellsWithTheirOwnCoordinatesAreTheNearest() {
    let places = [(10.0, 0.0), (.nan, .nan), (10, 2), (11, 0), (11, 1), (11, 2)].map {
      GeographicPoint(latitude: $0.0, longitude: $0.1)
    }
    let geometry = CellGeometry.curvilinear(GridPoints(places), columns: 3)
    #expect((geometry.rows, geometry.columns) == (2, 3))
    let cell = geometry.cell(at: CellGeometryTests.place(10.1, 1.6), within: 100)
    #expect(cell?.row == 0 && cell?.column == 2)
    // The cell in the middle has no coordinates: its neighbours answer.
    #expect(geometry.cell(at: CellGeometryTests.place(10, 1), within: 50) == nil)
    #expect(geometry.cells(near: CellGeometryTests.place(10.4, 1), within: 200, limit: 9).count == 5)
    #expect(geometry.flatCell(containing: CellGeometryTests.place(10, 0)) == nil)
  }
}
