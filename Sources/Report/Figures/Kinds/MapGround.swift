/// Land, water and coasts under a map's points.
struct MapGround {
  /// The frame.
  let frame: MapFrame
  /// How many pixels the map is wide.
  let width: Double

  /// Writes what lies in the frame and returns the clauses that draw it.
  func write(to data: inout FigureData) -> [String] {
    // Three tenths of a pixel: less cannot be seen, and a map of the world stays small.
    let rings = Coastlines.rings(in: frame, resolution: (frame.east - frame.west) / width * 0.3)
    let clip = CoastClip(frame)
    func rows(_ points: [Coastlines.Point]) -> [[FigureData.Cell]] {
      points.map { [.rounded($0.x, 4), .rounded($0.y, 4)] }
    }
    var clauses: [String] = []
    for (title, isWater, colour) in [("land", false, "#9A9A9A"), ("water in it", true, "#FFFFFF")] {
      let areas = rings.filter { $0.isWater == isWater }.map { rows(clip.area($0)) }.filter { $0.count > 2 }
      guard let index = data.append(title, header: ["x", "latitude"], parts: areas) else { continue }
      // See-through, so that the graticule goes on over land.
      let fill = isWater ? "solid 1" : "transparent solid 0.22"
      clauses.append(
        "data index \(index) using 1:2 with filledcurves closed fillstyle \(fill) noborder fillcolor rgb '\(colour)'"
      )
    }
    let coasts = rings.flatMap(clip.lines).map(rows)
    if let index = data.append(
      "coastlines: Natural Earth 1:50m, public domain", header: ["x", "latitude"], parts: coasts)
    {
      clauses.append("data index \(index) using 1:2 with lines linewidth 0.5 linecolor rgb '#6E6E6E'")
    }
    return clauses
  }
}

extension MapFrame {
  /// The frame as a panel's axes: meridians and parallels by name.
  var axes: (x: PanelAxis, y: PanelAxis) {
    let lines = graticule
    return (
      PanelAxis(
        lower: west, upper: east, tics: lines.meridians.map { PanelAxis.Tic(at: $0.at, name: $0.name) },
        label: ""),
      PanelAxis(
        lower: south, upper: north, tics: lines.parallels.map { PanelAxis.Tic(at: $0.at, name: $0.name) },
        label: "")
    )
  }
}
