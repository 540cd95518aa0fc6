import Files
import Grids
import Testing

@Suite("Regular grids whose first column does not begin at 180° W")
struct ShiftedGridTests {
  @Test("a point lies in the same place whichever column is the first", arguments: [0.1, 0.25, 1, 60])
  func sameCells(degrees: Double) throws {
    let usual = try RegularGrid(degrees: degrees)
    for west in [0, -60, 120, 180] as [Double] {
      let shifted = try RegularGrid(degrees: degrees, west: west)
      for latitude in [-90, -33.33, 0, 45, 89.95, 90] {
        for longitude in [
          -360, -180, -179.999, -60, -0.05, 0, 0.05, 59.5, 119.99, 120, 180, 240, 359.95, 360,
        ] {
          let point = GeographicPoint(latitude: latitude, longitude: longitude)
          let first = try #require(usual.cell(containing: point))
          let second = try #require(shifted.cell(containing: point))
          let (a, b) = (
            usual.centre(row: first.row, column: first.column),
            shifted.centre(row: second.row, column: second.column)
          )
          #expect(abs(a.latitude - b.latitude) < 1e-9 && abs(a.longitude - b.longitude) < 1e-9, "\(point)")
        }
      }
    }
  }

  @Test("from 0° E at 0.1°, the first cell is centred at 0.05° E and the middle one begins at 180° W")
  func firstColumn() throws {
    let grid = try RegularGrid(degrees: 0.1, west: 0)
    #expect(abs(grid.centre(row: 0, column: 0).longitude - 0.05) < 1e-12)
    #expect(abs(grid.centre(row: 0, column: 0).latitude - 89.95) < 1e-12)
    let cell = grid.cell(containing: GeographicPoint(latitude: 0.01, longitude: -180))
    #expect(cell?.column == 1800 && cell?.row == 899)
    #expect(grid.cell(containing: GeographicPoint(latitude: 0.01, longitude: -0.01))?.column == 3599)
    // A cell owns its western and southern edge.
    #expect(grid.cell(containing: GeographicPoint(latitude: 0.1, longitude: 0.3))?.column == 3)
    #expect(grid.cell(containing: GeographicPoint(latitude: 0.1, longitude: 0.3))?.row == 898)
    #expect(throws: Failure.self) { _ = try RegularGrid(degrees: 0.1, west: 181) }
  }

  @Test("the nearest cells across the seam are the same whichever column is the first")
  func nearestCells() throws {
    let usual = CellGeometry.regular(try RegularGrid(degrees: 1))
    let shifted = CellGeometry.regular(try RegularGrid(degrees: 1, west: 0))
    for longitude in [-179.9, -0.2, 0.2, 90, 179.9] {
      let point = GeographicPoint(latitude: 10.4, longitude: longitude)
      let a = usual.cells(near: point, within: 200, limit: 50).map(\.centre)
      let b = shifted.cells(near: point, within: 200, limit: 50).map(\.centre)
      #expect(a.count > 6 && a.count == b.count)
      for (left, right) in zip(a, b) { #expect(left.distance(to: right) < 1e-6) }
    }
  }
}
