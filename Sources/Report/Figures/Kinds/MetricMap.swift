internal import Lab
internal import Numerics

/// A value at each sensor on maps side by side, one a product or a pair of products.
struct MetricMap {
  /// One map.
  struct Layer {
    /// Its name, text from data.
    var title: String
    /// Each sensor's value; `nil` where it has none.
    var values: [Double?]
  }

  private let sensors: [ScoredSensor]
  private let layers: [Layer]
  private let frame: MapFrame

  /// `nil` where no sensor with coordinates has a value.
  init?(sensors: [ScoredSensor], layers: [Layer]) {
    let placed = sensors.filter { $0.latitude.isFinite && $0.longitude.isFinite }
    let hasValue = layers.contains { layer in
      zip(sensors, layer.values).contains { $0.latitude.isFinite && $0.longitude.isFinite && $1 != nil }
    }
    guard hasValue,
      let frame = MapFrame(latitudes: placed.map(\.latitude), longitudes: placed.map(\.longitude))
    else { return nil }
    (self.sensors, self.layers, self.frame) = (sensors, layers, frame)
  }

  /// The range of the values, or of most of them where there are many: a few broken stations must not use up the
  /// colours.
  var range: (lowest: Double, highest: Double, isCut: Bool) {
    let values = layers.flatMap(\.values).compactMap { $0 }.sorted()
    guard values.count > 40 else { return (values.first ?? 0, values.last ?? 1, false) }
    let (low, high) = (quantile(ofSorted: values, 0.02), quantile(ofSorted: values, 0.98))
    return (low, high, low > values[0] || high < values[values.count - 1])
  }

  /// The figure.
  /// - Parameters:
  ///   - metric: the metric's name in the data, fixed text.
  ///   - caption: what the values are, Markdown.
  func figure(name: String, metric: String, scale: ColourScale, caption: String) -> Figure {
    var data = FigureData(comment: [
      "Values on maps: one block a map, one row a sensor; x counts longitudes on across the date line."
    ])
    let columns = PanelFigure.columns(for: layers.count)
    let isWide = layers.count > 1 || frame.aspect < 0.45
    let width = (isWide ? FigurePage.doubleColumn : FigurePage.singleColumn) / Double(columns) * 0.85
    let ground = MapGround(frame: frame, width: width).write(to: &data)
    let axes = frame.axes
    let size = sensors.count > 300 ? 0.3 : sensors.count > 60 ? 0.4 : 0.6
    let panels = zip(CaptionText.letters(layers.map(\.title)), layers).map { title, layer in
      let count = layer.values.count { $0 != nil }
      var panel = Panel(title: title, x: axes.x, y: axes.y, clauses: ground)
      panel.titleEnd = ", n = \(count)"
      panel.isMap = true
      panel.clauses += points(of: layer, metric: metric, size: size, to: &data)
      return panel
    }
    let isCut = range.isCut ? " Values outside the bar have the colour of its end." : ""
    let figure = PanelFigure(
      panels: panels, columns: columns, ratio: frame.aspect, isWide: isWide, bar: scale)
    return figure.figure(
      name: name, data: data,
      caption: caption
        + " n: sensors with a value; grey circles: sensors without one. Coastlines: Natural Earth." + isCut)
  }

  private func points(
    of layer: Layer, metric: String, size: Double, to data: inout FigureData
  ) -> [String] {
    var (present, absent): ([[FigureData.Cell]], [[FigureData.Cell]]) = ([], [])
    for (sensor, value) in zip(sensors, layer.values)
    where sensor.latitude.isFinite && sensor.longitude.isFinite {
      let row: [FigureData.Cell] = [
        .text(layer.title), .text(sensor.network), .text(sensor.station), .text(sensor.sensor),
        .number(sensor.latitude), .number(sensor.longitude), .text(metric), .number(value),
        .number(frame.x(sensor.longitude)),
      ]
      if value == nil { absent.append(row) } else { present.append(row) }
    }
    let header = [
      "map", "network", "station", "sensor", "latitude", "longitude", "metric", "value", "x",
    ]
    var clauses: [String] = []
    if let index = data.append("sensors without a value", header: header, rows: absent) {
      clauses.append(
        "data index \(index) using 9:5 with points pointtype 6 pointsize \(size) linewidth 0.7 linecolor rgb '#8C8C8C'"
      )
    }
    if let index = data.append("sensors with a value", header: header, rows: present) {
      clauses.append(
        "data index \(index) using 9:5:8 with points pointtype 7 pointsize \(size) linecolor palette")
      clauses.append(
        "data index \(index) using 9:5 with points pointtype 6 pointsize \(size) linewidth 0.4 linecolor rgb '#303030'"
      )
    }
    return clauses
  }
}
