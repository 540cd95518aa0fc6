import Grids
import Testing

@testable import Lab

@Suite("Which cells of a gridded reference are scored, and what they are called")
struct ReferenceCellTests {
  @Test("a cell is named by its centre, its block by the edges it starts at")
  func names() {
    func names(_ latitude: Double, _ longitude: Double, _ degrees: Int = 2) -> [String] {
      let point = GeographicPoint(latitude: latitude, longitude: longitude)
      return [CellName.block(point, degrees: degrees), CellName.cell(point)]
    }
    #expect(names(34.125, 103.375) == ["N34E102", "N34.1250E103.3750"])
    #expect(names(-0.125, -0.025) == ["S02W002", "S00.1250W000.0250"])
    #expect(names(-34, -160) == ["S34W160", "S34.0000W160.0000"])
    #expect(names(9.99999, 179.99999) == ["N08E178", "N10.0000E180.0000"])
    #expect(names(2, 180) == ["N02W180", "N02.0000E180.0000"])
    #expect(names(47.3, -7.5, 30) == ["N30W030", "N47.3000W007.5000"])
    // Zero has no sign, whatever the bits say.
    #expect(names(-0.0, -0.00001, 5) == ["N00W005", "N00.0000E000.0000"])
  }

  @Test("even spread: as many as asked or a few less, all places alike, the same ones every time")
  func spread() {
    var points: [GeographicPoint] = []
    for latitude in stride(from: -89.5, through: 89.5, by: 2.5) {
      for longitude in stride(from: -179.5, through: 179.5, by: 2.5) {
        points.append(GeographicPoint(latitude: latitude, longitude: longitude))
      }
    }
    let picked = EvenSpread.positions(of: points, atMost: 200)
    #expect(picked == EvenSpread.positions(of: points, atMost: 200))
    #expect(picked.count <= 200 && picked.count > 150, "\(picked.count)")
    #expect(picked == picked.sorted() && Set(picked).count == picked.count)
    // Half of the sphere lies within 30 degrees of the equator, though a third of the grid's cells.
    let low = picked.count { abs(points[$0].latitude) < 30 }
    #expect(abs(Double(low) / Double(picked.count) - 0.5) < 0.08, "\(low) of \(picked.count)")
    #expect(EvenSpread.positions(of: points, atMost: points.count) == Array(points.indices))
    #expect(EvenSpread.positions(of: points, atMost: 1).count == 1)
    #expect(
      EvenSpread.positions(of: [], atMost: 5).isEmpty && EvenSpread.positions(of: points, atMost: 0).isEmpty)
    // One place many times cannot be spread.
    let same = Array(repeating: GeographicPoint(latitude: 1, longitude: 1), count: 9)
    #expect(EvenSpread.positions(of: same, atMost: 4) == [0])
  }

  @Test("a global grid is thinned by rows and columns, and a small box of it keeps some")
  func candidates() throws {
    let globe = CellGeometry.regular(try RegularGrid(degrees: 0.1))
    let small = Experiment.Region(name: "", latitudes: 10...12, west: 179, east: 181)
    var looked = 0
    var cells = CellCandidates(geometry: globe, count: globe.rows * globe.columns, box: small) {
      looked += 1
      return globe.cell($0).centre
    }
    #expect(cells.count == 400 && cells.outside == 1800 * 3600 - 400 && looked == 5400)
    cells.thin(toAtMost: 100)
    #expect(cells.count == 100 && cells.indices.allSatisfy { small.contains(globe.cell($0).centre) })
    var every = CellCandidates(geometry: globe, count: globe.rows * globe.columns, box: nil) {
      globe.cell($0).centre
    }
    every.thin(by: 100)
    #expect(every.count == 18 * 36 && every.indices.first == 49 * 3600 + 49 && every.outside == 0)
    let list = (0..<10).map { GeographicPoint(latitude: Double($0), longitude: 170 + 4 * Double($0)) }
    let box = Experiment.Region(name: "", latitudes: 1...9, west: 175, east: 190)
    var places = CellCandidates(geometry: nil, count: 10, box: box) { list[$0] }
    #expect(places.indices == [2, 3, 4, 5] && places.outside == 6)
    places.thin(by: 3)
    #expect(places.indices == [4])
    var few = CellCandidates(geometry: nil, count: 10, box: nil) { list[$0] }
    few.thin(toAtMost: 4)
    #expect(few.indices == [1, 4, 7] && few.count == 3)
  }
}
