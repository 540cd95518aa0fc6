public import Files
internal import Foundation
internal import Grids
public import Lab

/// The match-ups of a run as text, so that anybody can recompute its scores with other programs.
public enum PairExport {
  /// What was written.
  public struct Outcome: Hashable, Sendable {
    /// The pairs.
    public var pairs = 0
    /// The products at sensors that have pairs.
    public var series = 0
  }

  /// The file that says what the folder is; written last.
  static let mark = "manifest.json"

  /// Writes `pairs-NUMBER.csv` a product, the run's `scores.csv` and `recompute.py` into a folder, all or nothing.
  ///
  /// Columns: `product`, `series` (the sensor's number in the run), `network`, `station`, `sensor`, `depth_from`,
  /// `depth_to`, `time` and `station_time` (ISO 8601, UTC), `product_value`, `station_value`,
  /// `product_anomaly`, `station_anomaly` (m³ m⁻³), and a column for each aspect that a product tells (`flag`, …).
  /// - Throws: `Failure` (usage) where the folder holds something else; `Failure` (data) where the run cannot be read
  ///   or the folder not be written.
  public static func write(
    _ run: FinishedRun, to path: String, overwrite: Bool
  ) throws(Failure) -> Outcome {
    let folder = try RunFolder(path: path, overwrite: overwrite)
    var outcome = Outcome()
    let sensors = run.result.sensors
    for (product, choice) in run.result.experiment.products.enumerated() {
      let stream = try AtomicTextStream(path: folder.file("pairs-\(product + 1).csv"))
      let aspects = SampleAspect.allCases.filter { choice.description.groups[$0] != nil }
      var head = CSVRow()
      for name in columns + aspects.map(\.rawValue) { head.append(name) }
      try stream.write(head.line)
      for (index, sensor) in sensors.enumerated() {
        guard let series = try run.pairs.series(product: product, sensor: index) else { continue }
        outcome.series += 1
        outcome.pairs += series.count
        var place = CSVRow()
        place.append(choice.name)
        place.append(index + 1)
        for text in [sensor.network, sensor.station, sensor.sensor] { place.append(text) }
        place.append(sensor.depthFrom)
        place.append(sensor.depthTo)
        for position in series.times.indices {
          var row = place
          row.append(UTC.text(series.times[position]))
          row.append(UTC.text(series.stationTimes[position]))
          row.append(series.product[position])
          row.append(series.station[position])
          row.append(series.productAnomalies[position])
          row.append(series.stationAnomalies[position])
          for aspect in aspects { row.append((series.groups[aspect]?[position] ?? nil) ?? "unknown") }
          try stream.write(row.line)
        }
      }
      try stream.commit()
    }
    let scores = AtomicFile.temporaryName(for: folder.file("scores.csv"))
    do {
      try FileManager.default.copyItem(atPath: run.folder + "/scores.csv", toPath: scores)
    } catch {
      throw Failure(.data, "cannot be copied", path: run.folder + "/scores.csv")
    }
    try AtomicFile.commit(temporary: scores, to: folder.file("scores.csv"))
    try AtomicFile.write(RecomputeScript.text, to: folder.file("recompute.py"))
    var manifest = run.manifest
    manifest.outputs = []
    for file in try folder.contents() {
      manifest.outputs.append(
        Manifest.Entry(role: "output", name: file, digest: try Digest(ofFile: folder.file(file))))
    }
    try manifest.write(to: folder.file(mark))
    try folder.publish()
    return outcome
  }

  private static let columns = [
    "product", "series", "network", "station", "sensor", "depth_from", "depth_to", "time", "station_time",
    "product_value", "station_value", "product_anomaly", "station_anomaly",
  ]
}
