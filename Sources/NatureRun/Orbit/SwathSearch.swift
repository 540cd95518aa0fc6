import Grids

#if canImport(Glibc)
  import Glibc
#endif

/// Finds which cells of a grid a sensor sees in a span of time, and when.
///
/// A half revolution that passes the grid by is put aside after one look at the grid's centre; of the others every cell
/// is held against its nearest point of the track. Nothing outside the grid is ever looked at.
public struct SwathSearch: Sendable {
  /// A cell seen once.
  public struct Sighting: Sendable, Hashable {
    /// The cell, row × columns + column.
    public var cell: Int32
    /// When it was seen, in microseconds since 1970 UTC.
    public var time: Int64
    /// How far from the track, in kilometres.
    public var distance: Float
    /// The half of the revolution.
    public var node: Orbit.Node
  }

  private let orbit: Orbit
  private let swath: Swath
  private let places: [GroundTrack.Place]
  private let centre: GroundTrack.Place
  /// The distance from the centre to the farthest cell in kilometres.
  private let radius: Double

  /// Prepares the search on a grid of rows and columns, given by the centres in degrees.
  public init(_ orbit: Orbit, _ swath: Swath, latitudes: [Double], longitudes: [Double]) {
    self.orbit = orbit
    self.swath = swath
    places = latitudes.flatMap { latitude in
      longitudes.map { GroundTrack.Place(latitude: latitude, longitude: $0) }
    }
    let middle = GroundTrack.Place(
      latitude: ((latitudes.first ?? 0) + (latitudes.last ?? 0)) / 2,
      longitude: ((longitudes.first ?? 0) + (longitudes.last ?? 0)) / 2)
    centre = middle
    radius =
      places.map { place in
        let dot = place.x * middle.x + place.y * middle.y + place.z * middle.z
        return GroundTrack.earthRadius * acos(min(1, max(-1, dot)))
      }.max() ?? 0
  }

  /// All sightings in a span, revolution by revolution, the ascending half first, cell by cell.
  public func sightings(in span: Range<Int64>, nodes: [Orbit.Node] = Orbit.Node.allCases) -> [Sighting] {
    guard !span.isEmpty else { return [] }
    var found: [Sighting] = []
    // A revolution is counted from its node: its ascending half begins a quarter before, its descending one ends
    // three quarters after.
    for number in orbit.node(before: span.lowerBound) - 1...orbit.node(before: span.upperBound) + 1 {
      for node in Orbit.Node.allCases where nodes.contains(node) {
        let begin = orbit.instant(node: number, angle: node.equator - .pi / 2)
        let end = orbit.instant(node: number, angle: node.equator + .pi / 2)
        guard end >= span.lowerBound, begin < span.upperBound else { continue }
        let track = GroundTrack(orbit, node: number, half: node)
        guard track.nearest(to: centre).kilometres <= swath.outer + radius else { continue }
        for (cell, place) in places.enumerated() {
          let (angle, distance) = track.nearest(to: place)
          guard swath.contains(distance) else { continue }
          let time = orbit.instant(node: number, angle: angle)
          guard span.contains(time) else { continue }
          found.append(
            Sighting(
              cell: Int32(truncatingIfNeeded: cell), time: time, distance: Float(distance), node: node))
        }
      }
    }
    return found
  }
}
