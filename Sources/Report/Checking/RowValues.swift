internal import Files
internal import Lab
internal import Numerics
internal import Statistics

/// A sensor as two runs can agree on it.
struct SensorKey: Hashable {
  /// Network, station, instrument, upper and lower depth, and a number where all of them occur again.
  var fields: [String]

  var network: String { fields[0] }
  /// The sensor in a table.
  var name: String { fields[..<3].joined(separator: "/") }

  /// The keys of a run's sensors, in their order.
  static func all(_ sensors: [ScoredSensor]) -> [SensorKey] {
    var seen: [[String]: Int] = [:]
    return sensors.map { sensor in
      let fields = [
        sensor.network, sensor.station, sensor.sensor, CSVRow.format(sensor.depthFrom),
        CSVRow.format(sensor.depthTo),
      ]
      seen[fields, default: 0] += 1
      return SensorKey(fields: fields + [String(seen[fields] ?? 1)])
    }
  }
}

/// The sensors' values behind each row of a summary.
struct RowValues {
  /// A row of a summary, by names.
  struct Key: Hashable {
    var product: String
    var stratum: String
    var group: String
    var scaling: String
    var metric: Metric
  }

  /// What a sensor says.
  struct Value {
    var value: Double
    /// Half its interval in units of the normal distribution.
    var standardError: Double?
  }

  /// The rows that have a mean, in the summary's order.
  private(set) var order: [Key] = []
  /// Their values by sensor.
  private(set) var values: [Key: [SensorKey: Value]] = [:]
  /// The sensors, in the order of the tables.
  let sensors: [SensorKey]

  init(_ accuracy: StoredAccuracy) {
    sensors = SensorKey.all(accuracy.sensors)
    let z = Normal.upperQuantile((1 - accuracy.experiment.intervals.level) / 2)
    var errors: [ScoreTable.Key: [Int32: Double]] = [:]
    for (key, column) in accuracy.table.columns {
      var ofColumn: [Int32: Double] = [:]
      for (position, sensor) in column.sensors.enumerated() {
        let width = Double(column.upper[position]) - Double(column.lower[position])
        if width.isFinite, width > 0 { ofColumn[sensor] = width / (2 * z) }
      }
      errors[key] = ofColumn
    }
    for row in accuracy.summary.rows where row.mean != nil {
      let key = Key(
        product: accuracy.experiment.products[row.product].name, stratum: row.stratification.name,
        group: row.group, scaling: row.scaling.rawValue, metric: row.metric)
      let source = RowValues.source(of: row)
      var members: [SensorKey: Value] = [:]
      for (sensor, value) in zip(row.sensors, row.values) {
        members[sensors[sensor]] = Value(
          value: value, standardError: errors[source]?[Int32(clamping: sensor)])
      }
      order.append(key)
      values[key] = members
    }
  }

  /// The column of scores that a summary row's sensors come from: the part of its group that goes by the pair.
  private static func source(of row: SummaryRow) -> ScoreTable.Key {
    let parts = row.group.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    let factors = row.stratification.factors
    let ofPairs = zip(factors, parts).filter { $0.0.basis == .pair }.map(\.1)
    let isWhole = factors.count == 1
    return ScoreTable.Key(
      product: row.product, stratification: row.stratification.ofPairs ?? .all,
      group: row.stratification.ofPairs == nil ? "all" : isWhole ? row.group : ofPairs.joined(separator: "*"),
      scaling: row.scaling, metric: row.metric)
  }

  /// The products and sensors that have any value over the whole record.
  static func scored(_ accuracy: StoredAccuracy) -> [(product: String, sensor: SensorKey)] {
    var found: [Set<Int32>] = accuracy.experiment.products.map { _ in [] }
    for (key, column) in accuracy.table.columns where key.stratification == .all {
      for (sensor, value) in zip(column.sensors, column.values) where value.isFinite {
        found[key.product].insert(sensor)
      }
    }
    let sensors = SensorKey.all(accuracy.sensors)
    return accuracy.experiment.products.indices.flatMap { product in
      sensors.indices.filter { found[product].contains(Int32(clamping: $0)) }.map {
        (accuracy.experiment.products[product].name, sensors[$0])
      }
    }
  }
}
