public import Files
internal import Grids
public import Lab
internal import Stations
internal import Statistics

/// `qa4sm.nc`: the scores as qa4sm_reader 0.12.3 opens and plots them (FORMATS.md §4).
public enum QA4SMExport {
  /// A window of the year as QA4SM labels it, and our group.
  struct Window {
    /// QA4SM's label.
    var label: String
    /// The table's grouping.
    var stratification: Stratification
    /// The group in it.
    var group: String
  }

  /// Writes the whole-record scores, and the seasons' where they were scored, of one rescaling: `none` where it was
  /// scored, otherwise the first.
  ///
  /// BIAS is reference minus product, the opposite of our sign, and its interval is turned with it. `n_obs` is the
  /// smallest number of pairs among the products, as QA4SM knows one number for all.
  /// - Returns: whether a file was written; a run without sensors has none.
  /// - Throws: `Failure` (data) where the file cannot be written.
  public static func write(_ run: RunResult, to path: String) throws(Failure) -> Bool {
    let metrics = QA4SMMetric.all(of: run.experiment.metrics)
    guard !run.sensors.isEmpty, !metrics.isEmpty else { return false }
    let reference = QA4SMNames.reference(of: run.experiment)
    let names = QA4SMNames.names(for: run.experiment.products.map(\.name), reference: reference)
    let windows = windows(of: run)
    let writer = try NetCDFWriter(writing: path)
    let locations = try writer.dimension("loc", length: run.sensors.count)
    let time = try writer.dimension("tsw", length: windows.count)

    try writer.write(
      .string(windows.map(\.label)), to: writer.variable("tsw", .string, [time]))
    try coordinates(of: run, writer: writer, locations: locations)
    try QA4SMMetadata.write(run, writer: writer, locations: locations)

    let shape = [locations, time]
    let table = Table(run: run, windows: windows)
    try writer.write(
      .int32(table.counts(metric: metrics[0].metric)), to: writer.variable("n_obs", .int32, shape))
    for (product, name) in names.enumerated() {
      let pair = "between_0-\(reference)_and_\(product + 1)-\(name)"
      for metric in metrics {
        for (part, column) in table.columns(product: product, metric: metric) {
          let variable = try writer.variable(
            "\(metric.name)\(part)_\(pair)", .float, shape, fill: .float([.nan]))
          try writer.write(.float(column), to: variable)
        }
      }
      try writer.write(
        .int32(table.statuses(product: product, metric: metrics[0].metric)),
        to: writer.variable("status_\(pair)", .int32, shape))
    }
    try attributes(of: run, names: names, writer: writer)
    try writer.finish()
    return true
  }

  private static func windows(of run: RunResult) -> [Window] {
    var windows = [Window(label: "bulk", stratification: .all, group: "all")]
    let season = Stratification(factors: [.season])
    if run.table.groups[season]?.isEmpty == false {
      for (position, group) in ["DJF", "MAM", "JJA", "SON"].enumerated() {
        windows.append(Window(label: "S\(position + 1)", stratification: season, group: group))
      }
    }
    return windows
  }

  private static func coordinates(
    of run: RunResult, writer: NetCDFWriter, locations: NetCDFWriter.Dimension
  ) throws(Failure) {
    let longitude = try writer.variable("lon", .double, [locations])
    try writer.attribute("standard_name", "longitude", of: longitude)
    try writer.attribute("units", "degrees_east", of: longitude)
    try writer.write(.double(run.sensors.map(\.longitude)), to: longitude)
    let latitude = try writer.variable("lat", .double, [locations])
    try writer.attribute("standard_name", "latitude", of: latitude)
    try writer.attribute("units", "degrees_north", of: latitude)
    try writer.write(.double(run.sensors.map(\.latitude)), to: latitude)
    try writer.write(
      .int32(run.sensors.indices.map { Int32(clamping: $0) }), to: writer.variable("gpi", .int32, [locations])
    )
  }

  private static func attributes(of run: RunResult, names: [String], writer: NetCDFWriter) throws(Failure) {
    let experiment = run.experiment
    var attributes: [(String, String)] = [
      ("title", experiment.name), ("source", "lab validate"), ("val_ref", "val_dc_dataset0"),
      ("val_scaling_ref", "val_dc_dataset0"), ("val_scaling_method", run.shownScaling.rawValue),
      ("val_is_scattered_data", "True"),
      (
        "comment", "BIAS is reference minus product; n_obs is the smallest number of pairs among the products"
      ),
      (
        "val_dc_filters0",
        experiment.reference == nil
          ? "flags \(experiment.stations.selection.flags.codes.joined(separator: ", "))" : ""
      ),
    ]
    switch experiment.anomalies {
    case .window(let days):
      attributes.append(("val_anomalies", "none; A.R of \(CSVRow.format(days)) days is not part of QA4SM"))
    case .climatology: attributes.append(("val_anomalies", "none; A.R is not part of QA4SM"))
    }
    if let period = experiment.period {
      attributes.append(("val_interval_from", UTC.dateText(period.start)))
      attributes.append(("val_interval_to", UTC.dateText(period.end - UTC.day)))
    }
    let datasets =
      [
        (
          QA4SMNames.reference(of: experiment), experiment.reference?.name ?? QA4SMNames.reference,
          experiment.reference?.source.description.variable ?? "sm"
        )
      ]
      + zip(names, experiment.products).map { ($0, $1.name, $1.description.variable) }
    for (number, (name, pretty, variable)) in datasets.enumerated() {
      attributes += [
        ("val_dc_dataset\(number)", name), ("val_dc_dataset_pretty_name\(number)", pretty),
        ("val_dc_version\(number)", name), ("val_dc_version_pretty_name\(number)", number == 0 ? "" : " "),
        ("val_dc_variable\(number)", variable), ("val_dc_variable_pretty_name\(number)", variable),
        ("val_dc_unit\(number)", "m³/m³"),
      ]
    }
    for (name, text) in attributes {
      let line = PlainText.line(text)
      // Character attributes carry no encoding: h5netcdf reads them as ASCII and matplotlib then fails on the rest.
      let isASCII = line.utf8.allSatisfy { $0 < 0x80 }
      try writer.attribute(name, isASCII ? .text(line) : .values(.string([line])))
    }
  }
}
