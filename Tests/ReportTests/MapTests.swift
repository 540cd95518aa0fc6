import Testing

@testable import Lab
@testable import Report

@Suite struct MapTests {
  @Test func framesCrossTheDateLineWhereThatIsShorter() throws {
    let frame = try #require(MapFrame(latitudes: [-10, 10], longitudes: [179, -179]))
    #expect(frame.east - frame.west < 60)
    #expect(frame.x(179) == 179)
    #expect(frame.x(-179) == 181)
    #expect(frame.graticule.meridians.contains { $0.name == "180°" && $0.at == 180 })
  }

  @Test func aRoundTheWorldFrameStaysOnTheGlobe() throws {
    let longitudes = stride(from: -180.0, to: 180, by: 10).map { $0 }
    let frame = try #require(MapFrame(latitudes: [-89, 89], longitudes: longitudes))
    #expect(frame.south >= -90 && frame.north <= 90)
    #expect(frame.east - frame.west <= 360)
    #expect(frame.aspect.isFinite && frame.aspect > 0)
  }

  @Test(arguments: [(90.0, 0.0), (-90, 180), (0, -180), (45, 359)])
  func onePlaceHasAFrame(latitude: Double, longitude: Double) throws {
    let frame = try #require(MapFrame(latitudes: [latitude], longitudes: [longitude]))
    #expect(frame.aspect > 0.2 && frame.aspect < 2)
    #expect(frame.x(longitude) >= frame.west && frame.x(longitude) <= frame.east)
  }

  @Test func noPlaceHasNone() {
    #expect(MapFrame(latitudes: [], longitudes: []) == nil)
    #expect(StationMap(sensors: []) == nil)
  }

  @Test func namesDoNotCoverEachOther() {
    let points = (0..<8).map { (x: 100.0, y: 100 + Double($0)) }
    let places = LabelPlacement.places(
      points: points, names: points.map { _ in "Some station" }, fontSize: 8, left: 0, bottom: 0, right: 200,
      top: 200)
    let placed = places.compactMap { $0 }
    #expect(!placed.isEmpty && placed.count < points.count)
    #expect(Set(placed).count == placed.count)
  }

  @Test func aStationWithTwoSensorsIsOnePoint() throws {
    var sensors = SyntheticRun(stations: 2).sensors
    sensors.append(sensors[0])
    sensors[2].sensor = "Hydraprobe-B"
    let figure = try #require(StationMap(sensors: sensors)).figure(name: "map", setting: "")
    #expect(figure.caption.hasPrefix("The 2 scored stations."))
    #expect(figure.data.contains("\"Dfb\" 2 "))
  }
}
