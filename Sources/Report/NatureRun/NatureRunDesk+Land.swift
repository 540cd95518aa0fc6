internal import Files

extension NatureRunDesk {
  /// The land and its climates: relief with the stations, soil, rain, classes, covers, leaves.
  nonisolated(nonsending) func land() async throws(Failure) -> [String] {
    guard let land = try ancillary("land_0.05.nc") else { return [] }
    func field(_ title: String, _ file: GridFile, _ values: [Float]) -> MapField {
      MapField(title: title, latitudes: file.latitudes, longitudes: file.longitudes, values: values)
    }
    func sheet(_ file: GridFile, _ values: [Float], _ label: String, fromZero: Bool = false) -> MapSheet {
      let map = field("", file, values)
      return MapSheet(fields: [map], columns: 1, colours: .sequential(of: [map], label: label, fromZero: fromZero))
    }
    var parts = ["## The land and its climates\n"]
    var relief = sheet(land, try land.values("elevation"), "Height (m)")
    relief.points = try stations()
    let words = relief.points.isEmpty ? "" : " Points: the \(relief.points.count) places of stations."
    parts += try await draw(relief, as: "elevation", caption: "Height above the sea." + words)
    parts += try await draw(
      sheet(land, try land.values("sand").map { $0 * 100 }, "Sand (%)"), as: "sand",
      caption: "Share of sand in the soil by weight.")
    parts += try await covers(land, field)
    guard let climate = try ancillary("climate_0.05.nc") else { return parts }
    let rain = NatureRunDesk.overMonths(try climate.values("pr"), cells: climate.cells) { $0.reduce(0, +) }
    parts += try await draw(
      sheet(climate, rain, "Rain and snow (mm a⁻¹)", fromZero: true), as: "annual-rain",
      caption: "Mean precipitation of a year.")
    let classes = try climate.values("koppen")
    let koppen = MapSheet(
      fields: [field("", climate, classes)], columns: 1, colours: .categories(MapCategory.koppen(in: classes)))
    parts += try await draw(
      koppen, as: "koppen",
      caption: "Köppen–Geiger classes by the run's own climate; colours after Beck et al. (2018).")
    if climate.has("lai") {
      let leaves = NatureRunDesk.overMonths(try climate.values("lai"), cells: climate.cells) { $0.max() ?? .nan }
      parts += try await draw(
        sheet(climate, leaves, "Leaf area (m² m⁻²)", fromZero: true), as: "leaf-area",
        caption: "Mean leaf area index of the month that has most.")
    }
    return parts
  }

  /// The cover that has the largest share of each cell.
  private nonisolated(nonsending) func covers(
    _ land: GridFile, _ field: (String, GridFile, [Float]) -> MapField
  ) async throws(Failure) -> [String] {
    let known: [(name: String, colour: String)] = [
      ("barren", "#E4D3B5"), ("shrubland", "#BFA15A"), ("grassland", "#B5D88A"), ("cropland", "#F2B134"),
      ("forest", "#2E7D3A"),
    ]
    var best = [Float](repeating: -1, count: land.cells)
    var main = [Float](repeating: .nan, count: land.cells)
    var categories: [MapCategory] = []
    for name in land.names(withPrefix: "cover_") {
      let plain = String(name.dropFirst("cover_".count))
      let shares = try land.values(name)
      let number = categories.count
      categories.append(
        MapCategory(
          number: number, name: plain.replacing("_", with: " "),
          colour: known.first { plain.hasPrefix($0.name) }?.colour ?? Palette.products[number % Palette.products.count]))
      for cell in shares.indices where shares[cell] > best[cell] {
        (best[cell], main[cell]) = (shares[cell], Float(number))
      }
    }
    guard !categories.isEmpty else { return [] }
    let sheet = MapSheet(fields: [field("", land, main)], columns: 1, colours: .categories(categories))
    return try await draw(sheet, as: "land-cover", caption: "The cover with the largest share of each cell.")
  }

  /// One number a cell from those of its twelve months.
  static func overMonths(_ values: [Float], cells: Int, _ combine: ([Float]) -> Float) -> [Float] {
    (0..<cells).map { cell in combine(stride(from: cell, to: values.count, by: cells).map { values[$0] }) }
  }
}
