internal import Files
internal import Grids
internal import Lab
internal import Stations

/// The stations' metadata as far as the run knows them: what QA4SM draws box plots by.
enum QA4SMMetadata {
  /// Writes one variable a property along the locations.
  /// - Throws: `Failure` (data) where the file cannot be written.
  static func write(
    _ run: RunResult, writer: NetCDFWriter, locations: NetCDFWriter.Dimension
  ) throws(Failure) {
    let sensors = run.sensors
    let texts: [(String, [String])] = [
      ("network", sensors.map(\.network)), ("station", sensors.map(\.station)),
      ("instrument", sensors.map(\.sensor)), ("climate_KG", sensors.map(\.koppen)),
      ("frm_class", sensors.map { $0.groups[.frm] ?? "unknown" }),
      (
        "variable",
        sensors.map { _ in
          run.experiment.reference?.source.description.variable ?? run.experiment.stations.selection.variable
        }
      ),
    ]
    for (name, values) in texts {
      try writer.write(.string(values.map(PlainText.line)), to: writer.variable(name, .string, [locations]))
    }
    var numbers: [(String, [Double])] = [
      ("latitude", sensors.map(\.latitude)), ("longitude", sensors.map(\.longitude)),
      ("elevation", sensors.map(\.elevation)), ("instrument_depthfrom", sensors.map(\.depthFrom)),
      ("instrument_depthto", sensors.map(\.depthTo)),
    ]
    let landcover = sensors.map { $0.groups[.landcover].flatMap(Double.init) ?? .nan }
    if landcover.contains(where: \.isFinite), case .metadata(let year) = run.experiment.stations.landcover {
      numbers.append(("lc_\(year)", landcover))
    }
    for (name, values) in numbers {
      let variable = try writer.variable(name, .float, [locations], fill: .float([.nan]))
      try writer.write(.float(values.map { Float($0) }), to: variable)
    }
  }
}
