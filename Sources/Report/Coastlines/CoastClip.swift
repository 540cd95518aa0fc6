/// Cuts rings and lines at a map's frame.
struct CoastClip {
  private let west: Double
  private let east: Double
  private let south: Double
  private let north: Double

  init(_ frame: MapFrame) { (west, east, south, north) = (frame.west, frame.east, frame.south, frame.north) }

  /// The part of a ring's area inside the frame as one ring; empty where there is none.
  ///
  /// Several parts are joined along the frame's edge, which fills right and is not drawn as a line (Sutherland and
  /// Hodgman, 1974).
  func area(_ ring: Coastlines.Ring) -> [Coastlines.Point] {
    var points = ring.points
    points = cut(points, at: west) { $0.x >= west }
    points = cut(points, at: east) { $0.x <= east }
    points = cut(points, at: south, isVertical: false) { $0.y >= south }
    return cut(points, at: north, isVertical: false) { $0.y <= north }
  }

  private func cut(
    _ points: [Coastlines.Point], at edge: Double, isVertical: Bool = true,
    isInside: (Coastlines.Point) -> Bool
  ) -> [Coastlines.Point] {
    guard var last = points.last else { return [] }
    var kept: [Coastlines.Point] = []
    for point in points {
      if isInside(point) != isInside(last) {
        if isVertical {
          let part = (edge - last.x) / (point.x - last.x)
          kept.append(Coastlines.Point(x: edge, y: last.y + part * (point.y - last.y)))
        } else {
          let part = (edge - last.y) / (point.y - last.y)
          kept.append(Coastlines.Point(x: last.x + part * (point.x - last.x), y: edge))
        }
      }
      if isInside(point) { kept.append(point) }
      last = point
    }
    return kept
  }

  /// The parts of a ring's coast inside the frame, each at least two points.
  func lines(_ ring: Coastlines.Ring) -> [[Coastlines.Point]] {
    var lines: [[Coastlines.Point]] = []
    var line: [Coastlines.Point] = []
    for position in ring.points.indices.dropFirst() {
      let isArtificial = ring.isEdge[position - 1] && ring.isEdge[position]
      guard !isArtificial, let part = segment(ring.points[position - 1], ring.points[position]) else {
        if line.count > 1 { lines.append(line) }
        line = []
        continue
      }
      if line.last != part.0 {
        if line.count > 1 { lines.append(line) }
        line = [part.0]
      }
      line.append(part.1)
    }
    if line.count > 1 { lines.append(line) }
    return lines
  }

  /// The part of a segment inside the frame (Liang and Barsky, 1984).
  private func segment(
    _ start: Coastlines.Point, _ end: Coastlines.Point
  ) -> (Coastlines.Point, Coastlines.Point)? {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    var (from, to) = (0.0, 1.0)
    for (step, room) in [
      (-dx, start.x - west), (dx, east - start.x), (-dy, start.y - south), (dy, north - start.y),
    ] {
      if step == 0 {
        if room < 0 { return nil }
      } else if step < 0 {
        from = max(from, room / step)
      } else {
        to = min(to, room / step)
      }
    }
    guard from < to else { return nil }
    let place = { (part: Double) in Coastlines.Point(x: start.x + part * dx, y: start.y + part * dy) }
    return (from == 0 ? start : place(from), to == 1 ? end : place(to))
  }
}
