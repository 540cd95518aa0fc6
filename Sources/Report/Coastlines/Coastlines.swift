/// The world's coastlines as far as a map shows them.
///
/// - Source: Natural Earth 1:50m, see ``CoastlineData``.
enum Coastlines {
  /// A closed line.
  struct Ring {
    /// Whether water inside land, and not land, is in it.
    var isWater: Bool
    /// The points in degrees, longitudes as the map counts them; the last equals the first.
    var points: [Point]
    /// Which points stand on the artificial edge at the date line or the pole, where no line is drawn.
    var isEdge: [Bool]
  }

  /// A place on a map: degrees east as the map counts them, degrees north.
  struct Point: Hashable {
    var x: Double
    var y: Double
  }

  private static let bytes = Array(CoastlineData.text.utf8)

  /// The rings that may reach into a frame, land before the water in it.
  /// - Parameter resolution: points nearer to the last kept one than so many degrees are left out, and with them
  ///   islands smaller than that.
  static func rings(in frame: MapFrame, resolution: Double) -> [Ring] {
    var rings: [Ring] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
      guard fields.count == 6 else { continue }
      let box = fields[1...4].map { (Double(String(decoding: $0, as: UTF8.self)) ?? 0) / 100 }
      guard box[1] <= frame.north, box[3] >= frame.south,
        max(box[2] - box[0], box[3] - box[1]) >= resolution
      else { continue }
      // A map across the date line counts longitudes on beyond 180.
      let turns = [-360.0, 0, 360].filter { box[0] + $0 <= frame.east && box[2] + $0 >= frame.west }
      guard !turns.isEmpty else { continue }
      let places = decoded(fields[5])
      for turn in turns {
        rings.append(
          ring(places, turn: turn, isWater: fields[0].first == UInt8(ascii: "W"), resolution: resolution))
      }
    }
    return rings
  }

  /// Latitudes and longitudes of an encoded polyline, in hundredths of a degree.
  private static func decoded(_ text: ArraySlice<UInt8>) -> [(x: Int, y: Int)] {
    var places: [(x: Int, y: Int)] = []
    var values = [0, 0]
    var which = 0
    var (value, shift) = (0, 0)
    for byte in text {
      let bits = Int(byte) - 63
      value |= (bits & 31) << shift
      shift += 5
      if bits >= 32 { continue }
      values[which] += value & 1 == 1 ? ~(value >> 1) : value >> 1
      (value, shift) = (0, 0)
      if which == 1 { places.append((values[1], values[0])) }
      which = 1 - which
    }
    return places
  }

  private static func ring(
    _ places: [(x: Int, y: Int)], turn: Double, isWater: Bool, resolution: Double
  ) -> Ring {
    var ring = Ring(isWater: isWater, points: [], isEdge: [])
    for (position, place) in places.enumerated() {
      let isEdge = abs(place.x) == 18_000 || place.y == -9_000
      let point = Point(x: Double(place.x) / 100 + turn, y: Double(place.y) / 100)
      if let last = ring.points.last, !isEdge, position < places.count - 1,
        max(abs(point.x - last.x), abs(point.y - last.y)) < resolution
      {
        continue
      }
      ring.points.append(point)
      ring.isEdge.append(isEdge)
    }
    return ring
  }
}
