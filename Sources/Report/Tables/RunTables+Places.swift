internal import Files
internal import Grids
internal import Lab
internal import Numerics
internal import Stations
internal import Statistics

extension RunTables {
  /// The products and where they come from.
  var products: ReportTable {
    var table = ReportTable(
      id: "products", caption: "The products that were compared (\(circumstances)).",
      columns: ["Product", "Data set", "Variable", "Description", "Files"].map { .init($0, .left) })
    for product in run.experiment.products {
      let description = product.description
      let source = [description.title, description.source].compactMap { $0 }.joined(separator: "; ")
      var origin = product.catalogueEntry.map { "catalogue entry " + $0 } ?? "written in the experiment"
      if let verified = description.verified { origin += " (verified by: " + verified.rawValue + ")" }
      table.append([
        .text(product.name), .text(source.isEmpty ? FixedNumber.none : source), .text(description.variable),
        .text(origin), .text(product.patterns.map(ReportPath.last).joined(separator: ", ")),
      ])
    }
    return table
  }

  /// The sensors that were scored.
  var stations: ReportTable {
    var table = ReportTable(
      id: "stations", caption: ground("The stations that were scored, ") + "\(places) (\(circumstances)).",
      columns: [
        .init(ground("Network"), .left), .init(ground("Station"), .left), .init(ground("Sensor"), .left),
        .init("Latitude", unit: "°"),
        .init("Longitude", unit: "°"), .init("Elevation", unit: "m"),
        .init("Depth", unit: "m", kind: .range(lower: "Depth from", upper: "Depth to")),
        .init("Köppen–Geiger class", .left), .init("Land cover", .left), .init("FRM class", .left),
      ])
    for sensor in run.sensors {
      table.append([
        .text(sensor.network), .text(sensor.station), .text(sensor.sensor),
        .number(sensor.latitude, decimals: 4), .number(sensor.longitude, decimals: 4),
        .number(sensor.elevation, decimals: 0),
        .range(sensor.depthFrom, sensor.depthTo, decimals: 2), .text(sensor.koppen),
        .text(sensor.groups[.landcover] ?? "unknown"), .text(sensor.groups[.frm] ?? "unknown"),
      ])
    }
    return table
  }

  /// Scores at each sensor over the whole record, product by product.
  func sensors(products: [Int]) -> ReportTable {
    let metrics = run.keyMetrics
    let whose =
      products.count == 1 ? run.experiment.products[products[0]].name : "the products"
    var table = ReportTable(
      id: "sensors",
      caption: "Scores of \(whose)" + ground(" at each sensor over the whole record ")
        + "(\(circumstances)).",
      columns: (products.count == 1 ? [] : [.init("Product", .left)]) + [
        .init(ground("Network"), .left), .init(ground("Station"), .left), .init(ground("Sensor"), .left),
        .init("Depth", unit: "m", kind: .range(lower: "Depth from", upper: "Depth to")),
        .init("Class", .left), .init("n pairs"),
      ]
        + metrics.map {
          .init($0.rawValue, unit: MetricText.hasUnit($0) ? MetricText.unit($0) : nil, kind: .estimate)
        },
      notes: [
        "Value, \(level) % interval in brackets, and n*, the number of independent pairs that know as much. A word in "
          + "brackets says why there is no value, or why its interval is wide."
      ])
    for product in products {
      let columns = metrics.map { metric in
        run.table[
          ScoreTable.Key(
            product: product, stratification: .all, group: "all", scaling: run.shownScaling, metric: metric)]
      }
      let positions = columns.map { column in
        Dictionary(
          (column?.sensors ?? []).enumerated().map { (Int($0.element), $0.offset) },
          uniquingKeysWith: { first, _ in first })
      }
      for (index, sensor) in run.sensors.enumerated() {
        var count = 0
        let cells = metrics.indices.map { metric -> ReportTable.Content in
          let decimals = MetricText.decimals(metrics[metric])
          guard let column = columns[metric], let position = positions[metric][index] else {
            return .estimate(.init(status: ""), decimals: decimals)
          }
          count = max(count, Int(column.counts[position]))
          return .estimate(RunTables.estimate(column, position), decimals: decimals)
        }
        table.append(
          (products.count == 1 ? [] : [.text(run.experiment.products[product].name)]) + [
            .text(sensor.network), .text(sensor.station), .text(sensor.sensor),
            .range(sensor.depthFrom, sensor.depthTo, decimals: 2), .text(sensor.koppen), .count(count),
          ] + cells)
      }
    }
    return table
  }

  private static func estimate(_ column: ScoreTable.Column, _ position: Int) -> ReportTable.Estimate {
    // By way of its text, so that 0.1 stays 0.1.
    func finite(_ value: Float) -> Double? { value.isFinite ? Double(value.description) : nil }
    let value = column.values[position]
    return ReportTable.Estimate(
      value: value.isFinite ? value : nil, lower: finite(column.lower[position]),
      upper: finite(column.upper[position]), effective: finite(column.effective[position]),
      status: column.statuses[position].rawValue)
  }

  /// How far stations are from the centres of their cells, and how many share one.
  var representativeness: ReportTable {
    var table = ReportTable(
      id: "representativeness",
      caption: (ground.name == nil
        ? "Stations whose cell is in reach, their distance to its centre, and how many of them share a cell "
        : "The reference's cells that lie in a product's, the distance of their centres, and how many share one ")
        + "(\(circumstances)).",
      columns: [
        .init("Product", .left), .init(ground("Stations")), .init("Median distance", unit: "km"),
        .init("Farthest", unit: "km"), .init("Alone in the cell"), .init("2 in it"), .init("3–5"),
        .init("6 or more"),
      ])
    for (product, choice) in run.experiment.products.enumerated() {
      let placements = firstSensors.compactMap { run.placements[$0][product] }
      let distances = placements.map(\.distance).sorted()
      table.append(
        [
          .text(choice.name), .count(placements.count),
          .number(distances.isEmpty ? nil : quantile(ofSorted: distances, 0.5), decimals: 1),
          .number(distances.last, decimals: 1),
        ]
          + ["1", "2", "3-5", "6+"].map { group in
            .count(placements.count { $0.group(of: .cellStations) == group })
          })
    }
    return table
  }

  /// The first sensor of each station.
  var firstSensors: [Int] {
    var seen: Set<[String]> = []
    return run.sensors.indices.filter { index in
      seen.insert([run.sensors[index].network, run.sensors[index].station]).inserted
    }
  }
}
