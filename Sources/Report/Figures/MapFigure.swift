internal import Lab

/// The stations on a map, the Köppen–Geiger class by colour (main group) and shape.
struct MapFigure {
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
  private static let left = 42.0
  private static let right = 10.0
  private static let bottom = 20.0

  private let sites: [Site]
  private let classes: [String]
  private let frame: MapFrame
  private let page: FigurePage
  private let legend: FigureLegend

  /// Lays the map out; `nil` where no station has coordinates.
  init?(sensors: [ScoredSensor]) {
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
    let classes = GroupOrder().sorted(Set(sites.map(\.koppen)), of: Stratification(factors: [.koppen]))
    self.classes = classes
    let width =
      sites.count > MapFigure.maximumNames || frame.aspect < 0.45
      ? FigurePage.doubleColumn : FigurePage.singleColumn
    let entries = classes.map { name in "\(name) (\(sites.count { $0.koppen == name }))" }
    legend = FigureLegend(entries: entries, left: MapFigure.left, right: width - MapFigure.right)
    let mapHeight = (width - MapFigure.left - MapFigure.right) * frame.aspect
    page = FigurePage(width: width, height: (mapHeight + MapFigure.bottom + legend.height + 12).rounded())
  }

  private var mapTop: Double { page.height - legend.height - 10 }
  private var mapRight: Double { page.width - MapFigure.right }

  private func place(_ site: Site) -> (x: Double, y: Double) {
    let across = (frame.x(site.longitude) - frame.west) / (frame.east - frame.west)
    let up = (site.latitude - frame.south) / (frame.north - frame.south)
    return (
      MapFigure.left + across * (mapRight - MapFigure.left),
      MapFigure.bottom + up * (mapTop - MapFigure.bottom)
    )
  }

  /// The gnuplot point of a class: its colour tells the main group, its shape the class in it.
  private func shape(_ position: Int) -> Int {
    let colour = Palette.colour(koppen: classes[position])
    let earlier = classes[..<position].count { Palette.colour(koppen: $0) == colour }
    return Palette.shapes[earlier % Palette.shapes.count]
  }

  /// The figure's script, data and caption.
  func figure(name: String) -> Figure {
    var data = FigureData(comment: [
      "Station map: one row a station with coordinates; x counts longitudes on across the date line.",
      "",
    ])
    let header = ["network", "station", "latitude", "longitude", "koppen", "sensors", "x"]
    var clauses: [String] = []
    for (position, koppen) in classes.enumerated() {
      let rows = sites.filter { $0.koppen == koppen }.map { site -> [FigureData.Cell] in
        [
          .text(site.network), .text(site.station), .number(site.latitude), .number(site.longitude),
          .text(koppen), .count(site.sensors), .number(frame.x(site.longitude)),
        ]
      }
      if let index = data.append("class \(position + 1)", header: header, rows: rows) {
        clauses.append(
          "data index \(index) using 7:3 with points pointtype \(shape(position)) pointsize \(pointSize) "
            + "linewidth 0.9 linecolor rgb '\(Palette.colour(koppen: koppen))'")
      }
    }
    let isNamed = sites.count <= MapFigure.maximumNames
    let (overlay, unnamed) = writeOverlay(to: &data, isNamed: isNamed)
    return Figure(
      name: name, caption: caption(isNamed: isNamed, unnamed: unnamed),
      script: script(name: name, points: clauses, overlay: overlay), data: data.text)
  }

  private var pointSize: Double { sites.count > 300 ? 0.35 : sites.count > 60 ? 0.5 : 0.65 }

  private func writeOverlay(to data: inout FigureData, isNamed: Bool) -> (clauses: [String], unnamed: Int) {
    var texts = PageTexts()
    var unnamed = 0
    if isNamed {
      let names = sites.map {
        TextWidth.fitted(FigureData.display($0.station), fontSize: FigurePage.smallFontSize, limit: 140)
      }
      let places = LabelPlacement.places(
        points: sites.map(place), names: names, fontSize: FigurePage.smallFontSize, left: MapFigure.left + 2,
        bottom: MapFigure.bottom + 2, right: mapRight - 2, top: mapTop - 2)
      for (name, place) in zip(names, places) {
        if let place {
          texts.add(
            name, x: place.x, y: place.y, look: PageTexts.Look(alignment: place.alignment, isSmall: true))
        } else {
          unnamed += 1
        }
      }
    }
    var clauses: [String] = []
    let rows = classes.indices.map { position -> [FigureData.Cell] in
      [.number(legend.places[position].x), .number(legend.y(position, top: page.height - 4))]
    }
    for position in classes.indices {
      texts.add(
        legend.texts[position], x: legend.textX(position), y: legend.y(position, top: page.height - 4),
        look: PageTexts.Look(alignment: "left", isSmall: false))
    }
    if let index = data.append("legend", header: ["x_px", "y_px"], rows: rows) {
      for position in classes.indices {
        clauses.append(
          "data index \(index) every ::\(position)::\(position) using 1:2 with points "
            + "pointtype \(shape(position)) pointsize 0.65 linewidth 0.9 "
            + "linecolor rgb '\(Palette.colour(koppen: classes[position]))'")
      }
    }
    return (clauses + texts.write(to: &data), unnamed)
  }

  private func script(name: String, points: [String], overlay: [String]) -> String {
    let number = { (value: Double) in FixedNumber.text(value, decimals: 6) }
    let graticule = frame.graticule
    let tics = { (items: [(at: Double, name: String)]) in
      items.map { "'\($0.name)' \(number($0.at))" }.joined(separator: ", ")
    }
    var script = page.opening(name: name)
    script += page.area(left: MapFigure.left, right: mapRight, bottom: MapFigure.bottom, top: mapTop)
    script += """
      set border 15 linewidth 0.6
      set xrange [\(number(frame.west)):\(number(frame.east))]
      set yrange [\(number(frame.south)):\(number(frame.north))]
      set xtics (\(tics(graticule.meridians))) nomirror out scale 0.4 offset 0,0.3
      set ytics (\(tics(graticule.parallels))) nomirror out scale 0.4 offset 0.3,0
      set grid xtics ytics back linetype 1 linecolor rgb '#DADADA' linewidth 0.5
      plot \(points.joined(separator: ", \\\n  "))

      """
    script += page.overlay + "plot " + overlay.joined(separator: ", \\\n  ") + "\n"
    return script + FigurePage.closing
  }

  private func caption(isNamed: Bool, unnamed: Int) -> String {
    var text =
      "The \(sites.count) scored station\(sites.count == 1 ? "" : "s"). Colour: Köppen–Geiger main group; shape: class, "
      + "with the number of stations. Plate carrée, true to scale at the middle latitude."
    if !isNamed { text += " Names are left out for more than \(MapFigure.maximumNames) stations." }
    if unnamed > 0 {
      text += " \(unnamed) name\(unnamed == 1 ? " is" : "s are") left out where there is no room."
    }
    return text
  }
}
