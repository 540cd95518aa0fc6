internal import Files
internal import Grids
internal import Products

extension NatureRunDesk {
  /// One pass of a sensor: its folder among the observations, a part of its files' names, its catalogue entry.
  private static let sensors: [(name: String, folder: String, files: String, entry: String)] = [
    ("AMSR-E, night", "lprm-amsre", "*_D_*", "lprm-amsre-d-x"),
    ("WindSat, morning", "lprm-windsat", "*_NT_*", "lprm-windsat-night-x"),
    ("AMSR2, night", "lprm-amsr2", "*_D_*", "lprm-amsr2-d-x"),
    ("SMOS, morning", "smos-l3", "*CLF31A*", "smos-l3-asc"),
    ("SMAP, morning", "smap-l3", "*", "smap-l3-36km-am"),
    ("FY-3B, night", "fy3b-mwri", "*MWRID*", "fy3b-mwri-d"),
    ("ESA CCI-like", "esa-cci-combined", "*", "esa-cci-combined-v08"),
  ]

  /// What one day's orbits see, and the daily coverage of each sensor.
  nonisolated(nonsending) func orbits() async throws(Failure) -> [String] {
    let catalogue = try Catalogue.shipped()
    let box = try region()
    var counts: [CoverageCount] = []
    var readers: [DailyMapReader] = []
    for sensor in NatureRunDesk.sensors {
      let files = Paths.glob("\(run)/observations/\(sensor.folder)/\(sensor.files).*").sorted()
        + Paths.glob("\(run)/observations/\(sensor.folder)/*/\(sensor.files).*").sorted()
      guard !files.isEmpty else { continue }
      let reader = try DailyMapReader(
        name: sensor.name, description: try catalogue.entry(named: sensor.entry), files: files, region: box)
      counts.append(try CoverageCount(of: reader, jobs: jobs))
      readers.append(reader)
    }
    guard !counts.isEmpty else { return [] }
    var parts = ["## Orbits and coverage\n"]
    if let day = NatureRunDesk.commonDay(counts) {
      var fields: [MapField] = []
      for reader in readers.prefix(6) {
        guard reader.name != "ESA CCI-like" else { continue }
        try reader.read(period: (day, day), jobs: jobs) { map throws(Failure) in
          guard map.valid > 0 else { return }
          fields.append(
            MapField(
              title: reader.name, latitudes: reader.window.latitudes, longitudes: reader.window.longitudes,
              values: map.values))
        }
      }
      let sheet = MapSheet(
        fields: fields, columns: min(3, max(1, fields.count)),
        colours: .sequential(of: fields, label: "Soil moisture (m³ m⁻³)", fromZero: true))
      parts += try await draw(
        sheet, as: "orbits",
        caption: "Valid retrievals of \(UTC.dateText(day)): swaths, and what frozen ground, dense plants and water leave.")
    }
    let land = "cells with a valid value on any day"
    if let words = try await CoverageCurve(counts).draw(as: "coverage", land: land, in: figures) {
      parts.append("![coverage](figures/coverage.png)\n\n*\(words)*\n")
    }
    var table = MarkdownTable([
      ("Sensor", .left), ("Days", .right), ("Cells", .right), ("Mean coverage (%)", .right),
    ])
    for count in counts {
      table.append([
        count.product, "\(count.days.count)", "\(count.cells)",
        FixedNumber.text(count.meanShare * 100, decimals: 1),
      ])
    }
    return parts + [table.text]
  }

  /// The area of the run by its land.
  private func region() throws(Failure) -> GeographicBox? {
    guard let land = try ancillary("land_0.25.nc"), let south = land.latitudes.min(),
      let north = land.latitudes.max(), let west = land.longitudes.min(), let east = land.longitudes.max()
    else { return nil }
    return GeographicBox(latitudes: south - 0.125...north + 0.125, west: west - 0.125, east: east + 0.125)
  }

  /// The day on which most sensors see anything, of these the one with most values in summer.
  private static func commonDay(_ counts: [CoverageCount]) -> Int64? {
    var seen: [Int64: (sensors: Int, share: Double)] = [:]
    for count in counts where count.cells > 0 {
      for day in count.days where day.valid > 0 {
        seen[day.day, default: (0, 0)].sensors += 1
        seen[day.day]?.share += Double(day.valid) / Double(count.cells)
      }
    }
    return seen.max { ($0.value.sensors, $0.value.share, $1.key) < ($1.value.sensors, $1.value.share, $0.key) }?.key
  }
}
