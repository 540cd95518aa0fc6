import Testing

@testable import Report

@Suite struct CoastlineTests {
  private func frame(_ latitudes: [Double], _ longitudes: [Double]) throws -> MapFrame {
    try #require(MapFrame(latitudes: latitudes, longitudes: longitudes, context: 0))
  }

  /// Whether a place is in an odd number of rings: land is, water inside land is not.
  private func isLand(_ x: Double, _ y: Double, _ rings: [Coastlines.Ring]) -> Bool {
    var isInside = false
    for ring in rings {
      for (a, b) in zip(ring.points, ring.points.dropFirst())
      where (a.y > y) != (b.y > y) && x < a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x) {
        isInside.toggle()
      }
    }
    return isInside
  }

  /// Places whose land or water nobody doubts; the Caspian Sea is water inside land.
  @Test(arguments: [
    (20.0, 0.0, true), (-155.5, 19.6, true), (-156.3, 20.75, true), (-157.0, 19.6, false), (147, -42, true),
    (0, 0, false), (50.5, 42, false), (45, 42, true), (179, 67, true), (-178, 67, true), (0, -85, true),
    (-30, 45, false), (172, -38.5, false), (175.6, -39.2, true), (-42, 72, true), (151, -34, true),
  ])
  func landIsWhereItIs(longitude: Double, latitude: Double, isLand expected: Bool) throws {
    let around = try frame([latitude - 0.5, latitude + 0.5], [longitude - 0.5, longitude + 0.5])
    let rings = Coastlines.rings(in: around, resolution: 0)
    #expect(isLand(around.x(longitude), latitude, rings) == expected)
  }

  @Test(arguments: [
    ([18.0, 21], [-157.0, -154]), ([-50, -30], [160.0, -170]), ([-60, 75], [-170.0, -60, 10, 150]),
  ])
  func nothingLeavesTheFrame(latitudes: [Double], longitudes: [Double]) throws {
    let frame = try frame(latitudes, longitudes)
    let clip = CoastClip(frame)
    var data = FigureData(comment: [])
    #expect(MapGround(frame: frame, width: 300).write(to: &data).count >= 2)
    let rings = Coastlines.rings(in: frame, resolution: 0)
    #expect(!rings.isEmpty)
    for point in rings.flatMap(clip.area) + rings.flatMap(clip.lines).flatMap({ $0 }) {
      #expect(point.x >= frame.west - 1e-9 && point.x <= frame.east + 1e-9)
      #expect(point.y >= frame.south - 1e-9 && point.y <= frame.north + 1e-9)
    }
  }

  /// No line is drawn along the date line or round the pole, where rings are closed.
  @Test func artificialEdgesAreNotDrawn() throws {
    let frame = try frame([-89, 80], [-170, -60, 10, 150])
    for line in Coastlines.rings(in: frame, resolution: 0).flatMap(CoastClip(frame).lines) {
      for (a, b) in zip(line, line.dropFirst()) {
        #expect(!(abs(abs(a.x) - 180) < 1e-9 && abs(abs(b.x) - 180) < 1e-9), "\(a) \(b)")
        #expect(a.y > -89.9 || b.y > -89.9)
      }
    }
  }

  /// A square cut by hand: x 0…2, y 0…2, frame from x = 1 on.
  @Test func aSquareIsCut() throws {
    var frame = try frame([0, 1], [0, 1])
    (frame.west, frame.east, frame.south, frame.north) = (1, 3, -1, 1)
    let square = Coastlines.Ring(
      isWater: false,
      points: [(0.0, 0.0), (2, 0), (2, 2), (0, 2), (0, 0)].map { Coastlines.Point(x: $0.0, y: $0.1) },
      isEdge: Array(repeating: false, count: 5))
    let clip = CoastClip(frame)
    #expect(
      Set(clip.area(square))
        == Set([(1, 0), (2, 0), (2, 1), (1, 1)].map { Coastlines.Point(x: $0.0, y: $0.1) }))
    #expect(clip.lines(square) == [[(1, 0), (2, 0), (2, 1)].map { Coastlines.Point(x: $0.0, y: $0.1) }])
  }

  /// A map of the world stays small: what cannot be seen is left out.
  @Test func worldMapsAreThinned() throws {
    let frame = try frame([-60, 75], [-170, -60, 10, 150])
    var data = FigureData(comment: [])
    _ = MapGround(frame: frame, width: 620).write(to: &data)
    #expect(data.text.utf8.count < 600_000)
  }
}

/// Tics and titles keep inside their page and panel.
@Suite struct PanelLayoutTests {
  private func panel(_ title: String) -> Panel {
    let axis = PanelAxis(
      lower: 0, upper: 1,
      tics: [0, 0.5, 1].map { PanelAxis.Tic(at: $0, name: "a rather long name \($0)") }, label: "x")
    return Panel(title: title, x: axis, y: PanelAxis(to: 1, label: "y"), clauses: [])
  }

  @Test func namesThatWouldStandOutAreLeftAway() {
    let figure = PanelFigure(panels: [panel("A")], columns: 1, ratio: 1).figure(
      name: "x", data: FigureData(comment: []), caption: "C")
    #expect(figure.script.contains("'a rather long name 0.5' 0.5"))
    #expect(figure.script.contains("'' 1.0") && !figure.script.contains("'a rather long name 1.0'"))
    #expect(figure.caption == "C")
  }

  @Test func cutTitlesStandInTheCaption() {
    let name = String(repeating: "long *name* ", count: 8)
    let figure = PanelFigure(panels: [panel(name), panel("B")], columns: 2, ratio: 1).figure(
      name: "x", data: FigureData(comment: []), caption: "C")
    #expect(figure.data.contains("…"))
    #expect(figure.caption == "C Panels: \(MarkdownText.escape(name)); B.")
  }
}
