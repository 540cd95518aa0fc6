internal import Lab

/// The stations on a map, the Köppen–Geiger class by colour (main group) and shape.
struct StationMap {
  /// A station, with all its scored sensors.
  private struct Site {
    var network: String
    var station: String
    var latitude: Double
    var longitude: Double
    var koppen: String
    var sensors: Int
  }

  /// Up to so many stations are named on the map.
  private static let maximumNames = 30

  private let sites: [Site]
  private let classes: [String]
  private let frame: MapFrame
  private let ground: GroundText

  /// Gathers the stations; `nil` where none has coordinates.
  init?(sensors: [ScoredSensor], ground: GroundText = .stations) {
    self.ground = ground
    var sites: [Site] = []
    var index: [[String]: Int] = [:]
    for sensor in sensors where sensor.latitude.isFinite && sensor.longitude.isFinite {
      // A station's sensors can stand apart or, rarely, carry another class: those are points of their own.
      let key = [
        sensor.network, sensor.station, sensor.koppen, "\(sensor.latitude)", "\(sensor.longitude)",
      ]
      if let known = index[key] {
        sites[known].sensors += 1
      } else {
        index[key] = sites.count
        sites.append(
          Site(
            network: sensor.network, station: sensor.station, latitude: sensor.latitude,
            longitude: sensor.longitude, koppen: sensor.koppen, sensors: 1))
      }
    }
    guard let frame = MapFrame(latitudes: sites.map(\.latitude), longitudes: sites.map(\.longitude)) else {
      return nil
    }
    self.sites = sites
    self.frame = frame
    classes = GroupOrder().sorted(Set(sites.map(\.koppen)), of: Stratification(factors: [.koppen]))
  }

  /// The gnuplot style of a class: its colour tells the main group, its shape the class in it.
  private func style(_ position: Int) -> String {
    let colour = Palette.colour(koppen: classes[position])
    let earlier = classes[..<position].count { Palette.colour(koppen: $0) == colour }
    let shape = Palette.shapes[earlier % Palette.shapes.count]
    return "pointtype \(shape) linewidth 0.9 linecolor rgb '\(colour)'"
  }

  /// The figure's script, data and caption.
  func figure(name: String, setting: String) -> Figure {
    var data = FigureData(comment: [
      "Station map: one row a station with coordinates; x counts longitudes on across the date line."
    ])
    let isNamed = sites.count <= StationMap.maximumNames
    let isWide = !isNamed || frame.aspect < 0.45
    let width = isWide ? FigurePage.doubleColumn : FigurePage.singleColumn
    var clauses = MapGround(frame: frame, width: width).write(to: &data)
    let header = ["network", "station", "latitude", "longitude", "koppen", "sensors", "x"]
    let size = sites.count > 300 ? 0.35 : sites.count > 60 ? 0.5 : 0.65
    for (position, koppen) in classes.enumerated() {
      let rows = sites.filter { $0.koppen == koppen }.map { site -> [FigureData.Cell] in
        [
          .text(site.network), .text(site.station), .number(site.latitude), .number(site.longitude),
          .text(koppen), .count(site.sensors), .number(frame.x(site.longitude)),
        ]
      }
      if let index = data.append("class \(position + 1)", header: header, rows: rows) {
        clauses.append("data index \(index) using 7:3 with points pointsize \(size) " + style(position))
      }
    }
    let axes = frame.axes
    var panel = Panel(title: nil, x: axes.x, y: axes.y, clauses: clauses)
    panel.isMap = true
    if isNamed { panel.names = sites.map { (frame.x($0.longitude), $0.latitude, $0.station) } }
    let legend = classes.enumerated().map { position, koppen in
      LegendEntry(
        text: "\(koppen) (\(sites.count { $0.koppen == koppen }))",
        mark: .point("pointsize 0.65 " + style(position)))
    }
    let figure = PanelFigure(
      panels: [panel], columns: 1, ratio: frame.aspect, isWide: isWide, legend: legend)
    return figure.figure(name: name, data: data, caption: caption(isNamed: isNamed) + " " + setting)
  }

  private func caption(isNamed: Bool) -> String {
    ground("The \(sites.count) scored station\(sites.count == 1 ? "" : "s").")
      + " Colour: Köppen–Geiger main group; shape: class, "
      + ground("with the number of stations. ")
      + "Plate carrée, true to scale at the middle latitude; coastlines: Natural Earth. "
      + (isNamed
        ? "Names are left out where there is no room."
        : ground("Names are left out for more than \(StationMap.maximumNames) stations."))
  }
}
