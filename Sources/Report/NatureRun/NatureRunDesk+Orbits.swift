internal import Files
internal import Grids
internal import Products

extension NatureRunDesk {
  /// What single days' orbits see, and the daily coverage of each sensor.
  func orbits() throws(Failure) -> [String] {
    let catalogue = try Catalogue.shipped()
    let region = try region()
    var counts: [CoverageCount] = []
    var readers: [DailyMapReader] = []
    for sensor in SensorStack.all {
      guard let reader = try sensor.reader(run: run, catalogue: catalogue, region: region) else { continue }
      counts.append(try CoverageCount(of: reader, jobs: jobs))
      readers.append(reader)
    }
    guard !counts.isEmpty else { return [] }
    let words = NatureRunDesk.coverageWords(counts)
    summary.append(words)
    var parts = ["## Orbits and coverage\n\n" + words + "\n"]
    parts += try swaths(readers, counts)
    parts += try add(
      CoverageCurve(counts).figure(
        name: "coverage", land: "cells with a valid value on any day of the record"))
    var table = MarkdownTable([
      ("Sensor", .left), ("First day", .left), ("Last day", .left), ("Cells", .right),
      ("Mean coverage (%)", .right),
      ("Days without any (%)", .right),
    ])
    for count in counts {
      let empty = Double(count.days.count { $0.valid == 0 }) / Double(max(1, count.days.count))
      table.append([
        MarkdownText.escape(count.product), count.days.first.map { UTC.dateText($0.day) } ?? "—",
        count.days.last.map { UTC.dateText($0.day) } ?? "—", FixedNumber.count(count.cells),
        FixedNumber.text(count.meanShare * 100, decimals: 1), FixedNumber.text(empty * 100, decimals: 1),
      ])
    }
    return parts + [table.text]
  }

  /// Each sensor on the day on which most of them see something; those that flew at other times on theirs.
  private func swaths(_ readers: [DailyMapReader], _ counts: [CoverageCount]) throws(Failure) -> [String] {
    var left = counts.indices.filter { counts[$0].product != SensorStack.merged && counts[$0].meanShare > 0 }
    var fields: [(position: Int, field: MapField)] = []
    while let day = NatureRunDesk.commonDay(left.map { counts[$0] }) {
      var seen = left.filter { position in counts[position].days.contains { $0.day == day && $0.valid > 0 } }
      guard !seen.isEmpty else { break }
      left.removeAll { seen.contains($0) }
      // The merged product stands beside the last sensors, so that it can be seen what it is merged of.
      if left.isEmpty { seen += counts.indices.filter { counts[$0].product == SensorStack.merged } }
      for position in seen {
        fields += try swath(readers[position], day: day).map { (position, $0) }
      }
    }
    let maps = fields.sorted { $0.position < $1.position }.map(\.field)
    let sheet = MapSheet(
      fields: maps, columns: max(1, maps.count > 6 ? 4 : maps.count == 4 ? 2 : min(3, maps.count)),
      colours: .sequential(of: maps, label: "Soil moisture (m³ m⁻³)", fromZero: true))
    return try add(
      sheet, as: "orbits",
      caption:
        "Valid retrievals of one pass a sensor, and the merged product: swaths, and what frozen ground, dense plants, rain and water leave."
    )
  }

  private func swath(_ reader: DailyMapReader, day: Int64) throws(Failure) -> [MapField] {
    var fields: [MapField] = []
    try reader.read(period: (day, day), jobs: jobs) { map throws(Failure) in
      fields.append(
        MapField(
          title: reader.name + ", " + UTC.dateText(day), latitudes: reader.window.latitudes,
          longitudes: reader.window.longitudes, values: map.values))
    }
    return fields
  }

  private static func coverageWords(_ counts: [CoverageCount]) -> String {
    let single = counts.filter { $0.product != SensorStack.merged && $0.meanShare.isFinite }
    guard let low = single.min(by: { $0.meanShare < $1.meanShare }),
      let high = single.max(by: { $0.meanShare < $1.meanShare })
    else { return "" }
    var words =
      "On a mean day of its record one pass of a sensor sees between \(percent(low.meanShare)) (\(low.product)) and "
    words += "\(percent(high.meanShare)) (\(high.product)) of the cells it ever sees"
    if single.count == 1 {
      words = "On a mean day \(low.product) sees \(percent(low.meanShare)) of the cells it ever sees"
    }
    if let merged = counts.first(where: { $0.product == SensorStack.merged && $0.meanShare.isFinite }) {
      words += "; merged they see \(percent(merged.meanShare))"
    }
    return words + "."
  }

  /// The area of the run by its land.
  private func region() throws(Failure) -> GeographicBox? {
    guard let land = try ancillary("land_0.25.nc"), let south = land.latitudes.min(),
      let north = land.latitudes.max(), let west = land.longitudes.first, let east = land.longitudes.last
    else { return nil }
    return GeographicBox(latitudes: south - 0.125...north + 0.125, west: west - 0.125, east: east + 0.125)
  }

  /// The day on which most sensors see a tenth of their land and more; of these the one on which all together come nearest
  /// to half of it, so that swaths and the gaps between them show.
  static func commonDay(_ counts: [CoverageCount]) -> Int64? {
    var seen: [Int64: (sensors: Int, share: Double)] = [:]
    for count in counts where count.cells > 0 {
      for day in count.days where day.valid > 0 {
        let share = Double(day.valid) / Double(count.cells)
        seen[day.day, default: (0, 0)].sensors += share >= 0.1 ? 1 : 0
        seen[day.day]?.share += share / Double(counts.count)
      }
    }
    return seen.min {
      (-$0.value.sensors, abs($0.value.share - 0.5), $0.key) < (
        -$1.value.sensors, abs($1.value.share - 0.5), $1.key
      )
    }?.key
  }
}
