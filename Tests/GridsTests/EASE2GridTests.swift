import Files
import Grids
import Testing

@Suite struct EASE2GridTests {
  /// `pyproj.Transformer.from_crs("EPSG:4326", "EPSG:6933", always_xy=True).transform(lon, lat)`, PROJ 9.5.
  static let projected: [(lon: Double, lat: Double, x: Double, y: Double)] = [
    (0, 0, 0, 0), (10, 45, 964_862.802508965, 5_180_102.328839251),
    (-155.5, 19.7, -15_003_616.57901441, 2_465_218.218471419),
    (179.99, -60, 17_366_565.582358863, -6_351_419.997326236),
    (30, 84.9, 2_894_588.407526895, 7_312_902.856836818),
    (-180, -85, -17_367_530.445161372, -7_314_040.889811973),
  ]

  @Test(arguments: projected) func forwardAndInverseAgreeWithPROJ(
    place: (lon: Double, lat: Double, x: Double, y: Double)
  ) {
    let map = EASE2Grid.forward(GeographicPoint(latitude: place.lat, longitude: place.lon))
    #expect(abs(map.x - place.x) < 1e-6)
    #expect(abs(map.y - place.y) < 1e-6)
    let back = EASE2Grid.inverse(x: place.x, y: place.y)
    #expect(abs(back.latitude - place.lat) < 1e-10)
    #expect(abs(back.longitude - place.lon) < 1e-10)
  }

  /// The inverse of round map coordinates by the same transformer.
  @Test func inverseAgreesWithPROJ() {
    for (x, y, lon, lat) in [
      (1e6, 7e6, 10.364167811212809, 72.51124514825639),
      (-17e6, -7.3e6, -176.19085279061778, -83.87912142948063),
      (18_016.11, 3_621_238.1100000003, 0.18672198734526924, 29.66181311853057),
    ] {
      let place = EASE2Grid.inverse(x: x, y: y)
      // PROJ's own series is good to about 1e-8 degrees, a millimetre.
      #expect(abs(place.latitude - lat) < 2e-8)
      #expect(abs(place.longitude - lon) < 1e-10)
    }
  }

  @Test func cellSizesAreThoseOfNSIDC() throws {
    let sizes = [
      36: 36_032.220840584, 25: 25_025.26, 9: 9008.055210146, 3: 3002.6850700487, 1: 1000.89502334956,
    ]
    for (kilometres, rows, columns) in EASE2Grid.known {
      let grid = try EASE2Grid(kilometres: kilometres)
      #expect((grid.rows, grid.columns) == (rows, columns))
      #expect(abs(grid.cellSize - (sizes[kilometres] ?? 0)) < 1e-4)
      // The outermost centres of SMAP files, to the five decimals they are printed with.
      if kilometres == 36 {
        let corner = grid.centre(row: 0, column: 0)
        #expect(abs(corner.latitude - 83.63197) < 1e-5)
        #expect(abs(corner.longitude + 179.81328) < 1e-5)
      }
      for (row, column) in [
        (0, 0), (rows - 1, columns - 1), (rows / 3, columns / 7), (rows / 2, columns / 2),
      ] {
        let cell = try #require(grid.cell(containing: grid.centre(row: row, column: column)))
        #expect((cell.row, cell.column) == (row, column))
      }
    }
    #expect(throws: Failure.self) { try EASE2Grid(kilometres: 12) }
  }

  /// FIELD row 30: the equator and the prime meridian are edges; the cell north and east of them owns them.
  @Test func field30EdgesBelongToTheNorthAndEast() throws {
    for (kilometres, rows, columns) in EASE2Grid.known {
      let grid = try EASE2Grid(kilometres: kilometres)
      let origin = try #require(grid.cell(containing: GeographicPoint(latitude: 0, longitude: 0)))
      #expect((origin.row, origin.column) == (rows / 2 - 1, columns / 2))
      let west = try #require(grid.cell(containing: GeographicPoint(latitude: -1e-9, longitude: -1e-9)))
      #expect((west.row, west.column) == (rows / 2, columns / 2 - 1))
    }
  }

  /// FIELD row 29: 180° E is 180° W, and the poles have no cell.
  @Test func field29TheSeamWrapsAndThePolesAreOutside() throws {
    let grid = try EASE2Grid(kilometres: 36)
    for longitude in [180.0, -180, -179.9] {
      #expect(grid.cell(containing: GeographicPoint(latitude: 10, longitude: longitude))?.column == 0)
    }
    #expect(grid.cell(containing: GeographicPoint(latitude: 10, longitude: 179.99))?.column == 963)
    #expect(grid.cell(containing: GeographicPoint(latitude: 10, longitude: 359.9))?.column == 481)
    #expect(grid.cell(containing: GeographicPoint(latitude: 85.1, longitude: 0)) == nil)
    #expect(grid.cell(containing: GeographicPoint(latitude: -90, longitude: 0)) == nil)
    #expect(grid.cell(containing: GeographicPoint(latitude: .nan, longitude: 0)) == nil)
  }
}
