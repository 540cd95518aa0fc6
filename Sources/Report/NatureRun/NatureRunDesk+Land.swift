internal import Files
internal import Grids

extension NatureRunDesk {
  /// The land and its climates: relief with the stations, soil, rain, classes, covers, leaves.
  func land() throws(Failure) -> [String] {
    guard let land = try ancillary("land_0.05.nc") else { return [] }
    let elevation = try land.values("elevation")
    let stations = try stations()
    var words = "The land "
    if let south = land.latitudes.min(), let north = land.latitudes.max(),
      let heights = NatureRunDesk.range(elevation),
      let west = land.longitudes.first, let east = land.longitudes.last
    {
      words +=
        "has \(FixedNumber.count(land.cells)) cells of 0.05° between \(NatureRunDesk.place(south, west)) and "
      words +=
        "\(NatureRunDesk.place(north, east)). It rises from \(FixedNumber.text(heights.low, decimals: 0)) to "
      words +=
        "\(FixedNumber.text(heights.high, decimals: 0)) m, \(FixedNumber.text(heights.mean, decimals: 0)) m on average."
    }
    if !stations.points.isEmpty {
      words +=
        " \(stations.points.count) places in \(stations.networks) networks have \(stations.sensors) probes."
    }
    summary.append(words)
    var parts: [String] = []
    var relief = single(land, elevation, "Height (m)", fromZero: false)
    relief.points = stations.points
    parts += try add(
      relief, as: "elevation",
      caption: "Height above the sea." + (stations.points.isEmpty ? "" : " Points: places of stations."))
    let sand = try land.values("sand").map { $0 * 100 }
    parts += try add(
      single(land, sand, "Sand (%)", fromZero: true), as: "sand",
      caption: "Share of sand in the soil by weight.")
    let covers = try covers(land)
    words += covers.words
    parts += covers.parts
    let climate = try climate()
    words += climate.words
    return ["## The land and its climates\n\n" + words + "\n"] + parts + climate.parts
  }

  private func single(_ file: GridFile, _ values: [Float], _ label: String, fromZero: Bool) -> MapSheet {
    let map = MapField(title: "", latitudes: file.latitudes, longitudes: file.longitudes, values: values)
    return MapSheet(
      fields: [map], columns: 1, colours: .sequential(of: [map], label: label, fromZero: fromZero))
  }

  private func classes(_ file: GridFile, _ values: [Float], _ key: [MapCategory]) -> MapSheet {
    let map = MapField(title: "", latitudes: file.latitudes, longitudes: file.longitudes, values: values)
    return MapSheet(fields: [map], columns: 1, colours: .categories(key))
  }

  private func climate() throws(Failure) -> (words: String, parts: [String]) {
    guard let climate = try ancillary("climate_0.05.nc") else { return ("", []) }
    var words = ""
    let rain = NatureRunDesk.overMonths(try climate.values("pr"), cells: climate.cells) { $0.reduce(0, +) }
    if let range = NatureRunDesk.range(rain) {
      words +=
        " A year brings \(FixedNumber.text(range.low, decimals: 0)) to \(FixedNumber.text(range.high, decimals: 0)) mm "
      words += "of rain and snow, \(FixedNumber.text(range.mean, decimals: 0)) mm on average."
    }
    var parts = try add(
      single(climate, rain, "Rain and snow (mm a⁻¹)", fromZero: true), as: "annual-rain",
      caption: "Precipitation of a mean year.")
    let numbers = try climate.values("koppen")
    let key = MapCategory.koppen(in: numbers)
    let shares = NatureRunDesk.shares(numbers, key)
    if !shares.isEmpty {
      words +=
        " Of the \(key.count) Köppen–Geiger classes " + NatureRunDesk.list(shares) + " have most of the land."
    }
    parts += try add(
      classes(climate, numbers, key), as: "koppen",
      caption: "Köppen–Geiger classes by the run's own climate; colours after Beck et al. (2018).")
    if climate.has("lai") {
      let leaves = NatureRunDesk.overMonths(try climate.values("lai"), cells: climate.cells) {
        $0.max() ?? .nan
      }
      parts += try add(
        single(climate, leaves, "Leaf area (m² m⁻²)", fromZero: true), as: "leaf-area",
        caption: "Mean leaf area index of the month that has most.")
    }
    return (words, parts)
  }

  /// The cover that has the largest share of each cell.
  private func covers(_ land: GridFile) throws(Failure) -> (words: String, parts: [String]) {
    let known: [(name: String, colour: String)] = [
      ("barren", "#E4D3B5"), ("shrubland", "#BFA15A"), ("grassland", "#B5D88A"), ("cropland", "#F2B134"),
      ("forest", "#2E7D3A"),
    ]
    var best = [Float](repeating: -1, count: land.cells)
    var main = [Float](repeating: .nan, count: land.cells)
    var key: [MapCategory] = []
    for name in land.names(withPrefix: "cover_") {
      let plain = String(name.dropFirst("cover_".count))
      let shares = try land.values(name)
      let number = key.count
      let colour = known.first { plain.hasPrefix($0.name) }?.colour ?? Palette.colour(product: number)
      key.append(MapCategory(number: number, name: plain.replacing("_", with: " "), colour: colour))
      for cell in shares.indices where shares[cell] > best[cell] {
        (best[cell], main[cell]) = (shares[cell], Float(number))
      }
    }
    guard !key.isEmpty else { return ("", []) }
    let words =
      " The main covers are " + NatureRunDesk.list(NatureRunDesk.shares(main, key)) + " of the cells."
    return (
      words,
      try add(
        classes(land, main, key), as: "land-cover", caption: "The cover with the largest share of each cell.")
    )
  }

  /// One number a cell from those of its twelve months.
  static func overMonths(_ values: [Float], cells: Int, _ combine: ([Float]) -> Float) -> [Float] {
    (0..<cells).map { cell in combine(stride(from: cell, to: values.count, by: cells).map { values[$0] }) }
  }

  /// The three classes with most cells and their shares of all cells, most first.
  static func shares(_ numbers: [Float], _ key: [MapCategory]) -> [(name: String, share: Double)] {
    let all = key.map { category in
      (category.name, Double(numbers.count { $0 == Float(category.number) }) / Double(max(1, numbers.count)))
    }
    // The order of the key where shares are equal.
    return Array(
      all.enumerated().sorted { ($0.element.1, $1.offset) > ($1.element.1, $0.offset) }.map(\.element).prefix(
        3))
  }

  private static func list(_ shares: [(name: String, share: Double)]) -> String {
    let items = shares.map { "\(MarkdownText.escape($0.name)) (\(percent($0.share)))" }
    guard let last = items.last, items.count > 1 else { return items.joined() }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }
}
